"""Saved answers (知识条目) for what many people ask; one that was dropped stays in the book, unused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from storage.rows import columns_of, reader
from storage.statements import Statement, read_day, written_day
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
# Asked for every new case.
_USABLE = Statement(
    "SELECT id, title, text, source, expires_on FROM knowledge"
    " WHERE dropped_at IS NULL AND (expires_on IS NULL OR expires_on >= ?) ORDER BY id"
)


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
        rows = _USABLE.run(self._connection, (written_day(self._connection, day),)).fetchall()
        return [
            SavedAnswer(answer_id, title, text, source, None if last_day is None else read_day(last_day))
            for answer_id, title, text, source, last_day in rows
        ]

    def drop(self, answer_id: int, now: datetime) -> None:
        self._connection.execute(update(knowledge).where(knowledge.c.id == answer_id).values(dropped_at=now))
