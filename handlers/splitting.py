"""拆分: several matters told in one breath are handled each by itself; the first keeps the number they were given."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers import notify
from handlers.announcing import announce
from handlers.casefile import about, actor_of, facts_of, meant, take, text_of
from handlers.desk import Desk, Turn
from handlers.drafting import split_draft
from handlers.filing import First, Opened, Reporter, put_on_file
from handlers.pieces import Piece, columns_of_words, place_of_complaint
from handlers.rules import access
from handlers.rules.case_flow import Role, Status, Step, advance
from handlers.rules.errors import Missing
from handlers.rules.look_first import look
from handlers.rules.numerals import plain
from handlers.rules.shown_matters import Sent, goes_with
from handlers.rules.speech import hear
from handlers.words import splitting as words
from storage.cases import CaseRow
from storage.opinions import ReportRow

_FILES = re.compile(r"照片|图片|视频|语音|录音")
# After the preview a reporter may split for so long.
_ALLOWED = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Parts:
    """What stays with the number, and each matter that gets one of its own. `all_files` go with the first of these."""

    stays: tuple[str, ...]
    goes: tuple[str, ...]
    all_files: bool = False


def split(turn: Turn, desk: Desk) -> None:
    """拆分 12: every further matter goes; 拆分 12 2: the second alone; 拆分 12 2 照片: all pictures with it."""
    case = meant(turn, desk, Step.SPLIT)
    if case.kind == "suggestion":
        split_draft(turn, desk, case)
        return
    with about(case):
        _check_allowed(turn, desk, case)
        parts = _parts(turn, desk, case)
    opened = [_put(desk, case, part) for part in parts.goes]
    files_went = _hand_over_files(desk, case, parts, opened)
    numbers = [one.number for one in opened]
    after = take(
        turn, desk, case, Step.SPLIT, note="、".join(numbers), changes=_remaining(desk, case, "；".join(parts.stays))
    )
    every = [(case.number, after.title), *((one.number, one.values["title"]) for one in opened)]
    desk.say(turn, words.split(every, files_went=files_went), case_id=case.id)
    told = words.split_for_reporter(every)
    notify.tell_reporters(desk, case, told, except_account=turn.speaker.account_id, worth_a_call=False)
    for one, part in zip(opened, parts.goes, strict=True):
        announce(desk, one.number, one.id, part, one.values, except_person=turn.speaker.person_id)
    clerks = notify.clerks_of(desk, after)
    notify.tell_staff(desk, clerks, words.split_for_staff(every), after, except_person=turn.speaker.person_id)


def _check_allowed(turn: Turn, desk: Desk, case: CaseRow) -> None:
    """Before anything is opened: whose it is, where it stands, and how long ago it was told."""
    access.acting_role(actor_of(turn.speaker), Step.SPLIT, facts_of(desk, turn.speaker, case))
    advance(Status(case.status), Step.SPLIT)
    if turn.speaker.roles & notify.CLERKS:
        return
    own = desk.store.opinions.report_of(case.id, turn.speaker.account_id, turn.speaker.person_id)
    if own is not None and desk.now - own.last_fragment_at > _ALLOWED:
        raise Missing(step=Step.SPLIT, what="split_late")


def _parts(turn: Turn, desk: Desk, case: CaseRow) -> Parts:
    matters = () if case.sealed else hear(text_of(desk, case.id), desk.directory.gazetteer).matters
    if len(matters) < 2:
        raise Missing(step=Step.SPLIT, what="split_nothing")
    said = re.findall(r"[0-9]+", plain(turn.command.rest if turn.command else ""))
    chosen = {int(one) - 1 for one in said} or set(range(1, len(matters)))
    goes = [matter for index, matter in enumerate(matters) if index in chosen]
    stays = [matter for index, matter in enumerate(matters) if index not in chosen]
    if not chosen <= set(range(len(matters))) or not stays:
        raise Missing(step=Step.SPLIT, what="split_which", detail=str(len(matters)))
    return Parts(
        tuple(stays), tuple(goes), all_files=_FILES.search(turn.command.rest if turn.command else "") is not None
    )


def _remaining(desk: Desk, case: CaseRow, text: str) -> dict[str, Any]:
    """What the case is now about. What was written stays as it is; departments see the part that is left."""
    learnt = columns_of_words(desk, text, case.station)
    return {"summary": text} | {
        name: learnt[name] for name in ("title", "nature", "category", "suggested", "suggested_words")
    }


def _put(desk: Desk, case: CaseRow, text: str) -> Opened:
    """A matter of its own, raised by the same people at the same time."""
    raised = [row for row in desk.store.opinions.reports_of(case.id) if row.home_case_id == case.id]
    reporters = [_reporter(row) for row in raised if not row.is_supporter]
    by = reporters[0]
    first = First(Step.REPORT, by.role, by.person_id, by.account_id, words.split_from(case.number))
    piece = Piece("text", text, text, (), hear(text, desk.directory.gazetteer))
    opened = put_on_file(desk, piece, _columns(desk, case, text), first, reporters)
    for item in desk.store.vault.items_of(case.id):
        if item.placeholder in text:
            kept = (item.kind, item.placeholder, item.value)
            given = {item.placeholder} if item.is_given else set()
            desk.store.vault.put(opened.id, item.account_id, [kept], desk.now, given=given)
    return opened


def _hand_over_files(desk: Desk, case: CaseRow, parts: Parts, opened: list[Opened]) -> bool:
    """A picture goes with the matter it was sent with; or all do, where the clerk says so."""
    pieces = desk.store.opinions.fragments_of(case.id)
    sent = [Sent(piece.report_id, piece.text, bool(piece.media)) for piece in pieces]
    goes = goes_with(sent, parts.stays, parts.goes)
    if parts.all_files:
        goes = {place: goes.get(place, 0) for place, piece in enumerate(sent) if piece.has_files}
    account_of = {row.id: row.account_id for row in desk.store.opinions.reports_of(case.id)}
    for place, which in goes.items():
        piece, target = pieces[place], opened[which].id
        reports = {row.account_id: row.id for row in desk.store.opinions.reports_of(target)}
        report = reports.get(account_of.get(piece.report_id or 0, 0))
        desk.store.media.move(piece.id, desk.store.opinions.move_files(piece, target, report))
    return bool(goes)


def _reporter(row: ReportRow) -> Reporter:
    return Reporter(row.account_id, row.person_id, Role(row.role), row.through_id)


def _columns(desk: Desk, case: CaseRow, text: str) -> dict[str, Any]:
    looks = look(text)
    changes: dict[str, Any] = {
        "kind": case.kind,
        "split_from": case.id,
        "received_at": case.received_at,
        "received_on": case.received_on,
        "human_first": bool(looks),
        "taken_over_by": case.taken_over_by if looks else None,
    }
    if any(one.threatens_life for one in looks):
        changes["urgency"] = "critical"
    station = desk.directory.station_named_in(text) or case.station
    return columns_of_words(desk, text, station) | place_of_complaint(text) | changes
