"""A place in a transaction to come back to, so that one thing can be taken back and another tried."""

from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection

from storage.statements import said


class Savepoint:
    """What happens inside is taken back when it raises."""

    __slots__ = ("_connection", "_name")

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._name = name

    def __enter__(self) -> Self:
        said(self._connection, f"SAVEPOINT {self._name}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            said(self._connection, f"RELEASE SAVEPOINT {self._name}")
        elif in_transaction(self._connection):
            said(self._connection, f"ROLLBACK TO SAVEPOINT {self._name}")
            said(self._connection, f"RELEASE SAVEPOINT {self._name}")


def in_transaction(connection: Connection) -> bool:
    raw: Any = connection.connection.driver_connection
    return bool(getattr(raw, "in_transaction", True))
