"""Last days: by working days, natural days and months, each explained day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import work_calendar
from handlers.rules.deadlines import BadLimit, Limit, Pause, Unit, Why, add_months, due
from handlers.rules.limits import LIMIT_RULES, LimitName
from handlers.rules.local_limits import OPINION, PRESETS, SUGGESTION, source, time_limits

CALENDAR = work_calendar({})
DAYS = st.dates(date(2025, 1, 1), date(2029, 6, 30))
LIMITS = st.builds(Limit, st.sampled_from(Unit), st.integers(1, 60))


@pytest.mark.parametrize(
    ("start", "written", "last", "provisional", "remark"),
    [
        (date(2026, 11, 23), "10W", date(2026, 12, 7), False, "two ordinary weeks"),
        (date(2026, 11, 23), "3W", date(2026, 11, 26), False, "urgent"),
        (date(2026, 11, 23), "1W", date(2026, 11, 24), False, "accept"),
        (date(2026, 2, 12), "5W", date(2026, 2, 26), False, "over 春节 with a made-up Saturday before it"),
        (date(2026, 9, 28), "10W", date(2026, 10, 16), False, "over 国庆 with a made-up Saturday after it"),
        (date(2026, 12, 25), "10W", date(2027, 1, 11), True, "into a year without notice"),
        (date(2026, 11, 23), "7D", date(2026, 11, 30), False, "ends on a Monday"),
        (date(2026, 11, 21), "7D", date(2026, 11, 30), False, "ends on a Saturday, moves to Monday"),
        (date(2026, 9, 24), "7D", date(2026, 10, 8), False, "ends on 国庆, moves behind it"),
        (date(2026, 2, 7), "7D", date(2026, 2, 14), False, "ends on a made-up Saturday and stays"),
        (date(2026, 11, 23), "3M", date(2027, 2, 23), True, "three months"),
        (date(2026, 11, 30), "3M", date(2027, 3, 1), True, "no 30 February: its last day, a Sunday, moves"),
        (date(2027, 11, 30), "3M", date(2028, 2, 29), True, "leap day is February's last"),
        (date(2026, 1, 31), "1M", date(2026, 2, 28), False, "the month's last, a made-up Saturday"),
        (date(2026, 3, 31), "6M", date(2026, 9, 30), False, "the month's last"),
        (date(2026, 4, 1), "6M", date(2026, 10, 8), False, "国庆 moves it"),
        (date(2026, 10, 31), "2M", date(2026, 12, 31), False, "the corresponding day"),
    ],
)
def test_a_limit_ends_on(start: date, written: str, last: date, provisional: bool, remark: str) -> None:
    found = due(start, Limit.parse(written), CALENDAR)
    assert (found.date, found.provisional) == (last, provisional), remark


def test_working_days_are_explained_one_by_one() -> None:
    days = due(date(2026, 2, 13), Limit.parse("2W"), CALENDAR).days
    assert [day.why for day in days] == [Why.FIRST_DAY, Why.MADE_UP, *[Why.HOLIDAY] * 9, Why.WORKDAY]
    assert [day.date for day in days if day.counted] == [date(2026, 2, 14), date(2026, 2, 24)]


def test_months_are_explained_by_their_ends_and_each_day_they_move() -> None:
    days = due(date(2026, 8, 3), Limit.parse("2M"), CALENDAR).days
    assert [(day.date.day, day.counted, day.why) for day in days] == [
        (3, False, Why.FIRST_DAY),
        (3, False, Why.HOLIDAY),
        (4, False, Why.HOLIDAY),
        (5, False, Why.HOLIDAY),
        (6, False, Why.HOLIDAY),
        (7, False, Why.HOLIDAY),
        (8, True, Why.LAST_DAY),
    ]


def test_every_reason_has_a_chinese_term() -> None:
    assert all(why.term for why in Why)


@pytest.mark.parametrize("written", ["", "10", "W", "0W", "-1W", "10Y", "1.5W", "1000W", "10 W 3"])
def test_what_is_no_limit_is_refused(written: str) -> None:
    with pytest.raises(BadLimit):
        Limit.parse(written)


@given(LIMITS)
def test_a_limit_is_read_as_it_is_written(limit: Limit) -> None:
    assert Limit.parse(limit.written) == limit
    assert Limit.parse(f" {limit.written.lower()} ") == limit


@given(DAYS, LIMITS)
def test_a_last_day_lies_after_the_first_and_is_a_working_day(start: date, limit: Limit) -> None:
    found = due(start, limit, CALENDAR)
    assert found.date > start
    assert CALENDAR.is_workday(found.date)
    assert found.days[0].date == start
    assert found.days[-1] == max(found.days, key=lambda day: day.date)
    assert found.days[-1].counted


@given(DAYS, st.integers(0, 40), LIMITS)
def test_who_starts_later_ends_no_earlier(start: date, later: int, limit: Limit) -> None:
    assert due(start, limit, CALENDAR).date <= due(start + timedelta(days=later), limit, CALENDAR).date


@given(DAYS, st.integers(1, 120))
def test_counted_days_of_an_explanation_are_the_limit(start: date, count: int) -> None:
    found = due(start, Limit(Unit.WORKDAYS, count), CALENDAR)
    assert sum(day.counted for day in found.days) == count


@given(DAYS, st.integers(1, 60))
def test_a_month_later_is_the_same_day_or_the_months_last(start: date, count: int) -> None:
    end = add_months(start, count)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == count
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


@pytest.mark.parametrize(("name", "written"), [*OPINION.items()])
def test_an_opinions_limits_are_the_defaults_wherever_one_is(name: str, written: str) -> None:
    for preset in PRESETS:
        assert time_limits(preset).of("opinion", LimitName(name)) == Limit.parse(written)


@pytest.mark.parametrize("preset", PRESETS)
def test_what_a_place_does_not_set_falls_back_to_the_default(preset: str) -> None:
    limits = time_limits(preset)
    for name, written in SUGGESTION.items():
        expected = PRESETS[preset].get(name, written)
        assert limits.of("suggestion", LimitName(name)) == Limit.parse(expected)


def test_an_office_may_set_single_limits_over_all_presets() -> None:
    limits = time_limits("chongqing", {"reply": "12W"}, {"redo": "45D"})
    assert limits.reply("opinion", "normal") == Limit.parse("12W")
    assert limits.of("suggestion", LimitName.REDO) == Limit.parse("45D")
    assert limits.of("suggestion", LimitName.RETURN) == Limit.parse("10W")


@pytest.mark.parametrize(
    ("kind", "urgency", "is_complex", "written"),
    [
        ("opinion", "normal", False, "10W"),
        ("opinion", "normal", True, "15W"),
        ("opinion", "urgent", False, "3W"),
        ("opinion", "critical", True, "3W"),
        ("suggestion", "normal", False, "3M"),
        ("suggestion", "urgent", True, "6M"),
    ],
)
def test_the_reply_is_due_by_kind_urgency_and_size(kind: str, urgency: str, is_complex: bool, written: str) -> None:
    assert time_limits().reply(kind, urgency, is_complex=is_complex) == Limit.parse(written)


def test_an_opinion_has_no_limit_for_the_first_contact_with_a_deputy() -> None:
    assert time_limits().of("opinion", LimitName.FIRST_CONTACT) is None


@pytest.mark.parametrize(
    ("start", "written", "pauses", "last", "remark"),
    [
        (date(2026, 11, 23), "10W", [], date(2026, 12, 7), "never stood"),
        (date(2026, 11, 23), "10W", [(date(2026, 11, 25), date(2026, 11, 27))], date(2026, 12, 9), "two working days"),
        (date(2026, 11, 23), "10W", [(date(2026, 11, 28), date(2026, 11, 30))], date(2026, 12, 7), "a weekend"),
        (
            date(2026, 11, 23),
            "10W",
            [(date(2026, 11, 25), date(2026, 11, 25))],
            date(2026, 12, 7),
            "lifted the same day",
        ),
        (
            date(2026, 11, 23),
            "10W",
            [(date(2026, 12, 8), date(2026, 12, 20))],
            date(2026, 12, 7),
            "it was late already",
        ),
        (
            date(2026, 11, 23),
            "10W",
            [(date(2026, 11, 24), date(2026, 11, 26)), (date(2026, 11, 25), date(2026, 11, 27))],
            date(2026, 12, 10),
            "two reasons for one day count it once",
        ),
        (date(2026, 11, 23), "7D", [(date(2026, 11, 24), date(2026, 11, 26))], date(2026, 12, 2), "two days more"),
        (
            date(2026, 8, 3),
            "2M",
            [(date(2026, 9, 1), date(2026, 9, 11))],
            date(2026, 10, 13),
            "ten days on from 3 October",
        ),
        (
            date(2026, 8, 3),
            "2M",
            [(date(2026, 10, 1), date(2026, 10, 31))],
            date(2026, 11, 2),
            "into the pause, thirty days on",
        ),
    ],
)
def test_recorded_pauses_put_off_the_last_day(
    start: date, written: str, pauses: list[tuple[date, date]], last: date, remark: str
) -> None:
    found = due(start, Limit.parse(written), CALENDAR, [Pause(*pause) for pause in pauses])
    assert found.date == last, remark


@pytest.mark.parametrize(
    ("written", "extra", "last"),
    [
        ("10W", "5W", date(2026, 12, 14)),
        ("10W", "10W", date(2026, 12, 21)),
        ("3M", "3M", date(2027, 5, 24)),  # 23 February, then 23 May 2027, a Sunday
        ("7D", "3W", date(2026, 12, 3)),
    ],
)
def test_an_extension_begins_where_the_limit_ends(written: str, extra: str, last: date) -> None:
    start = date(2026, 11, 23)
    found = due(start, Limit.parse(written), CALENDAR, extra=Limit.parse(extra))
    assert found.date == last
    assert len({day.date for day in found.days}) == len(found.days)


def test_a_pause_is_explained_day_by_day() -> None:
    pause = Pause(date(2026, 11, 24), date(2026, 11, 26), "补充材料")
    days = due(date(2026, 11, 23), Limit.parse("2W"), CALENDAR, [pause]).days
    assert [(day.date.day, day.counted, day.why) for day in days] == [
        (23, False, Why.FIRST_DAY),
        (24, False, Why.PAUSED),
        (25, False, Why.PAUSED),
        (26, True, Why.WORKDAY),
        (27, True, Why.WORKDAY),
    ]
    assert pause.days == 2


@given(DAYS, LIMITS, st.integers(0, 40), st.integers(0, 20))
def test_a_pause_never_brings_a_date_nearer_and_ends_no_limit_on_a_day_off(
    start: date, limit: Limit, after: int, length: int
) -> None:
    since = start + timedelta(days=after)
    pause = Pause(since, since + timedelta(days=length))
    paused = due(start, limit, CALENDAR, [pause])
    assert paused.date >= due(start, limit, CALENDAR).date
    assert CALENDAR.is_workday(paused.date)
    assert [day.date for day in paused.days] == sorted({day.date for day in paused.days})


@given(DAYS, LIMITS, st.integers(0, 40), st.integers(0, 20), st.integers(1, 10))
def test_a_longer_pause_never_brings_a_date_nearer(
    start: date, limit: Limit, after: int, length: int, more: int
) -> None:
    since = start + timedelta(days=after)
    short, longer = (
        due(start, limit, CALENDAR, [Pause(since, since + timedelta(days=n))]) for n in (length, length + more)
    )
    assert short.date <= longer.date


def test_every_limit_names_its_start_and_who_is_reminded() -> None:
    assert set(LIMIT_RULES) == set(LimitName)
    for name, rule in LIMIT_RULES.items():
        assert rule.term and rule.event and rule.runs_in, name
        assert rule.ladder or name in {LimitName.RETURN, LimitName.RATING}


@pytest.mark.parametrize(
    ("preset", "kind", "name", "expected"),
    [
        ("qingdao", "suggestion", LimitName.DISPATCH, "青岛市规定第14条"),
        ("zhejiang", "suggestion", LimitName.RETURN, "浙江省规定"),
        ("zhejiang", "suggestion", LimitName.DISPATCH, "默认值"),
        ("default", "suggestion", LimitName.REPLY, "代表法第五十一条"),
        ("chongqing", "opinion", LimitName.REPLY, "默认值"),
    ],
)
def test_a_number_names_where_it_is_written(preset: str, kind: str, name: LimitName, expected: str) -> None:
    assert source(time_limits(preset), kind, name) == expected


def test_what_an_office_sets_is_its_own() -> None:
    limits = time_limits("chongqing", {"reply": "12W"}, {"redo": "45D"})
    assert source(limits, "opinion", LimitName.REPLY) == source(limits, "suggestion", LimitName.REDO) == "本机关自定"
    assert source(limits, "suggestion", LimitName.RETURN) == "重庆市规定"
