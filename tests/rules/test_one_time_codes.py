"""Codes of invitations, and how often somebody may be wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.one_time_codes import WAIT, code_in_scene, is_code, must_wait, new_code, scene_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@given(st.binary(min_size=16, max_size=16))
def test_every_code_has_eight_digits_and_no_zero_in_front_and_can_be_scanned(drawn: bytes) -> None:
    code = new_code(lambda _: drawn)
    assert is_code(code)
    assert code[0] != "0"
    assert code_in_scene(scene_of(code)) == code


@pytest.mark.parametrize(
    "scene", ["", "ST01", "bind-", "bind-1234567", "bind-123456789", "bind-1234567x", "xbind-12345678"]
)
def test_a_stations_scene_is_no_code(scene: str) -> None:
    assert code_in_scene(scene) is None


@given(st.lists(st.integers(0, 300), max_size=12), st.integers(0, 400))
def test_somebody_waits_exactly_for_an_hour_after_the_last_of_five_within_an_hour(
    minutes: list[int], later: int
) -> None:
    wrong = sorted((NOW + timedelta(minutes=minute) for minute in minutes), reverse=True)
    now = (wrong[0] if wrong else NOW) + timedelta(minutes=later)
    five = len(wrong) >= 5 and wrong[0] - wrong[4] < WAIT
    assert must_wait(wrong, now) == (five and later < 60)
