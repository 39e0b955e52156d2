"""A notice imported while the service runs is noticed by it."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection

from storage.notices import NoticeRow, put_notices
from tests.bot.machine_house import machine_house

IMPORTED = NoticeRow(2027, "x", ("2027-01-01..2027-01-03",), ("2027-01-09",), datetime(2026, 11, 23, tzinfo=UTC))


async def test_a_running_service_sees_an_imported_notice(tmp_path: Path, database_url: str) -> None:
    async with machine_house(tmp_path, database_url) as house:
        settings = house.machine.settings
        new_year, saturday = date(2027, 1, 4), date(2027, 1, 9)
        assert settings.current.calendar.is_provisional(new_year)

        def write(connection: Connection) -> None:
            put_notices(connection, [IMPORTED])

        await house.machine.memory.write(write)
        await house.until(lambda: not settings.current.calendar.is_provisional(new_year))
        assert settings.current.calendar.is_workday(saturday)
        assert not await settings.refresh(), "there is nothing newer"


async def test_the_configuration_stands_over_what_was_imported(tmp_path: Path, database_url: str) -> None:
    more = {"LIAISON__CALENDAR": '{"2027": {"off": ["2027-10-01"]}}'}
    async with machine_house(tmp_path, database_url, more=more) as house:
        await house.machine.memory.write(lambda connection: put_notices(connection, [IMPORTED]))
        await house.machine.settings.refresh()
        assert not house.machine.settings.current.calendar.is_workday(date(2027, 10, 1))
        assert not house.machine.settings.current.calendar.is_workday(date(2027, 1, 9))
