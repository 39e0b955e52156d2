"""Saved answers (知识条目) for what many people ask; one that was dropped stays in the book, unused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from storage.rows import columns_of, reader
from storage.tables.office import knowledge


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """`expires_on` is the last day on which it may be used."""

    id: int
    title: str
    text: str
    source: str
    expires_on: date | None


_read = reader(SavedAnswer)
_SELECT = select(*columns_of(knowledge, SavedAnswer)).where(knowledge.c.dropped_at.is_(None))
# Asked for every new case: made once.
_USABLE = _SELECT.where(
    or_(knowledge.c.expires_on.is_(None), knowledge.c.expires_on >= bindparam("day", type_=knowledge.c.expires_on.type))
).order_by(knowledge.c.id)


class Knowledge:
    """The book of saved answers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, answer: Mapping[str, object], *, by: int | None, now: datetime) -> int:
        values = {**answer, "created_by": by, "created_at": now}
        return int(self._connection.execute(insert(knowledge).values(**values).returning(knowledge.c.id)).scalar_one())

    def find(self, answer_id: int) -> SavedAnswer | None:
        row = self._connection.execute(_SELECT.where(knowledge.c.id == answer_id)).one_or_none()
        return _read(row) if row else None

    def all(self) -> list[SavedAnswer]:
        """Expired ones, too."""
        return [_read(row) for row in self._connection.execute(_SELECT.order_by(knowledge.c.id))]

    def usable(self, day: date) -> list[SavedAnswer]:
        """Those that may be used on this day."""
        return [_read(row) for row in self._connection.execute(_USABLE, {"day": day})]

    def drop(self, answer_id: int, now: datetime) -> None:
        self._connection.execute(update(knowledge).where(knowledge.c.id == answer_id).values(dropped_at=now))
