"""Five in 48 hours of a word, three in a minute of a tap: what may still be sent, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.rules.unasked import may_tell
from handlers.rules.windows import Grant, Quota, Window, grant_of, granted, is_noted, left

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
QUOTA = Quota()


def ago(**span: float) -> datetime:
    return NOON - timedelta(**span)


@pytest.mark.parametrize(
    ("window", "by_word", "by_tap"),
    [
        (Window(), 5, 0),  # never heard of: the platform is asked
        (Window(spoke_used=1_000_000), 0, 0),  # it was asked, and said no
        (Window(spoke_at=ago(hours=1)), 5, 0),
        (Window(spoke_at=ago(hours=1), spoke_used=4), 1, 0),
        (Window(spoke_at=ago(hours=1), spoke_used=5), 0, 0),
        (Window(spoke_at=ago(hours=47)), 5, 0),
        (Window(spoke_at=ago(hours=48)), 0, 0),
        (Window(tapped_at=ago(seconds=10)), 0, 3),
        (Window(tapped_at=ago(seconds=10), tapped_used=3), 0, 0),
        (Window(tapped_at=ago(seconds=61)), 0, 0),
        (Window(ago(days=20), 0, ago(seconds=5), 0), 0, 3),  # a tap does not bring back the five
    ],
)
def test_what_is_left(window: Window, by_word: int, by_tap: int) -> None:
    assert left(window, QUOTA, NOON) == {Grant.WORD: by_word, Grant.TAP: by_tap}


@pytest.mark.parametrize(
    ("by_word", "by_tap", "calls", "has_other_way", "grant"),
    [
        (5, 0, 1, False, Grant.WORD),
        (5, 3, 1, False, Grant.TAP),  # what runs out first is used first
        (0, 0, 1, False, None),
        (2, 0, 3, False, Grant.WORD),  # as far as it reaches
        (2, 0, 3, True, None),  # the template tells of the whole
        (2, 1, 3, True, Grant.TAP),
    ],
)
def test_on_what_a_message_goes(
    by_word: int, by_tap: int, calls: int, has_other_way: bool, grant: Grant | None
) -> None:
    assert granted({Grant.WORD: by_word, Grant.TAP: by_tap}, calls, has_other_way=has_other_way) is grant


@pytest.mark.parametrize(
    ("kind", "event", "grant"),
    [
        ("text", "", Grant.WORD),
        ("photo", "", Grant.WORD),
        ("event", "click", Grant.TAP),
        ("event", "scan", Grant.TAP),
        ("event", "subscribe", Grant.TAP),
        ("event", "delivered", None),
        ("event", "unsubscribe", None),
        ("event", "view", None),
    ],
)
def test_what_grants_it(kind: str, event: str, grant: Grant | None) -> None:
    assert grant_of(kind, event) is grant


def test_a_word_is_noted_again_where_it_makes_a_difference() -> None:
    assert is_noted(Window(spoke_at=ago(minutes=5)), Grant.WORD, NOON)
    assert not is_noted(Window(spoke_at=ago(minutes=5), spoke_used=1), Grant.WORD, NOON)
    assert not is_noted(Window(spoke_at=ago(hours=2)), Grant.WORD, NOON)
    assert not is_noted(Window(), Grant.WORD, NOON)
    assert not is_noted(Window(tapped_at=NOON), Grant.TAP, NOON)


def test_three_may_be_told_of_progress_and_the_answer_is_always_told() -> None:
    assert [may_tell(told, is_needed=False) for told in range(5)] == [True, True, True, False, False]
    assert [may_tell(told, is_needed=False, has_answer=True) for told in range(5)] == [True] * 4 + [False]
    assert all(may_tell(told, is_needed=True) for told in range(9))
