"""Who has the robot's long connection, and the addresses that take one message each."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from storage.engine import make_engine
from storage.keys import Keyring
from storage.owners import Hold, Owners
from storage.response_urls import ResponseUrls, forget_response_urls

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


def test_one_has_it_and_keeps_it_until_it_gives_it_up(engine: Engine) -> None:
    with engine.begin() as connection:
        owners = Owners(connection)
        assert owners.take("robot", "a") is Hold.OURS
        assert owners.take("robot", "b") is Hold.OTHERS
        assert owners.take("robot", "a") is Hold.OURS
        owners.give_up("robot", "b")
        assert owners.take("robot", "b") is Hold.OTHERS
        owners.give_up("robot", "a")
    with engine.begin() as connection:
        assert Owners(connection).take("robot", "b") is Hold.OURS
        assert not Owners(connection).block("robot", "a", NOW)


def test_a_lease_that_ran_out_is_anybodys(engine: Engine) -> None:
    with engine.begin() as connection:
        assert Owners(connection).take("robot", "a") is Hold.OURS
        connection.execute(text("UPDATE channel_owners SET leased_until = '2020-01-01 00:00:00+00:00'"))
        assert not Owners(connection).block("robot", "a", NOW)
        assert Owners(connection).take("robot", "b") is Hold.OURS


def test_a_blocked_one_is_nobodys_until_a_person_says_so(engine: Engine) -> None:
    with engine.begin() as connection:
        owners = Owners(connection)
        owners.take("robot", "a")
        assert owners.block("robot", "a", NOW)
        assert [owners.take("robot", name) for name in ("a", "b")] == [Hold.BLOCKED] * 2
        owners.abandon("robot")
        assert owners.take("robot", "b") is Hold.BLOCKED
        assert owners.unblock("robot")
        assert not owners.unblock("robot")
    with engine.begin() as connection:
        assert Owners(connection).take("robot", "b") is Hold.OURS


def test_an_address_is_given_once_and_only_for_its_own_chat(engine: Engine, keys: Keyring) -> None:
    with engine.begin() as connection:
        urls = ResponseUrls(connection, keys)
        urls.put("LiMei", "", 1, "https://x/1", NOW)
        urls.put("LiMei", "", 2, "https://x/2", NOW)
        urls.put("LiMei", "wr-1", 3, "https://x/3", NOW)
        stored = connection.execute(text("SELECT place, url FROM response_urls")).all()
        assert not any(b"https" in bytes(url) or "limei" in place for place, url in stored)
        taken = [urls.take("limei", inbox, NOW, is_group=False) for inbox in (2, None, None)]
        assert [one.url if one else None for one in taken] == ["https://x/2", "https://x/1", None]
        assert urls.take("wr-1", 1, NOW, is_group=False) is None
        given = urls.take("wr-1", 1, NOW, is_group=True)
        assert given is not None
        urls.put_back(given)
        assert urls.take("wr-1", None, NOW + timedelta(hours=1), is_group=True) is None
        forget_response_urls(connection, NOW + timedelta(hours=1))
        assert connection.execute(text("SELECT COUNT(*) FROM response_urls")).scalar_one() == 0
