"""When a clock stood, as the steps of a case tell it; and when somebody is reminded of its last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import work_calendar
from handlers.rules.deadlines import Pause
from handlers.rules.pauses import PauseReason, Recorded, pauses, read_reason, waited
from handlers.rules.rungs import next_rung, rung_day

CALENDAR = work_calendar({})
TODAY = date(2026, 12, 1)


def step(name: str, day: int, before: str = "handling", after: str = "handling", note: str = "") -> Recorded:
    return Recorded(name, date(2026, 11, day), before, after, note)


@pytest.mark.parametrize(
    ("steps", "expected", "remark"),
    [
        ([step("progress", 23)], [], "nothing stops a clock by itself"),
        ([step("request_extension", 23)], [], "asking for more time stops nothing"),
        ([step("pause", 23, note="x"), step("resume", 25)], [(23, 25)], "lifted"),
        ([step("pause", 23), step("progress", 24), step("resume", 25)], [(23, 25)], "work goes on meanwhile"),
        ([step("pause", 23), step("reply", 26, after="reply_review")], [(23, 26)], "answered meanwhile"),
        ([step("pause", 23), step("resume", 24), step("pause", 26), step("resume", 30)], [(23, 24), (26, 30)], "twice"),
        (
            [step("ask_more", 23, "review", "collecting"), step("add", 25, "collecting", "review")],
            [(23, 25)],
            "sent back before dispatch",
        ),
        (
            [
                step("ask_more", 23, "review", "collecting"),
                step("add", 24, "collecting", "collecting"),
                step("time_out", 25, "collecting", "review"),
            ],
            [(23, 25)],
            "still not enough",
        ),
    ],
)
def test_pauses_are_read_off_the_steps(steps: list[Recorded], expected: list[tuple[int, int]], remark: str) -> None:
    found = pauses(steps, TODAY)
    assert [(pause.since.day, pause.until.day) for pause in found] == expected, remark


def test_a_pause_that_lasts_ends_today_so_far() -> None:
    assert pauses([step("pause", 30, note="会商：等意见")], TODAY) == (
        Pause(date(2026, 11, 30), TODAY, "会商：等意见"),
    )


@pytest.mark.parametrize(
    ("said", "reason", "rest"),
    [
        ("补充材料 缺户主姓名", PauseReason.MORE_TOLD, "缺户主姓名"),
        ("会商，等镇里意见", PauseReason.CONSULTATION, "等镇里意见"),
        ("补充材料", PauseReason.MORE_TOLD, ""),
        ("太忙", None, "太忙"),
        ("等补充材料", None, "等补充材料"),
    ],
)
def test_a_reason_is_one_of_the_listed(said: str, reason: PauseReason | None, rest: str) -> None:
    assert read_reason(said) == (reason, rest)


def test_the_person_s_days_run_from_the_day_of_receipt() -> None:
    assert waited(date(2026, 11, 23), date(2026, 12, 1)) == 8
    assert waited(date(2026, 11, 23), date(2026, 11, 23)) == 0


@pytest.mark.parametrize(
    ("last", "rung", "day"),
    [
        (date(2026, 12, 7), -2, date(2026, 12, 3)),
        (date(2026, 12, 7), 0, date(2026, 12, 7)),
        (date(2026, 12, 4), 1, date(2026, 12, 7)),
        (date(2026, 2, 24), -2, date(2026, 2, 13)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2027, 2, 5) - timedelta(days=1), 1, date(2027, 2, 11)),
    ],
)
def test_a_rung_is_a_working_day(last: date, rung: int, day: date) -> None:
    assert rung_day(last, rung, CALENDAR) == day


@given(st.dates(date(2025, 1, 2), date(2028, 12, 1)), st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_rungs_follow_each_other_until_there_is_none(start: date, after: date) -> None:
    last = CALENDAR.workday_from(start)
    seen = []
    day: date | None = after
    while day is not None and (day := next_rung(last, (-2, 0, 1, 3), CALENDAR, after=day)) is not None:
        seen.append(day)
    assert seen == sorted(set(seen))
    assert len(seen) <= 4
    assert all(CALENDAR.is_workday(day) and day > after for day in seen)
