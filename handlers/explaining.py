"""为什么 12: where a last day comes from, told day by day to staff, in one sentence to whoever raised the case."""

from collections.abc import Sequence

from handlers import clocks
from handlers.casefile import meant, root_of, today
from handlers.desk import Desk, Turn
from handlers.extending import AGREED, ASKED, waits_for_deputy
from handlers.part_view import is_shared
from handlers.rules.case_flow import OPEN, Status, Step
from handlers.rules.deadlines import Due, Limit, Pause, due
from handlers.rules.limits import LEADING, LIMIT_RULES, LimitName
from handlers.rules.local_limits import source
from handlers.rules.pauses import waited
from handlers.words import deadlines as words
from storage.cases import CaseRow
from storage.clocks import ClockRow


def why(turn: Turn, desk: Desk) -> None:
    case = meant(turn, desk, Step.ADD)
    root = root_of(desk, case)
    stood = clocks.pauses_of(desk, root.id)
    running = _running(turn, desk, root)
    if turn.speaker.is_staff:
        told = [_explained(desk, root, clock, stood) for clock in running]
        text = words.explanation(case.number, case.title, told or [words.NO_CLOCK], waited_days=_waited(desk, case))
    else:
        text = _for_reporter(desk, case, running, stood)
    desk.say(turn, text, case_id=case.id)


def _waited(desk: Desk, case: CaseRow) -> int | None:
    """While the case is open; the days of the person are never stopped."""
    return waited(case.received_on, today(desk)) if Status(case.status) in OPEN else None


def _running(turn: Turn, desk: Desk, case: CaseRow) -> list[ClockRow]:
    """Those of the whole case, and a helping department its own; before dispatch the one that runs until then."""
    person = turn.speaker.person
    own = {post.department for post in person.posts} if person else set()
    found = [
        clock
        for clock in desk.store.clocks.of(case.id)
        if LimitName(clock.name) in LEADING or clock.department in {None, *own} or None in own
    ]
    return found or _before_dispatch(desk, case)


def _before_dispatch(desk: Desk, case: CaseRow) -> list[ClockRow]:
    """交办 runs from the day of receipt, though no morning has started its clock yet."""
    limit = desk.settings.limits.of(case.kind, LimitName.DISPATCH)
    if limit is None or Status(case.status) not in LIMIT_RULES[LimitName.DISPATCH].runs_in:
        return []
    last = due(case.received_on, limit, desk.settings.calendar, clocks.pauses_of(desk, case.id))
    name = LimitName.DISPATCH.value
    made = ClockRow(0, case.id, name, None, case.received_on, limit.written, None, None, last.date, False, None, None)
    return [made]


def _explained(desk: Desk, case: CaseRow, clock: ClockRow, stood: Sequence[Pause]) -> str:
    name, limit = LimitName(clock.name), Limit.parse(clock.length)
    department = desk.directory.departments.get(clock.department or "")
    return words.clock_explained(
        name,
        department.name if department and (name is LimitName.CO_OPINION or is_shared(desk, case)) else "",
        limit,
        _source(desk, case, name, limit),
        clocks.counted(desk, clock, tuple(stood)),
        [pause for pause in stood if pause.until > clock.starts_on],
        extra=clock.extra if clock.extension == clocks.ALLOWED else None,
        asked=clock.extra if clock.extension in {ASKED, AGREED} else None,
        waits_for=words.WAITS_FOR_DEPUTY if waits_for_deputy(desk, case, clock) else words.WAITS_FOR_RULING,
        is_paused=case.paused_on is not None,
    )


def _source(desk: Desk, case: CaseRow, name: LimitName, limit: Limit) -> str:
    """A limit that is not the one in force today was in force when the clock started."""
    limits = desk.settings.limits
    return source(limits, case.kind, name) if limits.of(case.kind, name) == limit else words.THEN_IN_FORCE


def _for_reporter(desk: Desk, case: CaseRow, running: Sequence[ClockRow], stood: Sequence[Pause]) -> str:
    leading = next((clock for clock in running if LimitName(clock.name) in LEADING), None)
    if leading is None:
        return words.no_date_for_voter(case.number, case.title)
    last: Due = clocks.counted(desk, leading, tuple(stood))
    return words.date_for_voter(case.number, case.title, leading.starts_on, Limit.parse(leading.length), last)
