"""Which card on which day: working days only, a fixed card on its day, series in their order, and once each."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import work_calendar
from handlers.rules.study_plan import Card, Due, Missed, card_for, days_without_card, due, is_posting_day, plan

CALENDAR = work_calendar({})
MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)


def test_an_empty_plan_names_every_working_day_of_the_week() -> None:
    assert days_without_card(list(plan(MONDAY, 7, [], CALENDAR))) == [MONDAY + timedelta(days=n) for n in range(5)]


@pytest.mark.parametrize(
    ("day", "is_day"),
    [
        (date(2026, 10, 1), False),  # 国庆
        (date(2026, 10, 10), True),  # a Saturday on which offices work
        (date(2027, 1, 1), False),  # 2027 has no notice yet: its statutory holidays count all the same
        (SATURDAY, False),
    ],
)
def test_cards_go_out_on_days_on_which_offices_work(day: date, is_day: bool) -> None:
    assert is_posting_day(day, [], CALENDAR) == is_day


def test_a_fixed_card_waits_for_its_day_and_the_others_take_their_turn() -> None:
    fixed, first, second = Card(1, True, planned_on=date(2026, 11, 25)), Card(2, True), Card(3, True)
    cards = [card.id if card else None for _, card in plan(MONDAY, 4, [fixed, first, second], CALENDAR)]
    assert cards == [2, 3, 1, None]


def test_series_follow_each_other_and_keep_their_order() -> None:
    cards = [
        Card(1, True, series="代表法", position=2),
        Card(2, True, series="代表法", position=1),
        Card(3, True, series="监督法", position=1),
    ]
    assert [card.id for _, card in plan(MONDAY, 5, cards, CALENDAR) if card] == [2, 1, 3]


def test_a_day_off_has_a_card_only_where_somebody_chose_it() -> None:
    assert card_for(SATURDAY, [Card(1, True), Card(2, True, planned_on=SATURDAY)], CALENDAR) is None
    assert card_for(SATURDAY, [Card(2, True, planned_on=SATURDAY, on_day_off=True)], CALENDAR) is not None


def test_a_card_nobody_agreed_to_is_a_gap() -> None:
    assert MONDAY in days_without_card(list(plan(MONDAY, 1, [Card(1, False)], CALENDAR)))


@pytest.mark.parametrize(
    ("now", "missed", "asked"),
    [
        (time(8, 29), Missed.LATE, Due.NOT_YET),
        (time(8, 30), Missed.LATE, Due.POST),
        (time(8, 44), Missed.SKIP, Due.POST),
        (time(8, 45), Missed.LATE, Due.POST_LATE),
        (time(8, 45), Missed.SKIP, Due.SKIP),
        (time(17, 29), Missed.LATE, Due.POST_LATE),
        (time(17, 30), Missed.LATE, Due.SKIP),
    ],
)
def test_a_moment_asks_for_a_post_a_late_one_or_none(now: time, missed: Missed, asked: Due) -> None:
    assert due(now, time(8, 30), time(17, 30), missed) is asked


cards = st.builds(
    Card,
    id=st.integers(1, 10_000),
    is_approved=st.booleans(),
    planned_on=st.none() | st.dates(date(2026, 11, 1), date(2027, 3, 1)),
    on_day_off=st.booleans(),
    series=st.none() | st.sampled_from(["代表法", "监督法"]),
    position=st.integers(0, 20),
)


@given(st.lists(cards, max_size=30, unique_by=lambda card: card.id), st.dates(date(2026, 11, 1), date(2027, 2, 1)))
def test_no_card_goes_out_twice_and_none_on_a_day_off_unchosen(waiting: list[Card], first: date) -> None:
    planned = list(plan(first, 60, waiting, CALENDAR))
    out = [card.id for _, card in planned if card]
    assert len(out) == len(set(out))
    for day, card in planned:
        assert CALENDAR.is_workday(day) or (card is not None and card.on_day_off and card.planned_on == day)
        assert card is None or card.planned_on in {None, day}
