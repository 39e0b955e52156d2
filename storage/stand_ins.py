"""Who stands in for whom (代班), from which day to which; ended ones stay in the book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from storage.directory import bump_directory
from storage.tables.office import stand_ins


@dataclass(frozen=True, slots=True)
class StandInRow:
    """`person_id` does the work of `absent_id` from `from_on` to `until_on`, both included."""

    id: int
    absent_id: int
    person_id: int
    from_on: date
    until_on: date

    def covers(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


_COLUMNS = (
    stand_ins.c.id,
    stand_ins.c.absent_id,
    stand_ins.c.person_id,
    stand_ins.c.from_on,
    stand_ins.c.until_on,
)


class StandIns:
    """The book of stand-ins within one transaction. Every change is seen by whoever keeps the directory in memory."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, absent_id: int, person_id: int, from_on: date, until_on: date, now: datetime) -> None:
        values = {"absent_id": absent_id, "person_id": person_id, "from_on": from_on, "until_on": until_on}
        self._connection.execute(insert(stand_ins).values(created_at=now, **values))
        bump_directory(self._connection)

    def not_over(self, day: date) -> list[StandInRow]:
        """Those of this day and of days to come."""
        return rows_of(self._connection, _standing().where(stand_ins.c.until_on >= day))

    def end(self, ids: Sequence[int], now: datetime) -> None:
        self._connection.execute(update(stand_ins).where(stand_ins.c.id.in_(ids)).values(ended_at=now))
        bump_directory(self._connection)


def standing(connection: Connection) -> list[StandInRow]:
    """All that were not ended by word; which of them hold depends on the day."""
    return rows_of(connection, _standing())


def _standing() -> Select[Any]:
    return select(*_COLUMNS).where(stand_ins.c.ended_at.is_(None)).order_by(stand_ins.c.id)


def rows_of(connection: Connection, query: Select[Any]) -> list[StandInRow]:
    return [StandInRow(*row) for row in connection.execute(query)]
