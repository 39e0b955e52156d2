"""The clerk's steps before and beside dispatch: receive, ask for more, reject, refer, word, speak, rank, take over."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from handlers import clocks, notify
from handlers.announcing import announce
from handlers.buttons import next_for_clerk
from handlers.casefile import about, check, keep, meant, named, take, text_of, today
from handlers.collecting import ASK_AGAIN
from handlers.danger import CRISIS, taken_over
from handlers.desk import Desk, Turn
from handlers.formal_numbers import register
from handlers.pieces import columns_of_words
from handlers.resuming import RESUME
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import Missing, RuleBroken
from handlers.rules.intake import Question
from handlers.rules.limits import LimitName, reply_limit
from handlers.rules.verbs import Verb
from handlers.words import cases as words
from handlers.words import opinions as opinion_words
from handlers.words import refusals
from handlers.words import suggestions as suggestion_words
from storage.cases import CaseRow
from storage.savepoint import Savepoint

# What the clock does with a case whoever has it in hand: the end of a round, the end of a pause.
_GOES_ON = frozenset({"lapse", RESUME})
_URGENCY = {Verb.CRITICAL: "critical", Verb.URGENT: "urgent", Verb.NORMAL: "normal"}


def words_of(turn: Turn, case: CaseRow, step: Step, what: str = "text") -> str:
    """What follows the number, or Missing."""
    rest = turn.command.rest if turn.command else ""
    if not rest:
        with about(case):
            raise Missing(step=step, what=what)
    return rest


def reason_of(turn: Turn, desk: Desk, case: CaseRow, step: Step) -> str:
    """Why a step is taken, in the person's words: asked for only where the step could be taken at all."""
    check(turn, desk, case, step)
    return words_of(turn, case, step, "reason")


def for_each(turn: Turn, desk: Desk, step: Step, act: Callable[[CaseRow], None]) -> None:
    """Of several numbers in one line each is a step of its own: what is refused is named, the others are done."""
    refs = tuple(dict.fromkeys(turn.command.cases)) if turn.command else ()
    if len(refs) < 2:
        act(meant(turn, desk, step))
        return
    refused = []
    for ref in refs:
        letters = len(desk.letters)
        try:
            with Savepoint(desk.store.connection, "one_of_several"):
                act(named(desk, turn.speaker, ref))
        except RuleBroken as broken:
            del desk.letters[letters:]
            refused.append(broken)
    for one in refused:
        desk.say(turn, refusals.sentence(one, to_voter=False))


def accept_case(turn: Turn, desk: Desk) -> None:
    """受理, several at a time."""

    def accept(case: CaseRow) -> None:
        after = take(turn, desk, case, Step.ACCEPT_CASE, to=Status.TO_DISPATCH)
        register(desk, after)
        goes_on = next_for_clerk(desk, after) if turn.press else ()
        desk.say(turn, words.accepted_case(case.number, after.title), buttons=goes_on, case_id=case.id)

    for_each(turn, desk, Step.ACCEPT_CASE, accept)


def ask_more(turn: Turn, desk: Desk) -> None:
    """退回补充: the reporters are asked for what is missing; whatever they say next belongs to the case."""
    case = meant(turn, desk, Step.ASK_MORE)
    what = turn.command.rest if turn.command else ""
    if case.kind == "suggestion":
        _give_back(turn, desk, case)
        return
    idle = desk.now + timedelta(minutes=desk.settings.idle_minutes)
    changes = {"asked": 1, "timer": ASK_AGAIN, "timer_at": idle}
    take(turn, desk, case, Step.ASK_MORE, to=Status.COLLECTING, note=what, changes=changes)
    for report in notify.reporters_of(desk, case):
        desk.store.people.put_question(report.account_id, Question.MORE.value, case.id, desk.now)
        notify.tell_reporter(desk, report, opinion_words.more_asked(case.number, case.title, what), purpose="question")
    desk.say(turn, words.asked_more(case.number, case.title), case_id=case.id)


def _give_back(turn: Turn, desk: Desk, case: CaseRow) -> None:
    """审查: a suggestion goes back to its deputy, with the reason."""
    reason = reason_of(turn, desk, case, Step.ASK_MORE)
    take(turn, desk, case, Step.ASK_MORE, to=Status.COLLECTING, note=reason)
    lead = [row for row in notify.reporters_of(desk, case) if not row.is_supporter]
    for report in lead:
        notify.tell_reporter(desk, report, suggestion_words.returned(case.number, case.title, reason))
    desk.say(turn, suggestion_words.returned_for_clerk(case.number, case.title), case_id=case.id)


def refer(turn: Turn, desk: Desk) -> None:
    """转出: the matter has a lawful way of its own; its reporters are told which."""
    case = meant(turn, desk, Step.REFER)
    said = words_of(turn, case, Step.REFER)
    found = desk.directory.find_department(said.split()[0])
    to = found[0].name if len(found) == 1 and " " not in said else said
    take(turn, desk, case, Step.REFER, to=Status.REFERRED, note=to)
    notify.tell_reporters(desk, case, words.referred_for_voter(case.number, case.title, to))
    desk.say(turn, words.referred(case.number, case.title, to), case_id=case.id)


def summarise(turn: Turn, desk: Desk) -> None:
    """整理: the wording departments see; of a voice recording it is what makes dispatch possible."""
    case = meant(turn, desk, Step.SUMMARISE)
    said = words_of(turn, case, Step.SUMMARISE)
    kept = keep(desk, case.id, said)
    changes = {"summary": kept, "needs_listening": False} | _learnt_from(desk, case, kept)
    after = take(turn, desk, case, Step.SUMMARISE, note="整理", changes=changes)
    if after.station != case.station and after.department is None:
        announce(desk, case.number, case.id, kept, asdict(after))
    desk.say(turn, words.summarised(after.number, after.title), case_id=case.id)


def _learnt_from(desk: Desk, case: CaseRow, text: str) -> dict[str, Any]:
    """What the clerk's wording tells where the reporter's own words, or a voice, left it open."""
    named_in_it = None if case.for_commission else desk.directory.station_named_in(text)
    told = columns_of_words(desk, text, case.station or named_in_it)
    is_open = {name: name != "urgency" and not getattr(case, name) for name in told}
    if case.needs_listening:
        is_open |= {"suggested": True, "suggested_words": True}
    return {name: value for name, value in told.items() if is_open[name]}


def message(turn: Turn, desk: Desk) -> None:
    """回: words of a member of staff to everyone who raised the case."""
    case = meant(turn, desk, Step.MESSAGE)
    said = words_of(turn, case, Step.MESSAGE)
    take(turn, desk, case, Step.MESSAGE, note=said)
    told = said if case.sealed else words.words_for_reporter(case.number, case.title, said)
    cannot_wait = case.sealed or case.human_first or case.urgency == "critical"
    notify.tell_reporters(desk, case, told, due_at=desk.now if cannot_wait else None)
    desk.say(turn, words.words_sent(case.number, case.title), case_id=case.id)


def set_urgency(turn: Turn, desk: Desk) -> None:
    if turn.command is None:
        return
    urgency = _URGENCY[turn.command.verb]
    case = meant(turn, desk, Step.SET_URGENCY)
    after = take(turn, desk, case, Step.SET_URGENCY, note=words.URGENCY[urgency], changes={"urgency": urgency})
    by = _due_anew(desk, case, urgency)
    told = words.urgency_for_officer(case.number, case.title, urgency, by)
    notify.tell_staff(desk, notify.all_officers(desk, case), told, after)
    desk.say(turn, words.urgency_set(case.number, case.title, urgency), case_id=case.id)


def _due_anew(desk: Desk, case: CaseRow, urgency: str) -> date | None:
    """An urgent case has a shorter limit from today on, never a later day; one that is no longer urgent its first one."""
    clock = clocks.leading(desk, case.id)
    name = reply_limit(case.kind, urgency)
    if clock is None or case.dispatched_on is None or clock.name in {name, LimitName.REDO, LimitName.REPLY_COMPLEX}:
        return None
    is_shorter = name is LimitName.REPLY_URGENT
    return clocks.put_in_place(desk, case, clock, name, today(desk) if is_shorter else case.dispatched_on)


def _can_wait(case: CaseRow) -> int:
    """A person in danger cannot, then what is looked at first; what has been taken over can."""
    if case.taken_over_by is not None or not case.human_first:
        return 2
    return 0 if case.sealed == CRISIS else 1


def take_over(turn: Turn, desk: Desk) -> None:
    """接手: from now on a person answers for it."""
    case = meant(turn, desk, Step.TAKE_OVER, rank=_can_wait)
    was_collecting = case.status == Status.COLLECTING
    target = Status.REVIEW if was_collecting else None
    changes: dict[str, Any] = {"taken_over_by": turn.speaker.person_id}
    if case.timer not in _GOES_ON:
        changes |= {"timer": None, "timer_at": None}
    after = take(turn, desk, case, Step.TAKE_OVER, to=target, changes=changes)
    if case.sealed == CRISIS:
        taken_over(desk, case, turn.speaker.person)
    if was_collecting:
        announce(desk, case.number, case.id, text_of(desk, case.id), asdict(after))
    goes_on = next_for_clerk(desk, after) if turn.press and not was_collecting else ()
    desk.say(turn, words.taken_over(case.number, case.title), buttons=goes_on, case_id=case.id)
