"""Statements of the hot path, written out once for both databases and run without a compiler in between."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import NoResultFound

_SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


class Statement:
    """SQL with `?` for each value. `{now}` is the database's own clock, for leases only; `plus` moves it."""

    __slots__ = ("_postgresql", "_sqlite")

    def __init__(self, sql: str, *, lease_seconds: int = 0) -> None:
        later = f"strftime('%Y-%m-%d %H:%M:%f000', 'now', '+{lease_seconds} seconds')"
        self._sqlite = sql.replace("{now}", _SQLITE_NOW).replace("{later}", later)
        self._postgresql = (
            sql.replace("%", "%%")
            .replace("?", "%s")
            .replace("{now}", "clock_timestamp()")
            .replace("{later}", f"clock_timestamp() + interval '{lease_seconds} seconds'")
        )

    def run(self, connection: Connection, values: Sequence[Any] = ()) -> DBAPICursor:
        return said(connection, self._sqlite if connection.dialect.name == "sqlite" else self._postgresql, values)

    def run_many(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> DBAPICursor:
        cursor = connection.connection.cursor()
        cursor.executemany(self._sqlite if connection.dialect.name == "sqlite" else self._postgresql, rows)
        return cursor


def said(connection: Connection, sql: str, values: Sequence[Any] = ()) -> DBAPICursor:
    """Both drivers open the cursor themselves when their connection is asked."""
    driver: Any = connection.connection.dbapi_connection
    cursor: DBAPICursor = driver.execute(sql, values)
    return cursor


def one(cursor: DBAPICursor) -> Sequence[Any]:
    """The row that must be there."""
    row: Sequence[Any] | None = cursor.fetchone()
    if row is None:
        raise NoResultFound
    return row


def written_time(connection: Connection, at: datetime) -> Any:
    """A time as this database's driver takes it: the same text that the column type writes on SQLite."""
    return at if connection.dialect.name != "sqlite" else time_text(at)


@lru_cache(maxsize=64)
def time_text(at: datetime) -> str:
    """A message writes the same moment into half a dozen rows."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def read_time(value: Any) -> datetime:
    """A time as this database's driver gives it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def written_day(connection: Connection, day: date) -> Any:
    """A day as this database's driver takes it."""
    return day if connection.dialect.name != "sqlite" else day.isoformat()


def read_day(value: Any) -> date:
    """A day as this database's driver gives it."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def marks(rows: int, columns: int) -> str:
    """(?, ?), (?, ?)"""
    row = f"({', '.join('?' * columns)})"
    return ", ".join([row] * rows)
