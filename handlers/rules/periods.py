"""A period as people write it: 2026, 2026Q4, 2026-11, 2026-W47, 2026-01-01..2026-03-31. Local days, both ends included."""

import re
from collections.abc import Callable
from datetime import date, timedelta

_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[date, date]]], ...]


def parse_period(said: str) -> tuple[date, date] | None:
    """None for what is no period."""
    for form, read in _FORMS:
        found = form.fullmatch(said.strip())
        if found is not None:
            try:
                first, last = read(found)
            except ValueError:
                return None
            return (first, last) if first <= last else None
    return None


def _months(year: int, first: int, months: int) -> tuple[date, date]:
    begins = date(year, first, 1)
    after = date(year + (first + months - 1) // 12, (first + months - 1) % 12 + 1, 1)
    return begins, after - timedelta(days=1)


def _week(found: re.Match[str]) -> tuple[date, date]:
    monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    return monday, monday + timedelta(days=6)


_FORMS = (
    (re.compile(r"(20\d\d)"), lambda found: _months(int(found[1]), 1, 12)),
    (re.compile(r"(20\d\d)Q([1-4])"), lambda found: _months(int(found[1]), 3 * int(found[2]) - 2, 3)),
    (re.compile(r"(20\d\d)-(0[1-9]|1[0-2])"), lambda found: _months(int(found[1]), int(found[2]), 1)),
    (re.compile(r"(20\d\d)-W(\d\d)"), _week),
    (
        re.compile(r"(20\d\d-\d\d-\d\d)\.\.(20\d\d-\d\d-\d\d)"),
        lambda found: (date.fromisoformat(found[1]), date.fromisoformat(found[2])),
    ),
)
