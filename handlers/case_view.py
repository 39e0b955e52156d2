"""A case as programs and pages are shown it: no names, no personal items, and of a sealed case next to nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.rules.case_flow import Status
from handlers.settings import Settings
from storage.cases import CaseRow, Cases
from storage.handling import Handling, ReplyRow
from storage.history import HistoryRow, steps_of
from storage.opinions import Opinions, ReportRow, one_each

SEALED_TITLE = "受限件"
RUNNING = frozenset({Status.DISPATCHED, Status.RETURN_REQUESTED, Status.HANDLING, Status.REDO})


@dataclass(frozen=True, slots=True)
class CaseView:
    """`received_at` is on the congress's own clock; `reporters` counts who raised the matter, supporters apart."""

    number: str
    kind: str
    status: str
    nature: str | None
    category: str | None
    department: str | None
    suggested_departments: tuple[str, ...]
    co_departments: tuple[str, ...]
    urgency: str
    human_first: bool
    title: str
    received_at: datetime
    reply_due: date | None
    is_overdue: bool
    reporters: int
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class StepView:
    at: datetime
    step: str
    actor_role: str
    note: str | None


@dataclass(frozen=True, slots=True)
class ReplyView:
    answer_class: str
    text: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """`by` is `reporter-1` for who raised the matter, `deputy-1` for a supporting deputy."""

    by: str
    verdict: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """`reply` is the answer people were last told, `verdicts` what they now say of it."""

    case: CaseView
    text: str | None
    summary: str | None
    history: tuple[StepView, ...]
    reply: ReplyView | None
    verdicts: tuple[VerdictView, ...]


def views_of(connection: Connection, rows: Sequence[CaseRow], settings: Settings, now: datetime) -> list[CaseView]:
    """Many cases with a handful of questions, however many they are."""
    ids, merged = [row.id for row in rows], [row.id for row in rows if row.merged_into is not None]
    opinions, today = Opinions(connection), settings.local_day(now)
    co_departments = Handling(connection).co_departments(ids)
    reporters = {**opinions.reports_counted(ids), **opinions.reports_counted_at_home(merged)}
    targets = Cases(connection).numbers([row.merged_into for row in rows if row.merged_into is not None])
    views = (
        CaseView(
            number=row.number,
            kind=row.kind,
            status=row.status,
            nature=row.nature,
            category=row.category,
            department=row.department,
            suggested_departments=tuple(row.suggested),
            co_departments=tuple(co_departments.get(row.id, ())),
            urgency=row.urgency,
            human_first=row.human_first,
            title=row.title,
            received_at=settings.local(row.received_at),
            reply_due=row.reply_due,
            is_overdue=is_overdue(row, today),
            reporters=reporters.get(row.id, 0),
            merged_into=None if row.merged_into is None else targets[row.merged_into],
        )
        for row in rows
    )
    return [_under_seal(view) if row.sealed else view for view, row in zip(views, rows, strict=True)]


def _under_seal(view: CaseView) -> CaseView:
    return replace(
        view,
        title=SEALED_TITLE,
        nature=None,
        category=None,
        department=None,
        suggested_departments=(),
        co_departments=(),
    )


def is_overdue(case: CaseRow, today: date) -> bool:
    """The last day has passed and the department has not answered; while its clock stands it passes no further."""
    return case.reply_due is not None and case.status in RUNNING and case.reply_due < (case.paused_on or today)


def detail_of(connection: Connection, row: CaseRow, settings: Settings, now: datetime) -> CaseDetail:
    opinions = Opinions(connection)
    view = views_of(connection, [row], settings, now)[0]
    steps = tuple(_step(step, settings, is_sealed=bool(row.sealed)) for step in steps_of(connection, row.id))
    verdicts = _verdicts(opinions.reports_of(row.id), settings)
    if row.sealed or row.is_draft:
        return CaseDetail(view, None, None, steps, None, verdicts)
    reply = Handling(connection).released_reply(row.id)
    text = "\n".join(piece.text for piece in opinions.fragments_of(row.id) if piece.text)
    return CaseDetail(view, text, row.summary, steps, _reply(reply), verdicts)


def _step(step: HistoryRow, settings: Settings, *, is_sealed: bool) -> StepView:
    return StepView(settings.local(step.at), step.step, step.actor_role, None if is_sealed else step.note)


def _reply(reply: ReplyRow | None) -> ReplyView | None:
    return ReplyView(reply.answer_class, reply.text) if reply else None


def _verdicts(reports: Sequence[ReportRow], settings: Settings) -> tuple[VerdictView, ...]:
    """Everybody keeps the number of their place among reporters or supporters, whether they have rated or not."""
    found, places = [], {True: 0, False: 0}
    for report in one_each(reports):
        places[report.is_supporter] += 1
        if report.verdict is not None and report.verdict_at is not None:
            by = f"{'deputy' if report.is_supporter else 'reporter'}-{places[report.is_supporter]}"
            found.append(VerdictView(by, report.verdict, settings.local(report.verdict_at)))
    return tuple(found)
