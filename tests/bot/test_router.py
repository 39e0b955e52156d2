"""Stored messages to handlers: in order, whole or not at all, and never lost."""

from pathlib import Path

import pytest

from bot.handling import BACKOFF_SECONDS
from tests.bot.hand_clock import HandClock
from tests.bot.machine_house import Office, inbound, machine_house

WAITING = "SELECT COUNT(*) FROM inbox WHERE handled_at IS NULL"
LETTERS = "SELECT COUNT(*) FROM outbox"
STATION = "SELECT station FROM accounts"


async def test_one_persons_messages_are_handled_in_the_order_they_came(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        for number in range(30):
            await house.stores(f"别回{number}", key=f"k{number}")
        await house.until_rows(WAITING, [(0,)])
        assert house.office.seen == [f"别回{number}" for number in range(30)]


async def test_an_answer_and_its_notices_arrive_in_the_order_they_were_written(
    database_url: str, tmp_path: Path
) -> None:
    async with machine_house(tmp_path, database_url) as house:
        await house.stores("通知大家", key="1")
        await house.until(lambda: len(house.account.sent) == 4)
        assert house.account.texts_to("oZhang") == ["收到：通知大家", "通知0", "通知1", "通知2"]


async def test_a_refused_step_changes_nothing_and_says_why(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        assert await house.call(house.says("不许")) == (200, "不行：NoSuchCase")
        assert await house.rows(LETTERS) == [(1,)]
        assert await house.rows(STATION) == [(None,)]


async def test_a_mistake_of_ours_leaves_nothing_behind_and_is_tried_again(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        house.office.mistakes = 2
        assert await house.call(house.says("坏了")) == (200, None)
        assert await house.rows("SELECT attempts, error FROM inbox") == [(1, "ZeroDivisionError")]
        assert await house.rows(LETTERS) == [(0,)]
        assert await house.rows("SELECT COUNT(*) FROM accounts") == [(0,)]
        for attempts in (1, 2):
            await house.until_rows("SELECT attempts FROM inbox", [(attempts,)])
            house.clock.move(minutes=1)
            await house.machine.router.sweep()
        await house.until(lambda: house.account.texts_to("oZhang") == ["这句不会说出去\n收到：坏了"])
        await house.until_rows(WAITING, [(0,)])


async def test_a_message_that_always_fails_is_given_up_with_one_apology(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        house.office.mistakes = 100
        await house.stores("坏了", key="1")
        await house.stores("还有一件", key="2")
        for attempts in range(1, len(BACKOFF_SECONDS) + 1):
            await house.until_rows("SELECT attempts FROM inbox ORDER BY id", [(attempts,), (0,)])
            house.clock.move(minutes=1)
            await house.machine.router.sweep()
        await house.until_rows(WAITING, [(0,)])
        await house.until(lambda: len(house.account.sent) == 2)
        assert house.account.texts_to("oZhang") == ["对不起", "收到：还有一件"]
        assert await house.rows("SELECT error FROM inbox ORDER BY id") == [("ZeroDivisionError",), (None,)]


async def test_a_message_that_fails_makes_only_its_own_sender_wait(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        house.office.mistakes = 1
        await house.stores("坏了", key="1")
        await house.until_rows("SELECT attempts FROM inbox", [(1,)])
        await house.stores("第二句", key="2")
        await house.stores("别人", who="oLi", key="3")
        await house.until(lambda: house.account.texts_to("oLi") == ["收到：别人"])
        assert house.office.seen == ["别人"]
        house.clock.move(minutes=1)
        await house.machine.router.sweep()
        await house.until(lambda: house.office.seen == ["别人", "坏了", "第二句"])


async def test_the_log_of_a_failure_names_the_message_and_nobody(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with machine_house(tmp_path, sqlite_url) as house:
        house.office.mistakes = 1
        await house.stores("坏了，我是张大爷13800138000", who="oCanary", key="1")
        await house.until_rows("SELECT attempts FROM inbox", [(1,)])
    said = capsys.readouterr().out
    assert "inbox_id=1" in said
    assert "ZeroDivisionError" in said
    assert "13800138000" not in said
    assert "oCanary" not in said


async def test_what_a_crash_left_in_the_inbox_is_handled_after_the_restart(database_url: str, tmp_path: Path) -> None:
    clock, office = HandClock(), Office()
    async with machine_house(tmp_path, database_url, clock=clock, office=office) as house:
        put = house.machine.intake.put
        for number in range(10):
            message = inbound(f"别回{number}", who=f"o{number % 3}", key=f"k{number}", at=clock.now())
            await house.machine.memory.write(lambda connection, message=message: put(connection, message))  # type: ignore[misc]
    before = list(office.seen)
    async with machine_house(tmp_path, database_url, clock=clock, office=office) as house:
        await house.until_rows(WAITING, [(0,)])
    assert sorted(office.seen) == [f"别回{number}" for number in range(10)]
    assert before == office.seen[: len(before)]
    for remainder in range(3):
        own = [words for words in office.seen if int(words[2:]) % 3 == remainder]
        assert own == sorted(own)


async def test_a_new_directory_is_seen_without_a_restart(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        assert not await house.machine.directory.refresh()
        await house.change("INSERT INTO versions (name, version) VALUES ('directory', 5)")
        await house.until_directory(5)


async def test_two_machines_on_one_database_handle_each_message_once_and_in_order(
    postgres_url: str, tmp_path: Path
) -> None:
    office = Office()
    async with (
        machine_house(tmp_path, postgres_url, office=office) as one,
        machine_house(tmp_path, postgres_url, office=office) as other,
    ):
        for number in range(40):
            house = one if number % 2 else other
            await house.stores(f"别回{number:02}", key=f"k{number}")
            house.clock.move(seconds=1)
            (other if number % 2 else one).clock.time = house.clock.time
        await one.until_rows(WAITING, [(0,)])
    assert office.seen == [f"别回{number:02}" for number in range(40)]
