"""Dated cases of every place, counted by hand against the rules quoted in the domain sheet and the notices of the years.

Off in 2025: 1 January; 28 January to 4 February; 4 to 6 April; 1 to 5 May; 31 May to 2 June; 1 to 8 October.
At work in 2025: 26 January, 8 February, 27 April, 28 September, 11 October.
Off in 2026: 1 to 3 January; 15 to 23 February; 4 to 6 April; 1 to 5 May; 19 to 21 June; 25 to 27 September; 1 to 7 October.
At work in 2026: 4 January, 14 and 28 February, 9 May, 20 September, 10 October.
2027 and 2028 have no notice: their statutory holidays count and no weekend is made up.
"""

from datetime import date

import pytest

from bot.calendar import work_calendar
from handlers.rules.deadlines import due
from handlers.rules.limits import LimitName
from handlers.rules.local_limits import PRESETS, time_limits

CALENDAR = work_calendar({})

OPINIONS = [
    ("dispatch", "2025-01-25", "2025-01-26", "from a Saturday to the made-up Sunday"),
    ("accept", "2025-01-27", "2025-02-05", "the day before 除夕: over all of 春节"),
    ("reply", "2025-01-20", "2025-02-08", "both made-up days of 春节 count, the last is a Saturday"),
    ("reply", "2025-09-24", "2025-10-14", "国庆 and 中秋, a made-up Sunday before and a Saturday after"),
    ("rating", "2025-09-26", "2025-10-09", "seven days end in 国庆"),
    ("reply_urgent", "2026-02-12", "2026-02-24", "Friday, the made-up Saturday, and the first day after 春节"),
    ("reply_complex", "2026-09-21", "2026-10-19", "中秋, 国庆 and a made-up Saturday"),
    ("redo", "2026-04-28", "2026-05-14", "五一 and its made-up Saturday"),
    ("co_opinion", "2026-06-17", "2026-06-25", "端午 on a Friday"),
    ("reassign", "2025-12-31", "2026-01-05", "元旦 and its made-up Sunday"),
    ("return", "2027-02-03", "2027-02-16", "春节 of a year without a notice: 5, 8, 9 and 10 February are off"),
]

SUGGESTIONS = [
    ("beijing", "rating", "2025-01-13", "2025-02-08", "15 working days, both made-up days among them"),
    ("beijing", "redo", "2026-07-31", "2026-09-30", "two months: no 31 September"),
    ("beijing", "redo", "2026-08-02", "2026-10-08", "two months end in 国庆"),
    ("beijing", "reply", "2025-11-28", "2026-02-28", "ends on a made-up Saturday and stays there"),
    ("beijing", "reply_complex", "2025-08-31", "2026-02-28", "no 31 February, and the 28th is worked"),
    ("shanghai", "dispatch", "2026-04-02", "2026-04-14", "7 working days over 清明"),
    ("shanghai", "return", "2026-02-10", "2026-02-26", "7 working days over 春节"),
    ("shanghai", "co_opinion", "2026-01-20", "2026-02-24", "one month ends in 春节"),
    ("shanghai", "co_opinion", "2026-01-30", "2026-02-28", "no 30 February"),
    ("shanghai", "redo", "2025-09-05", "2025-10-09", "one month ends in 国庆"),
    ("chongqing", "dispatch", "2025-04-24", "2025-05-12", "10 working days, a made-up Sunday and 五一"),
    ("chongqing", "return", "2025-01-23", "2025-02-12", "10 working days over 春节"),
    ("chongqing", "reassign", "2026-04-29", "2026-05-15", "10 working days over 五一"),
    ("chongqing", "first_contact", "2026-09-14", "2026-10-16", "20 working days over 中秋 and 国庆"),
    ("chongqing", "co_opinion", "2025-09-01", "2025-10-17", "30 working days"),
    ("chongqing", "rating", "2027-01-20", "2027-02-23", "20 working days of a year without a notice"),
    ("chongqing", "redo", "2027-12-31", "2028-02-29", "two months: the leap day is February's last"),
    ("shandong", "return", "2026-09-21", "2026-09-28", "5 days end in 中秋"),
    ("shandong", "return", "2026-05-04", "2026-05-09", "5 days end on a made-up Saturday"),
    ("shandong", "redo", "2025-05-31", "2025-06-30", "no 31 June"),
    ("shandong", "co_opinion", "2025-12-31", "2026-02-02", "31 January is a Saturday"),
    ("qingdao", "dispatch", "2025-10-09", "2025-10-15", "5 working days, a made-up Saturday among them"),
    ("qingdao", "return", "2025-12-29", "2026-01-06", "5 working days over 元旦"),
    ("qingdao", "reply", "2026-07-07", "2026-10-08", "three months end on the last day of 国庆"),
    ("qingdao", "co_opinion", "2027-01-05", "2027-02-11", "one month ends on 除夕 of a year without a notice"),
    ("zhejiang", "return", "2026-09-25", "2026-10-08", "10 days end in 国庆"),
    ("zhejiang", "return", "2025-01-18", "2025-02-05", "10 days end on 除夕"),
    ("zhejiang", "co_opinion", "2025-12-29", "2026-02-28", "two months: no 29 February in 2026"),
    ("zhejiang", "redo", "2026-01-31", "2026-02-28", "one month: no 31 February"),
    ("zhejiang", "reply", "2027-11-29", "2028-02-29", "three months end on the leap day"),
    ("henan", "return", "2026-12-24", "2027-01-08", "10 working days into a year without a notice"),
    ("henan", "reassign", "2025-05-26", "2025-06-10", "10 working days over 端午"),
    ("henan", "rating", "2025-09-30", "2025-10-21", "10 working days from the eve of 国庆"),
    ("henan", "redo", "2026-08-25", "2026-09-28", "one month ends on 中秋"),
    ("henan", "co_opinion", "2027-02-28", "2027-04-28", "two months from February's last"),
    ("default", "reply", "2026-11-30", "2027-03-01", "three months: 28 February is a Sunday"),
    ("default", "reply_complex", "2027-08-31", "2028-02-29", "six months to the leap day"),
    ("default", "first_contact", "2027-09-27", "2027-10-28", "20 working days over 国庆 of a year without a notice"),
]


def last_day(preset: str, kind: str, name: str, start: str) -> tuple[str, bool]:
    limit = time_limits(preset).of(kind, LimitName(name))
    assert limit is not None
    found = due(date.fromisoformat(start), limit, CALENDAR)
    return str(found.date), found.provisional


@pytest.mark.parametrize(("name", "start", "last", "remark"), OPINIONS)
def test_an_opinion_s_limit_ends_on(name: str, start: str, last: str, remark: str) -> None:
    assert last_day("default", "opinion", name, start) == (last, last >= "2027"), remark


@pytest.mark.parametrize(("preset", "name", "start", "last", "remark"), SUGGESTIONS)
def test_a_suggestion_s_limit_ends_on(preset: str, name: str, start: str, last: str, remark: str) -> None:
    assert last_day(preset, "suggestion", name, start) == (last, last >= "2027"), remark


def test_every_place_and_every_limit_has_a_dated_case() -> None:
    assert {preset for preset, *_ in SUGGESTIONS} == set(PRESETS)
    own = {(preset, name) for preset, limits in PRESETS.items() for name in limits}
    dated = {(preset, name) for preset, name, *_ in SUGGESTIONS}
    undated = {(preset, name) for preset, name in own - dated if name not in {"reply", "reply_complex"}}
    assert undated == set(), "what only some places set is dated for each of them"
