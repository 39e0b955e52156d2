"""The figures of a period, counted by the database: cases, answers, verdicts and promises of those received in it.

Statuses and classes are the plain words of the columns; what each figure means is written in handlers/figures.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    column,
    func,
    not_,
    or_,
    select,
    true,
    values,
)

from storage.cases import IS_DRAFT
from storage.opinions import ONE_PERSON
from storage.tables.base import UtcTime
from storage.tables.cases import cases, dispatches, replies, reports
from storage.tables.suggestions import part_replies

# Not to be answered by a department: gone into another case, elsewhere, or taken back.
_NOT_OWED = ("merged", "rejected", "referred", "withdrawn")
_GOOD = ("satisfied", "basically")


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are included; they are local days of the congress."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of all cases. `stations` are those of a town, or one; what is None does not narrow."""

    stations: tuple[str, ...] | None = None
    department: str | None = None
    category: str | None = None

    def condition(self) -> ColumnElement[bool]:
        wanted: list[ColumnElement[bool]] = [true()]
        if self.stations is not None:
            wanted.append(cases.c.station.in_(self.stations))
        if self.department is not None:
            wanted.append(and_(cases.c.department == self.department, cases.c.sealed.is_(None)))
        if self.category is not None:
            wanted.append(and_(cases.c.category == self.category, cases.c.sealed.is_(None)))
        return and_(*wanted)


WHOLE = Slice()


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """Cases that are owed an answer, and what became of them."""

    owed: int
    answered: int
    on_time: int
    claimed: int
    solved: int
    confirmed: int
    redone: int
    promises_due: int
    promises_kept: int


class Counting:
    """The counts of one period, or of a part of it, within one transaction."""

    def __init__(self, connection: Connection, period: Period, part: Slice = WHOLE) -> None:
        self._connection = connection
        within = cases.c.received_on.between(period.first, period.last)
        self._received = and_(within, part.condition(), not_(IS_DRAFT))
        self._owed = and_(self._received, cases.c.sealed.is_(None), cases.c.status.not_in(_NOT_OWED))
        self._released = self._released_replies()

    def by_status(self) -> Mapping[str, int]:
        query = select(cases.c.status, func.count()).where(self._received).group_by(cases.c.status)
        return {status: int(count) for status, count in self._connection.execute(query)}

    def by_department(self) -> Mapping[str, int]:
        """Where cases are or were last handed to; a sealed case names no department."""
        handed = and_(self._received, cases.c.sealed.is_(None), cases.c.department.is_not(None))
        query = select(cases.c.department, func.count()).where(handed).group_by(cases.c.department)
        return {code: int(count) for code, count in self._connection.execute(query.order_by(cases.c.department))}

    def answers(self, *, today: date, end_of_day: Callable[[date], datetime]) -> AnswerCounts:
        """`end_of_day` is the moment at which a local day is over."""
        conditions, joined = self._answering(today, end_of_day)
        query = select(*(func.count().filter(conditions[field.name]) for field in fields(AnswerCounts)))
        found = self._connection.execute(query.select_from(joined).where(self._owed)).one()
        return AnswerCounts(*(int(count) for count in found))

    def numbers(self, name: str, *, today: date, end_of_day: Callable[[date], datetime]) -> list[tuple[str, str]]:
        """The cases behind one of AnswerCounts: their numbers and titles, the oldest first."""
        conditions, joined = self._answering(today, end_of_day)
        query = select(cases.c.number, cases.c.title).select_from(joined).where(self._owed, conditions[name])
        return [(number, title) for number, title in self._connection.execute(query.order_by(cases.c.id))]

    def rated(self, column_name: str, verdict: str) -> list[tuple[str, str]]:
        """Answered cases of which somebody stands at this verdict."""
        said = select(reports.c.case_id).where(reports.c[column_name] == verdict)
        query = select(cases.c.number, cases.c.title).where(self._owed, cases.c.id.in_(said))
        return [(number, title) for number, title in self._connection.execute(query.order_by(cases.c.id))]

    def groups(self, column_name: str) -> list[str]:
        """The stations, departments or categories that occur in this period."""
        named = cases.c[column_name]
        query = select(named).where(self._received, cases.c.sealed.is_(None), named.is_not(None)).distinct()
        return sorted(self._connection.scalars(query))

    def _answering(
        self, today: date, end_of_day: Callable[[date], datetime]
    ) -> tuple[dict[str, ColumnElement[bool]], FromClause]:
        """What each count asks of a case, and the tables it is asked of."""
        ends = self._ends(end_of_day)
        last, first, said = replies.alias("last"), replies.alias("first"), self._verdicts()
        conditions = _conditions(last.c, said.c, today)
        conditions["on_time"] = and_(last.c.id.is_not(None), self._in_time(first.c, ends))
        joined = (
            cases.outerjoin(self._released, self._released.c.case_id == cases.c.id)
            .outerjoin(first, first.c.id == self._released.c.first_id)
            .outerjoin(last, last.c.id == self._released.c.last_id)
            .outerjoin(said, said.c.case_id == cases.c.id)
        )
        return conditions, joined

    def process_ratings(self) -> Mapping[str, int]:
        """How many raters of answered suggestions stand at each verdict on the process."""
        query = select(reports.c.process, func.count()).where(reports.c.id.in_(self._raters()))
        query = query.where(reports.c.process.is_not(None)).group_by(reports.c.process)
        return {verdict: int(count) for verdict, count in self._connection.execute(query)}

    def _raters(self) -> Select[Any]:
        return (
            select(func.min(reports.c.id))
            .join(self._released, self._released.c.case_id == reports.c.case_id)
            .where(reports.c.rates)
            .group_by(reports.c.case_id, ONE_PERSON)
        )

    def ratings(self) -> Mapping[tuple[str | None, bool], int]:
        """How many raters of answered cases stand at each (verdict, has been told of the answer)."""
        told = reports.c.told_at.is_not(None)
        query = select(reports.c.verdict, told, func.count()).where(reports.c.id.in_(self._raters()))
        query = query.group_by(reports.c.verdict, told)
        return {(verdict, bool(was_told)): int(count) for verdict, was_told, count in self._connection.execute(query)}

    def _released_replies(self) -> Subquery:
        """Of each case the first and the last answer that people were told."""
        query = (
            select(replies.c.case_id, func.min(replies.c.id).label("first_id"), func.max(replies.c.id).label("last_id"))
            .join(cases, cases.c.id == replies.c.case_id)
            .where(self._owed, replies.c.released_at.is_not(None))
        )
        return query.group_by(replies.c.case_id).subquery("released")

    def _verdicts(self) -> Subquery:
        """Of each case how many verdicts stand for and against its answer."""
        query = (
            select(
                reports.c.case_id,
                func.count().filter(reports.c.verdict.in_(_GOOD)).label("good"),
                func.count().filter(reports.c.verdict == "dissatisfied").label("bad"),
            )
            .join(cases, cases.c.id == reports.c.case_id)
            .where(self._owed, reports.c.verdict.is_not(None))
        )
        return query.group_by(reports.c.case_id).subquery("said")

    def _ends(self, end_of_day: Callable[[date], datetime]) -> CTE | None:
        """Each last day that occurs, and the moment it is over: local days are not the database's business."""
        query = (
            select(dispatches.c.reply_due)
            .join(cases, cases.c.id == dispatches.c.case_id)
            .where(self._owed, dispatches.c.is_lead)
            .distinct()
        )
        days = list(self._connection.scalars(query))
        if not days:
            return None
        rows = [(day, end_of_day(day)) for day in days]
        return values(column("due", Date), column("over_at", UtcTime), name="ends").data(rows).cte("ends")

    def _in_time(self, first: Any, ends: CTE | None) -> ColumnElement[bool]:
        """Submitted before the day was over on which the department that had the case owed it; without one never late."""
        if ends is None:
            return true()
        over_at = _lead_at(first.submitted_at, ends)
        in_time = func.coalesce(first.submitted_at < over_at, true())
        return case((_parts().exists(), not_(self._late_parts(ends).exists())), else_=in_time)

    def _late_parts(self, ends: CTE) -> Select[Any]:
        """Of a 分办 each part has a day of its own: the first answer to it that was let through, after that day."""
        own = dispatches.join(ends, ends.c.due == dispatches.c.reply_due)
        found = _parts().join(own, dispatches.c.id == part_replies.c.dispatch_id)
        return found.where(part_replies.c.submitted_at >= ends.c.over_at).correlate_except(
            part_replies, dispatches, ends
        )


def _parts() -> Select[Any]:
    """What the leads of a 分办 answered in the first round, and was not sent back."""
    first_round = (part_replies.c.case_id == cases.c.id) & (part_replies.c.round == 1)
    standing = part_replies.c.sent_back_at.is_(None) & not_(part_replies.c.awaits_sign_off)
    return select(part_replies.c.id).where(first_round, standing).correlate_except(part_replies)


def _lead_at(moment: ColumnElement[datetime], ends: CTE) -> ColumnElement[datetime]:
    """When the last day of the dispatch in force at this moment is over."""
    lead: Select[Any] = (
        select(ends.c.over_at)
        .select_from(dispatches.join(ends, ends.c.due == dispatches.c.reply_due))
        .where(
            dispatches.c.case_id == cases.c.id,
            dispatches.c.is_lead,
            or_(dispatches.c.ended_at.is_(None), dispatches.c.ended_at > moment),
        )
        .order_by(dispatches.c.id)
        .limit(1)
    )
    return lead.correlate_except(dispatches, ends).scalar_subquery()


def _conditions(last: Any, said: Any, today: date) -> dict[str, ColumnElement[bool]]:
    """What each count asks of a case that is owed an answer; `last` is the answer that stands."""
    answered = last.id.is_not(None)
    claimed = and_(answered, or_(last.answer_class == "A", cases.c.promise_kept_at.is_not(None)))
    solved = and_(claimed, func.coalesce(said.bad, 0) == 0)
    promised = and_(answered, last.promised_on <= today)
    return {
        "owed": true(),
        "answered": answered,
        "claimed": claimed,
        "solved": solved,
        "confirmed": and_(solved, said.good > 0),
        "redone": and_(answered, cases.c.round > 1),
        "promises_due": promised,
        "promises_kept": and_(promised, cases.c.promise_kept_at.is_not(None), cases.c.status == "closed"),
    }
