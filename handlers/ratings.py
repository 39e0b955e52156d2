"""满意, 基本满意, 不满意: what people say of the answer, and what the round leads to."""

from dataclasses import asdict, dataclass, replace

from handlers import notify
from handlers.casefile import about, facts_of, keep, move, named, root_of, take
from handlers.desk import Desk, Turn
from handlers.pieces import add_fragment, piece_of
from handlers.rating_reminders import let_reminder_go
from handlers.rounds import changes_for, raters, status_after, tell_outcome
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.commands import Command, two_part_rating
from handlers.rules.errors import Missing, NotFromHere, NotYours, RuleBroken, WhichCase
from handlers.rules.intake import Question
from handlers.rules.verbs import Verb
from handlers.rules.verdicts import Verdict, all_have_rated
from handlers.words import cases as words
from handlers.words.suggestions import RATE_PROCESS_TOO, rated_both
from storage.cases import CaseRow
from storage.opinions import ReportRow

VERDICTS = {
    Verb.SATISFIED: Verdict.SATISFIED,
    Verb.BASICALLY: Verdict.BASICALLY,
    Verb.DISSATISFIED: Verdict.DISSATISFIED,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of an answer; of an opinion the result alone is rated."""

    result: Verdict
    reason: str = ""
    process: Verdict | None = None

    @property
    def note(self) -> str:
        both = f"过程{self.process.term}，结果{self.result.term}" if self.process else self.result.term
        return f"{both}：{self.reason}" if self.reason else both


def read_said(command: Command, *, is_suggestion: bool) -> Said:
    """满意, or 过程满意 结果不满意 理由."""
    both = two_part_rating(command.rest) if command.verb is Verb.TWO_PART else None
    if both is None:
        return Said(VERDICTS[command.verb], command.rest)
    process, result = (VERDICTS[verb] for verb in both)
    *_, reason = [*command.rest.split(maxsplit=2), ""][:3]
    return Said(result, reason, process if is_suggestion else None)


def rate(turn: Turn, desk: Desk) -> None:
    """One verdict a person; it may be changed until the round ends."""
    if turn.command is None:
        return
    case, report = _rated(turn, desk)
    said = read_said(turn.command, is_suggestion=case.kind == "suggestion")
    said = replace(said, reason=keep(desk, case.id, said.reason, account_id=turn.speaker.account_id))
    after = put_verdict(desk, case, report, said)
    case = take(turn, desk, case, Step.RATE, to=after, note=said.note, changes=changes_for(desk, case, after))
    asks = Verdict.DISSATISFIED in {said.result, said.process} and not said.reason
    if asks:
        desk.store.people.put_question(turn.speaker.account_id, Question.REASON.value, case.id, desk.now)
    else:
        desk.store.people.clear_question(turn.speaker.account_id)
    desk.say(turn, _taken_down(case, said, asks_reason=asks), case_id=case.id)
    tell_outcome(desk, case)


def _taken_down(case: CaseRow, said: Said, *, asks_reason: bool) -> str:
    if case.kind != "suggestion" or said.process is None:
        text = words.rated(case.number, case.title, said.result, asks_reason=asks_reason)
        return f"{text}{RATE_PROCESS_TOO}" if case.kind == "suggestion" and not asks_reason else text
    text = rated_both(case.number, case.title, said.process.term, said.result.term)
    return f"{text}{words.WHY_NOT}" if asks_reason else text


def _rated(turn: Turn, desk: Desk) -> tuple[CaseRow, ReportRow]:
    """The case a verdict is about: the one named, or the only one that waits."""
    waiting = desk.store.opinions.waiting_verdicts(turn.speaker.account_id, turn.speaker.person_id)
    if turn.command is not None and turn.command.cases:
        case = named(desk, turn.speaker, turn.command.cases[0])
        case = root_of(desk, case)
        waiting = [row for row in waiting if row.case_id == case.id]
        if not waiting:
            with about(case):
                raise _not_rateable(turn, desk, case)
    else:
        waiting = _narrowed(waiting)
    if not waiting:
        raise Missing(step=Step.RATE, what="case")
    found = {case_id: desk.store.cases.get(case_id) for case_id in dict.fromkeys(row.case_id for row in waiting)}
    if len(found) > 1:
        raise WhichCase(cases=tuple((case.number, case.title) for case in found.values()))
    return found[waiting[0].case_id], waiting[0]


def _not_rateable(turn: Turn, desk: Desk, case: CaseRow) -> RuleBroken:
    facts = facts_of(desk, turn.speaker, case)
    if facts.is_reporter or facts.is_supporter:
        return NotFromHere(step=Step.RATE, status=Status(case.status))
    return NotYours(step=Step.RATE)


def _narrowed(waiting: list[ReportRow]) -> list[ReportRow]:
    """Without a number: those not rated yet; a changed mind only when nothing else waits."""
    unrated = [row for row in waiting if row.verdict is None]
    return unrated or waiting


def put_verdict(desk: Desk, case: CaseRow, report: ReportRow, said: Said) -> Status:
    """One person's verdict, and the status to which the round has come by it."""
    if report.told_at is None:
        desk.store.opinions.change_report(report.id, {"told_at": desk.now})
    _put(desk, case, report, said)
    let_reminder_go(desk, report)
    reports = notify.reporters_of(desk, case)
    return status_after(desk, case, reports) if all_have_rated(raters(desk, reports)) else Status.REPLIED


def _put(desk: Desk, case: CaseRow, report: ReportRow, said: Said) -> None:
    both = {"verdict": said.result.value, "process": said.process.value if said.process else None}
    desk.store.opinions.change_report(report.id, {**both, "verdict_at": desk.now})
    row = {
        "case_id": case.id,
        "round": case.round,
        "report_id": report.id,
        **both,
        "reason": said.reason,
        "at": desk.now,
    }
    desk.store.handling.put_verdict(row)


def give_reason(turn: Turn, desk: Desk) -> None:
    """The words after a bare 不满意, asked for once; they reach the department even when the round is over."""
    case_id = turn.speaker.question_case_id
    desk.store.people.clear_question(turn.speaker.account_id)
    if case_id is None:
        return
    case = desk.store.cases.get(case_id)
    piece = piece_of(turn, desk)
    said = keep(desk, case_id, piece.said, account_id=turn.speaker.account_id)
    kept = said or words.WITHOUT_WORDS
    own = desk.store.opinions.report_of_any(case_id, turn.speaker.account_id, turn.speaker.person_id)
    last = [row for row in desk.store.handling.verdicts_of(case_id) if own and row.report_id == own.id]
    if last:
        desk.store.handling.put_verdict(asdict(replace(last[-1], reason=kept)))
    if piece.media:
        add_fragment(desk, replace(piece, text=said), case_id, own.id if own else None)
    if case.status != Status.REPLIED:
        text = words.reason_for_officer(case.number, case.title, kept)
        told = notify.commission(desk) if case.status == Status.CONSULTATION else notify.lead_officers(desk, case)
        notify.tell_staff(desk, told, text, case)
    desk.say(turn, words.reason_taken(case.number, case.title), case_id=case_id)


def lapse(desk: Desk, case: CaseRow) -> None:
    """The rating limit is over: whoever is silent gave no verdict (未反馈), whoever was never told had none (未送达)."""
    reports = notify.reporters_of(desk, case)
    for report in reports:
        let_reminder_go(desk, report)
    after = status_after(desk, case, reports)
    rating = [row for row in reports if row.rates]
    silent = sum(row.verdict is None and row.told_at is not None for row in rating)
    never = sum(row.verdict is None and row.told_at is None for row in rating)
    note = "，".join(part for part in (f"未反馈{silent}" * bool(silent), f"未送达{never}" * bool(never)) if part)
    moved = move(desk, case, Step.LAPSE, Role.SYSTEM, to=after, note=note, changes=changes_for(desk, case, after))
    tell_outcome(desk, moved)
