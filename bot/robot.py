"""The 智能机器人's long connection: one process has it, by a lease; it hears and answers there, and comes back by itself.

Whoever is thrown out although the lease is theirs was thrown out by a stranger: then nobody connects until a person says so.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

import structlog
from aiohttp import ClientError, ClientSession, ClientWSTimeout
from sqlalchemy import Connection

from bot.channels.aibot_answers import NAME
from bot.channels.aibot_connection import ACK_SECONDS, PING_SECONDS, AibotConnection, Fields, Frame
from bot.channels.aibot_socket import WecomAibotSocket
from bot.channels.base import DeliveryFailed
from bot.clock import Clock
from bot.failure_places import place_of
from bot.storage_trouble import storage_errors
from bot.writing import Memory
from handlers.desk import Desk
from handlers.robot import tell_kicked
from storage.owners import LEASE_SECONDS, Hold, Owners

RENEW_SECONDS = 5.0
SPARE_SECONDS = 5.0  # before others may take the lease we have let go of the connection
WRITE_SECONDS = 4.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
MOST_REFUSALS = 5
REFUSED_PAUSE = 300.0  # a secret that is wrong is not right a second later, and asking is counted
STEADY_SECONDS = 60.0
CONNECT_SECONDS = 10.0
LONGEST_FRAME = 8 * 1024 * 1024
_CALLBACKS = frozenset({"aibot_msg_callback", "aibot_event_callback"})
T = TypeVar("T")
log = structlog.get_logger("robot")


@dataclass(frozen=True, slots=True)
class RobotAccount:
    """Who we are on the long connection."""

    url: str
    bot_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things may take; tests hurry them."""

    renew: float = RENEW_SECONDS
    first_pause: float = FIRST_PAUSE
    refused_pause: float = REFUSED_PAUSE
    ping: float = PING_SECONDS
    ack: float = ACK_SECONDS


Hear = Callable[[AibotConnection, Frame], Awaitable[None]]


class Robot:
    """`owner` names this process among those that share the database; `hear` takes in one callback."""

    def __init__(
        self,
        *,
        account: RobotAccount,
        channel: WecomAibotSocket,
        session: ClientSession,
        memory: Memory,
        clock: Clock,
        desk: Callable[[Connection], Desk],
        owner: str,
        hear: Hear,
        on_letters: Callable[[], None],
        is_alone: bool,
        pace: Pace = Pace(),
    ) -> None:
        self._account = account
        self._channel = channel
        self._session = session
        self._memory = memory
        self._clock = clock
        self._desk = desk
        self._owner = owner
        self._hear = hear
        self._on_letters = on_letters
        self._is_alone = is_alone
        self._pace = pace
        self._connection: AibotConnection | None = None
        self._ours = asyncio.Event()
        self._was_kicked = False
        self._refusals = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._hearing: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        if self._is_alone:
            await self._memory.write(lambda connection: Owners(connection).abandon(NAME))
        self._tasks = [asyncio.create_task(self._keep_lease()), asyncio.create_task(self._keep_connected())]

    async def stop(self) -> None:
        """What was heard is handled by who takes over; the lease is given up so that they need not wait for its end."""
        for task in (*self._tasks, *self._hearing):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._hearing, return_exceptions=True)
        await self._let_go()
        with contextlib.suppress(*storage_errors(TimeoutError)):
            await self._written(lambda connection: Owners(connection).give_up(NAME, self._owner))

    # whose it is

    async def _keep_lease(self) -> None:
        while True:
            try:
                await self._renew()
            except storage_errors(TimeoutError) as error:
                log.warning("lease_not_renewed", error=type(error).__name__, at=place_of(error))
            if not self._channel.is_owned:
                self._ours.clear()
                await self._let_go()
            await asyncio.sleep(self._pace.renew)

    async def _renew(self) -> None:
        asked_at = self._clock.monotonic()
        hold = await self._written(lambda connection: Owners(connection).take(NAME, self._owner))
        is_ours = hold is Hold.OURS and not self._was_kicked
        self._channel.leased_until = asked_at + LEASE_SECONDS - SPARE_SECONDS if is_ours else 0.0
        self._channel.is_refused = hold is Hold.BLOCKED or (is_ours and self._refusals >= MOST_REFUSALS)
        if is_ours:
            self._ours.set()

    async def _written(self, work: Callable[[Connection], T]) -> T:
        async with asyncio.timeout(WRITE_SECONDS):
            return await self._memory.write(work)

    async def _let_go(self) -> None:
        self._channel.shut()
        if self._connection is not None:
            await self._connection.close()

    # the connection

    async def _keep_connected(self) -> None:
        pause = self._pace.first_pause
        while True:
            await self._ours.wait()
            began = self._clock.monotonic()
            try:
                await self._connect()
            except (ClientError, OSError, TimeoutError, DeliveryFailed) as error:
                log.warning("robot_not_connected", error=type(error).__name__)
            if self._was_kicked:
                await self._block()
            if self._clock.monotonic() - began > STEADY_SECONDS:
                pause = self._pace.first_pause
            await asyncio.sleep(self._pace.refused_pause if self._refusals >= MOST_REFUSALS else pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _connect(self) -> None:
        """From the first frame to the last one."""
        timeout = ClientWSTimeout(ws_close=1.0)
        async with asyncio.timeout(CONNECT_SECONDS):
            socket = await self._session.ws_connect(self._account.url, timeout=timeout, max_msg_size=LONGEST_FRAME)
        pace = self._pace
        connection = AibotConnection(socket, self._take, ping_seconds=pace.ping, ack_seconds=pace.ack)
        self._connection = connection
        running = asyncio.create_task(connection.run())
        try:
            if await self._subscribed(connection):
                await running
        finally:
            self._channel.shut()
            self._connection = None
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await connection.close()

    async def _subscribed(self, connection: AibotConnection) -> bool:
        account = self._account
        ack = await connection.call("aibot_subscribe", {"bot_id": account.bot_id, "secret": account.secret})
        if ack.code != 0:
            self._refusals += 1
            log.error("robot_refused", code=ack.code, times=self._refusals)
            return False
        self._refusals = 0
        if not self._channel.is_owned:
            return False
        self._channel.opened(connection)
        log.info("robot_connected")
        self._on_letters()
        return True

    def _take(self, frame: Frame) -> None:
        connection = self._connection
        if connection is None or frame.cmd not in _CALLBACKS:
            return
        if _event_of(frame.body) == "disconnected_event":
            self._was_kicked = True
            self._channel.shut()
            return
        task = asyncio.create_task(self._hear_one(connection, frame))
        self._hearing.add(task)
        task.add_done_callback(self._hearing.discard)

    async def _hear_one(self, connection: AibotConnection, frame: Frame) -> None:
        await self._hear(connection, frame)

    # thrown out

    async def _block(self) -> None:
        """Written down before anybody may connect again; if another process of ours has taken the place, all is well."""
        while True:
            try:
                is_blocked = await self._written(self._write_block)
                break
            except storage_errors(TimeoutError) as error:
                log.warning("block_not_written", error=type(error).__name__)
                await asyncio.sleep(self._pace.first_pause)
        self._ours.clear()
        self._channel.leased_until = 0.0
        self._was_kicked = False
        if is_blocked:
            self._channel.is_refused = True
            log.error("robot_thrown_out")
            self._on_letters()

    def _write_block(self, connection: Connection) -> bool:
        if not Owners(connection).block(NAME, self._owner, self._clock.now()):
            return False
        desk = self._desk(connection)
        tell_kicked(desk)
        desk.store.outbox.put(desk.letters, desk.now)
        return True


def _event_of(body: Fields) -> object:
    event = body.get("event")
    return event.get("eventtype") if isinstance(event, dict) else None
