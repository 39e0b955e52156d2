"""A place in a transaction to come back to, so that one thing can be taken back and another tried."""

from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection


class Savepoint:
    """What happens inside is taken back when it raises."""

    __slots__ = ("_connection", "_name")

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._name = name

    def __enter__(self) -> Self:
        self._say(f"SAVEPOINT {self._name}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._say(f"RELEASE SAVEPOINT {self._name}")
        elif in_transaction(self._connection):
            self._say(f"ROLLBACK TO SAVEPOINT {self._name}")
            self._say(f"RELEASE SAVEPOINT {self._name}")

    def _say(self, sql: str) -> None:
        self._connection.connection.cursor().execute(sql)


def in_transaction(connection: Connection) -> bool:
    raw: Any = connection.connection.driver_connection
    return bool(getattr(raw, "in_transaction", True))
