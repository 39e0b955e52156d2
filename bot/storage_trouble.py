"""Tells a database that cannot take anything just now from a mistake in what it was given."""

import sqlite3
import sys
from types import ModuleType

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.sqlite_writer import BatchLost
from storage.writer import WriterStopped

_ERRORS = (SQLAlchemyError, sqlite3.Error, BatchLost, WriterStopped, OSError)
_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
}
_POSTGRES_CLASSES = {"08", "25", "40", "53", "57", "58"}


def storage_errors(*besides: type[Exception]) -> tuple[type[Exception], ...]:
    """What work on the database may raise, and what else is caught with it."""
    psycopg = _psycopg()
    return (*besides, *_ERRORS) if psycopg is None else (*besides, *_ERRORS, psycopg.Error)


def _psycopg() -> ModuleType | None:
    """The driver of PostgreSQL where it is in use: on SQLite nobody waits at the start for it to be loaded."""
    return sys.modules.get("psycopg")


def is_storage_trouble(error: BaseException) -> bool:
    """True when the same work may well succeed later, unchanged."""
    if isinstance(error, DBAPIError):
        return error.orig is not None and is_storage_trouble(error.orig)
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE
    psycopg = _psycopg()
    if psycopg is not None and isinstance(error, psycopg.Error):
        return error.sqlstate is None or error.sqlstate[:2] in _POSTGRES_CLASSES
    return isinstance(error, BatchLost | WriterStopped | PoolTimeout | OSError)
