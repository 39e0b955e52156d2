"""Only one service may have a SQLite file: the second one is turned away before it touches anything."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyServed(Exception):
    """Another process serves from this file."""

    def __init__(self, database: Path) -> None:
        super().__init__(str(database))
        self.database = database


@contextmanager
def exclusive(database: Path) -> Iterator[None]:
    """Held while the service runs. The system lets go of it when the process dies, however it dies."""
    database.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(database.with_name(f"{database.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(database) from None
        yield
    finally:
        os.close(handle)
