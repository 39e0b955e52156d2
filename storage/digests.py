"""What a digest says, counted by the database: what waits, what is late, what came in, what people were not satisfied with.

Sealed cases and drafts of suggestions are in none of it. `scope` narrows it to a station or a department; without one it is the whole congress.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select, true

from storage.cases import IS_DRAFT, CaseRow
from storage.rows import columns_of, reader
from storage.tables.cases import cases, dispatches, reports, verdicts
from storage.tables.suggestions import suggestions
from storage.tables.time import clocks

_RUNNING = ("dispatched", "return_requested", "handling", "redo")
# At a department: handed over, and not answered yet.
IN_HAND = (*_RUNNING, "reply_review")
_read = reader(CaseRow)
_COLUMNS = columns_of(cases, CaseRow)


@dataclass(frozen=True, slots=True)
class Scope:
    """`stations` may hold None for cases of no station; a department has what it leads or co-handles."""

    stations: tuple[str | None, ...] | None = None
    department: str | None = None

    def condition(self) -> ColumnElement[bool]:
        wanted: list[ColumnElement[bool]] = [cases.c.sealed.is_(None), not_(IS_DRAFT)]
        if self.stations is not None:
            named = cases.c.station.in_([code for code in self.stations if code])
            wanted.append(or_(named, cases.c.station.is_(None)) if None in self.stations else named)
            wanted.append(cases.c.for_commission.is_(False))
        if self.department is not None:
            handed = select(dispatches.c.case_id).where(
                dispatches.c.department == self.department, dispatches.c.ended_at.is_(None)
            )
            wanted.append(cases.c.id.in_(handed))
        return and_(*wanted)


def _of(kind: str | None) -> ColumnElement[bool]:
    return cases.c.kind == kind if kind is not None else true()


class Digests:
    """Counts and short lists of one scope within one transaction."""

    def __init__(self, connection: Connection, scope: Scope) -> None:
        self._connection = connection
        self._scope = scope.condition()

    def waiting(self, statuses: Sequence[str], kind: str | None = None) -> Mapping[str, int]:
        wanted = and_(self._scope, cases.c.status.in_(statuses), _of(kind))
        query = select(cases.c.status, func.count()).where(wanted)
        return {status: int(count) for status, count in self._connection.execute(query.group_by(cases.c.status))}

    def entrusted(self) -> int:
        """Orders that wait for the supervision office to hand them on."""
        wanted = and_(self._scope, cases.c.status == "to_dispatch", cases.c.is_entrusted)
        return int(self._connection.execute(select(func.count()).select_from(cases).where(wanted)).scalar_one())

    def overdue(self, today: date, *, limit: int) -> tuple[int, list[CaseRow]]:
        """How many, and those that are late longest."""
        late = and_(self._scope, cases.c.status.in_(_RUNNING), cases.c.reply_due < today)
        return self._counted(late, limit)

    def received_by(self, last: date, statuses: Sequence[str], *, kind: str, limit: int) -> tuple[int, list[CaseRow]]:
        """Cases of a kind received on or before this day that are still in these statuses, the oldest first."""
        old = and_(self._scope, _of(kind), cases.c.status.in_(statuses), cases.c.received_on <= last)
        return self._counted(old, limit, order=cases.c.received_on)

    def due_by(self, today: date, last: date, *, limit: int) -> tuple[int, list[CaseRow]]:
        """Last days from today to `last`, both included."""
        soon = and_(self._scope, cases.c.status.in_(_RUNNING), cases.c.reply_due.between(today, last))
        return self._counted(soon, limit)

    def promises_by(self, last: date, *, limit: int) -> tuple[int, list[CaseRow]]:
        """Promises not yet confirmed whose day has come or comes by then."""
        due = and_(self._scope, cases.c.status == "follow_up", cases.c.promised_on <= last)
        return self._counted(due, limit, order=cases.c.promised_on)

    def late_contacts(self, today: date, *, limit: int) -> tuple[int, list[CaseRow]]:
        """首次联系代表: suggestions of which a department has let the day pass without a word to their deputies."""
        late = select(clocks.c.case_id).where(
            clocks.c.name == "first_contact", clocks.c.ended_at.is_(None), clocks.c.due_on < today
        )
        return self._counted(and_(self._scope, cases.c.id.in_(late)), limit)

    def key_suggestions(self) -> int:
        """重点督办 that are still at a department."""
        marked = select(suggestions.c.case_id).where(suggestions.c.is_key)
        wanted = and_(self._scope, cases.c.status.in_(IN_HAND), cases.c.id.in_(marked))
        return int(self._connection.execute(select(func.count()).select_from(cases).where(wanted)).scalar_one())

    def received(self, first: date, last: date, kind: str | None = None) -> int:
        """条: every case received in these days, merged ones too."""
        query = select(func.count()).where(self._scope, cases.c.received_on.between(first, last), _of(kind))
        return int(self._connection.execute(query.select_from(cases)).scalar_one())

    def dissatisfied(self, since: datetime, until: datetime, *, limit: int) -> tuple[int, list[CaseRow]]:
        """Cases of which somebody said 不满意 in this time."""
        said = select(verdicts.c.case_id).where(
            verdicts.c.verdict == "dissatisfied", verdicts.c.at >= since, verdicts.c.at < until
        )
        return self._counted(and_(self._scope, cases.c.id.in_(said)), limit, order=cases.c.id)

    def answered(self, since: datetime, until: datetime, kind: str | None = None) -> int:
        released = and_(cases.c.released_at >= since, cases.c.released_at < until)
        query = select(func.count()).where(self._scope, released, _of(kind))
        return int(self._connection.execute(query.select_from(cases)).scalar_one())

    def not_reached(self) -> int:
        """未送达: answered cases of which somebody could not be told."""
        told = select(reports.c.case_id).where(reports.c.told_failed)
        query = select(func.count()).where(self._scope, cases.c.status == "replied", cases.c.id.in_(told))
        return int(self._connection.execute(query.select_from(cases)).scalar_one())

    def categories(self, first: date, last: date) -> Mapping[str, int]:
        """How many were received of each category in these days."""
        query = (
            select(cases.c.category, func.count())
            .where(self._scope, cases.c.received_on.between(first, last), cases.c.category.is_not(None))
            .group_by(cases.c.category)
        )
        return {category: int(count) for category, count in self._connection.execute(query)}

    def _counted(
        self, wanted: ColumnElement[bool], limit: int, *, order: ColumnElement[object] | None = None
    ) -> tuple[int, list[CaseRow]]:
        by = cases.c.reply_due if order is None else order
        rows = self._connection.execute(select(*_COLUMNS).where(wanted).order_by(by, cases.c.id).limit(limit))
        found = [_read(row) for row in rows]
        if len(found) < limit:
            return len(found), found
        return int(self._connection.execute(select(func.count()).select_from(cases).where(wanted)).scalar_one()), found
