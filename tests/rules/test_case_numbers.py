"""The numbers after a restore."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.case_numbers import ROOM, next_hundred


@pytest.mark.parametrize(
    ("last", "first"),
    [(0, 100), (1, 100), (37, 100), (79, 100), (80, 200), (99, 200), (100, 200), (179, 200), (180, 300), (1234, 1300)],
)
def test_the_next_hundred_leaves_room_for_what_was_numbered_since(last: int, first: int) -> None:
    assert next_hundred(last) == first


@given(st.integers(0, 10**6))
def test_it_is_a_hundred_with_room_before_it(last: int) -> None:
    first = next_hundred(last)
    assert first % 100 == 0
    assert ROOM < first - last <= 100 + ROOM
