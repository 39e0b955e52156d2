"""代班: somebody does another's work for some days, in their role and at their place; the history shows who it really was."""

from datetime import date, timedelta

from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.finding_people import described, find_person
from handlers.notify import tell_person
from handlers.persons import COVERED
from handlers.rules.absences import Absence, read_absence
from handlers.rules.case_flow import Role
from handlers.words import stand_ins as words
from storage.stand_ins import StandInRow

LONGEST = 60
_ARRANGERS = frozenset({Role.COMMISSION, Role.ADMIN})
_NOT_STAFF = frozenset({Role.DEPUTY})


def stand_in(turn: Turn, desk: Desk) -> None:
    said = read_absence(turn.command.rest if turn.command else "")
    if said.is_over:
        _end(turn, desk, said)
    elif not said.names or said.days is None or len(said.names) > 2:
        desk.say(
            turn, words.HOW_FOR_OTHERS if _arranges(turn) and not _may_be_absent(turn.speaker.person) else words.HOW
        )
    else:
        _begin(turn, desk, said, said.days)


def _begin(turn: Turn, desk: Desk, said: Absence, days: int) -> None:
    *others, name = said.names
    if others and not _arranges(turn):
        desk.say(turn, words.FOR_OTHERS_NOT_YOURS)
        return
    absent = find_person(desk, others[0]) if others else turn.speaker.person
    person = find_person(desk, name)
    first = desk.settings.local_day(desk.now)
    refusal = _refusal(desk, absent, person, days, first)
    if absent is None or refusal:
        desk.say(turn, refusal)
        return
    last = first + timedelta(days=days - 1)
    book = desk.store.stand_ins
    before = [row for row in book.not_over(first) if row.absent_id == absent.id]
    _finish(turn, desk, [row for row in before if row.person_id != person.id])
    book.end([row.id for row in before], desk.now)
    book.add(absent.id, person.id, first, last, desk.now)
    _tell(turn, desk, person, words.told_person(absent.name, described(desk.directory, absent), first, last))
    _tell(turn, desk, absent, words.told_absent(person.name, first, last))
    desk.say(turn, words.agreed(absent.name, person.name, first, last))


def _refusal(desk: Desk, absent: Person | None, person: Person, days: int, first: date) -> str:
    if not _may_be_absent(absent):
        return words.NOTHING_TO_HAND_OVER
    if absent is not None and absent.id == person.id:
        return words.NOT_ITSELF
    if not person.own_post.roles - _NOT_STAFF:
        return words.NOT_STAFF
    if not 1 <= days <= LONGEST:
        return words.TOO_LONG
    if any(row.absent_id == person.id for row in desk.store.stand_ins.not_over(first)):
        return words.away_too(person.name)
    return ""


def _end(turn: Turn, desk: Desk, said: Absence) -> None:
    """代班 取消: by either of the two; by the commission or an admin with the absent person's name."""
    if said.names and not _arranges(turn):
        desk.say(turn, words.FOR_OTHERS_NOT_YOURS)
        return
    whose = find_person(desk, said.names[0]).id if said.names else turn.speaker.person_id
    rows = desk.store.stand_ins.not_over(desk.settings.local_day(desk.now))
    ending = [row for row in rows if whose in {row.absent_id, row.person_id}]
    if not ending:
        desk.say(turn, words.NOTHING_TO_END)
        return
    desk.store.stand_ins.end([row.id for row in ending], desk.now)
    for text in _finish(turn, desk, ending):
        desk.say(turn, text)


def _finish(turn: Turn, desk: Desk, ending: list[StandInRow]) -> list[str]:
    """Both are told that it is over. What was told."""
    told = []
    for row in ending:
        absent, person = desk.directory.people.get(row.absent_id), desk.directory.people.get(row.person_id)
        if absent is not None and person is not None:
            text = words.ended(absent.name, person.name)
            told.append(text)
            for one in (absent, person):
                _tell(turn, desk, one, text)
    return told


def _tell(turn: Turn, desk: Desk, person: Person, text: str) -> None:
    """Whoever typed it has the answer."""
    if person.id != turn.speaker.person_id:
        tell_person(desk, person, text)


def _arranges(turn: Turn) -> bool:
    return bool(turn.speaker.person and turn.speaker.person.own_post.roles & _ARRANGERS)


def _may_be_absent(person: Person | None) -> bool:
    return person is not None and bool(person.own_post.roles & COVERED)
