"""The State Council's notice of a year: its days as a file tells them, sorted into years, checked, written short."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from handlers.rules.workdays import ONE_DAY, SATURDAY

DECEMBER = 12
NATIONAL_DAY = (10, 1)


class BadNotice(ValueError):
    """A notice that cannot be right; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day that a file names: off, or a weekend day on which offices work. `where` is its place in the file."""

    date: date
    works: bool
    where: str = ""


@dataclass(frozen=True, slots=True)
class YearsDays:
    off: frozenset[date]
    work: frozenset[date]


def years_told(days: Iterable[ToldDay]) -> dict[int, YearsDays]:
    """Each year that the file tells. Of several years those without a National Day are only begun, and left out."""
    told = list(days)
    years = {_year_of(day, told) for day in told}
    whole = {day.date.year for day in told if not day.works and (day.date.month, day.date.day) == NATIONAL_DAY}
    if len(years) > 1:
        years &= whole
    if not years:
        raise BadNotice("没有找到哪一年的放假安排")
    return {year: _sorted(day for day in told if _year_of(day, told) == year) for year in sorted(years)}


def _year_of(day: ToldDay, told: Sequence[ToldDay]) -> int:
    """A December of which the file tells no other month belongs to the year after it (元旦 from 31 December)."""
    year = day.date.year
    is_tail = all(other.date.month == DECEMBER for other in told if other.date.year == year)
    return year + 1 if is_tail else year


def _sorted(days: Iterable[ToldDay]) -> YearsDays:
    works: dict[date, bool] = {}
    for day in days:
        if works.setdefault(day.date, day.works) is not day.works:
            raise BadNotice(f"{day.where}：{day.date} 既放假又上班")
    return YearsDays(
        frozenset(day for day, is_worked in works.items() if not is_worked),
        frozenset(day for day, is_worked in works.items() if is_worked),
    )


def check(days: YearsDays) -> None:
    """BadNotice when the days contradict each other."""
    if not days.off:
        raise BadNotice("off 不能为空")
    for day in sorted(days.off & days.work):
        raise BadNotice(f"{day} 既放假又上班")
    for day in sorted(days.work):
        if day.weekday() < SATURDAY:
            raise BadNotice(f"work 里的 {day} 不是周六或周日")


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """The days as runs, first and last."""
    ordered = sorted(days)
    keyed = groupby(enumerate(ordered), key=lambda pair: pair[1] - ONE_DAY * pair[0])
    groups = [[day for _, day in group] for _, group in keyed]
    return [(group[0], group[-1]) for group in groups]


def written(days: Iterable[date]) -> tuple[str, ...]:
    """As config.toml has them: 2027-02-05, or 2027-02-05..2027-02-11."""
    return tuple(str(first) if first == last else f"{first}..{last}" for first, last in runs(days))
