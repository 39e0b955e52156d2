"""评估, 会商: what the office does with a matter of which people were not satisfied twice."""

import re

from handlers import notify
from handlers.casefile import about, check, keep, meant, take
from handlers.cases import words_of
from handlers.desk import Desk, Turn
from handlers.rounds import changes_for, tell_outcome
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import Missing
from handlers.words import cases as words
from handlers.words import suggestions as suggestion_words
from storage.cases import CaseRow

_REDO = re.compile(r"(?:重办|重新办理|再办)")
_FOLLOW = re.compile(r"(?:跟踪|承诺)")
_DIRECTION = re.compile(r"^(?:办结|重办|重新办理|再办|跟踪|承诺跟踪)[\s,，。.、;；:：]+")


def evaluate(turn: Turn, desk: Desk) -> None:
    """评估 12 参加的单位、专家和意见: of a suggestion, beside the departments and before it is settled; its deputies hear of it."""
    case = meant(turn, desk, Step.EVALUATE)
    check(turn, desk, case, Step.EVALUATE)
    with about(case):
        if case.kind != "suggestion":
            raise Missing(step=Step.EVALUATE, what="no_evaluation")
    said = keep(desk, case.id, words_of(turn, case, Step.EVALUATE))
    take(turn, desk, case, Step.EVALUATE, note=said)
    told = suggestion_words.evaluated_for_deputy(case.number, case.title, said)
    notify.tell_reporters(desk, case, told, except_account=turn.speaker.account_id)
    officers = notify.lead_officers(desk, case)
    notify.tell_staff(desk, officers, suggestion_words.evaluated_for_officer(case.number, case.title, said), case)
    desk.say(turn, suggestion_words.evaluated(case.number, case.title), case_id=case.id)


def is_evaluated(desk: Desk, case: CaseRow) -> bool:
    """Since the last round of rating."""
    steps = [row.step for row in desk.store.history.of(case.id)]
    rounds = [place for place, step in enumerate(steps) if step in {Step.RATE, Step.LAPSE}]
    return Step.EVALUATE in steps[rounds[-1] if rounds else 0 :]


def settle(turn: Turn, desk: Desk) -> None:
    """会商 12 结论: begins with 重办 or 跟踪 where it should lead there, and closes the case otherwise."""
    case = meant(turn, desk, Step.SETTLE)
    conclusion = words_of(turn, case, Step.SETTLE)
    _check_evaluated(desk, case)
    after = Status.CLOSED
    if _REDO.match(conclusion):
        after = Status.REDO
    elif _FOLLOW.match(conclusion):
        after = Status.FOLLOW_UP
    moved = take(turn, desk, case, Step.SETTLE, to=after, note=conclusion, changes=changes_for(desk, case, after))
    told = words.settled_for_reporter(case.number, case.title, _DIRECTION.sub("", conclusion, count=1))
    notify.tell_reporters(desk, case, told, except_account=turn.speaker.account_id)
    officers = notify.lead_officers(desk, case)
    notify.tell_staff(desk, officers, words.settled(case.number, case.title, conclusion), case)
    if after is Status.REDO:
        tell_outcome(desk, moved)
    desk.say(turn, words.settled(case.number, case.title, conclusion), case_id=case.id)


def _check_evaluated(desk: Desk, case: CaseRow) -> None:
    is_owed = desk.settings.needs_evaluation and case.kind == "suggestion" and case.status == Status.CONSULTATION
    if is_owed and not is_evaluated(desk, case):
        with about(case):
            raise Missing(step=Step.SETTLE, what="evaluation_first")
