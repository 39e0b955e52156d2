"""Periods as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.periods import parse_period


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-01-01..2026-03-31", date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_a_period_is_its_first_and_last_day(said: str, first: date, last: date) -> None:
    assert parse_period(said) == (first, last)


@pytest.mark.parametrize(
    "said", ["", "26", "2026Q5", "2026-13", "2026-W54", "2027-W53", "2026-02-30..2026-03-01", "2026-03-31..2026-01-01"]
)
def test_what_is_no_period_is_none(said: str) -> None:
    assert parse_period(said) is None


@given(st.text(max_size=25))
def test_any_words_are_read_or_refused(said: str) -> None:
    found = parse_period(said)
    assert found is None or found[0] <= found[1]
