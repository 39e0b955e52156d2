"""Allowances: never more calls than allowed in any stretch of time, in one process or in several."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, text

from storage.allowances import KeptAllowances, MemoryAllowances, Wanted, forget_allowances, seconds_to_wait
from storage.engine import make_engine
from storage.keys import Keyring


@pytest.fixture(scope="module")
def nowhere() -> Iterator[Connection]:
    """Memory has no need of a database."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


class HandClock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@given(
    most=st.integers(1, 6),
    seconds=st.integers(1, 60),
    steps=st.lists(st.tuples(st.floats(0, 40), st.integers(1, 3)), max_size=40),
)
def test_no_stretch_of_time_holds_more_than_allowed(
    nowhere: Connection, most: int, seconds: int, steps: list[tuple[float, int]]
) -> None:
    clock = HandClock()
    allowances, taken = MemoryAllowances(clock), []
    for pause, calls in steps:
        clock.seconds += pause
        wait = allowances.take(nowhere, [("a", most, seconds, calls)])
        if not wait:
            taken += [clock.seconds] * min(calls, most)
        assert 0 <= wait <= seconds + 0.001
    for at in taken:
        assert sum(at - seconds < other <= at for other in taken) <= most


@given(st.lists(st.floats(0, 100), min_size=3, max_size=10), st.integers(1, 3))
def test_after_the_wait_there_is_room(times: list[float], calls: int) -> None:
    taken, wanted = sorted(times), [("a", 3, 20.0, calls), ("a", 8, 50.0, calls)]
    wait = seconds_to_wait(taken, wanted, 100.0)
    assert seconds_to_wait(taken, wanted, 100.0 + wait + 1e-6) == 0


def test_all_that_a_message_wants_is_taken_or_nothing(nowhere: Connection) -> None:
    clock = HandClock()
    allowances = MemoryAllowances(clock)
    person: Wanted = ("person", 1, 60, 1)
    assert allowances.take(nowhere, [person]) == 0
    assert allowances.take(nowhere, [("app", 1, 10, 1), person]) == 60
    assert allowances.take(nowhere, [("app", 1, 10, 1)]) == 0
    clock.seconds += 60
    assert allowances.take(nowhere, [("app", 1, 10, 1), person]) == 0


def test_calls_that_were_made_already_are_counted_beyond_what_is_allowed(nowhere: Connection) -> None:
    clock = HandClock()
    allowances = MemoryAllowances(clock)
    assert allowances.take(nowhere, [("robot", 1, 60, 1)]) == 0
    clock.seconds += 10
    allowances.add(nowhere, [("robot", 1, 60, 1)])
    assert allowances.take(nowhere, [("robot", 1, 60, 1)]) == 60


def test_a_message_larger_than_the_allowance_goes_alone(nowhere: Connection) -> None:
    clock = HandClock()
    allowances = MemoryAllowances(clock)
    assert allowances.take(nowhere, [("robot", 3, 60, 5)]) == 0
    assert allowances.take(nowhere, [("robot", 3, 60, 5)]) == 60


def test_several_processes_take_from_one_allowance(postgres_url: str, keys: Keyring) -> None:
    engines = [make_engine(postgres_url) for _ in range(3)]

    def take(engine: Engine) -> int:
        allowances, got = KeptAllowances(keys), 0
        for _ in range(10):
            with engine.begin() as connection:
                got += allowances.take(connection, [("app", 50, 600, 1), ("member", 7, 60, 1)]) == 0
        return got

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(take, engines)) == 7
    with engines[0].begin() as connection:
        KeptAllowances(keys).add(connection, [("late", 1, 60, 1)])
        assert KeptAllowances(keys).take(connection, [("late", 1, 60, 1)]) > 0
        wait = KeptAllowances(keys).take(connection, [("member", 7, 60, 1)])
        kept = connection.execute(text("SELECT key FROM allowances")).scalars().all()
    assert 0 < wait <= 60
    assert not [key for key in kept if "member" in key or "app" in key]
    for engine in engines:
        engine.dispose()


def test_what_a_lost_transaction_took_is_there_again(postgres_url: str, keys: Keyring) -> None:
    engine, allowances = make_engine(postgres_url), KeptAllowances(keys)
    wanted: list[Wanted] = [("member", 1, 60, 1)]
    with engine.connect() as connection:
        for ends in ("rollback", "commit"):
            with connection.begin() as transaction:
                assert allowances.take(connection, wanted) == 0
                getattr(transaction, ends)()
        with connection.begin():
            assert allowances.take(connection, wanted) > 0
    engine.dispose()


def test_old_rows_are_forgotten(postgres_url: str, keys: Keyring) -> None:
    engine, allowances = make_engine(postgres_url), KeptAllowances(keys)
    with engine.begin() as connection:
        allowances.take(connection, [("old", 1, 60, 1), ("new", 1, 60, 1)])
        connection.execute(
            text("UPDATE allowances SET used_at = used_at - interval '3 days' WHERE key = :key"),
            {"key": keys.index("allowance", "old")},
        )
        forget_allowances(connection)
        assert connection.execute(text("SELECT COUNT(*) FROM allowances")).scalar() == 1
    engine.dispose()
