"""Plays where the robot's platform (智能机器人) keeps files: at addresses that hold for five minutes, each file sealed."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from tests.platforms.faults import Faults, play
from tests.platforms.official_account import AES_KEY


def sealed(data: bytes, aes_key: str = AES_KEY) -> bytes:
    """The whole file, AES-256-CBC, filled up to 32."""
    key = base64.b64decode(aes_key + "=")
    fill = 32 - len(data) % 32
    encryptor = Cipher(AES(key), CBC(key[:16])).encryptor()
    return encryptor.update(data + bytes([fill]) * fill) + encryptor.finalize()


class RobotFiles:
    """`files` by name, as they lie there; a name that is gone is answered with 404, as an address that is over is."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.faults = Faults()
        self.calls = 0
        self.base_url = ""

    def put(self, name: str, data: bytes) -> str:
        self.files[name] = data
        return f"{self.base_url}/{name}?sign=x"

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_get("/{name}", self._get)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self.base_url
        finally:
            await runner.cleanup()

    async def _get(self, request: web.Request) -> web.Response:
        self.calls += 1
        if fault := self.faults.take():
            return await play(fault, request, asyncio.Event())
        data = self.files.get(request.match_info["name"])
        return (
            web.Response(status=404)
            if data is None
            else web.Response(body=data, content_type="application/octet-stream")
        )
