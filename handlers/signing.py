"""签发: where the unit's head answers for its reply, it is submitted only once the head has signed it."""

from handlers import notify
from handlers.buttons import case_facts, for_reviewer
from handlers.casefile import about, meant, take, whole
from handlers.cases import words_of
from handlers.desk import Desk, Turn
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import Missing
from handlers.suggestion_view import talk_line
from handlers.words import signing as words
from storage.cases import CaseRow
from storage.handling import ReplyRow


def needs_sign_off(desk: Desk, case: CaseRow) -> bool:
    """A unit whose head is not in the directory signs on paper."""
    return desk.settings.unit_sign_off and bool(case.department and desk.directory.unit_heads(case.department))


def ask_for_signature(turn: Turn, desk: Desk, case: CaseRow, reply: ReplyRow, said: str) -> None:
    heads = desk.directory.unit_heads(reply.department)
    text = words.for_head(
        case.number, case.title, desk.settings.class_term(reply.answer_class), said, reply.promised_on
    )
    buttons = (("签发", f"签发 {case.number}"),)
    notify.tell_staff(desk, heads, text, case, buttons=buttons, line=text.splitlines()[0])
    desk.say(turn, words.drafted(case.number, case.title), case_id=case.id)


def sign_off(turn: Turn, desk: Desk) -> None:
    case = meant(turn, desk, Step.SIGN_OFF)
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
    draft = _draft(desk, case, Step.REFUSE_SIGN_OFF)
    reason = words_of(turn, case, Step.REFUSE_SIGN_OFF, "reason")
    take(turn, desk, case, Step.REFUSE_SIGN_OFF, note=reason)
    desk.store.handling.drop_reply(draft.id)
    told = words.not_signed(case.number, case.title, reason)
    notify.tell_staff(desk, notify.lead_officers(desk, case), told, case)
    desk.say(turn, told, case_id=case.id)


def _draft(desk: Desk, case: CaseRow, step: Step) -> ReplyRow:
    draft = desk.store.handling.draft_of(case.id)
    if draft is None or draft.department != case.department:
        with about(case):
            raise Missing(step=step, what="no_draft")
    return draft


def tell_reviewers(desk: Desk, case: CaseRow, reply: ReplyRow, said: str) -> None:
    """An answer was submitted: whoever dispatched the case looks at it."""
    department = desk.directory.departments.get(reply.department)
    name = department.name if department else ""
    kind, talks = desk.settings.class_term(reply.answer_class), talk_line(desk, case)
    text = words.reply_for_review(case.number, case.title, name, kind, said, reply.promised_on, talks)
    notify.tell_staff(
        desk,
        notify.dispatcher_of(desk, case),
        text,
        case,
        buttons=for_reviewer(case.number),
        facts=case_facts(case.number, department=name, due=case.reply_due),
        line=text.splitlines()[0],
    )
