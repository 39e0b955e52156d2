"""What time does by itself on one case: voices go to review, missing words are asked for again, rounds lapse."""

from collections.abc import Callable, Mapping
from datetime import datetime

from handlers.collecting import ASK_AGAIN, LISTEN, TIME_OUT, ask_again, time_out
from handlers.danger import CONFIRM, unconfirmed
from handlers.desk import Desk
from handlers.promises import PROMISE, wake
from handlers.ratings import lapse
from handlers.resuming import RESUME, resume_by_itself
from storage.cases import CaseRow
from storage.store import Store

LAPSE = "lapse"

TIMERS: Mapping[str, Callable[[Desk, CaseRow], None]] = {
    ASK_AGAIN: ask_again,
    LISTEN: time_out,
    TIME_OUT: time_out,
    LAPSE: lapse,
    CONFIRM: unconfirmed,
    RESUME: resume_by_itself,
    PROMISE: wake,
}


def due_cases(store: Store, now: datetime, *, limit: int = 50) -> list[int]:
    """Cases whose time has come; each is then done by itself, so that one mistake does not hold up the others."""
    return store.cases.due_timers(now, limit=limit)


def run_timer(desk: Desk, case_id: int) -> None:
    """Do what is due on one case, if it still is."""
    case = desk.store.cases.get(case_id)
    if case.timer is not None and case.timer_at is not None and case.timer_at <= desk.now:
        TIMERS[case.timer](desk, case)
