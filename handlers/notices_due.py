"""Each November the admins are reminded that next year's days off are not known yet, and once more in December."""

from datetime import date, datetime, time

from handlers.desk import Desk
from handlers.notify import tell_person
from handlers.rules.case_flow import Role
from handlers.rules.hours import is_working_time
from handlers.words import deadlines as words
from storage.slots import claim_slot

JOB = "notice_missing"
FIRST_MONTH = 11


def remind_of_notice(desk: Desk) -> bool:
    """Once a month, in working hours, while the notice is missing."""
    settings = desk.settings
    day = settings.local_day(desk.now)
    if day.month < FIRST_MONTH or not settings.calendar.is_provisional(date(day.year + 1, 1, 1)):
        return False
    if not is_working_time(desk.now, settings.working_hours, settings.calendar, settings.timezone):
        return False
    slot = datetime.combine(day.replace(day=1), time(), settings.timezone)
    if not claim_slot(desk.store.connection, JOB, slot, desk.now):
        return False
    for person in desk.directory.with_role(Role.ADMIN):
        tell_person(desk, person, words.import_notice(day.year + 1))
    return True
