"""How much one visitor may send."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.pages.chat_limits import Allowance, Limiter
from tests.bot.hand_clock import HandClock

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def test_the_minute_fills_and_empties_again() -> None:
    clock = HandClock()
    limiter = Limiter((Allowance(3, MINUTE),), clock.now)
    assert [limiter.take("web-1") for _ in range(4)] == [True, True, True, False]
    clock.move(seconds=59)
    assert not limiter.take("web-1")
    clock.move(seconds=1)
    assert limiter.take("web-1")


def test_one_visitor_takes_nothing_from_another() -> None:
    limiter = Limiter((Allowance(1, MINUTE),), HandClock().now)
    assert limiter.take("web-1")
    assert limiter.take("web-2")
    assert not limiter.take("web-1")


def test_the_day_holds_where_the_minute_would_allow() -> None:
    clock = HandClock()
    limiter = Limiter((Allowance(2, MINUTE), Allowance(3, DAY)), clock.now)
    taken = []
    for _ in range(5):
        taken.append(limiter.take("web-1"))
        clock.move(minutes=10)
    assert taken == [True, True, True, False, False]


def test_who_is_quiet_for_long_is_forgotten() -> None:
    clock = HandClock()
    limiter = Limiter((Allowance(2, MINUTE),), clock.now)
    for number in range(1000):
        limiter.take(f"web-{number}")
    clock.move(hours=2)
    limiter.take("web-new")
    assert list(limiter._taken) == ["web-new"]


@given(st.lists(st.integers(0, 90), max_size=80))
def test_never_more_than_allowed_within_any_minute(pauses: list[int]) -> None:
    clock = HandClock()
    limiter = Limiter((Allowance(3, MINUTE),), clock.now)
    taken = []
    for pause in pauses:
        clock.move(seconds=pause)
        if limiter.take("web-1"):
            taken.append(clock.now())
    for start in taken:
        assert sum(start <= one < start + MINUTE for one in taken) <= 3
