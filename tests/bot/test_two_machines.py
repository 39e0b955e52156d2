"""Two machines on one PostgreSQL database: each message is sent once, in order, and both know what is down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.channel_gate import LONGEST_PAUSE
from bot.channels.base import RefusedForNow
from bot.demo.county import demo_content
from handlers.directory_import import import_directory
from storage.chat import Line
from tests.bot.hand_clock import HandClock
from tests.bot.machine_house import PATIENCE, House, Office, Platform, machine_house

DIED_IN_THE_CALL = """
    WITH dead AS (
        INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '16 seconds')
        RETURNING id
    ), job AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, worker_id)
        SELECT 'outbox:official_account', 'deliver', 'out:' || lane, jsonb_build_object('lane', lane), 'doing', dead.id FROM outbox, dead
    )
    UPDATE outbox SET delivery = 'leased', settled_at = NULL, parts_done = 0, leased_until = '2999-01-01'
"""
TOLD = "SELECT purpose, COUNT(*) FROM outbox WHERE channel = 'webchat' GROUP BY purpose"
PENDING = "SELECT COUNT(*) FROM outbox WHERE delivery <> 'sent'"


@asynccontextmanager
async def two_machines(folder: Path, url: str) -> AsyncIterator[tuple[House, House]]:
    """One platform takes what either of them sends."""
    clock, office, account = HandClock(), Office(), Platform("official_account")
    async with (
        machine_house(folder, url, clock=clock, office=office, account=account) as one,
        machine_house(folder, url, clock=clock, office=office, account=account) as other,
    ):
        yield one, other


async def test_each_message_goes_once_and_in_its_order(postgres_url: str, tmp_path: Path) -> None:
    async with two_machines(tmp_path, postgres_url) as (one, other):
        for number in range(8):
            for who in ("oZhang", "oLi", "oWang"):
                house = one if number % 2 else other
                await house.stores(f"第{number}句", who=who, key=f"{who}{number}")
                await house.until_rows("SELECT COUNT(*) FROM inbox WHERE handled_at IS NULL", [(0,)])
        await one.until_rows(PENDING, [(0,)])
        for who in ("oZhang", "oLi", "oWang"):
            assert one.account.texts_to(who) == [f"收到：第{number}句" for number in range(8)]


async def test_both_know_what_is_down_and_one_probes(postgres_url: str, tmp_path: Path) -> None:
    async with two_machines(tmp_path, postgres_url) as (one, other):
        one.account.failure = lambda: RefusedForNow("-1")
        for number in range(6):
            await one.stores("路灯", who=f"o{number}", key=f"{number}")
        await one.until(lambda: bool(one.machine.delivery.down))
        await other.until(lambda: bool(other.machine.delivery.down))
        await one.until_rows("SELECT COUNT(*) FROM procrastinate_jobs", [(0,)])
        for _ in range(3):
            tries = len(one.account.tries)
            one.clock.move(seconds=LONGEST_PAUSE)
            await one.until(lambda tries=tries: len(one.account.tries) > tries)  # type: ignore[misc]
            await other.until_rows("SELECT COUNT(*) FROM procrastinate_jobs", [(0,)])
            assert len(one.account.tries) == tries + 1
        one.account.failure = None
        one.clock.move(seconds=LONGEST_PAUSE)
        await other.until(lambda: len(other.account.sent) == 6)
        await other.until(lambda: not one.machine.delivery.down and not other.machine.delivery.down)
        assert (await other.look("/readyz"))[1]["degraded"] == []


async def test_what_both_see_one_tells(postgres_url: str, tmp_path: Path) -> None:
    async with two_machines(tmp_path, postgres_url) as (one, other):
        keys, clock = one.machine.keys, one.clock
        await one.machine.memory.write(lambda found: import_directory(found, keys, demo_content(), clock.now()))
        await one.until_directory(1)
        await other.until_directory(1)
        one.account.failure = lambda: RefusedForNow("-1")
        await one.stores("路灯", key="1")
        await one.until_rows("SELECT COUNT(*) FROM outbox WHERE refused_since IS NOT NULL", [(1,)])
        clock.move(minutes=16)
        await _both_look(one, other)
        await one.until_rows(TOLD, [("notice", 1)])
        await _both_look(one, other)
        one.account.failure = None
        await _until_sent(one, other)
        await other.until(lambda: not one.machine.delivery.down and not other.machine.delivery.down)
        await _both_look(one, other)
        await one.until_rows(TOLD, [("notice", 2)])
        assert await one.rows("SELECT COUNT(*) FROM episodes") == [(0,)]


async def _until_sent(one: House, other: House) -> None:
    """A probe that is refused just now closes the channel once more, so time must pass again."""
    async with asyncio.timeout(PATIENCE):
        while not one.account.sent:
            one.clock.move(seconds=LONGEST_PAUSE)
            for _ in range(50):
                other.machine.delivery.wake()
                await asyncio.sleep(0.01)


async def _both_look(one: House, other: House) -> None:
    """The schedules of two processes knock at the same moment."""
    await asyncio.gather(one.machine.schedule.watch(), other.machine.schedule.watch())


async def test_a_job_whose_process_died_is_taken_over(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cluster_delivery.HEARTBEAT_SECONDS", 0.5)  # how often the dead are looked for
    async with two_machines(tmp_path, postgres_url) as (one, other):
        await one.stores("路灯", key="1")
        await one.until_rows("SELECT delivery FROM outbox", [("sent",)])
        await one.until_rows("SELECT COUNT(*) FROM procrastinate_jobs", [(0,)])
        await one.change(DIED_IN_THE_CALL)
        await one.until(lambda: len(one.account.tries) == 2)
        await other.until_rows("SELECT delivery, unknowns FROM outbox", [("sent", 1)])


async def test_an_open_page_shows_what_another_machine_wrote(postgres_url: str, tmp_path: Path) -> None:
    async with two_machines(tmp_path, postgres_url) as (one, other):
        seen: list[Line] = []
        await one.machine.board.append("bot:v1", "before", {"kind": "text", "text": "早"})
        other.machine.board.listen("v1", seen.append)
        await other.machine.board.catch_up()
        await other.machine.board.append("bot:v1", "own", {"kind": "text", "text": "自己的"})
        await one.machine.board.append("bot:v1", "theirs", {"kind": "text", "text": "别处的"})
        await other.machine.board.catch_up()
        await other.machine.board.catch_up()
        assert sorted(line.key for line in seen if line.key != "before") == ["own", "theirs"]
