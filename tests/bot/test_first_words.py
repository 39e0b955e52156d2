"""The answer to a message: in the callback while it waits, else as a message, never both."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.first_words import FirstWordsDesk, Words
from storage.inbox import insert_all
from tests.bot.hand_clock import HandClock
from tests.bot.machine_house import Office, inbound, machine_house

ANSWERS = "SELECT via, delivery FROM outbox WHERE purpose = 'answer' ORDER BY id"


async def test_the_answer_comes_in_the_callback_and_is_not_sent_again(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        assert await house.call(house.says("路灯不亮")) == (200, "收到：路灯不亮")
        await house.until_rows(ANSWERS, [("passive", "sent")])
        house.clock.move(minutes=5)
        await house.stores("别回", key="x1")
        await house.stores("通知", key="x2")
        await house.until(lambda: len(house.account.sent) == 4)
        assert "收到：路灯不亮" not in [message.text for message in house.account.sent]


async def test_a_message_delivered_twice_at_once_is_acted_on_once(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        answers = await asyncio.gather(*(house.call(house.says("路灯不亮", key="77")) for _ in range(5)))
        assert {status for status, _ in answers} == {200}
        assert {words for _, words in answers} <= {"收到：路灯不亮", None}
        assert house.office.seen == ["路灯不亮"]
        assert await house.call(house.says("路灯不亮", key="77")) == (200, "收到：路灯不亮")
        assert house.office.seen == ["路灯不亮"]
        await house.until_rows(ANSWERS, [("passive", "sent")])


async def test_a_repeat_is_answered_the_same_after_days_and_a_restart(database_url: str, tmp_path: Path) -> None:
    clock = HandClock()
    async with machine_house(tmp_path, database_url, clock=clock) as house:
        assert await house.call(house.says("路灯不亮", key="77")) == (200, "收到：路灯不亮")
        await house.until_rows(ANSWERS, [("passive", "sent")])
    clock.move(days=2)
    async with machine_house(tmp_path, database_url, clock=clock) as house:
        assert await house.call(house.says("路灯不亮", key="77")) == (200, "收到：路灯不亮")
        assert house.office.seen == []


async def test_an_answer_that_takes_too_long_goes_as_a_message(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        assert await house.call(house.says("慢慢来", key="77")) == (200, None)
        house.office.gate.open.set()
        await house.until(lambda: house.account.texts_to("oZhang") == ["收到：慢慢来"])
        await house.until_rows(ANSWERS, [("message", "sent")])
        assert await house.call(house.says("慢慢来", key="77")) == (200, None)
        assert house.office.seen == ["慢慢来"]


async def test_an_answer_too_long_for_a_callback_goes_as_a_message(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        long = "路" * 1000
        assert await house.call(house.says(long)) == (200, None)
        await house.until(lambda: "".join(house.account.texts_to("oZhang")) == f"收到：{long}")


async def test_a_message_that_is_not_answered_gets_an_empty_answer(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        assert await house.call(house.says("别回我")) == (200, None)
        assert await house.rows(ANSWERS) == []


async def test_a_crash_between_commit_and_answer_loses_no_answer(database_url: str, tmp_path: Path) -> None:
    clock, office = HandClock(), Office()
    async with machine_house(tmp_path, database_url, clock=clock, office=office) as house:
        item = house.machine.intake.seal(inbound("路灯不亮", who="oZhang", key="77", at=clock.now()))
        waiter = house.machine.first_words.expect(item.key, 2048)
        assert waiter is not None
        await house.machine.intake.take(item)
        assert await waiter.future == Words(1, "收到：路灯不亮")  # and nobody ever writes it into the response
    async with machine_house(tmp_path, database_url, clock=clock, office=office) as house:
        assert await house.rows(ANSWERS) == [("passive", "claimed")]
        clock.move(seconds=21)
        await house.until(lambda: house.account.texts_to("oZhang") == ["收到：路灯不亮"])
        await house.until_rows(ANSWERS, [("message", "sent")])
    assert office.seen == ["路灯不亮"]


async def test_a_crash_before_the_handling_loses_no_message(database_url: str, tmp_path: Path) -> None:
    clock, office = HandClock(), Office()
    async with machine_house(tmp_path, database_url, clock=clock, office=office) as house:
        item = house.machine.intake.seal(inbound("路灯不亮", who="oZhang", key="77", at=clock.now()))
        await house.machine.memory.gather(insert_all, item)  # stored and acknowledged, then the end
        assert office.seen == []
    async with machine_house(tmp_path, database_url, clock=clock, office=office) as house:
        await house.until(lambda: house.account.texts_to("oZhang") == ["收到：路灯不亮"])
    assert office.seen == ["路灯不亮"]


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[FirstWordsDesk]:
    async with machine_house(tmp_path, sqlite_url) as house:
        yield FirstWordsDesk(house.machine.memory, house.machine.keys, house.clock, wait_seconds=0.05)


async def test_only_one_of_handling_and_timer_gets_the_callback(desk: FirstWordsDesk) -> None:
    taken, late = ("c", "taken"), ("c", "late")
    first, second = desk.expect(taken, 100), desk.expect(late, 100)
    assert first is not None
    assert second is not None
    assert desk.claim(taken, "好")
    assert not desk.claim(taken, "好")
    assert await second.future is None
    assert not desk.claim(late, "好")
    assert not first.future.done()
    desk.give(taken, Words(1, "好"))
    assert await first.future == Words(1, "好")


async def test_a_repeat_beside_the_first_does_not_wait_too(desk: FirstWordsDesk) -> None:
    assert desk.expect(("c", "k"), 100) is not None
    assert desk.expect(("c", "k"), 100) is None


async def test_a_transaction_that_is_lost_lets_the_callback_go(desk: FirstWordsDesk) -> None:
    waiter = desk.expect(("c", "k"), 100)
    assert waiter is not None
    assert desk.claim(("c", "k"), "好")
    desk.give(("c", "k"), None)
    assert await waiter.future is None
