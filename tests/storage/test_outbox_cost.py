"""What a look into the outbox costs, in steps of SQLite's own machine, which are the same on every computer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from storage.engine import make_engine
from storage.keys import Keyring
from storage.outbox import Letter, Outbox, account_lane
from storage.people import People
from storage.sending import Sending
from tests.storage.conftest import NOON

LANES = 3
STEP = 10
STEPS_PAST_A_LETTER = 25


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    engine = make_engine(sqlite_url)
    yield engine
    engine.dispose()


@contextmanager
def counted(connection: Connection) -> Iterator[list[int]]:
    """The number of steps, in tens."""
    driver: Any = connection.connection.dbapi_connection
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    driver.set_progress_handler(count, STEP)
    yield steps
    driver.set_progress_handler(None, 0)


@pytest.fixture
def lanes(engine: Engine, keys: Keyring) -> dict[str, int]:
    """A few voters' lanes, and whose they are."""
    with engine.begin() as connection:
        people = People(connection, keys)
        voters = [people.add_account("webchat", f"voter-{number}", NOON).id for number in range(LANES)]
    return {account_lane("webchat", voter): voter for voter in voters}


def steps_of_a_look(
    engine: Engine, keys: Keyring, lanes: dict[str, int], waiting: int, *, busy: frozenset[str] = frozenset()
) -> int:
    """With so many letters waiting in each lane."""
    with engine.begin() as connection:
        letters = [Letter("webchat", "您好", "notice", NOON, account_id=voter) for voter in [*lanes.values()] * waiting]
        Outbox(connection, keys).put(letters, NOON)
        with counted(connection) as steps:
            found = Sending(connection, keys).lease_due("webchat", NOON, busy, LANES)
        assert {row.lane for row in found} == set(lanes) - busy
        connection.rollback()
    return steps[0]


def test_a_look_costs_the_same_however_many_wait(engine: Engine, keys: Keyring, lanes: dict[str, int]) -> None:
    few, many = (steps_of_a_look(engine, keys, lanes, waiting) for waiting in (20, 320))
    assert many < few * 2


def test_what_waits_behind_busy_lanes_is_passed_over_in_a_few_steps_each(
    engine: Engine, keys: Keyring, lanes: dict[str, int]
) -> None:
    few, many = (steps_of_a_look(engine, keys, lanes, waiting, busy=frozenset(lanes)) for waiting in (20, 320))
    letters_more = LANES * 300
    assert (many - few) * STEP < letters_more * STEPS_PAST_A_LETTER
