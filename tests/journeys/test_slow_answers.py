"""An answer that is not ready while the callback waits goes by message, and never both ways."""

import threading
from asyncio import open_connection
from dataclasses import replace

from bot.app import DUTIES
from bot.route import Duties
from handlers.desk import Desk, Turn
from handlers.message import Message
from handlers.people import open_turn
from tests.journeys.conftest import Tell
from tests.journeys.people import Via
from tests.journeys.story import Story
from tests.journeys.waiting import until
from tests.platforms.callback_request import CallbackRequest
from tests.platforms.faults import BAD_GATEWAY

WORDS = "西关村村口的路灯坏了半个月"


class Barrier:
    """The work on a message does not begin before it is lifted."""

    def __init__(self) -> None:
        self._open = threading.Event()

    def lift(self) -> None:
        self._open.set()

    def lower(self) -> None:
        self._open.clear()

    def duties(self) -> Duties:
        def wait_and_open(message: Message, desk: Desk) -> Turn:
            assert self._open.wait(30)
            return open_turn(message, desk)

        return replace(DUTIES, open_turn=wait_and_open)


async def test_a_late_answer_goes_by_message_and_only_once(tell: Tell) -> None:
    barrier = Barrier()
    story = await tell(duties=barrier.duties())
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    first = await zhang.bring(platform.text("oZhangDaYe", WORDS, now=story.clock.now(), msg_id="23000000000000001"))
    assert first.body == b"success"
    barrier.lift()
    await zhang.hears("收到了，编号", via=Via.MESSAGE)
    again = await zhang.bring(platform.text("oZhangDaYe", WORDS, now=story.clock.now(), msg_id="23000000000000001"))
    assert again.body == b"success"
    await story.is_quiet()
    story.clock.move(minutes=2)
    await story.is_quiet()
    assert zhang.count("收到了，编号") == 1
    assert await story.count("cases") == 1


async def test_late_answers_wait_in_order_while_the_platform_is_down(tell: Tell) -> None:
    barrier = Barrier()
    story = await tell(duties=barrier.duties())
    zhang, account = story.voter("oZhangDaYe"), story.platforms.official_account
    account.faults.always(BAD_GATEWAY)
    for place, words in enumerate(["路灯坏了", "在西关村村口", "已经半个月了"], 1):
        barrier.lower()
        await zhang.says(words)
        barrier.lift()
        await until(lambda: handled(story, place), lambda: "never handled")  # noqa: B023 (awaited in this round)
        # Whoever looked for what was left meanwhile must not find the next message before it is stored.
        await story.service.machine.memory.write(lambda _: None)
    assert zhang.all_texts() == []
    account.faults.clear()
    number = (await zhang.hears("收到了，编号")).number
    await zhang.hears("已记到", number)
    await zhang.hears("已记到", number)
    assert [text[:3] for text in zhang.all_texts()] == ["收到了", "已记到", "已记到"]


async def handled(story: Story, count: int) -> bool:
    return await story.count_where("inbox", "handled_at IS NOT NULL") == count


async def test_an_answer_whose_caller_hung_up_goes_by_message(tell: Tell) -> None:
    barrier = Barrier()
    story = await tell(duties=barrier.duties())
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    await call_and_hang_up(story, platform.text("oZhangDaYe", WORDS, now=story.clock.now()))
    barrier.lift()
    await until(lambda: handled(story, 1), lambda: "never handled")
    story.clock.move(seconds=21)
    await zhang.hears("收到了，编号", via=Via.MESSAGE)
    await story.is_quiet()
    assert zhang.count("收到了，编号") == 1


async def call_and_hang_up(story: Story, request: CallbackRequest) -> None:
    host, port = story.service.url.removeprefix("http://").split(":")
    _, line = await open_connection(host, int(port))
    head = f"POST {request.path_query} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(request.body)}\r\n\r\n"
    line.write(head.encode() + request.body)
    await line.drain()

    async def is_stored() -> bool:
        return await story.count("inbox") == 1

    await until(is_stored, lambda: "never stored")
    line.transport.abort()
    for _ in range(3):  # the service sees the end of the line before it looks at anything newer
        await story.get("/healthz")
