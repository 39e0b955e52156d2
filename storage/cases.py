"""The cases (办件): numbered, found, moved under the guard of their version."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select, update

from storage.counters import Counters
from storage.insertion import Insertion
from storage.rows import columns_of, reader
from storage.statements import Statement
from storage.tables.cases import cases, dispatches, history, reports


class StaleCase(Exception):
    """Somebody else moved the case first."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as it stands; see storage/tables/cases.py for the columns."""

    id: int
    number: str
    year: int
    seq: int
    kind: str
    status: str
    version: int
    nature: str | None
    category: str | None
    urgency: str
    human_first: bool
    taken_over_by: int | None
    sealed: str | None
    title: str
    summary: str | None
    needs_listening: bool
    station: str | None
    for_commission: bool
    is_entrusted: bool
    department: str | None
    suggested: list[str]
    suggested_words: list[str]
    received_at: datetime
    received_on: date
    dispatched_on: date | None
    dispatched_by: int | None
    reply_due: date | None
    paused_on: date | None
    round: int
    returned_once: bool
    released_at: datetime | None
    promised_on: date | None
    promise_kept_at: datetime | None
    merged_into: int | None
    merged_from_status: str | None
    split_from: int | None
    timer: str | None
    timer_at: datetime | None
    asked: int
    history_count: int
    history_head: str

    @property
    def is_draft(self) -> bool:
        """A suggestion that is still its deputy's own."""
        return self.kind == "suggestion" and self.status == "collecting"


_COLUMNS = columns_of(cases, CaseRow)
_read = reader(CaseRow)
_LAST_NUMBER = Statement("SELECT value FROM counters WHERE name = ?")
_GO_ON = Statement(
    "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_INSERT = Insertion(cases)
_BY_ID = select(*_COLUMNS).where(cases.c.id == bindparam("case_id"))
_BY_NUMBER = select(*_COLUMNS).where(cases.c.year == bindparam("year"), cases.c.seq == bindparam("seq"))


# A suggestion that is still its deputy's own, as a condition.
IS_DRAFT = and_(cases.c.kind == "suggestion", cases.c.status == "collecting")
_HANDED = select(dispatches.c.case_id).where(
    dispatches.c.department == bindparam("whose"), dispatches.c.ended_at.is_(None)
)
_AT_DEPARTMENT = (
    select(*_COLUMNS)
    .where(cases.c.status.in_(bindparam("statuses", expanding=True)), cases.c.id.in_(_HANDED))
    .order_by(cases.c.id)
)


class Cases:
    """The book of cases within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_seq(self, year: int) -> int:
        """The next number of the year's one sequence. Numbers are given inside the transaction: none is lost or doubled."""
        return Counters(self._connection).next(f"case-{year}")

    def last_seq(self, year: int) -> int:
        """0 before the year's first case."""
        row = _LAST_NUMBER.run(self._connection, (f"case-{year}",)).fetchone()
        return 0 if row is None else int(row[0])

    def go_on_from(self, year: int, seq: int) -> None:
        """The year's next case gets this number."""
        _GO_ON.run(self._connection, (f"case-{year}", seq - 1))

    def add(self, values: dict[str, Any]) -> int:
        return _INSERT.run(self._connection, values)

    def find(self, case_id: int) -> CaseRow | None:
        row = self._connection.execute(_BY_ID, {"case_id": case_id}).one_or_none()
        return _read(row) if row else None

    def get(self, case_id: int) -> CaseRow:
        return _read(self._connection.execute(_BY_ID, {"case_id": case_id}).one())

    def hold(self, case_id: int) -> None:
        """Nobody else moves the case until the end of this transaction; whoever is at it now is waited for."""
        self._connection.execute(select(cases.c.id).where(cases.c.id == case_id).with_for_update())

    def find_number(self, year: int, seq: int) -> CaseRow | None:
        row = self._connection.execute(_BY_NUMBER, {"year": year, "seq": seq}).one_or_none()
        return _read(row) if row else None

    def numbers(self, case_ids: Sequence[int]) -> dict[int, str]:
        """The numbers of these cases by their ids."""
        query = select(cases.c.id, cases.c.number).where(cases.c.id.in_(case_ids))
        return {row.id: row.number for row in self._connection.execute(query)}

    def numbered(self, number: str) -> CaseRow | None:
        """The case with this number, written in full."""
        row = self._connection.execute(select(*_COLUMNS).where(cases.c.number == number)).one_or_none()
        return _read(row) if row else None

    def with_seq(self, seq: int) -> list[CaseRow]:
        """Cases of any year with this running number, newest year first."""
        return self._all(select(*_COLUMNS).where(cases.c.seq == seq).order_by(cases.c.year.desc()))

    def change(self, case: CaseRow, values: dict[str, Any]) -> None:
        """Write new values over exactly the version that was read, or StaleCase."""
        statement = (
            update(cases)
            .where(cases.c.id == case.id, cases.c.version == case.version)
            .values(version=case.version + 1, **values)
        )
        if self._connection.execute(statement).rowcount != 1:
            raise StaleCase(case.number)

    def in_status(self, statuses: Sequence[str], *, stations: Sequence[str | None] | None = None) -> list[CaseRow]:
        """Cases in these statuses, oldest first; `stations` may hold None for cases of no station, the commission's apart."""
        query = select(*_COLUMNS).where(cases.c.status.in_(statuses)).order_by(cases.c.id)
        if stations is not None:
            named = [code for code in stations if code is not None]
            allowed = [cases.c.station.in_(named)] + ([cases.c.station.is_(None)] if None in stations else [])
            query = query.where(or_(*allowed), cases.c.for_commission.is_(False))
        return self._all(query)

    def sealed(self, statuses: Sequence[str]) -> list[CaseRow]:
        """受限件 in these statuses, oldest first."""
        return self._all(
            select(*_COLUMNS).where(cases.c.sealed.is_not(None), cases.c.status.in_(statuses)).order_by(cases.c.id)
        )

    def at_department(self, department: str, statuses: Sequence[str]) -> list[CaseRow]:
        """Cases this department leads or co-handles now."""
        return self._all(_AT_DEPARTMENT, {"whose": department, "statuses": list(statuses)})

    def raised_by(self, account_id: int, person_id: int | None, *, limit: int = 50) -> list[CaseRow]:
        """A person's own and supported cases, newest first."""
        mine = reports.c.account_id == account_id
        if person_id is not None:
            mine = or_(mine, reports.c.person_id == person_id)
        query = select(*_COLUMNS).where(cases.c.id.in_(select(reports.c.home_case_id).where(mine)))
        return self._all(query.order_by(cases.c.id.desc()).limit(limit))

    def raised_through(self, person_id: int, *, limit: int = 50) -> list[CaseRow]:
        """What was raised after scanning this deputy's code, newest first."""
        theirs = select(reports.c.home_case_id).where(reports.c.through_id == person_id)
        return self._all(select(*_COLUMNS).where(cases.c.id.in_(theirs)).order_by(cases.c.id.desc()).limit(limit))

    def merged_into(self, case_id: int) -> list[CaseRow]:
        return self._all(select(*_COLUMNS).where(cases.c.merged_into == case_id).order_by(cases.c.id))

    def moved_since(self, day: date, midnight: datetime) -> list[CaseRow]:
        """Cases handed over on this day or answered since its midnight."""
        moved = or_(cases.c.dispatched_on == day, cases.c.released_at >= midnight)
        return self._all(select(*_COLUMNS).where(moved).order_by(cases.c.id))

    def due_timers(self, now: datetime, *, limit: int) -> list[int]:
        """Ids of cases whose timer has come, the longest waiting first."""
        query = select(cases.c.id).where(and_(cases.c.timer_at.is_not(None), cases.c.timer_at <= now))
        return [case_id for (case_id,) in self._connection.execute(query.order_by(cases.c.timer_at).limit(limit))]

    def put_off(self, case_id: int, until: datetime) -> None:
        """A timer that could not be run now."""
        self._connection.execute(update(cases).where(cases.c.id == case_id).values(timer_at=until))

    def move_reply_due(self, case_id: int, before: date, after: date) -> None:
        """A last day that was counted anew; whoever set another one meanwhile knew better."""
        same = (cases.c.id == case_id) & (cases.c.reply_due == before)
        self._connection.execute(update(cases).where(same).values(reply_due=after))

    def move_timer(self, case_id: int, before: datetime, after: datetime) -> None:
        same = (cases.c.id == case_id) & (cases.c.timer_at == before)
        self._connection.execute(update(cases).where(same).values(timer_at=after))

    def rejected_between(self, since: datetime, until: datetime) -> list[tuple[CaseRow, str]]:
        """Cases that were not accepted in this time, and what was written of it."""
        query = (
            select(*_COLUMNS, history.c.note)
            .join(history, history.c.case_id == cases.c.id)
            .where(cases.c.status == "rejected", history.c.to_status == "rejected", history.c.step == "reject")
            .where(history.c.at >= since, history.c.at < until)
        )
        rows = self._connection.execute(query.order_by(cases.c.id)).all()
        return [(CaseRow(*row[:-1]), row[-1] or "") for row in rows]

    def page(
        self, *, status: str | None, department: str | None, kind: str | None, page: int, per_page: int
    ) -> tuple[list[CaseRow], int]:
        """One page of all cases, newest first, and how many there are. A sealed case is not found by its department."""
        wanted = [
            column == value
            for column, value in ((cases.c.status, status), (cases.c.department, department), (cases.c.kind, kind))
            if value is not None
        ]
        if department is not None:
            wanted.append(cases.c.sealed.is_(None))
        total = self._connection.execute(select(func.count()).select_from(cases).where(*wanted)).scalar_one()
        query = select(*_COLUMNS).where(*wanted).order_by(cases.c.id.desc())
        return self._all(query.limit(per_page).offset((page - 1) * per_page)), int(total)

    def _all(self, query: Select[Any], values: dict[str, Any] | None = None) -> list[CaseRow]:
        return [_read(row) for row in self._connection.execute(query, values)]


@dataclass(frozen=True, slots=True)
class Chain:
    """What a case knows of its own history: how many steps there are and the last one's mac."""

    case_id: int
    number: str
    count: int
    head: str


def all_chains(connection: Connection) -> Iterator[Chain]:
    """Every case, for the check of histories."""
    query = select(cases.c.id, cases.c.number, cases.c.history_count, cases.c.history_head).order_by(cases.c.id)
    for row in connection.execute(query).all():
        yield Chain(*row)
