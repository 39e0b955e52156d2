"""撤回: a matter is taken back by who raised it; a suggestion of several only when each who signed it agrees."""

from handlers import notify
from handlers.casefile import about, check, keep, meant, move, take
from handlers.cases import reason_of
from handlers.desk import Desk, Turn
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.errors import Missing
from handlers.words import opinions as words
from handlers.words import suggestions as suggestion_words
from storage.cases import CaseRow
from storage.suggestions import CosignerRow


def is_signed_by_others(desk: Desk, case: CaseRow) -> bool:
    """A draft is its lead's alone, whoever was asked to sign it."""
    return case.kind == "suggestion" and not case.is_draft and bool(_signed(desk, case))


def _signed(desk: Desk, case: CaseRow) -> list[CosignerRow]:
    return [row for row in desk.store.suggestions.cosigners_of(case.id) if row.agrees]


def ask(turn: Turn, desk: Desk, case: CaseRow) -> None:
    """撤回 12 理由, by its lead: in writing, and each of the others is asked."""
    check(turn, desk, case, Step.WITHDRAW)
    reason = keep(desk, case.id, reason_of(turn, desk, case, Step.ASK_WITHDRAWAL))
    take(turn, desk, case, Step.ASK_WITHDRAWAL, note=reason)
    desk.store.suggestions.ask_withdrawal(case.id)
    text = suggestion_words.withdrawal_for_signer(case.number, case.title, reason)
    buttons = (("同意撤回", f"同意撤回 {case.number}"),)
    for report in notify.reporters_of(desk, case):
        if report.is_supporter:
            notify.tell_reporter(desk, report, text, buttons=buttons)
    desk.say(turn, suggestion_words.withdrawal_asked(case.number, case.title), case_id=case.id)


def agree(turn: Turn, desk: Desk) -> None:
    """同意撤回 12; the last one's word takes it back."""
    case = meant(turn, desk, Step.AGREE_WITHDRAWAL)
    check(turn, desk, case, Step.AGREE_WITHDRAWAL)
    mine = next((row for row in _signed(desk, case) if row.person_id == turn.speaker.person_id), None)
    with about(case):
        if mine is None or mine.withdraws is None:
            raise Missing(step=Step.AGREE_WITHDRAWAL, what="no_withdrawal")
    after = take(turn, desk, case, Step.AGREE_WITHDRAWAL)
    desk.store.suggestions.answer(mine.id, {"withdraws": True})
    if not all(row.withdraws for row in _signed(desk, case)):
        desk.say(turn, suggestion_words.withdrawal_agreed(case.number, case.title), case_id=case.id)
        return
    lead = desk.store.suggestions.get(case.id).lead_id
    move(desk, after, Step.WITHDRAW, Role.DEPUTY, to=Status.WITHDRAWN, actor_person=lead)
    notify.tell_reporters(desk, case, words.withdrawn(case.number, case.title), except_account=turn.speaker.account_id)
    end(turn, desk, case)


def end(turn: Turn, desk: Desk, case: CaseRow) -> None:
    """Whoever has it in hand lays it down; of a draft nobody else knew."""
    told = (*notify.clerks_of(desk, case), *notify.all_officers(desk, case))
    desk.store.handling.end_dispatches(case.id, desk.now)
    desk.say(turn, words.withdrawn(case.number, case.title), case_id=case.id)
    if not case.is_draft:
        notify.tell_staff(desk, told, words.withdrawn_for_staff(case.number, case.title), case)
