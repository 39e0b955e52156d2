"""An INSERT of one row, prepared once for each choice of columns and run without a compiler in between.

Values are turned into what the driver takes by the columns' own types, so that a row looks the same however it was written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.types import TypeEngine

from storage.engine import is_sqlite
from storage.statements import Statement, marks, one, time_text
from storage.tables.base import UtcTime

_Turn = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """For one choice of columns: what the driver takes for those left out, and which of those given are turned, and how."""

    statement: Statement
    left_out: tuple[Any, ...]
    turns: tuple[tuple[int, _Turn], ...]


class Insertion:
    """Columns that are not given take the default of the table; the table's key is `id`."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._prepared: dict[tuple[str, ...], _Prepared] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """The new row's id."""
        dialect = connection.dialect
        prepared = self._prepared.get((dialect.name, *values)) or self._prepare(dialect, tuple(values))
        given = list(values.values())
        for place, turn in prepared.turns:
            given[place] = turn(given[place])
        cursor = prepared.statement.run(connection, (*prepared.left_out, *given))
        return int(cursor.lastrowid) if is_sqlite(connection) else int(one(cursor)[0])

    def _prepare(self, dialect: Dialect, names: tuple[str, ...]) -> _Prepared:
        columns = self._table.c
        defaults = {c.name: _default(c.default) for c in columns if c.default is not None and c.name not in names}
        turns = {name: _turn(columns[name].type, dialect) for name in (*defaults, *names)}
        left_out = tuple(value if (turn := turns[name]) is None else turn(value) for name, value in defaults.items())
        ending = "" if dialect.name == "sqlite" else " RETURNING id"
        sql = f"INSERT INTO {self._table.name} ({', '.join(turns)}) VALUES {marks(1, len(turns))}{ending}"  # noqa: S608
        turned = tuple((place, turn) for place, name in enumerate(names) if (turn := turns[name]) is not None)
        prepared = _Prepared(Statement(sql), left_out, turned)
        self._prepared[(dialect.name, *names)] = prepared
        return prepared


def _turn(kind: TypeEngine[Any], dialect: Dialect) -> _Turn | None:
    """What the column's type does with a value; a time becomes the same text, only sooner."""
    if dialect.name == "sqlite" and isinstance(kind, UtcTime):
        return lambda at: None if at is None else time_text(at)
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _default(default: Any) -> Any:
    """A column's default: a plain value, or a maker of one."""
    return default.arg if default.is_scalar else default.arg(None)
