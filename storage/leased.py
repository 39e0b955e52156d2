"""A row of the outbox while it is being sent, and what came of the try."""

from dataclasses import dataclass
from enum import StrEnum

from storage.outbox import Body


class Outcome(StrEnum):
    """What came of one try."""

    SENT = "sent"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    HELD = "held"
    KNOCKED = "knocked"  # told that there is something; the words wait for the person's next one
    OVER_LIMIT = "over_limit"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Leased:
    """A row that is ours to send for a while, opened. `address` is the account's or the group's own, `mentions` those of people.

    `parts_done`: how many of the calls it takes are made already. `task` is what the platform knows it by.
    `robot`: of a group, whose allowance it shares with others.
    """

    outbox_id: int
    task: str
    inbox_id: int | None
    channel: str
    lane: str
    address: str
    purpose: str
    body: Body
    mentions: tuple[str, ...]
    is_group: bool
    parts_done: int
    unknowns: int
    robot: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What came of a leased row; `error` is the platform's number or a short word. `wait` is in seconds.

    `parts_done` of its calls are made by now; `platform_id` and `ticket` are the platform's, of the last one.
    """

    row: Leased
    outcome: Outcome
    error: str = ""
    wait: float = 0.0
    parts_done: int = 0
    platform_id: str = ""
    ticket: str = ""

    @property
    def unknowns(self) -> int:
        """Tries of unknown outcome of the part that comes next."""
        return self.row.unknowns if self.parts_done == self.row.parts_done else 0


@dataclass(frozen=True, slots=True)
class Settled:
    """A row that has come to its end, or waits for the person's next word. `reached`: the person has it, or knows of it.

    `is_card`: it lies on a screen with buttons that can still be changed.
    """

    outbox_id: int
    report_id: int | None
    reached: bool
    is_card: bool = False
