"""What departments were asked and answered, and what people said of the answers: dispatches, replies, verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from storage.rows import columns_of, reader
from storage.tables.cases import cases, dispatches, replies, verdicts


@dataclass(frozen=True, slots=True)
class DispatchRow:
    id: int
    case_id: int
    department: str
    is_lead: bool
    dispatched_on: date
    dispatched_by: int | None
    reply_due: date
    accepted_at: datetime | None
    ended_at: datetime | None
    return_reason: str | None
    return_proposed: str | None
    opinion: str | None
    part: str | None
    is_final: bool


@dataclass(frozen=True, slots=True)
class ReplyRow:
    id: int
    case_id: int
    round: int
    answer_class: str
    text: str
    promised_on: date | None
    department: str
    submitted_by: int | None
    submitted_at: datetime
    released_at: datetime | None
    sent_back_at: datetime | None


@dataclass(frozen=True, slots=True)
class VerdictRow:
    case_id: int
    round: int
    report_id: int
    verdict: str
    process: str | None
    reason: str
    at: datetime


_read_dispatch = reader(DispatchRow)
_read_reply = reader(ReplyRow)
_read_verdict = reader(VerdictRow)


# Asked with nearly every step: built once.
_EVER = (
    select(*columns_of(dispatches, DispatchRow))
    .where(dispatches.c.case_id == bindparam("case_id"))
    .order_by(dispatches.c.is_lead.desc(), dispatches.c.id)
)
_STANDING = _EVER.where(dispatches.c.ended_at.is_(None))


class Handling:
    """The book of dispatches, replies and verdicts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hand_over(self, rows: Sequence[dict[str, Any]]) -> None:
        self._connection.execute(insert(dispatches), list(rows))

    def dispatches_of(self, case_id: int, *, standing: bool = True) -> list[DispatchRow]:
        """The departments that have the case now, lead first; with standing=False also those that had it."""
        query = _STANDING if standing else _EVER
        return [_read_dispatch(row) for row in self._connection.execute(query, {"case_id": case_id})]

    def co_departments(self, case_ids: Sequence[int]) -> dict[int, list[str]]:
        """Of each case the departments that have it beside its first: 协办, and the other leads of a 分办."""
        query = (
            select(dispatches.c.case_id, dispatches.c.department)
            .join(cases, cases.c.id == dispatches.c.case_id)
            .where(dispatches.c.case_id.in_(case_ids), dispatches.c.ended_at.is_(None))
            .where(or_(dispatches.c.is_lead.is_(False), dispatches.c.department != cases.c.department))
        )
        found: dict[int, list[str]] = {}
        for case_id, department in self._connection.execute(query.order_by(dispatches.c.id)):
            found.setdefault(case_id, []).append(department)
        return found

    def change_dispatch(self, dispatch_id: int, values: dict[str, Any]) -> None:
        self._connection.execute(update(dispatches).where(dispatches.c.id == dispatch_id).values(**values))

    def move_due(self, case_id: int, department: str, before: date, after: date) -> None:
        """The last day of a standing dispatch, counted anew."""
        same = (
            (dispatches.c.case_id == case_id)
            & (dispatches.c.department == department)
            & (dispatches.c.reply_due == before)
            & dispatches.c.ended_at.is_(None)
        )
        self._connection.execute(update(dispatches).where(same).values(reply_due=after))

    def end_dispatches(self, case_id: int, at: datetime) -> None:
        open_rows = (dispatches.c.case_id == case_id) & dispatches.c.ended_at.is_(None)
        self._connection.execute(update(dispatches).where(open_rows).values(ended_at=at))

    def add_reply(self, values: dict[str, Any]) -> None:
        self._connection.execute(insert(replies), values)

    def drop_reply(self, reply_id: int) -> None:
        self._connection.execute(delete(replies).where(replies.c.id == reply_id))

    def drop_drafts(self, case_id: int) -> None:
        """A new wording takes the place of one that was not signed."""
        drafts = (replies.c.case_id == case_id) & replies.c.awaits_sign_off
        self._connection.execute(delete(replies).where(drafts))

    def draft_of(self, case_id: int) -> ReplyRow | None:
        query = select(*columns_of(replies, ReplyRow)).where(replies.c.case_id == case_id, replies.c.awaits_sign_off)
        row = self._connection.execute(query.order_by(replies.c.id.desc()).limit(1)).one_or_none()
        return _read_reply(row) if row else None

    def latest_reply(self, case_id: int) -> ReplyRow | None:
        query = select(*columns_of(replies, ReplyRow)).where(replies.c.case_id == case_id)
        row = self._connection.execute(query.order_by(replies.c.id.desc()).limit(1)).one_or_none()
        return _read_reply(row) if row else None

    def replies_of(self, case_id: int) -> list[ReplyRow]:
        query = select(*columns_of(replies, ReplyRow)).where(replies.c.case_id == case_id).order_by(replies.c.id)
        return [_read_reply(row) for row in self._connection.execute(query)]

    def released_reply(self, case_id: int) -> ReplyRow | None:
        """The reply the reporters were last told."""
        query = select(*columns_of(replies, ReplyRow)).where(
            replies.c.case_id == case_id, replies.c.released_at.is_not(None)
        )
        row = self._connection.execute(query.order_by(replies.c.id.desc()).limit(1)).one_or_none()
        return _read_reply(row) if row else None

    def change_reply(self, reply_id: int, values: dict[str, Any]) -> None:
        self._connection.execute(update(replies).where(replies.c.id == reply_id).values(**values))

    def put_verdict(self, values: dict[str, Any]) -> None:
        """One verdict a person and round; a changed mind replaces it."""
        same = (
            (verdicts.c.case_id == values["case_id"])
            & (verdicts.c.round == values["round"])
            & (verdicts.c.report_id == values["report_id"])
        )
        self._connection.execute(delete(verdicts).where(same))
        self._connection.execute(insert(verdicts), values)

    def verdicts_of(self, case_id: int) -> list[VerdictRow]:
        query = select(*columns_of(verdicts, VerdictRow)).where(verdicts.c.case_id == case_id).order_by(verdicts.c.id)
        return [_read_verdict(row) for row in self._connection.execute(query)]
