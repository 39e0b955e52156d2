"""A what-if of one date: which limit, whose number it is, and the days as they were counted."""

from datetime import date

from bot.pages.api_models import CountedDay, Deadline, DeadlineAsked
from handlers.rules.deadlines import Limit, LimitName, TimeLimits, due
from handlers.rules.local_limits import PRESETS, time_limits
from handlers.settings import Settings

OFFICE = "office"
DEFAULT = "default"


def explained(asked: DeadlineAsked, settings: Settings, today: date) -> Deadline | None:
    """None where there is no such limit."""
    limits = settings.limits if asked.preset is None else time_limits(asked.preset)
    limit = limits.of(asked.kind, asked.limit)
    if limit is None:
        return None
    counted = due(asked.start or today, limit, settings.calendar)
    return Deadline(
        due=counted.date,
        unit=limit.unit,
        value=limit.value,
        provisional=counted.provisional,
        source=_source(limits, asked.kind, asked.limit, limit),
        days=tuple(CountedDay.model_validate(day) for day in counted.days),
    )


def _source(limits: TimeLimits, kind: str, name: LimitName, limit: Limit) -> str:
    """Who set the number: this office over its preset, the preset for suggestions, or the default."""
    if time_limits(limits.preset).of(kind, name) != limit:
        return OFFICE
    is_of_preset = kind == "suggestion" and name in PRESETS[limits.preset]
    return limits.preset if is_of_preset else DEFAULT
