"""A new case goes on file: its number, who raised it, what was said, and the first step of its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.desk import Desk
from handlers.pieces import Piece, add_fragment
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.commands import format_number
from handlers.rules.viewing import given
from storage.history import Entry


@dataclass(frozen=True, slots=True)
class Opened:
    """A case just written down; `values` are its columns."""

    id: int
    number: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who raised it, from which account, and through which deputy's code."""

    account_id: int
    person_id: int | None
    role: Role
    through_id: int | None = None


@dataclass(frozen=True, slots=True)
class First:
    """The step that opens the case, and who took it."""

    step: Step
    role: Role
    person_id: int | None
    account_id: int | None
    note: str = ""


def put_on_file(
    desk: Desk, piece: Piece, columns: dict[str, Any], first: First, reporters: Sequence[Reporter]
) -> Opened:
    """`columns` are those that differ from a new case's."""
    values = _new_case(desk, piece) | columns
    entry = Entry(
        desk.now, first.step, None, values["status"], first.role, first.person_id, first.account_id, first.note
    )
    row = desk.store.history.chained(values["number"], 1, "", entry)
    case_id = desk.store.cases.add(values | {"history_head": row["mac"]})
    reports = [_add_report(desk, case_id, reporter) for reporter in reporters]
    add_fragment(desk, piece, case_id, reports[0])
    desk.store.history.add(case_id, row)
    if piece.items:
        on_purpose = given(piece.said, piece.items)
        desk.store.vault.put(case_id, reporters[0].account_id, piece.kept_items, desk.now, given=on_purpose)
    return Opened(case_id, values["number"], values)


def _new_case(desk: Desk, piece: Piece) -> dict[str, Any]:
    day = desk.settings.local_day(desk.now)
    seq = desk.store.cases.next_seq(day.year)
    return {
        "number": format_number(day.year, seq),
        "year": day.year,
        "seq": seq,
        "kind": "opinion",
        "status": Status.REVIEW.value,
        "needs_listening": piece.is_sound,
        "human_first": False,
        "sealed": None,
        "received_at": desk.now,
        "received_on": day,
        "asked": 0,
        "history_count": 1,
        "timer": None,
        "timer_at": None,
    }


def _add_report(desk: Desk, case_id: int, reporter: Reporter) -> int:
    return desk.store.opinions.add_report(
        {
            "case_id": case_id,
            "home_case_id": case_id,
            "account_id": reporter.account_id,
            "person_id": reporter.person_id,
            "through_id": reporter.through_id,
            "role": reporter.role.value,
            "reported_at": desk.now,
            "last_fragment_at": desk.now,
        }
    )
