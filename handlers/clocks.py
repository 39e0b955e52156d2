"""The clocks of a case: a step starts them, they end by themselves, and whatever moves a last day moves it everywhere."""

from datetime import date, datetime, time, timedelta

from handlers.desk import Desk
from handlers.rules.case_flow import Status
from handlers.rules.deadlines import Due, Limit, Pause, due
from handlers.rules.hours import at_local
from handlers.rules.limits import LEADING, LIMIT_RULES, LimitName
from handlers.rules.pauses import Recorded, pauses
from handlers.rules.rungs import next_rung
from storage.cases import CaseRow
from storage.clocks import ClockRow

ALLOWED = "allowed"


def start(
    desk: Desk,
    case: CaseRow,
    name: LimitName,
    *,
    department: str | None = None,
    length: Limit | None = None,
    starts_on: date | None = None,
    stood: tuple[Pause, ...] = (),
    told_until: date | None = None,
) -> date | None:
    """The last day; None where this kind of case has no such limit. `length` stands in for the limit in force.

    Who is reminded hears of the rungs after `told_until`, which is today where nothing is said.
    """
    limit = length or desk.settings.limits.of(case.kind, name)
    if limit is None:
        return None
    day = starts_on or desk.settings.local_day(desk.now)
    counted = due(day, limit, desk.settings.calendar, stood)
    desk.store.clocks.start(
        {
            "case_id": case.id,
            "name": name.value,
            "department": department,
            "starts_on": day,
            "length": limit.written,
            "due_on": counted.date,
            "is_provisional": counted.provisional,
            "next_at": next_reminder(desk, case.kind, name, counted.date, after=told_until),
        }
    )
    return counted.date


def start_again(desk: Desk, case: CaseRow, name: LimitName, starts_on: date) -> date | None:
    """The one clock of this name, from another day on."""
    running = [clock.id for clock in desk.store.clocks.of(case.id) if clock.name == name]
    if running:
        desk.store.clocks.end(running, desk.now)
    return start(desk, case, name, starts_on=starts_on)


def put_in_place(desk: Desk, case: CaseRow, clock: ClockRow, name: LimitName, starts_on: date) -> date | None:
    """Another limit of the reply instead of the one that runs; None where a shorter one would not bring it nearer."""
    limit = desk.settings.limits.of(case.kind, name)
    if limit is None:
        return None
    if name is LimitName.REPLY_URGENT and due(starts_on, limit, desk.settings.calendar).date >= clock.due_on:
        return None
    desk.store.clocks.end([clock.id], desk.now)
    by = start(desk, case, name, department=clock.department, starts_on=starts_on)
    if by is not None:
        _move(desk, clock, name, by)
        recount(desk, case, pauses_of(desk, case.id))
    return desk.store.cases.get(case.id).reply_due


def next_reminder(desk: Desk, kind: str, name: LimitName, last: date, *, after: date | None = None) -> datetime | None:
    """The moment of the next rung after today; None for a limit of which nobody is reminded, or after the last rung."""
    settings = desk.settings
    day = next_rung(last, _rungs(desk, kind, name), settings.calendar, after=after or settings.local_day(desk.now))
    return at_local(day, settings.remind_at, settings.timezone) if day else None


def _rungs(desk: Desk, kind: str, name: LimitName) -> tuple[int, ...]:
    settings, rule = desk.settings, LIMIT_RULES[name]
    if rule.for_raters:
        return settings.rating_rungs
    if not rule.ladder:
        return ()
    return settings.opinion_rungs if kind == "opinion" else settings.suggestion_rungs


def leading(desk: Desk, case_id: int, department: str | None = None) -> ClockRow | None:
    """The clock by which the case is late or not; of a 分办 this department's own, else the first that runs."""
    found = all_leading(desk, case_id)
    return next((clock for clock in found if clock.department == department), found[0] if found else None)


def all_leading(desk: Desk, case_id: int) -> list[ClockRow]:
    """One, or of a 分办 one for each part that is still to be answered."""
    return [clock for clock in desk.store.clocks.of(case_id) if LimitName(clock.name) in LEADING]


def go_on(desk: Desk, kind: str, clock: ClockRow) -> None:
    """What ended it does not concern it: it runs as before."""
    again = {"ended_at": None, "next_at": next_reminder(desk, kind, LimitName(clock.name), clock.due_on)}
    desk.store.clocks.change(clock.id, again)


def follow(desk: Desk, case_id: int, before: Status, after: Status) -> None:
    """Clocks end when the case leaves the statuses in which they run."""
    if before is Status.COLLECTING:  # no clock runs yet that a step could end
        return
    over = [
        clock.id for clock in desk.store.clocks.of(case_id) if after not in LIMIT_RULES[LimitName(clock.name)].runs_in
    ]
    if over:
        desk.store.clocks.end(over, desk.now)


def run_again(desk: Desk, case: CaseRow, ended_at: datetime) -> None:
    """What ended the clocks at this moment was undone: those that run in the case's status go on as if never stopped."""
    for clock in desk.store.clocks.ended_at(case.id, ended_at):
        name = LimitName(clock.name)
        if Status(case.status) in LIMIT_RULES[name].runs_in:
            go_on(desk, case.kind, clock)


def end_all(desk: Desk, case_id: int) -> None:
    """A new beginning: nothing that ran before counts any more."""
    running = [clock.id for clock in desk.store.clocks.of(case_id)]
    if running:
        desk.store.clocks.end(running, desk.now)


def pauses_of(desk: Desk, case_id: int) -> tuple[Pause, ...]:
    rows = desk.store.history.of(case_id)
    steps = (
        Recorded(row.step, desk.settings.local_day(row.at), row.from_status, row.to_status, row.note or "")
        for row in rows
    )
    return pauses(steps, desk.settings.local_day(desk.now))


def counted(desk: Desk, clock: ClockRow, stood: tuple[Pause, ...]) -> Due:
    """The last day by the calendar as it is known now."""
    extra = Limit.parse(clock.extra) if clock.extra and clock.extension == ALLOWED else None
    return due(clock.starts_on, Limit.parse(clock.length), desk.settings.calendar, stood, extra=extra)


def recount(desk: Desk, case: CaseRow, stood: tuple[Pause, ...]) -> None:
    """Every clock that runs on the case, after something moved its last day."""
    for clock in desk.store.clocks.of(case.id):
        settle(desk, case.kind, clock, counted(desk, clock, stood))


def settle(desk: Desk, kind: str, clock: ClockRow, last: Due) -> bool:
    """Write a last day wherever it is kept. True when it has moved."""
    name = LimitName(clock.name)
    if (last.date, last.provisional) == (clock.due_on, clock.is_provisional):
        return False
    values = {
        "due_on": last.date,
        "is_provisional": last.provisional,
        "next_at": next_reminder(desk, kind, name, last.date),
    }
    desk.store.clocks.change(clock.id, values)
    if last.date == clock.due_on:
        return False
    _move(desk, clock, name, last.date)
    return True


def _move(desk: Desk, clock: ClockRow, name: LimitName, by: date) -> None:
    """From the clock's last day to this one: on the case, its timer, and the dispatch to a department."""
    if name in LEADING:
        nearest = min([by, *(one.due_on for one in all_leading(desk, clock.case_id) if one.id != clock.id)])
        desk.store.cases.move_reply_due(clock.case_id, clock.due_on, nearest)
    elif name is LimitName.RATING:
        desk.store.cases.move_timer(clock.case_id, end_of(desk, clock.due_on), end_of(desk, by))
    if clock.department is not None and name not in {LimitName.ACCEPT, LimitName.FIRST_CONTACT}:
        desk.store.handling.move_due(clock.case_id, clock.department, clock.due_on, by)


def remind_again(desk: Desk, kind: str, clock: ClockRow) -> None:
    """After a time in which nobody was to be reminded."""
    again = next_reminder(desk, kind, LimitName(clock.name), clock.due_on)
    desk.store.clocks.change(clock.id, {"next_at": again})


def is_tentative(desk: Desk, day: date) -> bool:
    """The year's notice of days off is not known yet."""
    return desk.settings.calendar.is_provisional(day)


def end_of(desk: Desk, last: date) -> datetime:
    """The midnight after a last day."""
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=desk.settings.timezone)
