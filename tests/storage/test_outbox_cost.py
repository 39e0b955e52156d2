"""What a look into the outbox costs, in steps of SQLite's own machine, which are the same on every computer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from storage.engine import make_engine
from storage.keys import Keyring
from storage.outbox import Letter, Outbox
from storage.people import People
from storage.sending import Sending
from tests.storage.conftest import NOON

LANES = 3
STEP = 10


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


def steps_of_a_look(engine: Engine, keys: Keyring, waiting: int) -> int:
    """With so many letters waiting in each of a few lanes."""
    with engine.begin() as connection:
        people = People(connection, keys)
        voters = [people.add_account("webchat", f"{waiting}-{number}", NOON).id for number in range(LANES)]
        letters = [Letter("webchat", "您好", "notice", NOON, account_id=voter) for voter in voters * waiting]
        Outbox(connection, keys).put(letters, NOON)
        with counted(connection) as steps:
            assert len(Sending(connection, keys).lease_due("webchat", NOON, frozenset(), LANES)) == LANES
        connection.rollback()
    return steps[0]


def test_a_look_costs_no_more_than_in_step_with_what_waits(engine: Engine, keys: Keyring) -> None:
    few, many = (steps_of_a_look(engine, keys, waiting) for waiting in (20, 320))
    assert many < few * 16
