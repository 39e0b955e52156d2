"""不予受理: with one of the listed reasons, telling the right way; once a week the commission sees all of them."""

from datetime import datetime, time, timedelta

from handlers import notify
from handlers.casefile import about, meant, take
from handlers.cases import reason_of
from handlers.desk import Desk, Turn
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import Missing
from handlers.rules.hours import is_working_time
from handlers.rules.rejections import read_reject_reason, remark_beyond
from handlers.words import rejecting as words
from storage.cases import CaseRow
from storage.slots import claim_slot

JOB = "rejected_week"
WEEK = timedelta(days=7)


def reject(turn: Turn, desk: Desk) -> None:
    """不受理 12 涉法涉诉."""
    case = meant(turn, desk, Step.REJECT)
    said = reason_of(turn, desk, case, Step.REJECT)
    reason = read_reject_reason(said)
    if reason is None:
        with about(case):
            raise Missing(step=Step.REJECT, what="reject_reason")
    take(turn, desk, case, Step.REJECT, to=Status.REJECTED, note=said)
    remark = remark_beyond(said, reason)
    notify.tell_reporters(desk, case, words.rejected_for_voter(case.number, case.title, reason, remark))
    desk.say(turn, words.rejected(case.number, case.title, reason), case_id=case.id)


def send_rejected_week(desk: Desk) -> bool:
    """On the first working day of a week, in working hours: what was not accepted in the seven days before."""
    settings = desk.settings
    if not is_working_time(desk.now, settings.working_hours, settings.calendar, settings.timezone):
        return False
    day = settings.local_day(desk.now)
    monday = datetime.combine(day - timedelta(days=day.weekday()), time(), settings.timezone)
    if not claim_slot(desk.store.connection, JOB, monday, desk.now):
        return False
    lines = [_line(desk, case, note) for case, note in desk.store.cases.rejected_between(monday - WEEK, monday)]
    for person in notify.commission(desk) if lines else ():
        notify.tell_person(desk, person, words.rejected_week(lines), purpose="list")
    return bool(lines)


def _line(desk: Desk, case: CaseRow, note: str) -> str:
    station = desk.directory.stations.get(case.station or "")
    return words.rejected_line(case.number, "" if case.sealed else case.title, station.name if station else "", note)
