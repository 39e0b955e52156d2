"""The server that plays the robot's platform, checked by Tencent's own client (npm @wecom/aibot-node-sdk).

What that client does not accept, ours must not be tested against either.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.peers.node import HERE, node_with
from tests.platforms.aibot_socket import AibotSocketPlatform

PATIENCE = 30.0


class TencentRobot:
    """The client in a process of its own; `until` waits for one thing that it tells."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    def tells(self, **asked: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write((json.dumps(asked) + "\n").encode())

    async def until(self, **fact: Any) -> dict[str, Any]:
        assert self._process.stdout is not None
        seen = []
        async with asyncio.timeout(PATIENCE):
            while line := await self._process.stdout.readline():
                told: dict[str, Any] = json.loads(line)
                seen.append(told)
                if fact.items() <= told.items():
                    return told
        raise AssertionError(f"the client ended before it told {fact}: {seen}")


@asynccontextmanager
async def tencents(platform: AibotSocketPlatform, secret: str = "") -> AsyncIterator[TencentRobot]:
    node = node_with("@wecom/aibot-node-sdk")
    words = (platform.url, platform.bot_id, secret or platform.secret)
    process = await asyncio.create_subprocess_exec(
        node, "robot.mjs", *words, cwd=HERE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield TencentRobot(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.fixture
async def platform() -> AsyncIterator[AibotSocketPlatform]:
    played = AibotSocketPlatform()
    async with played.serve():
        yield played


async def test_it_hears_and_answers_in_every_way_there_is(platform: AibotSocketPlatform) -> None:
    async with tencents(platform) as robot:
        await robot.until(event="authenticated")
        await platform.text("limei", "路灯坏了", group="wr-1")
        await robot.until(did="begin", errcode=0)
        await robot.until(did="answer", errcode=0)
        await platform.enters("limei")
        await robot.until(did="welcome", errcode=0)
        await platform.presses("limei", "out-1-a", "受理 2026-0012")
        await robot.until(did="update", errcode=0)
        robot.tells(do="send", chat="limei", text="您好")
        await robot.until(did="send", errcode=0)
        robot.tells(do="upload", chat="limei", size=1_200_000)
        sent = await robot.until(did="upload")
        assert len(platform.files[sent["media_id"]]) == 1_200_000
        assert [one.cmd for one in platform.said] == [
            "aibot_respond_msg",
            "aibot_respond_msg",
            "aibot_respond_welcome_msg",
            "aibot_respond_update_msg",
            "aibot_send_msg",
            "aibot_send_msg",
        ]


async def test_it_takes_our_refusals_for_refusals(platform: AibotSocketPlatform) -> None:
    async with tencents(platform) as robot:
        await robot.until(event="authenticated")
        robot.tells(do="send", chat="nobody", text="您好")
        assert (await robot.until(failed="send"))["errcode"] == 93006
        platform.refuses["aibot_respond_msg"] = 846608
        await platform.text("limei", "路灯坏了")
        assert (await robot.until(failed="answer"))["errcode"] == 846608


async def test_it_comes_back_after_a_clean_close_a_cut_and_silence(platform: AibotSocketPlatform) -> None:
    async with tencents(platform) as robot:
        await robot.until(event="authenticated")
        await platform.close_cleanly()
        await robot.until(event="authenticated")
        platform.reset()
        await robot.until(event="authenticated")
        platform.drops_acks = {"ping"}
        await robot.until(event="disconnected")
        platform.drops_acks = set()
        await robot.until(event="authenticated")


async def test_a_second_one_throws_it_out(platform: AibotSocketPlatform) -> None:
    async with tencents(platform) as first:
        await first.until(event="authenticated")
        async with tencents(platform) as second:
            await second.until(event="authenticated")
            await first.until(event="disconnected")
            await platform.text("limei", "路灯坏了")
            await second.until(did="answer", errcode=0)


async def test_a_wrong_secret_is_given_up_by_it(platform: AibotSocketPlatform) -> None:
    async with tencents(platform, secret="wrong") as robot:
        await robot.until(event="error", name="WSAuthFailureError")
        assert set(platform.subscribes) == {93019}
