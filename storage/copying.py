"""A copy of a SQLite file, whole and consistent, while others go on writing into it."""

import sqlite3
from contextlib import closing
from pathlib import Path


class BadCopy(Exception):
    """SQLite itself finds the copy broken."""


def copy_sqlite(source: Path, target: Path) -> None:
    """In one reading transaction, which holds up no writer. sqlite3.Error or OSError when it cannot be done."""
    with closing(sqlite3.connect(source)) as database, closing(sqlite3.connect(target)) as copy:
        database.backup(copy)
    fold(target)
    target.chmod(0o600)


def fold(file: Path) -> None:
    """Everything into the one file, nothing beside it."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=DELETE")


def check_sqlite(file: Path) -> None:
    """BadCopy unless every page is in its place and every reference leads somewhere."""
    with closing(sqlite3.connect(file)) as database:
        is_whole = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not is_whole or database.execute("PRAGMA foreign_key_check").fetchone():
            raise BadCopy
