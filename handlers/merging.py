"""并案: one matter raised by several is handled once; each of them is still answered."""

from datetime import datetime

from handlers import clocks, notify
from handlers.casefile import about, meant, named, root_of, take, whole
from handlers.desk import Desk, Turn
from handlers.replies import answerer
from handlers.rules.case_flow import NO_MERGE_TARGET, Status, Step
from handlers.rules.errors import Missing, NotFromHere
from handlers.words import cases as words
from storage.cases import CaseRow

_ANSWERED = frozenset({Status.REPLIED, Status.FOLLOW_UP, Status.CLOSED, Status.CONSULTATION})


def merge(turn: Turn, desk: Desk) -> None:
    """合并 15 12: 15 goes into 12, its reporters with it."""
    command = turn.command
    if command is None or len(command.cases) < 2:
        raise Missing(step=Step.MERGE, what="merge_target")
    case, target = (named(desk, turn.speaker, ref) for ref in command.cases[:2])
    with about(case):
        _check_target(case, target)
    changes = {"merged_into": target.id, "merged_from_status": case.status}
    take(turn, desk, case, Step.MERGE, to=Status.MERGED, note=target.number, changes=changes)
    moved = notify.reporters_of(desk, case)
    desk.store.opinions.move_reports(case.id, target.id)
    text = words.merged_for_reporter(case.number, case.title, target.number)
    for report in moved:
        notify.tell_reporter(desk, report, text, worth_a_call=False)
    _tell_known_answer(desk, case, target)
    officers = notify.lead_officers(desk, case)
    notify.tell_staff(desk, officers, words.merged(case.number, case.title, target.number, target.title), case)
    desk.say(turn, words.merged(case.number, case.title, target.number, target.title), case_id=case.id)


def _check_target(case: CaseRow, target: CaseRow) -> None:
    if case.id == target.id:
        raise Missing(step=Step.MERGE, what="merge_itself")
    if case.kind != target.kind:
        raise Missing(step=Step.MERGE, what="other_kind")
    if Status(target.status) in NO_MERGE_TARGET:
        with about(target):
            raise NotFromHere(step=Step.MERGE, status=Status(target.status))


def _tell_known_answer(desk: Desk, case: CaseRow, target: CaseRow) -> None:
    """The target may be answered already: its answer reaches the newcomers, too."""
    reply = desk.store.handling.released_reply(target.id)
    if reply is None or Status(target.status) not in _ANSWERED:
        return
    department = answerer(desk, target, reply)
    said = whole(desk, target.id, reply.text, person_id=None, why="答复转告并案反映人")
    rates = target.status == Status.REPLIED
    for report in notify.reporters_of(desk, target):
        if report.home_case_id != case.id:
            continue
        if rates:
            text = words.reply_for_reporter(target.number, target.title, department, said, reply.promised_on)
        else:
            text = words.reply_known(target.number, target.title, department, said)
        notify.tell_reporter(desk, report, text, purpose="reply", due_at=notify.after_quiet(desk), tells_reply=rates)


def unmerge(turn: Turn, desk: Desk) -> None:
    """撤销合并, until the case it went into is answered: back to where it was."""
    case = meant(turn, desk, Step.UNMERGE)
    if case.status == Status.MERGED and case.merged_into is not None:
        target = root_of(desk, case)
        if desk.store.handling.released_reply(target.id) is not None:
            with about(case):
                raise Missing(step=Step.UNMERGE, what="merge_answered")
    back = Status(case.merged_from_status) if case.merged_from_status else None
    changes = {"merged_into": None, "merged_from_status": None}
    after = take(turn, desk, case, Step.UNMERGE, to=back, changes=changes)
    clocks.run_again(desk, after, _merged_at(desk, case))
    for home in _family(desk, case):
        desk.store.opinions.take_home(home.id, case.id)
    told = words.unmerged_for_reporter(case.number, case.title)
    notify.tell_reporters(desk, after, told, worth_a_call=False)
    desk.say(turn, words.unmerged(case.number, case.title, Status(after.status).term), case_id=case.id)


def _merged_at(desk: Desk, case: CaseRow) -> datetime:
    return next(row.at for row in reversed(desk.store.history.of(case.id)) if row.step == Step.MERGE)


def _family(desk: Desk, case: CaseRow) -> list[CaseRow]:
    """The case and all that were merged into it: they come back together."""
    children = desk.store.cases.merged_into(case.id)
    return [case, *(member for child in children for member in _family(desk, child))]
