"""Times of day: when people are left in peace, and when an office is at work."""

from datetime import date, datetime, time, timedelta, tzinfo

from handlers.rules.workdays import ONE_DAY, WorkCalendar

Span = tuple[time, time]


def is_within(local: time, span: Span) -> bool:
    """From `start` on, before `end`; a span whose end is not later passes midnight. An empty span holds nothing."""
    start, end = span
    if start <= end:
        return start <= local < end
    return local >= start or local < end


def is_quiet(local: time, quiet: Span) -> bool:
    return is_within(local, quiet)


def end_of_quiet(at: datetime, quiet: Span, tz: tzinfo) -> datetime:
    """The moment itself outside quiet hours, else their end."""
    local = at.astimezone(tz)
    if not is_quiet(local.time(), quiet):
        return at
    end = at_local(local.date(), quiet[1], tz)
    return end if end > at else at_local(local.date() + ONE_DAY, quiet[1], tz)


def is_working_time(at: datetime, hours: Span, calendar: WorkCalendar, tz: tzinfo) -> bool:
    local = at.astimezone(tz)
    return calendar.is_workday(local.date()) and is_within(local.time(), hours)


def next_working_morning(at: datetime, hours: Span, calendar: WorkCalendar, tz: tzinfo) -> datetime:
    """The next moment after this one at which a working day begins: today's when it has not begun."""
    local = at.astimezone(tz)
    today = at_local(local.date(), hours[0], tz)
    if calendar.is_workday(local.date()) and at < today:
        return today
    return at_local(calendar.next_workday(local.date()), hours[0], tz)


def working_time(since: datetime, until: datetime, hours: Span, calendar: WorkCalendar, tz: tzinfo) -> timedelta:
    """How long an office was at work between two moments; its hours do not pass midnight."""
    total, day = timedelta(), since.astimezone(tz).date()
    while day <= until.astimezone(tz).date():
        if calendar.is_workday(day):
            begin, end = max(at_local(day, hours[0], tz), since), min(at_local(day, hours[1], tz), until)
            total += max(end - begin, timedelta())
        day += ONE_DAY
    return total


def at_local(day: date, moment: time, tz: tzinfo) -> datetime:
    """That time of that day, on the clock of the congress."""
    return datetime.combine(day, moment, tzinfo=tz)
