"""立案: a suggestion that was looked at gets its formal number, in session or between sessions."""

from handlers import notify
from handlers.desk import Desk
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
    notify.tell_reporters(desk, case, words.registered(case.number, case.title, formal))
