"""One call to a channel, and what came of it as data."""

import asyncio
from dataclasses import dataclass

import structlog

from bot.channels.base import (
    Button,
    Channel,
    DeliveryFailed,
    NotNow,
    Outbound,
    OutcomeUnknown,
    OverLimit,
    RefusedForNow,
)
from bot.failure_places import place_of
from storage.sending import Leased, Outcome, Settlement

SEND_SECONDS = 30.0
OVER_LIMIT_SECONDS = 60.0
log = structlog.get_logger("delivery")


@dataclass(slots=True)
class Sent:
    """A leased row after its call. `has_recovered`: its channel had been refusing before."""

    row: Leased
    outcome: Outcome
    error: str = ""
    retry_after: float | None = None
    has_recovered: bool = False

    @property
    def settlement(self) -> Settlement:
        return Settlement(self.row, self.outcome, self.error, self.retry_after or OVER_LIMIT_SECONDS)


async def send_one(channel: Channel, row: Leased) -> Sent:
    """Never raises: whatever happens is an outcome, and being cut off is an unknown one."""
    sent = await _call(channel, row)
    log.info("delivered" if sent.outcome is Outcome.SENT else "not_delivered", **_facts(sent))
    return sent


async def _call(channel: Channel, row: Leased) -> Sent:
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await channel.send(outbound_of(row))
    except DeliveryFailed as failure:
        return Sent(row, _outcome(failure), failure.code[:200], failure.retry_after)
    except (TimeoutError, asyncio.CancelledError):
        return Sent(row, Outcome.UNKNOWN, "cut_off")
    except Exception as error:  # noqa: BLE001 (a channel's own mistake: nobody knows how far it got)
        log.error("channel_failed", outbox_id=row.outbox_id, error=type(error).__name__, at=place_of(error))
        return Sent(row, Outcome.UNKNOWN, type(error).__name__)
    return Sent(row, Outcome.SENT)


def outbound_of(row: Leased) -> Outbound:
    buttons = tuple(Button(label, command) for label, command in row.buttons)
    return Outbound(f"out-{row.outbox_id}", row.address, row.text, is_group=row.is_group, buttons=buttons)


def _outcome(failure: DeliveryFailed) -> Outcome:
    if isinstance(failure, RefusedForNow):
        return Outcome.REFUSED
    if isinstance(failure, OutcomeUnknown):
        return Outcome.UNKNOWN
    if isinstance(failure, OverLimit):
        return Outcome.OVER_LIMIT
    return Outcome.HELD if isinstance(failure, NotNow) else Outcome.FAILED


def _facts(sent: Sent) -> dict[str, object]:
    row = sent.row
    facts: dict[str, object] = {"outbox_id": row.outbox_id, "inbox_id": row.inbox_id, "channel": row.channel}
    return facts if sent.outcome is Outcome.SENT else {**facts, "outcome": sent.outcome.value, "error": sent.error}
