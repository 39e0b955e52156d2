"""The office's calendar: the State Council's notices, shipped and added, and the statutory holidays of other years."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from typing_extensions import override

from bot.config_sections import Notice
from handlers.rules.notices import BadNotice, YearsDays, check
from handlers.rules.workdays import WorkCalendar
from storage.notices import NoticeRow

__all__ = ["BadNotice", "days_of", "notices_in_force", "shipped_notices", "statutory", "work_calendar"]

SHIPPED = Path(__file__).parent / "data" / "notices.json"
FIRST_YEAR, LAST_YEAR = 2008, 2099


class Statutory(Mapping[int, frozenset[date]]):
    """Year by year on first use: the library behind it is slow to start, and most days need no such year."""

    @override
    def __getitem__(self, year: int) -> frozenset[date]:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise KeyError(year)
        return statutory(year)

    @override
    def __iter__(self) -> Iterator[int]:
        return iter(range(FIRST_YEAR, LAST_YEAR + 1))

    @override
    def __len__(self) -> int:
        return LAST_YEAR + 1 - FIRST_YEAR


@cache
def statutory(year: int) -> frozenset[date]:
    """Holidays by statute, with the day given back for one that falls on a weekend (补假).

    Days that a notice moved are left out: they are known only from the notice itself.
    """
    from holidays.countries.china import China

    days = China(years=year, language="en_US").items()
    return frozenset(day for day, name in days if "substituted" not in name)


def work_calendar(added: Mapping[int, Notice], imported: Sequence[NoticeRow] = ()) -> WorkCalendar:
    """The shipped notices, over them those that were imported, and over all what stands in [calendar]."""
    days = {year: days_of(year, notice) for year, notice in notices_in_force(added, imported).items()}
    for of_year in days.values():
        check(of_year)
    return WorkCalendar(
        off={year: of_year.off for year, of_year in days.items()},
        worked={year: of_year.work for year, of_year in days.items()},
        statutory=Statutory(),
    )


def notices_in_force(added: Mapping[int, Notice], imported: Sequence[NoticeRow] = ()) -> dict[int, Notice]:
    rows = {row.year: Notice(source=row.source, off=row.off, work=row.work) for row in imported}
    return {**shipped_notices(), **rows, **added}


@cache
def shipped_notices() -> Mapping[int, Notice]:
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return {int(year): Notice(**notice) for year, notice in shipped.items()}


def fingerprint(calendar: WorkCalendar) -> str:
    """Two calendars with the same one know the same notices."""
    told = [(year, sorted(map(str, days))) for known in (calendar.off, calendar.worked) for year, days in known.items()]
    return hashlib.sha256(json.dumps(sorted(told)).encode()).hexdigest()[:16]


def days_of(year: int, notice: Notice) -> YearsDays:
    return YearsDays(frozenset(_days(year, "off", notice.off)), frozenset(_days(year, "work", notice.work)))


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
