"""Delivery by one process: outbox rows leased, sent, settled; in order within a lane, lanes beside each other.

One round is one transaction: it settles what has been sent since the last and leases what may go next.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Connection
from typing_extensions import override

from bot.channel_gate import MOST_AT_ONCE, Gate, has_failed, is_ours
from bot.courier import ABSENT_SECONDS, STOP_SECONDS, Courier, Deliverer
from bot.failure_places import place_of
from bot.one_send import Sent
from bot.storage_trouble import storage_errors
from bot.writing import Memory
from storage.leased import Leased, Outcome
from storage.sending import Sending

LOOK_SECONDS = 1.0
PAUSE_SECONDS = 0.02  # between two rounds: what becomes due or ends meanwhile shares the next one's commit
LOOKS_A_ROUND = 5
REST_SECONDS = 2.0  # before a message of unknown outcome is sent again
log = structlog.get_logger("delivery")


@dataclass(slots=True)
class Plan:
    """What one round may do: settle these, then lease so many on each channel but not on busy lanes."""

    sent: list[Sent]
    rooms: dict[str, int]
    avoid: dict[str, str]
    busy: frozenset[str]
    recovered: set[str] = field(default_factory=set)
    looks_for_absent: bool = False
    has_more: bool = False


class Delivery(Deliverer):
    def __init__(self, memory: Memory, courier: Courier) -> None:
        self._memory = memory
        self._courier = courier
        self._clock = courier.clock
        self._keys = courier.keys
        self._gates = {name: Gate() for name in courier.channels}
        self._channels = courier.channels
        self._failed: set[str] = set()
        self._sent: list[Sent] = []
        self._busy: set[str] = set()
        self._resting: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._absent_at = 0.0
        self._is_stopping = False
        self._loop: asyncio.Task[None] | None = None

    @property
    @override
    def down(self) -> tuple[str, ...]:
        """Channels whose platform refuses."""
        return tuple(sorted(name for name, is_up in self.up().items() if not is_up))

    @override
    def up(self) -> dict[str, bool]:
        return {name: not (gate.is_down or has_failed(self._channels[name])) for name, gate in self._gates.items()}

    @override
    def wake(self) -> None:
        """Something was written that may be due."""
        self._wake.set()

    @override
    async def start(self) -> None:
        """No other process delivers from this database, so every lease there is belongs to a dead one."""
        await self._memory.write(lambda connection: Sending(connection, self._keys).abandon_leases())
        self._loop = asyncio.create_task(self._run())

    @override
    async def stop(self) -> None:
        """Calls under way may end; what is cut off counts as unknown and is settled, too."""
        self._is_stopping = True
        self.wake()
        if self._loop is not None:
            await self._loop
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._sent:
            with contextlib.suppress(*storage_errors()):  # then the leases run out, and the next start knows what to do
                await self._turn_over()

    async def _run(self) -> None:
        while not self._is_stopping:
            self._wake.clear()
            try:
                await self._turn_over()
            except Exception as error:  # noqa: BLE001 (the loop outlives a full disk as well as a mistake of ours)
                log.error("round_failed", error=type(error).__name__, at=place_of(error))
                await asyncio.sleep(LOOK_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._wake.wait()
            await asyncio.sleep(PAUSE_SECONDS)

    async def _turn_over(self) -> None:
        plan = self._plan()
        try:
            leased = await self._memory.write(lambda connection: self._round(connection, plan))
        except BaseException:
            self._sent = plan.sent + self._sent  # nothing of it is settled yet
            raise
        for sent in plan.sent:
            self._busy.discard(sent.row.lane)
        for row in leased:
            self._begin(row)
        if plan.has_more:
            self.wake()

    def _plan(self) -> Plan:
        now = self._clock.monotonic()
        sent, self._sent = self._sent, []
        free = 0 if self._is_stopping else MOST_AT_ONCE - len(self._tasks)
        self._resting = {lane: until for lane, until in self._resting.items() if until > now}
        plan = Plan(
            sent,
            {name: gate.room(now, free) for name, gate in self._gates.items() if is_ours(self._channels[name])},
            {name: gate.last_refused for name, gate in self._gates.items()},
            frozenset((self._busy - {done.row.lane for done in sent}) | self._resting.keys()),
        )
        failed = {name for name, channel in self._channels.items() if has_failed(channel)}
        plan.recovered = {done.row.channel for done in sent if done.has_recovered} | (self._failed - failed)
        self._failed = failed
        if now >= self._absent_at:
            plan.looks_for_absent, self._absent_at = True, now + ABSENT_SECONDS
        return plan

    def _round(self, connection: Connection, plan: Plan) -> list[Leased]:
        sending = Sending(connection, self._keys)
        now = self._clock.now()
        for done in plan.sent:
            sending.settle(done.settlement, now)
            self._courier.count_late(connection, done)
        for channel in plan.recovered:
            sending.recovered(channel)
        if plan.looks_for_absent:
            self._courier.refuse_absent(sending)
        leased: list[Leased] = []
        for channel, room in plan.rooms.items():
            leased += self._lease_allowed(connection, sending, plan, channel, min(room, MOST_AT_ONCE - len(leased)))
        self._courier.tell(connection, sending.settled)
        return leased

    def _lease_allowed(
        self, connection: Connection, sending: Sending, plan: Plan, channel: str, room: int
    ) -> list[Leased]:
        """Those whose channel may be called now; lanes that must wait are put off, and others take their place."""
        leased: list[Leased] = []
        for _ in range(LOOKS_A_ROUND):
            found = self._lease(sending, plan, channel, room - len(leased))
            if not found:
                return leased
            leased += [row for row in found if self._courier.may_send(connection, sending, row)]
        plan.has_more = True
        return leased

    def _lease(self, sending: Sending, plan: Plan, channel: str, room: int) -> list[Leased]:
        """A probe is rather another message than the one refused last: it may be that message's own fault."""
        if room <= 0:
            return []
        now, avoid = self._clock.now(), plan.avoid[channel]
        if avoid:
            others = sending.lease_due(channel, now, plan.busy | {avoid}, room)
            if others:
                return others
        return sending.lease_due(channel, now, plan.busy, room)

    def _begin(self, row: Leased) -> None:
        self._busy.add(row.lane)
        self._gates[row.channel].in_flight += 1
        task = asyncio.create_task(self._send(row))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, row: Leased) -> None:
        gate = self._gates[row.channel]
        sent = await self._courier.deliver(row)
        gate.in_flight -= 1
        now = self._clock.monotonic()
        if sent.outcome is Outcome.REFUSED:
            gate.refused(now, row.lane, sent.retry_after)
        elif sent.outcome is not Outcome.UNKNOWN and sent.was_asked:
            sent.has_recovered = gate.is_down
            gate.taken()
        if sent.outcome is Outcome.UNKNOWN:
            self._resting[row.lane] = now + REST_SECONDS
        self._sent.append(sent)
        self._wake.set()
