"""摘要: what each desk needs to know of a day or a week, on one screen; nobody gets an empty one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.casefile import today
from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.lists import WAITING
from handlers.rules.case_flow import Role, Status
from handlers.rules.deadlines import due
from handlers.rules.limits import LimitName
from handlers.rules.workdays import ONE_DAY
from handlers.words import digests as words
from storage.cases import CaseRow
from storage.digests import IN_HAND, Digests, Scope

SUGGESTION = "suggestion"
_NAMED = 5
_LOOK_BACK = 90
_SOON_WORKDAYS = 2
_PROMISES_AHEAD = timedelta(days=7)
_WEEK = timedelta(days=7)
# A category is rising when it came up at least so often in a week, and at least twice as often as in the week before.
_RISING_FROM, _RISING_TIMES, _RISING_SHOWN = 3, 2, 3

DAILY = frozenset({Role.LIAISON_OFFICER, Role.COMMISSION, Role.SUPERVISION})
WEEKLY = frozenset({Role.COMMISSION, Role.LEADER})
ASKED = DAILY | WEEKLY


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday, local days."""

    first: date

    @property
    def last(self) -> date:
        return self.first + _WEEK - ONE_DAY

    @property
    def before(self) -> "Week":
        return Week(self.first - _WEEK)


def day_of(turn: Turn, desk: Desk) -> None:
    """今天."""
    person = turn.speaker.person
    text = daily(desk, person) if person else ""
    desk.say(turn, text or words.NOTHING_TODAY)


def week_of(turn: Turn, desk: Desk) -> None:
    """本周: this week so far."""
    person = turn.speaker.person
    text = weekly(desk, person, Week(today(desk) - today(desk).weekday() * ONE_DAY)) if person else ""
    desk.say(turn, text or words.NOTHING_THIS_WEEK)


def daily(desk: Desk, person: Person) -> str:
    """What waits, what is late and what is nearly due; empty where there is nothing of it."""
    scope = scope_of(person)
    if scope is None:
        return ""
    counts = Digests(desk.store.connection, scope)
    statuses = sorted({status.value for role in person.roles for status in WAITING.get(role, ())})
    waiting = _by_status(counts.waiting(statuses))
    entrusted = counts.entrusted() if Role.SUPERVISION in person.roles else 0
    if entrusted and Status.TO_DISPATCH not in waiting:
        waiting[Status.TO_DISPATCH] = entrusted
    day = today(desk)
    soon = desk.settings.calendar.add_workdays(day, _SOON_WORKDAYS)
    return words.daily(
        waiting,
        suggestions=_by_status(counts.waiting(statuses, SUGGESTION)),
        late_contacts=counts.late_contacts(day, limit=_NAMED),
        undispatched=_undispatched(desk, counts),
        overdue=counts.overdue(day, limit=_NAMED),
        soon=counts.due_by(day, soon, limit=_NAMED),
        promises=counts.promises_by(day, limit=_NAMED),
        not_reached=counts.not_reached(),
    )


def _by_status(counted: Mapping[str, int]) -> dict[Status, int]:
    return {Status(status): count for status, count in counted.items()}


def _undispatched(desk: Desk, counts: Digests) -> tuple[int, list[CaseRow]]:
    """Of both kinds, each by its own limit."""
    found = [_undispatched_of(desk, counts, kind) for kind in ("opinion", SUGGESTION)]
    return sum(count for count, _ in found), [case for _, cases in found for case in cases][:_NAMED]


def _undispatched_of(desk: Desk, counts: Digests, kind: str) -> tuple[int, list[CaseRow]]:
    """Cases that should have been handed over by now: that limit runs on no clock, it is read off the day they came."""
    limit = desk.settings.limits.of(kind, LimitName.DISPATCH)
    day = today(desk)
    if limit is None:
        return 0, []
    came = (day - n * ONE_DAY for n in range(1, _LOOK_BACK))
    last = next((one for one in came if due(one, limit, desk.settings.calendar).date < day), None)
    return counts.received_by(last, ("review", "to_dispatch"), kind=kind, limit=_NAMED) if last else (0, [])


def weekly(desk: Desk, person: Person, week: Week) -> str:
    """One screen: new, answered, overdue, dissatisfied, what is rising, promises that come due."""
    scope = scope_of(person)
    if scope is None:
        return ""
    counts = Digests(desk.store.connection, scope)
    since, until = _midnight(desk, week.first), _midnight(desk, week.last + ONE_DAY)
    day = today(desk)
    return words.weekly(
        week.first,
        week.last,
        received=counts.received(week.first, week.last),
        before=counts.received(week.before.first, week.before.last),
        answered=counts.answered(since, until),
        overdue=counts.overdue(day, limit=_NAMED),
        dissatisfied=counts.dissatisfied(since, until, limit=_NAMED),
        promises=counts.promises_by(day + _PROMISES_AHEAD, limit=_NAMED),
        rising=_rising(counts, week),
        suggestions=_suggestions(counts, week, since, until),
    )


def _suggestions(counts: Digests, week: Week, since: datetime, until: datetime) -> words.SuggestionCounts:
    return words.SuggestionCounts(
        received=counts.received(week.first, week.last, SUGGESTION),
        answered=counts.answered(since, until, SUGGESTION),
        in_hand=sum(counts.waiting(IN_HAND, SUGGESTION).values()),
        key=counts.key_suggestions(),
    )


def scope_of(person: Person) -> Scope | None:
    """All but sealed ones for those who see all; a clerk's own station and what has none. None for who gets no digest."""
    if person.roles & {Role.COMMISSION, Role.SUPERVISION, Role.LEADER}:
        return Scope()
    stations = [post.station for post in (person.own_post, *person.covers) if Role.LIAISON_OFFICER in post.roles]
    return Scope(stations=(*stations, None)) if stations else None


def _rising(counts: Digests, week: Week) -> list[tuple[str, int, int]]:
    now, before = counts.categories(week.first, week.last), counts.categories(week.before.first, week.before.last)
    rising = [
        (name, count, before.get(name, 0)) for name, count in now.items() if _is_rising(count, before.get(name, 0))
    ]
    return sorted(rising, key=lambda one: (one[2] - one[1], one[0]))[:_RISING_SHOWN]


def _is_rising(now: int, before: int) -> bool:
    return now >= _RISING_FROM and now >= _RISING_TIMES * before


def _midnight(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(), desk.settings.timezone)


def who_gets(desk: Desk, roles: frozenset[Role]) -> Iterable[Person]:
    return (person for person in desk.directory.people.values() if person.roles & roles)
