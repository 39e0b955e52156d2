"""A what-if of one date: which limit, whose number it is, and the days as they were counted."""

from datetime import date

from bot.pages.api_models import CountedDay, Deadline, DeadlineAsked
from handlers.rules.deadlines import due
from handlers.rules.local_limits import Setter, setter, time_limits
from handlers.settings import Settings


def explained(asked: DeadlineAsked, settings: Settings, today: date) -> Deadline | None:
    """None where there is no such limit."""
    limits = settings.limits if asked.preset is None else time_limits(asked.preset)
    limit = limits.of(asked.kind, asked.limit)
    if limit is None:
        return None
    counted = due(asked.start or today, limit, settings.calendar)
    who = setter(limits, asked.kind, asked.limit)
    return Deadline(
        due=counted.date,
        unit=limit.unit,
        value=limit.value,
        provisional=counted.provisional,
        source=limits.preset if who is Setter.PRESET else who,
        days=tuple(CountedDay.model_validate(day) for day in counted.days),
    )
