"""Starting and stopping: what stands in the way is told in one line, and what was kept is there the next time."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.journeys.waiting import until
from tests.platforms.faults import HANG
from tests.proof.house import House, moving_in

STOP_SECONDS = 10.0


async def refused(house: House, *words: str, command: str = "serve") -> str:
    """The one line with which `serve` or `worker` ends at once."""
    ended = await house.command(command)
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    line, *more = ended.stderr.strip().splitlines()
    assert more == [], ended.stderr
    assert all(word in line for word in words), line
    return line


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'liaison.db'}"


async def test_a_second_service_on_the_same_file_is_turned_away(tmp_path: Path, sqlite: str) -> None:
    async with moving_in(tmp_path, sqlite) as house:
        await house.start()
        house.settle_in(server={"port": house.port + 1})
        await refused(house, "liaison.db")
        assert (await house.get("/readyz"))[0] == 200


async def test_a_signal_stops_it_and_a_second_start_keeps_the_data(empty_database_url: str, tmp_path: Path) -> None:
    async with moving_in(tmp_path, empty_database_url) as house:
        platform = house.platforms.official_account
        await house.start()
        first = await house.bring(
            house.write(platform.text, "oZhang", "西关村村口的路灯坏了半个月", "24000000000000001")
        )
        assert first is not None
        assert first.status == 200
        async with asyncio.timeout(STOP_SECONDS):
            assert await house.end(signal.SIGINT) == 0

        await house.start()
        again = await house.bring(
            house.write(platform.text, "oZhang", "西关村村口的路灯坏了半个月", "24000000000000001")
        )
        assert again is not None
        assert again.status == 200
        await house.is_quiet()
        assert house.number("SELECT COUNT(*) FROM cases") == 1
        _, listed = await house.get("/api/v1/cases")
        assert [one["title"] for one in listed["items"]] == ["西关村村口的路灯坏了半个月"]


async def test_it_stops_in_time_though_a_platform_never_answers(tmp_path: Path, sqlite: str) -> None:
    async with moving_in(tmp_path, sqlite) as house:
        house.platforms.wecom.faults.always(HANG)
        await house.start()
        platform = house.platforms.official_account
        await house.bring(house.write(platform.text, "oZhang", "西关村村口的路灯坏了半个月", "24000000000000001"))

        async def is_calling() -> bool:
            return "/cgi-bin/message/send" in house.platforms.wecom.calls

        await until(is_calling, lambda: "the notice was never sent")
        async with asyncio.timeout(STOP_SECONDS):
            assert await house.end(signal.SIGTERM) == 0
        house.platforms.wecom.faults.clear()
        await house.start()
        await house.is_quiet()
        assert len(house.platforms.wecom.texts_to("zhaomin")) == 1


async def test_a_worker_has_no_place_beside_a_sqlite_file(tmp_path: Path, sqlite: str) -> None:
    async with moving_in(tmp_path, sqlite) as house:
        await refused(house, "PostgreSQL", "storage.url", command="worker")


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize(
    "older",
    ["UPDATE alembic_version SET version_num = '0001'", "DELETE FROM queue_schema"],
)
async def test_another_revision_is_brought_up_to_date_by_migrate_alone(
    empty_postgres_url: str, tmp_path: Path, command: str, older: str
) -> None:
    async with moving_in(tmp_path, empty_postgres_url) as house:
        house.rows(older)
        await refused(house, "liaison migrate", command=command)
