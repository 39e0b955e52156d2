"""Which card goes out on which day. Pure: the calendar and the cards are given, nothing is remembered between two askings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from handlers.rules.workdays import ONE_DAY, WorkCalendar


@dataclass(frozen=True, slots=True)
class Card:
    """A card that has not gone out. `planned_on` fixes its day; cards of a series follow each other by `position`."""

    id: int
    is_approved: bool
    planned_on: date | None = None
    on_day_off: bool = False
    series: str | None = None
    position: int = 0


class Missed(StrEnum):
    """What becomes of a post whose time passed while the service was down."""

    LATE = "late"
    SKIP = "skip"


class Due(StrEnum):
    """What a moment asks of one audience's daily post."""

    NOT_YET = "not_yet"
    POST = "post"
    POST_LATE = "post_late"
    SKIP = "skip"


LATE_MINUTES = 15  # a post that begins this much later is said to be late


def plan(first: date, days: int, cards: Sequence[Card], calendar: WorkCalendar) -> Iterator[tuple[date, Card | None]]:
    """Every day on which something goes out, or should and nothing is there."""
    waiting = list(cards)
    for number in range(days):
        day = first + number * ONE_DAY
        card = card_for(day, waiting, calendar)
        if card is not None:
            waiting.remove(card)
        if card is not None or calendar.is_workday(day):
            yield day, card


def card_for(day: date, cards: Sequence[Card], calendar: WorkCalendar) -> Card | None:
    """The card of this day: the one fixed for it; on a working day else the next of a series, else the one that waited longest."""
    fixed = [card for card in cards if card.planned_on == day]
    if not calendar.is_workday(day):
        return next((card for card in fixed if card.on_day_off), None)
    if fixed:
        return fixed[0]
    turn = _next_of_series(cards)
    return turn or next((card for card in cards if card.planned_on is None and card.series is None), None)


def _next_of_series(cards: Sequence[Card]) -> Card | None:
    """One series after the other, the one that was begun first; within it by position."""
    heads: dict[str, Card] = {}
    for card in cards:
        if card.series is not None and card.planned_on is None:
            head = heads.setdefault(card.series, card)
            if card.position < head.position:
                heads[card.series] = card
    return next(iter(heads.values()), None)


def is_posting_day(day: date, cards: Sequence[Card], calendar: WorkCalendar) -> bool:
    """Working days, and a day off for which somebody chose a card."""
    return calendar.is_workday(day) or any(card.planned_on == day and card.on_day_off for card in cards)


def due(now: time, at: time, until: time, missed: Missed) -> Due:
    """`at` is the audience's own time, `until` the last moment of the day at which a late post still goes out."""
    if now < at:
        return Due.NOT_YET
    late = (now.hour - at.hour) * 60 + now.minute - at.minute
    if late < LATE_MINUTES:
        return Due.POST
    return Due.POST_LATE if missed is Missed.LATE and now < until else Due.SKIP


def days_without_card(planned: Sequence[tuple[date, Card | None]]) -> list[date]:
    """Days on which nothing could go out: no card, or one that nobody has agreed to yet."""
    return [day for day, card in planned if card is None or not card.is_approved]
