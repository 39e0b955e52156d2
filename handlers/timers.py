"""What time does by itself: voices go to review, missing words are asked for again, rounds lapse, morning lists go out."""

from collections.abc import Callable, Mapping

from handlers import notify
from handlers.collecting import ASK_AGAIN, LISTEN, TIME_OUT, ask_again, time_out
from handlers.desk import Desk
from handlers.ratings import lapse
from handlers.words.cases import morning_list
from storage.cases import CaseRow

LAPSE = "lapse"

TIMERS: Mapping[str, Callable[[Desk, CaseRow], None]] = {
    ASK_AGAIN: ask_again,
    LISTEN: time_out,
    TIME_OUT: time_out,
    LAPSE: lapse,
}


def run_due(desk: Desk, *, limit: int = 50) -> int:
    """Do what is due on cases; how many there were, so that the caller comes again while there are more."""
    due = desk.store.cases.due_timers(desk.now, limit=limit)
    for case in due:
        TIMERS[case.timer or TIME_OUT](desk, case)
    return len(due)


def send_morning(desk: Desk) -> int:
    """One message a person with everything that came in while the office was closed."""
    waiting = desk.store.morning.due(desk.now)
    for person_id, lines in waiting.items():
        person = desk.directory.people.get(person_id)
        if person is not None:
            text = morning_list([line for _, _, line in lines])
            notify.tell_person(desk, person, text, purpose="list")
        desk.store.morning.sent([line_id for line_id, _, _ in lines], desk.now)
    return len(waiting)
