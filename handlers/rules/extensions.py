"""延期: how much longer a department asks for, read from what it typed."""

import re
from dataclasses import dataclass
from datetime import date

from handlers.rules.deadlines import Limit, Unit
from handlers.rules.numerals import CHINESE, plain, read_int
from handlers.rules.workdays import WorkCalendar

_AMOUNT = re.compile(rf"(?P<count>[0-9]+|[{CHINESE}]+)\s*个?\s*(?P<unit>工作日|天|日|月)")
_UNTIL = re.compile(
    r"(?:到|至)?\s*(?:(?P<year>20\d{2})\s*[-./年]\s*)?(?P<month>\d{1,2})\s*[-./月]\s*(?P<day>\d{1,2})\s*[日号]?"
)
_MARKS = " \t,，。.;；:：、"
MOST = 999


@dataclass(frozen=True, slots=True)
class Asked:
    """`extra` is None where no length was said, or one that cannot be."""

    extra: Limit | None
    reason: str


def read_extension(said: str, last: date, calendar: WorkCalendar) -> Asked:
    """`5天 理由`, `一个月 理由`, `到12月20日 理由`; days are working days, and a date is counted from the last day on."""
    flat = plain(said)
    start = len(flat) - len(flat.lstrip(_MARKS + "再请申延期长"))
    until = _UNTIL.match(flat, start)
    if until is not None:
        return Asked(_to_date(until, last, calendar), said[until.end() :].strip(_MARKS))
    amount = _AMOUNT.match(flat, start)
    if amount is None:
        return Asked(None, said.strip(_MARKS))
    count = read_int(amount["count"]) or 0
    unit = Unit.MONTHS if amount["unit"] == "月" else Unit.WORKDAYS
    return Asked(Limit(unit, count) if 0 < count <= MOST else None, said[amount.end() :].strip(_MARKS))


def _to_date(match: re.Match[str], last: date, calendar: WorkCalendar) -> Limit | None:
    month, day = int(match["month"]), int(match["day"])
    year = int(match["year"] or last.year + (month < last.month and not match["year"]))
    try:
        until = date(year, month, day)
    except ValueError:
        return None
    days = calendar.workdays_between(last, until)
    return Limit(Unit.WORKDAYS, days) if 0 < days <= MOST else None
