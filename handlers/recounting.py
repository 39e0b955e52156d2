"""A new calendar is carried to every clock that runs, piece by piece; whoever goes by a date that moved is told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers import clocks, notify
from handlers.desk import Desk
from handlers.directory import Person
from handlers.rules.limits import LEADING, LIMIT_RULES, LimitName
from handlers.undispatched import who_hands_over
from handlers.words import deadlines as words
from storage.cases import CaseRow
from storage.clocks import ClockRow

PIECE = 100


@dataclass(frozen=True, slots=True)
class _Moved:
    case: CaseRow
    clock: ClockRow
    after: date


def carry_on(desk: Desk, calendar: str, *, piece: int = PIECE) -> bool:
    """One piece. False once every clock was counted by this calendar; what others started meanwhile needs no counting."""
    last = desk.store.clocks.counted_to(calendar)
    if last is None:
        return False
    running = desk.store.clocks.running_after(last, limit=piece)
    is_done = len(running) < piece
    desk.store.clocks.count_to(calendar, running[-1].id if running else last, desk.now if is_done else None)
    _tell(desk, [moved for clock in running if (moved := _moved(desk, clock)) is not None])
    return not is_done


def _moved(desk: Desk, clock: ClockRow) -> _Moved | None:
    if _is_same(desk, clock):
        return None
    case = desk.store.cases.get(clock.case_id)
    last = clocks.counted(desk, clock, clocks.pauses_of(desk, case.id))
    return _Moved(case, clock, last.date) if clocks.settle(desk, case.kind, clock, last) else None


def _is_same(desk: Desk, clock: ClockRow) -> bool:
    """Most dates do not move: whether the case was ever paused need not be looked up to see that."""
    last = clocks.counted(desk, clock, ())
    return (last.date, last.provisional) == (clock.due_on, clock.is_provisional)


def _tell(desk: Desk, moved: Sequence[_Moved]) -> None:
    """Each person of the office hears of all of theirs at once, in working hours; reporters where their answer comes later."""
    lines: dict[Person, list[str]] = defaultdict(list)
    for one in moved:
        name = LimitName(one.clock.name)
        if one.case.sealed or not LIMIT_RULES[name].ladder:
            continue
        line = words.moved_line(one.case.number, one.case.title, LIMIT_RULES[name].term, one.clock.due_on, one.after)
        for person in dict.fromkeys(_office(desk, one)):
            lines[person].append(line)
        if name in LEADING and one.after > one.clock.due_on:
            told = words.moved_for_voter(one.case.number, one.case.title, one.after)
            notify.tell_reporters(desk, one.case, told, worth_a_call=False)
    for person, own in lines.items():
        notify.tell_person(desk, person, words.moved_list(own), purpose="list", due_at=notify.morning_of_work(desk))


def _office(desk: Desk, moved: _Moved) -> tuple[Person, ...]:
    officers = desk.directory.case_officers(moved.clock.department) if moved.clock.department else ()
    name = LimitName(moved.clock.name)
    if name in LEADING:
        return (*officers, *notify.dispatcher_of(desk, moved.case))
    if name is LimitName.DISPATCH:
        return who_hands_over(desk, moved.case)
    return officers or notify.ruling_people(desk)
