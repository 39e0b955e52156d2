"""How much one visitor of the public chat may send, so that one person cannot drown the others."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most `times` within any stretch of `span`."""

    times: int
    span: timedelta


MESSAGES = (Allowance(20, MINUTE), Allowance(200, DAY))
UPLOADS = (Allowance(10, MINUTE), Allowance(40, DAY))
NEW_VISITORS = (Allowance(60, HOUR),)


@dataclass(slots=True)
class Limiter:
    """Counts in memory; a restart forgives. `now` is asked at every try."""

    allowances: tuple[Allowance, ...]
    now: Callable[[], datetime]
    _taken: dict[str, deque[datetime]] = field(default_factory=dict)
    _swept_at: datetime | None = None

    def take(self, who: str) -> bool:
        """Count one try of `who`, or say that there is none left. A refused try costs nothing."""
        now = self.now()
        self._sweep(now)
        taken = self._taken.setdefault(who, deque())
        if any(self._is_used_up(taken, allowance, now) for allowance in self.allowances):
            return False
        taken.append(now)
        return True

    @staticmethod
    def _is_used_up(taken: deque[datetime], allowance: Allowance, now: datetime) -> bool:
        return len(taken) >= allowance.times and taken[-allowance.times] > now - allowance.span

    def _sweep(self, now: datetime) -> None:
        """Once an hour, forget who has been quiet for the longest span, so that memory does not grow."""
        if self._swept_at is not None and now - self._swept_at < HOUR:
            return
        self._swept_at = now
        longest = max(allowance.span for allowance in self.allowances)
        most = max(allowance.times for allowance in self.allowances)
        quiet = [who for who, taken in self._taken.items() if not taken or taken[-1] <= now - longest]
        for who in quiet:
            del self._taken[who]
        for who, taken in self._taken.items():
            self._taken[who] = deque(taken, maxlen=most)
