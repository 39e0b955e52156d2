"""One call to a channel, and what came of it as data."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import structlog

from bot.channels.base import (
    Article,
    Attachment,
    Button,
    Channel,
    DeliveryFailed,
    Form,
    NotNow,
    Outbound,
    OutcomeUnknown,
    OverLimit,
    Receipt,
    RefusedForNow,
    TooLong,
)
from bot.channels.capabilities import Capability, capability_of
from bot.channels.forms import fit, halves
from bot.failure_places import place_of
from storage.leased import Leased, Outcome, Settlement

SEND_SECONDS = 30.0
OVER_LIMIT_SECONDS = 60.0
LoadMedia = Callable[[str], Awaitable[Attachment | None]]
log = structlog.get_logger("delivery")


@dataclass(slots=True)
class Sent:
    """A leased row after its calls. `parts_done`: how many are made by now. `has_recovered`: its channel had been refusing before.

    `was_asked`: the platform was called, so that something is known of it, too.
    `was_late`: it may have reached the platform well after its allowance was taken.
    """

    row: Leased
    parts_done: int
    outcome: Outcome = Outcome.SENT
    error: str = ""
    retry_after: float | None = None
    receipt: Receipt = field(default_factory=Receipt)
    has_recovered: bool = False
    was_asked: bool = True
    was_late: bool = False

    @property
    def settlement(self) -> Settlement:
        receipt = self.receipt
        return Settlement(
            self.row,
            self.outcome,
            self.error,
            self.retry_after or OVER_LIMIT_SECONDS,
            self.parts_done,
            receipt.platform_id[:100],
            receipt.ticket[:300],
        )


async def send_one(channel: Channel, row: Leased, load: LoadMedia, can: Capability | None = None) -> Sent:
    """Never raises: whatever happens is an outcome, and being cut off is an unknown one. `load` opens the row's files.

    `can` is what this deployment's channel carries.
    """
    sent = Sent(row, row.parts_done)
    await _call(channel, sent, load, can or capability_of(row.channel))
    log.info("delivered" if sent.outcome is Outcome.SENT else "not_delivered", **_facts(sent))
    return sent


async def _call(channel: Channel, sent: Sent, load: LoadMedia, can: Capability) -> None:
    """What is out already is not sent again; what stops it leaves the rest for the next try."""
    row = sent.row
    try:
        async with asyncio.timeout(SEND_SECONDS):
            loaded = [await load(name) for name in row.body.media]
            whole = outbound_of(row, tuple(one for one in loaded if one is not None))
            for part in fit(whole, can)[row.parts_done :]:
                receipt = await _send_part(channel, part)
                sent.receipt = replace(receipt, ticket=receipt.ticket or sent.receipt.ticket)
                if receipt.is_knock:
                    sent.outcome = Outcome.KNOCKED
                    return
                sent.parts_done += 1
                if sent.receipt.is_whole:
                    return
    except DeliveryFailed as failure:
        sent.outcome, sent.error, sent.retry_after = _outcome(failure), failure.code[:200], failure.retry_after
        sent.was_asked = failure.was_asked or sent.parts_done > row.parts_done
    except (TimeoutError, asyncio.CancelledError):
        sent.outcome, sent.error = Outcome.UNKNOWN, "cut_off"
    except Exception as error:  # noqa: BLE001 (a channel's own mistake: nobody knows how far it got)
        log.error("channel_failed", outbox_id=row.outbox_id, error=type(error).__name__, at=place_of(error))
        sent.outcome, sent.error = Outcome.UNKNOWN, type(error).__name__


async def _send_part(channel: Channel, part: Outbound) -> Receipt:
    """One call; several smaller ones where the platform takes less than we thought."""
    try:
        return await channel.send(part)
    except TooLong:
        smaller = halves(part)
        if not smaller:
            raise
    receipt = Receipt()
    for piece in smaller:
        receipt = await _send_part(channel, piece)
    return receipt


def outbound_of(row: Leased, media: tuple[Attachment, ...] = ()) -> Outbound:
    """The whole message, with those of its files that are at hand: one that is gone does not keep the words back."""
    body = row.body
    return Outbound(
        row.task,
        row.address,
        body.text,
        is_group=row.is_group,
        buttons=tuple(Button(label, command) for label, command in body.buttons),
        mentions=row.mentions,
        form=Form(body.form),
        purpose=row.purpose,
        media=media,
        facts=body.facts,
        ticket=body.ticket,
        articles=tuple(Article(*one) for one in body.articles),
        outbox_id=row.outbox_id,
        inbox_id=row.inbox_id,
        robot=row.robot,
    )


def calls_left(row: Leased, can: Capability | None = None) -> int:
    """How many calls it takes at most until it is out."""
    parts = len(fit(outbound_of(row), can or capability_of(row.channel))) + len(row.body.media)
    return max(1, parts - row.parts_done)


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


async def no_media(_name: str) -> Attachment | None:
    """Where no file is kept."""
    return None
