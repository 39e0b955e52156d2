"""A real HTTP server on this machine that answers as a platform's API does."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.platforms.faults import SLOW_SECONDS, Fault, Faults, Trouble, error_code, play
from tests.platforms.wechat_xml import next_message_id

MEDIA = "/cgi-bin/media/get"
NO_FAULTS = Faults()
Handler = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(frozen=True, slots=True)
class SentMessage:
    """What reached a person or a group through the API."""

    to: str
    text: str
    payload: dict[str, Any]


class ApiServer:
    """Tokens, faults and what was sent; a platform adds its addresses.

    `faults` strike sending, `faults_to` what is sent to one person or group, `token_faults` the token's address, `file_faults` the `files` that people sent, by media_id. `calls` lists the paths called, in order; `most_asking_at_once` is how many asked for a token at one moment.
    """

    def __init__(self, secret: str, token_path: str) -> None:
        self.secret, self.token_path = secret, token_path
        self.addresses: dict[str, Handler] = {}
        self.faults = Faults()
        self.faults_to: dict[str, Faults] = {}
        self.calls_to: Counter[str] = Counter()
        self.token_faults = Faults()
        self.file_faults = Faults()
        self.files: dict[str, bytes] = {}
        self.sent: list[SentMessage] = []
        self.calls: list[str] = []
        self.base_url = ""
        self.most_asking_at_once = 0
        self._asking = 0
        self._token_number = 1
        self._released = asyncio.Event()

    @property
    def access_token(self) -> str:
        return f"pass-{self._token_number}-of-{self.secret}"

    def invalidate_token(self) -> None:
        """As happens when another system of the office asks for a new one."""
        self._token_number += 1

    def texts_to(self, account: str) -> list[str]:
        return [message.text for message in self.sent if message.to == account]

    @asynccontextmanager
    async def serve(self, port: int = 0) -> AsyncIterator[str]:
        self._released = asyncio.Event()
        app = web.Application()
        for path, handler in {MEDIA: self._media_get, **self.addresses}.items():
            app.router.add_route("*", path, self._counted(handler))
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", port)
            await site.start()
            self.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self.base_url
        finally:
            self._released.set()
            await runner.cleanup()

    async def _media_get(self, request: web.Request) -> web.Response:
        """A file that somebody sent; a film comes as another address."""
        if fault := self.file_faults.take():
            return await play(fault, request, self._released)
        if refusal := self.refuse_token(request):
            return await self.reply(refusal, request)
        name = request.query["media_id"]
        if name not in self.files:
            return await self.reply(error_code(40007), request)
        if name.startswith("film-") and "direct" not in request.query:
            url = f"{self.base_url}{MEDIA}?{request.query_string}&direct=1"
            return await self.reply({"video_url": url, "down_url": url}, request)
        headers = {"Content-Disposition": f'attachment; filename="{name}.bin"'}
        return web.Response(body=self.files[name], content_type="application/octet-stream", headers=headers)

    async def take(self, request: web.Request, receive: Callable[[web.Request], Awaitable[object]]) -> web.Response:
        """One message in, with whatever trouble stands before or after it."""
        to = await _receiver(request)
        self.calls_to[to] += 1
        fault = self.faults.take() or self.faults_to.get(to, NO_FAULTS).take()
        if fault is not None and fault.trouble is Trouble.SLOW:
            await asyncio.sleep(SLOW_SECONDS)
            fault = None
        if fault is not None and fault.trouble is Trouble.DROP:
            return await self.reply({"errcode": 0, "errmsg": "ok", "msgid": next_message_id()}, request)
        if fault is not None and fault.trouble is not Trouble.CUT_AFTER:
            return await play(fault, request, self._released)
        outcome = await receive(request)
        if fault is not None:
            return await play(fault, request, self._released)
        return await self.reply(outcome, request)

    async def reply(self, outcome: object, request: web.Request) -> web.Response:
        if isinstance(outcome, Fault):
            return await play(outcome, request, self._released)
        return web.json_response(outcome, content_type="text/plain")

    def refuse_token(self, request: web.Request) -> Fault | None:
        return None if request.query.get("access_token") == self.access_token else error_code(40001)

    def _counted(self, handler: Handler) -> Handler:
        async def counted(request: web.Request) -> web.Response:
            self.calls.append(request.path)
            return await (self._token(handler, request) if request.path == self.token_path else handler(request))

        return counted

    async def _token(self, handler: Handler, request: web.Request) -> web.Response:
        self._asking += 1
        self.most_asking_at_once = max(self.most_asking_at_once, self._asking)
        try:
            fault = self.token_faults.take()
            if fault is not None and fault.trouble is Trouble.SLOW:
                await asyncio.sleep(SLOW_SECONDS)
                fault = None
            return await (handler(request) if fault is None else play(fault, request, self._released))
        finally:
            self._asking -= 1


async def _receiver(request: web.Request) -> str:
    """The person or the webhook that a call is for; nobody where it is for none."""
    if "key" in request.query:
        return request.query["key"]
    try:
        payload = await request.json()
    except ValueError:
        return ""
    if not isinstance(payload, dict):
        return ""
    return str(payload.get("touser") or next(iter(payload.get("userids", ())), ""))
