"""The robot's long connection, frame by frame, against the platform that is played for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.channels.aibot_answers import stream, welcome
from bot.channels.aibot_connection import AibotConnection, Frame, read_frame
from bot.channels.aibot_socket import CHUNK_BYTES, WecomAibotSocket
from bot.channels.base import Attachment, Button, MessageKind, Outbound, OutcomeUnknown, RefusedForNow
from tests.channels.calling import StandingClock, outcome
from tests.platforms.aibot_socket import AibotSocketPlatform


@dataclass
class Line:
    platform: AibotSocketPlatform
    connection: AibotConnection
    channel: WecomAibotSocket
    running: "asyncio.Task[None]"
    clock: StandingClock = field(default_factory=StandingClock)
    heard: list[Frame] = field(default_factory=list)

    async def hears(self) -> Frame:
        async with asyncio.timeout(20):
            while not self.heard:  # noqa: ASYNC110 (seen from outside)
                await asyncio.sleep(0.01)
        return self.heard.pop(0)


@asynccontextmanager
async def connected(*, ping: float = 30.0, ack: float = 5.0) -> AsyncIterator[Line]:
    platform, clock = AibotSocketPlatform(), StandingClock()
    async with platform.serve() as url, aiohttp.ClientSession() as session:
        heard: list[Frame] = []
        connection = AibotConnection(await session.ws_connect(url), heard.append, ping_seconds=ping, ack_seconds=ack)
        running = asyncio.create_task(connection.run())
        await connection.call("aibot_subscribe", {"bot_id": platform.bot_id, "secret": platform.secret})
        channel = WecomAibotSocket(clock)
        channel.leased_until = clock() + 15
        channel.opened(connection)
        yield Line(platform, connection, channel, running, clock, heard)
        await connection.close()
        await running


def words(text: str = "您好", *, account: str = "limei", **more: object) -> Outbound:
    return Outbound("out-1", account, text, **more)  # type: ignore[arg-type]


async def test_whoever_never_spoke_cannot_be_written_to() -> None:
    async with connected() as line:
        assert await outcome(line.channel.send(words())) == ("NotNow", "93006")
        await line.platform.text("limei", "你好")
        assert (await line.channel.send(words())).platform_id
        assert [said.body for said in line.platform.said] == [
            {"chatid": "limei", "chat_type": 1, "msgtype": "markdown", "markdown": {"content": "您好"}}
        ]
        await line.platform.text("limei", "你好", group="wr-1")
        await line.channel.send(words(account="wr-1", is_group=True))
        assert line.platform.said[-1].body["chat_type"] == 2


async def test_each_callback_is_answered_by_its_own_command_in_its_time() -> None:
    async with connected() as line:
        call = line.connection.call
        asked = await line.platform.text("limei", "你好")
        assert (await call("aibot_respond_msg", stream("1", "您好"), asked)).code == 0
        assert (await call("aibot_respond_welcome_msg", welcome("您好"), asked)).code == 846605
        assert (await call("aibot_respond_msg", stream("1", "您好"), "nobody")).code == 846605
        line.platform.late = 361
        assert (await call("aibot_respond_msg", stream("1", "您好"), asked)).code == 846608
        entered = await line.platform.enters("limei")
        line.platform.late += 6
        assert (await call("aibot_respond_welcome_msg", welcome("您好"), entered)).code == 846605


async def test_a_late_answer_goes_to_its_message_and_too_late_by_itself() -> None:
    async with connected() as line:
        for inbox_id, late in ((1, 0), (2, 0)):
            line.channel.expect_late(inbox_id, await line.platform.text("limei", f"第{inbox_id}句"))
            line.platform.late += late
        await line.channel.send(words("一", purpose="answer", inbox_id=1))
        asked = (await line.hears(), await line.hears())[1]
        await line.connection.call("aibot_respond_msg", stream("2", "稍等", is_finished=False), asked.req_id)
        line.platform.late = 400
        await line.channel.send(words("二", purpose="answer", inbox_id=2))
        await line.channel.send(words("三", purpose="answer", inbox_id=2))
        assert [said.cmd for said in line.platform.said if said.text in "一二三"] == [
            "aibot_respond_msg",
            "aibot_send_msg",
            "aibot_send_msg",
        ]


async def test_more_than_thirty_a_minute_is_refused_by_the_platform_and_kept_below_by_us() -> None:
    async with connected() as line:
        await line.platform.text("limei", "你好")
        allowed = min(one.most for one in line.channel.allowances(words()) if one.seconds == 60)
        assert allowed < 30
        for _ in range(30):
            await line.channel.send(words())
        assert await outcome(line.channel.send(words())) == ("OverLimit", "45009")


async def test_a_picture_goes_up_in_chunks() -> None:
    picture = Attachment(MessageKind.PHOTO, "p.png", "image/png", bytes(range(256)) * 5000)
    async with connected() as line:
        await line.platform.text("limei", "你好")
        await line.channel.send(words("", media=(picture,)))
        said = line.platform.said[-1].body
        assert line.platform.files[said["image"]["media_id"]] == picture.content
        chunks = [frame for frame in line.platform.frames if frame["cmd"] == "aibot_upload_media_chunk"]
        assert len(chunks) == -(-len(picture.content) // CHUNK_BYTES)


async def test_buttons_are_a_card_under_the_messages_own_key() -> None:
    async with connected() as line:
        await line.platform.text("limei", "你好")
        await line.channel.send(words("【新件】2026-0012\n井盖破了", buttons=(Button("受理", "受理 2026-0012"),)))
        card = line.platform.said[-1].body["template_card"]
        assert (card["task_id"], card["main_title"]["title"]) == ("out-1", "【新件】2026-0012")
        assert card["button_list"] == [{"text": "受理", "style": 1, "key": "受理 2026-0012"}]


async def test_a_lost_ack_is_an_unknown_outcome_and_a_lost_connection_too() -> None:
    async with connected(ack=0.1) as line:
        await line.platform.text("limei", "你好")
        line.platform.drops_acks = {"aibot_send_msg"}
        assert await outcome(line.channel.send(words())) == ("OutcomeUnknown", "no_ack")
    async with connected() as line:
        await line.platform.text("limei", "你好")
        line.platform.drops_acks = {"aibot_send_msg"}
        sending = asyncio.create_task(line.channel.send(words()))
        while not line.platform.said:  # noqa: ASYNC110 (seen from outside)
            await asyncio.sleep(0.01)
        line.platform.reset()
        with pytest.raises(OutcomeUnknown):
            await sending
        await line.running
        assert await outcome(line.channel.send(words())) == ("RefusedForNow", "not_connected")
        assert not line.channel.can_send


async def test_two_pings_that_nobody_answers_end_it() -> None:
    async with connected(ping=0.05, ack=0.05) as line:
        line.platform.drops_acks = {"ping"}
        async with asyncio.timeout(20):
            await line.running
        assert not line.connection.is_open


async def test_without_the_lease_nothing_is_sent() -> None:
    async with connected() as line:
        await line.platform.text("limei", "你好")
        line.clock.seconds += 15
        assert not line.channel.can_send
        assert await outcome(line.channel.send(words())) == ("RefusedForNow", "not_connected")


async def test_frames_of_one_request_wait_for_each_other() -> None:
    async with connected(ack=2) as line:
        asked = await line.platform.text("limei", "你好")
        answers = [line.connection.call("aibot_respond_msg", stream("1", f"{n}"), asked) for n in range(5)]
        assert [ack.code for ack in await asyncio.gather(*answers)] == [0] * 5
        assert [said.text for said in line.platform.said] == [f"{n}" for n in range(5)]


async def test_a_second_one_throws_out_the_first() -> None:
    async with (
        connected() as line,
        aiohttp.ClientSession() as session,
        session.ws_connect(line.platform.url) as other,
    ):
        account = {"bot_id": line.platform.bot_id, "secret": line.platform.secret}
        await other.send_json({"cmd": "aibot_subscribe", "headers": {"req_id": "1"}, "body": account})
        gone = await line.hears()
        assert gone.body["event"] == {"eventtype": "disconnected_event"}
        await line.running
    with pytest.raises(RefusedForNow):
        await line.connection.call("ping")


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"headers": 1, "body": [], "errcode": "x"}'])
def test_what_is_no_frame_is_nobodys(text: str) -> None:
    frame = read_frame(text)
    assert frame is None or (frame.req_id, frame.code) == ("", -1)
