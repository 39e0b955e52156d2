"""The year's one sequence of numbers, when several take from it at once."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep

import pytest
from sqlalchemy import Engine, text

from storage.cases import Cases
from storage.engine import make_engine

WAITS_FOR_A_LOCK = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    engine = make_engine(postgres_url)
    yield engine
    engine.dispose()


def take_one(engine: Engine) -> int:
    with engine.begin() as connection:
        return Cases(connection).next_seq(2026)


def wait_until_it_waits(engine: Engine, number: "Future[int]") -> None:
    with engine.connect() as connection:
        while not number.done() and not connection.scalar(WAITS_FOR_A_LOCK):
            connection.rollback()
            sleep(0.01)


def test_the_first_two_cases_of_a_year_may_come_at_once(engine: Engine) -> None:
    with ThreadPoolExecutor(1) as beside:
        with engine.begin() as connection:
            assert Cases(connection).next_seq(2026) == 1
            second = beside.submit(take_one, engine)
            wait_until_it_waits(engine, second)
        assert second.result(timeout=20) == 2
    assert take_one(engine) == 3
