"""How the database is opened."""

import sqlite3

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.engine import make_engine


def _say(connection: Connection, sql: str) -> object:
    result = connection.exec_driver_sql(sql)
    return result.scalar() if result.returns_rows else None


def test_sqlite_waits_for_the_disk_and_keeps_its_references(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        assert _say(connection, "PRAGMA journal_mode") == "wal"
        assert _say(connection, "PRAGMA synchronous") == 2
        assert _say(connection, "PRAGMA foreign_keys") == 1
    engine.dispose()


def test_a_case_for_an_account_that_does_not_exist_is_refused(database_url: str) -> None:
    engine = make_engine(database_url)
    row = "INSERT INTO reports (case_id, home_case_id, account_id, role, is_supporter, reported_at, last_fragment_at,"
    values = " told_failed) VALUES (9, 9, 9, 'voter', '0', '2026-11-23', '2026-11-23', '0')"
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql(row + values)
    engine.dispose()


def test_what_was_done_inside_a_released_savepoint_is_taken_back_with_the_whole(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.connect() as connection:
        transaction = connection.begin()
        for sql in ("SAVEPOINT inner_work", "INSERT INTO counters VALUES ('x', 1)", "RELEASE SAVEPOINT inner_work"):
            connection.exec_driver_sql(sql)
        transaction.rollback()
    with engine.begin() as connection:
        assert _say(connection, "SELECT COUNT(*) FROM counters") == 0
    engine.dispose()


def test_a_reader_cannot_change_anything(database_url: str) -> None:
    engine = make_engine(database_url, read_only=True)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO counters VALUES ('x', 1)")
    engine.dispose()


def test_a_reader_does_not_wait_for_the_writer(sqlite_url: str) -> None:
    writing, reading = make_engine(sqlite_url), make_engine(sqlite_url, read_only=True)
    with writing.begin() as writer, reading.begin() as reader:
        writer.exec_driver_sql("INSERT INTO counters VALUES ('x', 1)")
        assert _say(reader, "SELECT COUNT(*) FROM counters") == 0
    writing.dispose()
    reading.dispose()


def test_a_second_writer_of_the_same_file_is_made_to_wait_at_the_beginning(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=0, isolation_level=None)
    with engine.begin(), pytest.raises(sqlite3.OperationalError):
        other.execute("BEGIN IMMEDIATE")
    other.close()
    engine.dispose()


def test_an_error_does_not_quote_what_was_written(database_url: str) -> None:
    engine = make_engine(database_url)
    with pytest.raises(DBAPIError) as raised, engine.begin() as connection:
        connection.execute(text("INSERT INTO no_such_table VALUES (:value)"), {"value": "13800138000"})
    assert "13800138000" not in str(raised.value)
    engine.dispose()
