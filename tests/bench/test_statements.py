"""How many statements one opinion costs: each is a turn of the writer that everybody else waits for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from benchmarks.intake.ours import configuration, lay_out
from benchmarks.intake.texts import opinion
from bot.app import DUTIES
from bot.config import settings_of
from bot.handling import Claim, Handling
from handlers.desk import Desk
from handlers.directory import Directory, load_directory
from storage.engine import make_engine
from storage.inbox import Inbox, arrival
from storage.keys import Keyring
from storage.store import Store

# Of everybody: the message, its sender, the number, the case, who raised it, what was said, the first step, saved answers,
# files, the letters, the end. Of somebody new: their account, that they were told of privacy. Of others: when they spoke,
# their latest report, their cases, letters held back.
MOST_OF_NEW = 13
MOST_OF_KNOWN = 15
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class StillClock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


class House:
    """Handles messages on a database of its own and notes what was said to the database."""

    def __init__(self, folder: Path) -> None:
        config = configuration(folder)
        lay_out(config)
        self.clock = StillClock()
        self._engine: Engine = make_engine(config.storage.url)
        self._keys = Keyring.load_or_create(config.key_file)
        self._settings = settings_of(config)
        with self._engine.begin() as connection:
            self._directory: Directory = load_directory(connection, self._keys)
        self._handling = Handling(
            keys=self._keys, clock=self.clock, desk=self._desk, duties=DUTIES, take_callback=lambda _key, _text: True
        )

    def hear(self, account: str, number: int) -> list[str]:
        """The statements it took to handle one opinion, savepoints left out."""
        name = "official_account"
        payload = {"channel": name, "account": account, "kind": "text", "text": opinion(number)}
        item = arrival(
            self._keys,
            payload,
            self.clock.now(),
            namespace=name,
            channel=name,
            message_key=str(number),
            account=account,
        )
        said: list[str] = []
        with self._engine.begin() as connection:
            Inbox(connection, self._keys).put(item)
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.set_trace_callback(said.append)
            handled = self._handling.handle_next(item.sender_key, Claim(), connection)
            raw.set_trace_callback(None)
        assert handled is not None
        assert handled.words is not None
        assert "2026-" in handled.words.text
        return [statement for statement in said if "SAVEPOINT" not in statement]

    def _desk(self, connection: Connection) -> Desk:
        return Desk(Store(connection, self._keys), self.clock.now(), self._directory, self._settings)

    def close(self) -> None:
        self._engine.dispose()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def test_a_new_voter_s_opinion_costs_few_statements(house: House) -> None:
    house.hear("oZhang", 1)
    statements = house.hear("oWang", 2)
    assert len(statements) <= MOST_OF_NEW, statements


def test_a_known_voter_s_next_opinion_costs_few_statements(house: House) -> None:
    house.hear("oZhang", 1)
    house.clock.at += timedelta(hours=2)
    statements = house.hear("oZhang", 2)
    assert len(statements) <= MOST_OF_KNOWN, statements
