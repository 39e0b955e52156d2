"""On PostgreSQL any number of processes serve together; a restore must be alone. Who serves holds this lock with the others."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

_LOCK = 0x6C69_7365  # "lise"
_LOOK_SECONDS = 5.0
_TOGETHER = text("SELECT pg_try_advisory_lock_shared(:key)")
_ALONE = text("SELECT pg_try_advisory_xact_lock(:key)")


class BeingRestored(Exception):
    """The database is just being replaced."""


def alone(connection: Connection) -> bool:
    """True when nobody serves from this database, on any machine, and nobody will until this transaction ends."""
    return bool(connection.scalar(_ALONE, {"key": _LOCK}))


@contextmanager
def serving_together(url: str) -> Iterator[None]:
    """Held on a connection of its own, which a lost line or a dead process lets go of, and taken anew when the line is back."""
    lock = _SharedLock(url)
    if not lock.take():
        lock.let_go()
        raise BeingRestored
    over = Event()
    keeper = Thread(target=lock.keep, args=(over,), name="serving-lock", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
        lock.let_go()


class _SharedLock:
    def __init__(self, url: str) -> None:
        options = {"connect_timeout": 3}
        self._engine = create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args=options)
        self._connection: Connection | None = None

    def take(self) -> bool:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection = connection
        return bool(connection.scalar(_TOGETHER, {"key": _LOCK}))

    def keep(self, over: Event) -> None:
        while not over.wait(_LOOK_SECONDS):
            self.look()

    def look(self) -> None:
        """Whether it is still held; a line found broken is made anew with the next look."""
        try:
            if self._connection is None:
                self.take()
            else:
                self._connection.scalar(text("SELECT 1"))
        except SQLAlchemyError:
            self.let_go()

    def let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.close()
