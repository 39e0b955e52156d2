"""签发: where the unit's head answers for its reply, it is submitted only once the head has signed it."""

from handlers import notify, parts
from handlers.casefile import about, meant, take, whole
from handlers.cases import words_of
from handlers.desk import Desk, Turn
from handlers.part_view import is_shared
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import Missing
from handlers.submitting import tell_reviewers
from handlers.words import signing as words
from storage.cases import CaseRow
from storage.handling import DispatchRow, ReplyRow
from storage.parts import PartReplyRow


def sign_off(turn: Turn, desk: Desk) -> None:
    case = meant(turn, desk, Step.SIGN_OFF)
    if is_shared(desk, case):
        _sign_part(turn, desk, case)
        return
    draft = _draft(desk, case, Step.SIGN_OFF)
    take(turn, desk, case, Step.SIGN_OFF, to=Status.REPLY_REVIEW, note=f"{draft.answer_class}类")
    signed = {"awaits_sign_off": False, "signed_by": turn.speaker.person_id, "submitted_at": desk.now}
    desk.store.handling.change_reply(draft.id, signed)
    tell_reviewers(desk, case, draft, whole(desk, case.id, draft.text, person_id=None, why="答复审核"))
    notify.tell_staff(desk, notify.lead_officers(desk, case), words.signed(case.number, case.title), case)
    desk.say(turn, words.signed(case.number, case.title), case_id=case.id)


def refuse_sign_off(turn: Turn, desk: Desk) -> None:
    """不签发 12 理由: the case officer words it anew."""
    case = meant(turn, desk, Step.REFUSE_SIGN_OFF)
    if is_shared(desk, case):
        department = _part_draft(turn, desk, case, Step.REFUSE_SIGN_OFF)[0].department
    else:
        department = _draft(desk, case, Step.REFUSE_SIGN_OFF).department
    reason = words_of(turn, case, Step.REFUSE_SIGN_OFF, "reason")
    take(turn, desk, case, Step.REFUSE_SIGN_OFF, note=reason)
    _drop_draft(turn, desk, case)
    told = words.not_signed(case.number, case.title, reason)
    notify.tell_staff(desk, desk.directory.case_officers(department), told, case)
    desk.say(turn, told, case_id=case.id)


def _draft(desk: Desk, case: CaseRow, step: Step) -> ReplyRow:
    draft = desk.store.handling.draft_of(case.id)
    if draft is None or draft.department != case.department:
        with about(case):
            raise Missing(step=step, what="no_draft")
    return draft


def _drop_draft(turn: Turn, desk: Desk, case: CaseRow) -> None:
    if is_shared(desk, case):
        desk.store.parts.drop_draft(_part_draft(turn, desk, case, Step.REFUSE_SIGN_OFF)[0].id)
    else:
        desk.store.handling.drop_drafts(case.id)


def _sign_part(turn: Turn, desk: Desk, case: CaseRow) -> None:
    row, draft = _part_draft(turn, desk, case, Step.SIGN_OFF)
    parts.sign(turn, desk, case, row, draft)
    officers = desk.directory.case_officers(row.department)
    notify.tell_staff(desk, officers, words.signed(case.number, case.title), case)


def _part_draft(turn: Turn, desk: Desk, case: CaseRow, step: Step) -> tuple[DispatchRow, PartReplyRow]:
    found = parts.draft_of(turn, desk, case)
    if found is None:
        with about(case):
            raise Missing(step=step, what="no_draft")
    return found
