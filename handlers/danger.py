"""A person in danger: the emergency sentence at once, the duty roster called one after the other, words carried both ways.

No number, no rating, no survey. Nobody is told that help is coming before a person has taken over (接手).
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from handlers import notify
from handlers.casefile import keep, today
from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.everywhere import tell_everywhere
from handlers.opening import write_down
from handlers.pieces import Piece, add_fragment, piece_of
from handlers.rules.case_flow import OPEN, Status
from handlers.rules.intake import Question
from handlers.rules.look_first import Danger, look
from handlers.words import looking as words
from storage.cases import CaseRow
from storage.outbox import Letter

CRISIS = "crisis"
CONFIRM = "confirm"
ALARM = "alarm"
# After so many people nobody else is left to call: the last ones have been told, the writer has been told to dial.
MOST_CALLS = 8


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody to be called, from the roster or from the duty; `telephone` goes to the office's alarm."""

    name: str
    person: Person | None
    telephone: str = ""


def is_danger(turn: Turn, _desk: Desk) -> bool:
    """Words of somebody who may hurt themself, from anyone but staff at their commands; or what they say after them."""
    if turn.message.kind == "event" or (turn.speaker.is_staff and turn.command is not None):
        return False
    goes_on = turn.command is None and turn.speaker.question == Question.IN_DANGER
    return goes_on or any(one.kind is Danger.SELF_HARM for one in look(turn.message.text))


def speak(turn: Turn, desk: Desk) -> None:
    """First words or further words of a person in danger."""
    piece = piece_of(turn, desk)
    known = _open_danger(turn, desk)
    if known is None:
        _raise(turn, desk, piece)
    else:
        _carry(turn, desk, piece, *known)


def _open_danger(turn: Turn, desk: Desk) -> tuple[CaseRow, int] | None:
    latest = desk.store.opinions.latest(turn.speaker.account_id)
    if latest is None or Status(latest.status) not in OPEN:
        return None
    case = desk.store.cases.get(latest.case_id)
    return (case, latest.report_id) if case.sealed == CRISIS else None


def _raise(turn: Turn, desk: Desk, piece: Piece) -> None:
    case = write_down(
        turn,
        desk,
        piece,
        {
            "sealed": CRISIS,
            "human_first": True,
            "urgency": "critical",
            "title": "受限件",
            "nature": None,
            "category": None,
            "suggested": [],
            "suggested_words": [],
            "needs_listening": False,
            "timer": CONFIRM,
            "timer_at": desk.now + timedelta(minutes=desk.settings.confirm_minutes),
        },
    )
    desk.store.people.put_question(turn.speaker.account_id, Question.IN_DANGER.value, case.id, desk.now)
    desk.say(turn, words.IN_DANGER)
    _call(desk, case.id, case.number, piece.said, 0)


def _carry(turn: Turn, desk: Desk, piece: Piece, case: CaseRow, report_id: int) -> None:
    if piece.items:
        piece = replace(piece, text=keep(desk, case.id, piece.said, account_id=turn.speaker.account_id))
    fragment_id = add_fragment(desk, piece, case.id, report_id)
    desk.store.opinions.touch(report_id, desk.now)
    text = words.in_danger_more(case.number, piece.said or "（语音或照片）")
    files = desk.store.media.of_fragment(fragment_id)
    for person in _listening(desk, case):
        tell_everywhere(desk, person, text, case_id=case.id, files=files)
    desk.say(turn, words.PASSED_ON if case.taken_over_by is not None else words.IN_DANGER_AGAIN)


def _listening(desk: Desk, case: CaseRow) -> tuple[Person, ...]:
    """Who took over; before that, everybody who was called."""
    if case.taken_over_by is not None:
        person = desk.directory.people.get(case.taken_over_by)
        return (person,) if person else ()
    return _called(desk, case)


def _called(desk: Desk, case: CaseRow) -> tuple[Person, ...]:
    found = (desk.directory.people.get(row.person_id or 0) for row in desk.store.calls.of(case.id))
    return tuple(person for person in found if person is not None)


def roster(desk: Desk) -> tuple[Called, ...]:
    """Today's 值班 in their order, their leaders, then who has the duty; each person once."""
    rows = desk.store.duty.of(today(desk))
    people = [Called(row.name, desk.directory.people.get(row.person_id or 0), row.telephone) for row in rows]
    people += [Called(person.name, person) for person in desk.directory.with_duty(CRISIS)]
    once: dict[object, Called] = {}
    for one in people:
        once.setdefault(one.person.id if one.person else one.name, one)
    return tuple(once.values())


def _call(desk: Desk, case_id: int, number: str, text: str, position: int) -> bool:
    """The next of the roster, by every channel they have and by the office's alarm. False when nobody is left."""
    people = roster(desk)
    if position >= min(len(people), MOST_CALLS):
        return False
    one = people[position]
    desk.store.calls.add(case_id, position, one.person.id if one.person else None, one.name, desk.now)
    if one.person is not None:
        said = words.in_danger_for_duty(number, text)
        tell_everywhere(desk, one.person, said, case_id=case_id, buttons=(words.take_over(number),))
    if desk.settings.has_alarm:
        desk.post(
            Letter(
                channel=ALARM,
                conversation=ALARM,
                text=f"{one.telephone}\n{words.alarm(number)}",
                purpose="alarm",
                rank=0,
                due_at=desk.now,
                case_id=case_id,
            )
        )
    return True


def unconfirmed(desk: Desk, case: CaseRow) -> None:
    """Nobody has taken over in time: the next person is called, and the writer is told to dial."""
    if case.taken_over_by is not None:
        desk.store.cases.change(case, {"timer": None, "timer_at": None})
        return
    position = len(desk.store.calls.of(case.id))
    text = "\n".join(piece.text for piece in desk.store.opinions.fragments_of(case.id) if piece.text)
    goes_on = _call(desk, case.id, case.number, text, position)
    later = desk.now + timedelta(minutes=desk.settings.confirm_minutes)
    desk.store.cases.change(case, {"timer": CONFIRM if goes_on else None, "timer_at": later if goes_on else None})
    for report in notify.reporters_of(desk, case):
        notify.tell_reporter(desk, report, words.NOBODY_YET, due_at=desk.now)


def taken_over(desk: Desk, case: CaseRow, person: Person | None) -> None:
    """Only now may the writer hear that somebody has seen their words."""
    for report in notify.reporters_of(desk, case):
        notify.tell_reporter(desk, report, words.SEEN, due_at=desk.now)
    name = person.name if person else ""
    for other in _called(desk, case):
        if person is None or other.id != person.id:
            notify.tell_person(desk, other, words.taken_over_for_others(case.number, name), case_id=case.id)
