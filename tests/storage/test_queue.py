"""The queue of delivery on PostgreSQL: jobs commit with their rows, only for what is due, and its tables follow the library."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, Engine, insert, text

from storage.channel_gates import ChannelGates, GateRow
from storage.engine import make_engine
from storage.keys import Keyring
from storage.outbox import Letter, Outbox
from storage.people import People
from storage.queue_jobs import defer, lane_to_probe, lanes_due, sweeps_alone
from storage.queue_schema import bring_queue_up_to_date, has_current_queue
from storage.tables.messages import queue_schema

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
CHANNELS = ("wecom_app", "official_account")


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    engine = make_engine(postgres_url)
    yield engine
    engine.dispose()


def locks(connection: Connection) -> list[str]:
    return list(connection.scalars(text("SELECT lock FROM procrastinate_jobs ORDER BY id")))


def letter(connection: Connection, keys: Keyring, who: str, due_at: datetime, channel: str = "wecom_app") -> Letter:
    people = People(connection, keys)
    account = people.find_account("wecom", who) or people.add_account("wecom", who, NOON)
    return Letter(channel, "已登记。", "notice", due_at, account_id=account.id)


def lanes(connection: Connection) -> list[str]:
    return list(connection.scalars(text("SELECT lane FROM outbox ORDER BY id")))


def test_a_job_is_there_when_its_row_is_and_never_else(engine: Engine, keys: Keyring) -> None:
    with engine.connect() as connection:
        for ends in ("rollback", "commit"):
            with connection.begin() as transaction:
                people = [letter(connection, keys, who, NOON) for who in ("zhang", "zhang", "li")]
                Outbox(connection, keys).put(people, NOON)
                getattr(transaction, ends)()
    with engine.begin() as connection:
        assert sorted(locks(connection)) == sorted(f"out:{lane}" for lane in set(lanes(connection)))


def test_what_is_not_due_has_no_job_until_the_sweep_finds_it(engine: Engine, keys: Keyring) -> None:
    with engine.begin() as connection:
        Outbox(connection, keys).put([letter(connection, keys, "zhang", LATER)], NOON)
        assert locks(connection) == []
        assert lanes_due(connection, NOON, CHANNELS) == []
        assert lanes_due(connection, LATER, CHANNELS) == [("wecom_app", lane) for lane in lanes(connection)]
        assert lanes_due(connection, LATER, ["official_account"]) == []
        defer(connection, [("wecom_app", lane) for lane in lanes(connection)])
        assert lanes_due(connection, LATER, CHANNELS) == []


def test_a_held_row_gets_its_job_with_the_persons_next_word(engine: Engine, keys: Keyring) -> None:
    with engine.begin() as connection:
        book = Outbox(connection, keys)
        book.put([letter(connection, keys, "zhang", LATER)], NOON)
        connection.execute(text("UPDATE outbox SET delivery = 'held'"))
        assert lanes_due(connection, LATER, CHANNELS) == []
        assert book.release_held(lanes(connection)[0], NOON) == 1
        assert len(locks(connection)) == 1


def test_a_channel_that_is_down_is_only_probed(engine: Engine, keys: Keyring) -> None:
    with engine.begin() as connection:
        Outbox(connection, keys).put([letter(connection, keys, who, LATER) for who in ("zhang", "li")], NOON)
        gates = ChannelGates(connection)
        gates.locked("wecom_app")
        gates.write(GateRow("wecom_app", True, 100.0, 5.0, lanes(connection)[0]))
        assert lanes_due(connection, LATER, CHANNELS) == []
        first, second = lanes(connection)
        assert lane_to_probe(connection, LATER, "wecom_app", first) == [("wecom_app", second)]
        assert not gates.may_probe("wecom_app", 99.0, 120.0)
        assert gates.may_probe("wecom_app", 101.0, 120.0)
        assert not gates.may_probe("wecom_app", 110.0, 130.0)
        assert gates.recover("wecom_app")
        assert not gates.recover("wecom_app")
        assert sorted(lanes_due(connection, LATER, CHANNELS)) == sorted([("wecom_app", first), ("wecom_app", second)])


def test_one_process_sweeps_at_a_time(engine: Engine) -> None:
    with engine.begin() as one, engine.begin() as other:
        assert sweeps_alone(one)
        assert not sweeps_alone(other)
    with engine.begin() as other:
        assert sweeps_alone(other)


def test_the_queue_of_every_earlier_version_comes_to_the_installed_one(
    postgres_url: str, empty_postgres_url: str
) -> None:
    steps = [*sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))]
    engine, fresh = make_engine(empty_postgres_url), make_engine(postgres_url)
    queue_schema.create(engine)
    for step in [step for step in steps if step.name < "03.02"]:
        with engine.begin() as connection:
            connection.connection.cursor().execute(step.read_text(encoding="utf-8"))
            connection.execute(insert(queue_schema), {"step": step.name})
    with engine.connect() as connection:
        assert not has_current_queue(connection)
    with ThreadPoolExecutor(2) as together:
        list(together.map(bring_queue_up_to_date, [engine, engine]))
    with engine.connect() as connection, fresh.connect() as other:
        assert has_current_queue(connection)
        assert functions(connection) == functions(other)
    engine.dispose()
    fresh.dispose()


def functions(connection: Connection) -> set[str]:
    found = connection.scalars(
        text(
            "SELECT proname || pg_get_function_identity_arguments(oid) FROM pg_proc"
            " WHERE proname LIKE 'procrastinate%' AND prokind = 'f'"
        )
    )
    return set(found)
