"""What both ways of delivering share: the call for one row, and what its outcome means for the books."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy import Connection

from bot.channel_gate import has_failed
from bot.channels.base import Allowance, Channel
from bot.channels.capabilities import CAPABILITIES, Capability
from bot.clock import Clock
from bot.failure_places import place_of
from bot.one_send import LoadMedia, Sent, calls_left, no_media, outbound_of, send_one
from bot.route import OnCard, OnSettled
from bot.storage_trouble import is_storage_trouble
from handlers.desk import Desk
from storage.allowances import Allowances
from storage.cases import StaleCase
from storage.keys import Keyring
from storage.leased import Leased, Settled
from storage.savepoint import Savepoint
from storage.sending import Sending

STOP_SECONDS = 4.0
ABSENT_SECONDS = 20.0
STALE_TRIES = 3
# A call may reach the platform so long after its allowance was taken: by so much the stretch in which calls are counted is
# longer than the platform's. What took longer is counted once more, from when it ended.
ARRIVAL_SECONDS = 3.0
log = structlog.get_logger("delivery")


class Deliverer(Protocol):
    """A running delivery, of one process or of several."""

    @property
    def down(self) -> tuple[str, ...]:
        """Channels whose platform refuses."""

    def up(self) -> dict[str, bool]:
        """Every channel, and whether it works."""

    def wake(self) -> None:
        """Something was written that may be due."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Courier:
    def __init__(
        self,
        *,
        keys: Keyring,
        clock: Clock,
        channels: Mapping[str, Channel],
        desk: Callable[[Connection], Desk],
        on_settled: OnSettled,
        on_card: OnCard,
        allowances: Allowances,
        load_media: LoadMedia = no_media,
        abilities: Mapping[str, Capability] = CAPABILITIES,
    ) -> None:
        self.keys = keys
        self.clock = clock
        self.channels = channels
        self._desk = desk
        self._on_settled = on_settled
        self._on_card = on_card
        self._allowances = allowances
        self._load_media = load_media
        self._abilities = abilities
        self._taken: dict[int, float] = {}

    async def deliver(self, row: Leased) -> Sent:
        sent = await send_one(self.channels[row.channel], row, self._load_media, self._abilities.get(row.channel))
        taken_at = self._taken.pop(row.outbox_id, None)
        sent.was_late = taken_at is not None and self.clock.monotonic() - taken_at > ARRIVAL_SECONDS
        return sent

    def may_send(self, connection: Connection, sending: Sending, row: Leased) -> bool:
        """A row whose channel may not be called now goes back, with its lane, until it may."""
        wanted = self._wanted(row)
        wait = self._allowances.take(connection, wanted)
        if wait:
            sending.put_off(row, self.clock.now() + timedelta(seconds=wait))
        elif wanted:
            self._taken[row.outbox_id] = self.clock.monotonic()
        return not wait

    def count_late(self, connection: Connection, sent: Sent) -> None:
        """Before the next call to the same place is asked for."""
        if sent.was_late:
            self._allowances.add(connection, self._wanted(sent.row))

    def _wanted(self, row: Leased) -> tuple[Allowance, ...]:
        calls = calls_left(row, self._abilities.get(row.channel))
        wanted = self.channels[row.channel].allowances(outbound_of(row))
        return tuple(one._replace(calls=calls, seconds=one.seconds + ARRIVAL_SECONDS) for one in wanted)

    def refuse_absent(self, sending: Sending) -> None:
        """Rows of channels that are switched off wait, and not for ever."""
        for channel in sending.channels_waiting():
            if channel not in self.channels or has_failed(self.channels[channel]):
                sending.refused(channel, self.clock.now())

    def tell(self, connection: Connection, settled: Iterable[Settled]) -> None:
        """The cases whose reply has come to its end, and the cards whose case may have moved on before they arrived."""
        for one in settled:
            if one.report_id is not None:
                told = partial(self._on_settled, report_id=one.report_id, was_reached=one.reached)
                self._tell(connection, one.outbox_id, told)
            if one.is_card:
                self._tell(connection, one.outbox_id, partial(self._on_card, outbox_id=one.outbox_id))

    def _tell(self, connection: Connection, outbox_id: int, told: Callable[[Desk], None]) -> None:
        try:
            self._tell_desk(connection, told)
        except Exception as error:  # that it was sent must be kept whatever follows from it
            if is_storage_trouble(error):
                raise
            log.error("not_told", outbox_id=outbox_id, error=type(error).__name__, at=place_of(error))

    def _tell_desk(self, connection: Connection, told: Callable[[Desk], None]) -> None:
        for _ in range(STALE_TRIES):
            try:
                with Savepoint(connection, "settled"):
                    desk = self._desk(connection)
                    told(desk)
                    desk.store.outbox.put(desk.letters, desk.now)
                    return
            except StaleCase:  # somebody else moved the case in between: look at it as it is now
                continue
        raise StaleCase
