"""The clocks that run on cases: started, moved, ended, and found when somebody is to be reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, insert, not_, select, update
from sqlalchemy.exc import IntegrityError

from storage.rows import columns_of, reader
from storage.tables.cases import cases
from storage.tables.time import clocks, recounts


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One limit that runs, or ran, on a case; see storage/tables/time.py for the columns."""

    id: int
    case_id: int
    name: str
    department: str | None
    starts_on: date
    length: str
    extra: str | None
    extension: str | None
    due_on: date
    is_provisional: bool
    next_at: datetime | None
    ended_at: datetime | None


_COLUMNS = columns_of(clocks, ClockRow)
_read = reader(ClockRow)
_RUNNING = clocks.c.ended_at.is_(None)
# Asked with nearly every step: built once.
_OF_CASE = select(*_COLUMNS).where(clocks.c.case_id == bindparam("case")).order_by(clocks.c.id)
_RUNNING_OF = _OF_CASE.where(_RUNNING)


class Clocks:
    """The book of clocks within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def start(self, values: dict[str, Any]) -> None:
        self._connection.execute(insert(clocks), values)

    def of(self, case_id: int, *, running: bool = True) -> list[ClockRow]:
        """Those that run on a case, oldest first; with running=False those that ran, too."""
        query = _RUNNING_OF if running else _OF_CASE
        return self._all(query, {"case": case_id})

    def change(self, clock_id: int, values: dict[str, Any]) -> None:
        self._connection.execute(update(clocks).where(clocks.c.id == clock_id).values(**values))

    def end(self, clock_ids: Sequence[int], at: datetime) -> None:
        ending = update(clocks).where(clocks.c.id.in_(clock_ids))
        self._connection.execute(ending.values(ended_at=at, next_at=None))

    def ended_at(self, case_id: int, at: datetime) -> list[ClockRow]:
        query = select(*_COLUMNS).where(clocks.c.case_id == case_id, clocks.c.ended_at == at)
        return self._all(query.order_by(clocks.c.id))

    def due(self, now: datetime, *, limit: int) -> list[ClockRow]:
        """Clocks of which somebody is to be reminded by now, the longest waiting first."""
        query = select(*_COLUMNS).where(clocks.c.next_at.is_not(None), clocks.c.next_at <= now)
        return self._all(query.order_by(clocks.c.next_at).limit(limit))

    def without(
        self, name: str, kinds: Sequence[str], statuses: Sequence[str], *, before: date, limit: int
    ) -> list[int]:
        """Cases of these kinds and statuses, received before that day and handed to nobody yet, on which no such clock runs."""
        has_one = select(clocks.c.id).where(clocks.c.case_id == cases.c.id, clocks.c.name == name, _RUNNING).exists()
        waits = and_(cases.c.status.in_(statuses), cases.c.received_on < before, cases.c.dispatched_on.is_(None))
        query = (
            select(cases.c.id).where(cases.c.kind.in_(kinds), waits, not_(has_one)).order_by(cases.c.id).limit(limit)
        )
        return list(self._connection.execute(query).scalars())

    def running_after(self, clock_id: int, *, limit: int) -> list[ClockRow]:
        return self._all(select(*_COLUMNS).where(_RUNNING, clocks.c.id > clock_id).order_by(clocks.c.id).limit(limit))

    # --- how far a calendar was carried --------------------------------------------------------------------------

    def counted_to(self, calendar: str) -> int | None:
        """The last clock that was counted by this calendar; None when all were. The row is held until the end."""
        query = select(recounts).where(recounts.c.calendar == calendar).with_for_update()
        row = self._connection.execute(query).one_or_none() or self._begin(calendar, query)
        return None if row.done_at is not None else int(row.last_id)

    def _begin(self, calendar: str, query: Select[Any]) -> Row[Any]:
        try:
            with self._connection.begin_nested():
                self._connection.execute(delete(recounts).where(recounts.c.calendar != calendar))
                self._connection.execute(insert(recounts), {"calendar": calendar, "last_id": 0})
        except IntegrityError:  # another replica began in the same moment
            pass
        return self._connection.execute(query).one()

    def count_to(self, calendar: str, clock_id: int, done_at: datetime | None) -> None:
        here = update(recounts).where(recounts.c.calendar == calendar)
        self._connection.execute(here.values(last_id=clock_id, done_at=done_at))

    def _all(self, query: Select[Any], values: dict[str, Any] | None = None) -> list[ClockRow]:
        return [_read(row) for row in self._connection.execute(query, values)]
