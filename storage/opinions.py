"""Who raised a case and what they wrote, piece by piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from storage.insertion import Insertion
from storage.rows import columns_of, reader
from storage.statements import Statement, read_time
from storage.tables.cases import cases, fragments, reports


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One reporter or supporter of a case."""

    id: int
    case_id: int
    home_case_id: int
    account_id: int
    person_id: int | None
    through_id: int | None
    role: str
    is_supporter: bool
    reported_at: datetime
    last_fragment_at: datetime
    told_at: datetime | None
    told_failed: bool
    reminded_at: datetime | None
    unasked: int
    rates: bool
    verdict: str | None
    process: str | None
    verdict_at: datetime | None


@dataclass(frozen=True, slots=True)
class FragmentRow:
    """One piece of what was sent; `media` lists {"kind"} of what came with it."""

    id: int
    case_id: int
    report_id: int | None
    kind: str
    text: str
    media: list[dict[str, str]]
    recognised: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class LatestReport:
    """The sender's latest report and where its case stands: what the next message may belong to."""

    report_id: int
    case_id: int
    status: str
    last_fragment_at: datetime


_REPORT_COLUMNS = columns_of(reports, ReportRow)
_FRAGMENT_COLUMNS = columns_of(fragments, FragmentRow)
# Somebody who wrote through two accounts, or to two cases that became one, is one person.
ONE_PERSON = func.coalesce(reports.c.person_id, -reports.c.account_id)
_read_report = reader(ReportRow)
_read_fragment = reader(FragmentRow)
# Asked with nearly every message and step: built once. Somebody who is not of the directory has no person to be known by.
_SELECT_REPORT = select(*_REPORT_COLUMNS).order_by(reports.c.id)
_OF_CASE = reports.c.case_id == bindparam("case_id")
_HOME = reports.c.home_case_id == bindparam("case_id")
_THEIRS = or_(reports.c.account_id == bindparam("account_id"), reports.c.person_id == bindparam("person_id"))
_REPORTS_OF = _SELECT_REPORT.where(_OF_CASE)
_OWN_REPORT = _SELECT_REPORT.where(_HOME, _THEIRS).limit(1)
_ANY_REPORT = _SELECT_REPORT.where(_OF_CASE, _THEIRS).limit(1)
_CAME_THROUGH = (
    select(reports.c.id).where(reports.c.through_id == bindparam("person_id"), or_(_OF_CASE, _HOME)).limit(1)
)
_INSERT_REPORT = Insertion(reports)
_INSERT_FRAGMENT = Insertion(fragments)
_TOUCH = update(reports).where(reports.c.id == bindparam("report_id")).values(last_fragment_at=bindparam("fragment_at"))
_LATEST = Statement(
    "SELECT reports.id, case_id, status, last_fragment_at FROM reports JOIN cases ON cases.id = case_id"
    " WHERE account_id = ? AND NOT is_supporter AND kind = 'opinion' ORDER BY last_fragment_at DESC, reports.id DESC LIMIT 1"
)
_IN_DANGER = Statement(
    "SELECT 1 FROM reports JOIN cases ON cases.id = case_id"
    " WHERE account_id = ? AND sealed = 'crisis' AND status <> 'closed' LIMIT 1"
)


def one_each(rows: Sequence[ReportRow]) -> list[ReportRow]:
    """The first report of each person, in their order."""
    found: dict[int, ReportRow] = {}
    for row in rows:
        found.setdefault(row.person_id or -row.account_id, row)
    return list(found.values())


class Opinions:
    """The book of reports and their fragments within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self, account_id: int) -> LatestReport | None:
        row = _LATEST.run(self._connection, (account_id,)).fetchone()
        return LatestReport(row[0], row[1], row[2], read_time(row[3])) if row else None

    def is_in_danger(self, account_id: int) -> bool:
        """Somebody of whom it is not known that the danger is over."""
        return _IN_DANGER.run(self._connection, (account_id,)).fetchone() is not None

    def add_report(self, values: dict[str, Any]) -> int:
        return _INSERT_REPORT.run(self._connection, values)

    def add_fragment(self, values: dict[str, Any]) -> int:
        return _INSERT_FRAGMENT.run(self._connection, values)

    def recognise(self, fragment_id: int, text: str) -> None:
        """What was said in a recording, personal items cut out."""
        mine = update(fragments).where(fragments.c.id == fragment_id, fragments.c.text == "")
        self._connection.execute(mine.values(text=text, recognised=True))

    def move_files(self, piece: FragmentRow, case_id: int, report_id: int | None) -> int:
        """Pictures and recordings of a piece go to another case; words that came with them stay where they were said.

        The piece that has them now.
        """
        theirs = {"case_id": case_id, "report_id": report_id}
        mine = update(fragments).where(fragments.c.id == piece.id)
        if not piece.text:
            self._connection.execute(mine.values(**theirs))
            return piece.id
        moved = self.add_fragment(
            {
                **theirs,
                "kind": piece.media[0]["kind"],
                "text": "",
                "media": piece.media,
                "recognised": False,
                "at": piece.at,
            }
        )
        self._connection.execute(mine.values(media=[]))
        return moved

    def reword(self, case_id: int, text: str) -> None:
        """A draft is written anew; nobody else has read it."""
        self._connection.execute(update(fragments).where(fragments.c.case_id == case_id).values(text=text))

    def drop_report(self, report_id: int) -> None:
        """Who does not stand under a suggestion any more."""
        self._connection.execute(delete(reports).where(reports.c.id == report_id))

    def touch(self, report_id: int, at: datetime) -> None:
        self._connection.execute(_TOUCH, {"report_id": report_id, "fragment_at": at})

    def reports_of(self, case_id: int) -> list[ReportRow]:
        """Everyone who raised or supports this case now, those of merged cases too."""
        return [_read_report(row) for row in self._connection.execute(_REPORTS_OF, {"case_id": case_id})]

    def reports_counted(self, case_ids: Sequence[int]) -> dict[int, int]:
        """How many people raised each case; supporters do not count."""
        query = (
            select(reports.c.case_id, func.count(ONE_PERSON.distinct()))
            .where(reports.c.case_id.in_(case_ids), reports.c.is_supporter.is_(False))
            .group_by(reports.c.case_id)
        )
        return {case_id: int(count) for case_id, count in self._connection.execute(query)}

    def reports_counted_at_home(self, case_ids: Sequence[int]) -> dict[int, int]:
        """How many raised each case before it went into another; supporters do not count."""
        query = (
            select(reports.c.home_case_id, func.count(ONE_PERSON.distinct()))
            .where(reports.c.home_case_id.in_(case_ids), reports.c.is_supporter.is_(False))
            .group_by(reports.c.home_case_id)
        )
        return {case_id: int(count) for case_id, count in self._connection.execute(query)}

    def came_through(self, case_id: int, person_id: int) -> bool:
        """Whether somebody raised the case after scanning this deputy's code; a merged case's reporters stay its own."""
        values = {"case_id": case_id, "person_id": person_id}
        return self._connection.execute(_CAME_THROUGH, values).first() is not None

    def report_of(self, home_case_id: int, account_id: int, person_id: int | None) -> ReportRow | None:
        """This person's report of the case they wrote to, through whichever account."""
        values = {"case_id": home_case_id, "account_id": account_id, "person_id": person_id}
        row = self._connection.execute(_OWN_REPORT, values).one_or_none()
        return _read_report(row) if row else None

    def report_of_any(self, case_id: int, account_id: int, person_id: int | None) -> ReportRow | None:
        """This person's report that now belongs to the case, whichever case they wrote to."""
        values = {"case_id": case_id, "account_id": account_id, "person_id": person_id}
        row = self._connection.execute(_ANY_REPORT, values).one_or_none()
        return _read_report(row) if row else None

    def report(self, report_id: int) -> ReportRow | None:
        row = self._connection.execute(select(*_REPORT_COLUMNS).where(reports.c.id == report_id)).one_or_none()
        return _read_report(row) if row else None

    def waiting_verdicts(self, account_id: int, person_id: int | None) -> list[ReportRow]:
        """Reports of this person whose case waits for a rating, newest reply first; rated ones too (they may change it).

        One a case, the earliest: somebody may have written to two cases that became one.
        """
        mine = reports.c.account_id == account_id
        if person_id is not None:
            mine = or_(mine, reports.c.person_id == person_id)
        query = (
            select(*_REPORT_COLUMNS)
            .join(cases, cases.c.id == reports.c.case_id)
            .where(mine, cases.c.status == "replied", reports.c.rates)
            .order_by(cases.c.released_at.desc(), reports.c.id)
        )
        waiting = [_read_report(row) for row in self._connection.execute(query)]
        return list({row.case_id: row for row in reversed(waiting)}.values())[::-1]

    def change_report(self, report_id: int, values: dict[str, Any]) -> None:
        self._connection.execute(update(reports).where(reports.c.id == report_id).values(**values))

    def told_unasked(self, report_id: int) -> None:
        self.change_report(report_id, {"unasked": reports.c.unasked + 1})

    def not_reached(self, case_ids: Sequence[int]) -> dict[int, int]:
        """How many of each case the answer has not reached so far (未送达)."""
        if not case_ids:
            return {}
        query = (
            select(reports.c.case_id, func.count(ONE_PERSON.distinct()))
            .where(reports.c.case_id.in_(case_ids), reports.c.told_failed, reports.c.told_at.is_(None))
            .group_by(reports.c.case_id)
        )
        return {case_id: int(count) for case_id, count in self._connection.execute(query)}

    def new_round(self, case_id: int) -> None:
        """A new reply: nobody has been told of it and nobody has rated it."""
        nothing = ("told_at", "reminded_at", "verdict", "process", "verdict_at")
        values = {**dict.fromkeys(nothing), "told_failed": False}
        self._connection.execute(update(reports).where(reports.c.case_id == case_id).values(**values))

    def move_reports(self, from_case: int, to_case: int) -> None:
        """Merging: the reporters of one case hear about the other from now on."""
        self._connection.execute(update(reports).where(reports.c.case_id == from_case).values(case_id=to_case))

    def take_home(self, home_case: int, to_case: int) -> None:
        """Undo of a merge: who wrote to one case belongs to it again, or to the one it went into before."""
        self._connection.execute(update(reports).where(reports.c.home_case_id == home_case).values(case_id=to_case))

    def fragments_of(self, case_id: int) -> list[FragmentRow]:
        query = select(*_FRAGMENT_COLUMNS).where(fragments.c.case_id == case_id).order_by(fragments.c.id)
        return [_read_fragment(row) for row in self._connection.execute(query)]
