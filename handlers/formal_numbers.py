"""立案: a suggestion that was looked at gets its formal number, in session or between sessions, and its limit for 交办."""

from handlers import clocks, notify
from handlers.desk import Desk
from handlers.rules.case_flow import Status
from handlers.rules.limits import LimitName
from handlers.words import suggestions as words
from storage.cases import CaseRow


def register(desk: Desk, case: CaseRow) -> None:
    """Once; the deputies are told. Each congress, a town's apart, counts its own, and anew each year."""
    if case.kind != "suggestion" or desk.store.suggestions.get(case.id).formal_number is not None:
        return
    in_session = any(first <= case.received_on <= last for first, last in desk.settings.sessions)
    counter = f"formal-{case.received_on.year}-{case.station or 'county'}-{'in' if in_session else 'between'}"
    formal = words.formal_number(desk.store.counters.next(counter), in_session=in_session)
    desk.store.suggestions.change(case.id, {"formal_number": formal})
    if case.status == Status.TO_DISPATCH:
        clocks.start(desk, case, LimitName.DISPATCH, starts_on=case.received_on)
    notify.tell_reporters(desk, case, words.registered(case.number, case.title, formal))
