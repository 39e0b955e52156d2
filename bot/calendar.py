"""The office's calendar: the State Council's notices, shipped and added, and the statutory holidays of other years."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from typing_extensions import override

from bot.config_sections import Notice
from handlers.rules.workdays import WorkCalendar

SHIPPED = Path(__file__).parent / "data" / "notices.json"
FIRST_YEAR, LAST_YEAR = 2008, 2099


class BadNotice(ValueError):
    """A notice that cannot be right; the text says what is wrong with it."""


class Statutory(Mapping[int, frozenset[date]]):
    """Year by year on first use: the library behind it is slow to start, and most days need no such year."""

    @override
    def __getitem__(self, year: int) -> frozenset[date]:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise KeyError(year)
        return _statutory(year)

    @override
    def __iter__(self) -> Iterator[int]:
        return iter(range(FIRST_YEAR, LAST_YEAR + 1))

    @override
    def __len__(self) -> int:
        return LAST_YEAR + 1 - FIRST_YEAR


@cache
def _statutory(year: int) -> frozenset[date]:
    """Holidays by statute, with the day given back for one that falls on a weekend (补假).

    Days that a notice moved are left out: they are known only from the notice itself.
    """
    from holidays.countries.china import China

    days = China(years=year, language="en_US").items()
    return frozenset(day for day, name in days if "substituted" not in name)


def work_calendar(added: Mapping[int, Notice]) -> WorkCalendar:
    """The shipped notices, and over them what the office has entered in [calendar]."""
    notices = {**shipped_notices(), **added}
    off = {year: frozenset(_days(year, "off", notice.off)) for year, notice in notices.items()}
    worked = {year: frozenset(_days(year, "work", notice.work)) for year, notice in notices.items()}
    for year in notices:
        _check(off[year], worked[year])
    return WorkCalendar(off, worked, Statutory())


def shipped_notices() -> dict[int, Notice]:
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return {int(year): Notice(**notice) for year, notice in shipped.items()}


def _check(off: frozenset[date], worked: frozenset[date]) -> None:
    if not off:
        raise BadNotice("off 不能为空")
    for day in sorted(off & worked):
        raise BadNotice(f"{day} 既放假又上班")
    for day in sorted(worked):
        if day.isoweekday() < 6:
            raise BadNotice(f"work 里的 {day} 不是周六或周日")


def _days(year: int, key: str, written: tuple[str, ...]) -> Iterator[date]:
    """`2027-02-05`, or `2027-02-05..2027-02-11` for a run of days."""
    for position, text in enumerate(written, start=1):
        first, _, last = text.partition("..")
        try:
            start, end = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        except ValueError:
            raise BadNotice(f"{key} 第 {position} 项不是日期") from None
        if not (year - 1, 12) <= (start.year, start.month) or end.year > year or end < start:
            raise BadNotice(f"{key} 第 {position} 项不在 {year} 年")
        yield from (start + timedelta(days=n) for n in range((end - start).days + 1))
