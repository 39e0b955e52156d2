"""The chat's book on both databases: once a key, in order, read up to a place, overheard without a trace."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from storage.chat import ChatBook, MediaFile, micros
from storage.engine import make_engine
from storage.keys import Keyring
from storage.tables.chat import chat_messages
from storage.tables.messages import overheard

NOW = datetime(2026, 11, 23, 1, 0, 0, 123456, tzinfo=UTC)
ALONE, GROUP = "bot:demo-zhang", "group:代表群"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return Keyring.load_or_create(tmp_path / "key")


def test_a_line_is_kept_once_and_comes_back_as_it_was(engine: Engine, keys: Keyring) -> None:
    body = {"kind": "text", "text": "路灯坏了", "buttons": [["查", "查 12"]]}
    with engine.begin() as connection:
        first = ChatBook(connection, keys).add(ALONE, "k1", "demo-zhang", body, NOW)
        again = ChatBook(connection, keys).add(ALONE, "k1", "demo-zhang", {"text": "别的话"}, NOW)
    assert first == (again[0], True)
    assert again[1] is False
    with engine.begin() as connection:
        [line] = ChatBook(connection, keys).after(ALONE, 0, 10)
        sealed = connection.execute(select(chat_messages.c.body)).scalar_one()
    assert (line.body, line.at, line.sender) == (body, NOW, "demo-zhang")
    assert "路灯".encode() not in sealed


def test_many_writers_at_once_keep_the_order_of_a_conversation(engine: Engine, keys: Keyring) -> None:
    def write(number: int) -> None:
        with engine.begin() as connection:
            ChatBook(connection, keys).add(ALONE, f"k{number % 20}", "", {"text": str(number % 20)}, NOW)

    def follow() -> list[str]:
        """Reads on from the last place seen, again and again, as a page does."""
        heard: list[str] = []
        place = 0
        while len(heard) < 20:
            with engine.begin() as connection:
                lines = ChatBook(connection, keys).after(ALONE, place, 3)
            heard += [line.key for line in lines]
            place = lines[-1].place if lines else place
        return heard

    with ThreadPoolExecutor(6) as pool:
        follower = pool.submit(follow)
        list(pool.map(write, range(40)))
        heard = follower.result(timeout=60)
    assert sorted(heard) == sorted({f"k{number}" for number in range(20)})


def test_a_groups_places_are_its_times(engine: Engine, keys: Keyring) -> None:
    with engine.begin() as connection:
        book = ChatBook(connection, keys)
        for number in range(4):
            book.add(GROUP, f"k{number}", "", {"text": str(number)}, NOW + timedelta(microseconds=number))
        assert [line.key for line in book.after(GROUP, micros(NOW) + 1, 10)] == ["k2", "k3"]
        assert [line.key for line in book.before(GROUP, micros(NOW) + 2, 10)] == ["k0", "k1"]
        assert [line.key for line in book.before(GROUP, None, 2)] == ["k2", "k3"]
        book.mark_read(GROUP, "demo-limei", micros(NOW) + 2)
        assert book.unread(GROUP, "demo-limei") == 1


def test_reading_never_goes_back(engine: Engine, keys: Keyring) -> None:
    with engine.begin() as connection:
        book = ChatBook(connection, keys)
        for place in (5, 9, 3):
            book.mark_read(ALONE, "demo-zhang", place)
        assert book.read_up_to(ALONE, "demo-zhang") == 9
        assert book.read_up_to(ALONE, "demo-limei") == 0


def test_a_cookie_belongs_to_one_account_whatever_happens_at_once(engine: Engine, keys: Keyring) -> None:
    def welcome(number: int) -> str:
        with engine.begin() as connection:
            return ChatBook(connection, keys).welcome("c" * 64, f"web-{number}", NOW)

    with ThreadPoolExecutor(6) as pool:
        accounts = set(pool.map(welcome, range(12)))
    assert len(accounts) == 1
    with engine.begin() as connection:
        assert ChatBook(connection, keys).visitor("c" * 64) in accounts
        assert ChatBook(connection, keys).visitor("d" * 64) is None


def test_what_is_overheard_is_known_for_a_day_by_a_key_that_tells_nothing(engine: Engine, keys: Keyring) -> None:
    with engine.begin() as connection:
        book = ChatBook(connection, keys)
        assert [book.overhear("demo-limei:k1", NOW), book.overhear("demo-limei:k1", NOW)] == [True, False]
        [row] = connection.execute(select(overheard)).all()
        assert "limei" not in row.key
        assert book.overhear("demo-limei:k1", NOW + timedelta(hours=24))


def test_a_file_is_found_by_its_name_alone(engine: Engine, keys: Keyring) -> None:
    file = MediaFile("a" * 32 + ".jpg", "demo-zhang", ALONE, "photo", "image/jpeg", 7)
    with engine.begin() as connection:
        ChatBook(connection, keys).keep_media(file, NOW)
        assert ChatBook(connection, keys).media(file.name) == file
        assert ChatBook(connection, keys).media("b" * 32 + ".jpg") is None
