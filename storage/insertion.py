"""An INSERT of one row, prepared once for each choice of columns and run without a compiler in between.

Values are turned into what the driver takes by the columns' own types, so that a row looks the same however it was written.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Dialect, Table

from storage.engine import is_sqlite
from storage.statements import Statement, marks, one

_Turn = Callable[[Any], Any] | None
_Prepared = tuple[Statement, tuple[tuple[str, _Turn], ...]]


class Insertion:
    """Columns that are not given take the default of the table; the table's key is `id`."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._defaults = {column.name: _default(column.default) for column in table.c if column.default is not None}
        self._prepared: dict[tuple[str, ...], _Prepared] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """The new row's id."""
        given = {**self._defaults, **values}
        dialect = connection.dialect
        statement, turns = self._prepared.get((dialect.name, *given)) or self._prepare(dialect, tuple(given))
        cursor = statement.run(connection, [given[name] if turn is None else turn(given[name]) for name, turn in turns])
        return int(cursor.lastrowid) if is_sqlite(connection) else int(one(cursor)[0])

    def _prepare(self, dialect: Dialect, names: tuple[str, ...]) -> _Prepared:
        types = [(name, self._table.c[name].type) for name in names]
        turns = tuple((name, kind.dialect_impl(dialect).bind_processor(dialect)) for name, kind in types)
        ending = "" if dialect.name == "sqlite" else " RETURNING id"
        sql = f"INSERT INTO {self._table.name} ({', '.join(names)}) VALUES {marks(1, len(names))}{ending}"  # noqa: S608
        prepared = self._prepared[(dialect.name, *names)] = (Statement(sql), turns)
        return prepared


def _default(default: Any) -> Any:
    """A column's default: a plain value, or a maker of one."""
    return default.arg if default.is_scalar else default.arg(None)
