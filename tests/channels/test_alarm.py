"""The office's alarm: a real command and a real address are rung, and what fails is tried again."""

import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.channels.alarm import Alarm
from bot.channels.base import Outbound, RefusedForNow

RING = Outbound(key="out-1", account="alarm", text="13800138000\n危急件，请马上接手")


async def test_a_command_gets_the_telephone_and_the_words(tmp_path: Path) -> None:
    script = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2] + sys.stdin.read(), 'utf-8')"
    async with ClientSession() as session:
        alarm = Alarm(session, command=[sys.executable, "-X", "utf8", "-c", script, str(tmp_path / "rung")])
        await alarm.send(RING)
    assert (tmp_path / "rung").read_text("utf-8") == "13800138000危急件，请马上接手"


async def test_an_address_is_tried_when_the_command_fails() -> None:
    rung: list[dict[str, str]] = []

    async def ring(request: web.Request) -> web.Response:
        rung.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/ring", ring)
    async with TestServer(app) as server, ClientSession() as session:
        alarm = Alarm(session, command=["/nonexistent/call"], url=str(server.make_url("/ring")))
        await alarm.send(RING)
    assert rung == [{"telephone": "13800138000", "text": "危急件，请马上接手"}]


async def test_an_alarm_that_nobody_takes_is_refused_for_now() -> None:
    async with ClientSession() as session:
        alarm = Alarm(session, command=[sys.executable, "-c", "raise SystemExit(3)"])
        with pytest.raises(RefusedForNow):
            await alarm.send(RING)
