"""Plays the address behind a response_url of the robot (智能机器人): each code takes one message, in plain JSON."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from bot.channels.transport import Transport
from tests.platforms.faults import CUT_AFTER_TAKING, Faults, play


@dataclass
class ResponsePlace:
    """The platform's address: each code takes one message."""

    base: str = ""
    status: int = 200
    said: list[dict[str, object]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    faults: Faults = field(default_factory=Faults)
    calls: int = 0

    def url(self, code: str) -> str:
        return f"{self.base}/cgi-bin/aibot/response?response_code={code}"

    async def take(self, request: web.Request) -> web.Response:
        code = request.query["response_code"]
        self.calls += 1
        fault = self.faults.take()
        if fault is not None and fault is not CUT_AFTER_TAKING:
            return await play(fault, request, asyncio.Event())
        if self.status != 200:
            return web.Response(status=self.status)
        if code in self.used:
            return web.json_response({"errcode": 42022, "errmsg": "used"})
        self.used.add(code)
        self.said.append(await request.json())
        if fault is not None:
            return await play(fault, request, asyncio.Event())
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[Transport]:
        app = web.Application()
        app.router.add_post("/cgi-bin/aibot/response", self.take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession() as session:
            yield Transport(session, "")
        await runner.cleanup()
