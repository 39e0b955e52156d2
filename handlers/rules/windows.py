"""How many messages a voter on the 公众号 can still be sent: five in 48 hours for a word of theirs, three in a minute for a tap.

Pure. A tap (menu, code, subscription) does not grant the five; a new word grants them anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# A word further back than this is noted again though nothing was sent since: the window is believed shorter, never longer.
FRESH = timedelta(hours=1)
MARGIN = timedelta(minutes=1)
_TAPS = frozenset({"click", "subscribe", "scan", "scancode_push", "scancode_waitmsg"})


class Grant(StrEnum):
    """What somebody did that lets them be written to."""

    WORD = "word"
    TAP = "tap"


@dataclass(frozen=True, slots=True)
class Quota:
    """What the platform allows, as config.toml has it."""

    messages: int = 5
    hours: int = 48
    tap_messages: int = 3
    tap_seconds: int = 60


@dataclass(frozen=True, slots=True)
class Window:
    """When somebody last spoke and last tapped, and what has been sent on it."""

    spoke_at: datetime | None = None
    spoke_used: int = 0
    tapped_at: datetime | None = None
    tapped_used: int = 0


def grant_of(kind: str, event: str) -> Grant | None:
    if kind != "event":
        return Grant.WORD
    return Grant.TAP if event in _TAPS else None


def is_noted(window: Window, grant: Grant, at: datetime) -> bool:
    """Whether the books say so already."""
    if grant is Grant.TAP or window.spoke_used or window.spoke_at is None:
        return False
    return timedelta() <= at - window.spoke_at < FRESH


def left(window: Window, quota: Quota, now: datetime) -> dict[Grant, int]:
    """How many may be sent on each. Of somebody nothing is known about the platform is asked: it counts, too."""
    if window.spoke_at is None and window.tapped_at is None:
        return {Grant.WORD: max(0, quota.messages - window.spoke_used), Grant.TAP: 0}
    by_word = _lasts(window.spoke_at, timedelta(hours=quota.hours) - MARGIN, now)
    by_tap = _lasts(window.tapped_at, timedelta(seconds=quota.tap_seconds), now)
    return {
        Grant.WORD: max(0, quota.messages - window.spoke_used) if by_word else 0,
        Grant.TAP: max(0, quota.tap_messages - window.tapped_used) if by_tap else 0,
    }


def granted(found: dict[Grant, int], calls: int, *, has_other_way: bool) -> Grant | None:
    """On what the next of `calls` is sent. Too few for all of them go as far as they reach, where there is no other way."""
    if sum(found.values()) < (calls if has_other_way else 1):
        return None
    return Grant.TAP if found[Grant.TAP] else Grant.WORD


def _lasts(at: datetime | None, span: timedelta, now: datetime) -> bool:
    return at is not None and now < at + span
