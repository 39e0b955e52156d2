"""Whether a channel may be used just now: a platform that refuses is left in peace and probed with one message at a time."""

from dataclasses import dataclass

from bot.channels.base import Channel, OwnedChannel

FIRST_PAUSE = 1.0
MOST_AT_ONCE = 16
LONGEST_PAUSE = 15.0  # a channel that is down is probed at least every 20 s


@dataclass(slots=True)
class Gate:
    """Times are those of the monotonic clock. `last_refused` is the lane whose message was refused last.

    `most`: how many calls may be under way; halved by every refusal, and slowly more again while the platform takes them:
    one that refuses because of too many at once (45033) is soon called as often as it likes.
    """

    is_down: bool = False
    open_at: float = 0.0
    pause: float = FIRST_PAUSE
    in_flight: int = 0
    last_refused: str = ""
    most: float = MOST_AT_ONCE

    def room(self, now: float, free: int) -> int:
        """How many more messages may be sent on this channel."""
        if not self.is_down:
            return max(0, min(free, int(self.most) - self.in_flight))
        return min(free, 1) if now >= self.open_at and self.in_flight == 0 else 0

    def refused(self, now: float, lane: str, retry_after: float | None) -> None:
        self.last_refused = lane
        if self.is_down and now < self.open_at:  # one of several that were under way together
            return
        self.pause = min(self.pause * 2, LONGEST_PAUSE) if self.is_down else FIRST_PAUSE
        self.is_down = True
        self.most = max(1.0, self.most / 2)
        self.open_at = now + min(max(self.pause, retry_after or 0.0), LONGEST_PAUSE)

    def taken(self) -> None:
        """The platform took a message, or refused only that one: it is there."""
        self.is_down = False
        self.most = min(MOST_AT_ONCE, self.most + 1 / self.most)
        self.last_refused = ""


def is_ours(channel: Channel) -> bool:
    """Whether this process may send on it at all: one that has an owner is used by the owner only."""
    return not isinstance(channel, OwnedChannel) or channel.can_send


def has_failed(channel: Channel) -> bool:
    return isinstance(channel, OwnedChannel) and channel.has_failed
