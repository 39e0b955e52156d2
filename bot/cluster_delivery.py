"""Delivery by several processes on PostgreSQL: jobs of procrastinate, one at a time for each destination.

A job takes its destination's due rows in their order, one after the other; whatever stops it leaves the rest in the books,
and the sweep defers another job when it may go on. A job whose process died is given to another one.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ProcrastinateException
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import Connection, make_url
from typing_extensions import override

from bot.call_room import CallRoom
from bot.channel_gate import MOST_AT_ONCE, has_failed
from bot.channels.base import OwnedChannel
from bot.cluster_turn import ClusterTurn
from bot.courier import STOP_SECONDS, Courier, Deliverer
from bot.failure_places import place_of
from bot.one_send import Sent
from bot.storage_trouble import is_storage_trouble, storage_errors
from bot.writing import Memory
from storage.channel_gates import ChannelGates, GateRow
from storage.leased import Leased
from storage.queue_jobs import SWEEP_LOCK, TASK, queue_of

SWEEP_SECONDS = 1.0
PAUSE_SECONDS = 0.05
POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 15.0
ROWS_A_JOB = 50
CONNECTIONS = 4
IDLE_SECONDS = 1.0
TRIES = 10
_TROUBLE = storage_errors(ProcrastinateException)
log = structlog.get_logger("delivery")


class AskWhoRested:
    """Whether a connection of the queue is alive is asked after it lay idle, not before each of its many short calls."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._used: WeakKeyDictionary[AsyncConnection[Any], float] = WeakKeyDictionary()

    async def __call__(self, connection: AsyncConnection[Any]) -> None:
        now = asyncio.get_running_loop().time()
        before, self._used[connection] = self._used.get(connection, now), now
        if now - before >= self._seconds:
            await AsyncConnectionPool.check_connection(connection)


def _pool(**arguments: Any) -> AsyncConnectionPool:
    return AsyncConnectionPool(**{**arguments, "check": AskWhoRested(IDLE_SECONDS)})


class ClusterDelivery(Deliverer):
    def __init__(self, memory: Memory, courier: Courier, url: str) -> None:
        self._memory = memory
        self._courier = courier
        self._turn = ClusterTurn(courier)
        conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._connector = PsycopgConnector(conninfo=conninfo, min_size=1, max_size=CONNECTIONS, pool_factory=_pool)
        self._app = App(connector=self._connector)
        self._app.task(name=TASK)(self.deliver)
        self._rooms = {name: CallRoom() for name in courier.channels}
        self._down: frozenset[str] = frozenset()
        self._wake = asyncio.Event()
        self._is_stopping = False
        self._tasks: list[asyncio.Task[None]] = []
        self._stalled_at = 0.0

    @property
    @override
    def down(self) -> tuple[str, ...]:
        return tuple(sorted(name for name, is_up in self.up().items() if not is_up))

    @override
    def up(self) -> dict[str, bool]:
        channels = self._courier.channels
        return {name: not (name in self._down or has_failed(channel)) for name, channel in channels.items()}

    @override
    def wake(self) -> None:
        """Rows bring their jobs with them; this only has the sweep look sooner."""
        self._wake.set()

    @override
    async def start(self) -> None:
        await self._look_at_gates()
        await self._app.open_async()
        channels = self._courier.channels
        owned = {name: channel for name, channel in channels.items() if isinstance(channel, OwnedChannel)}
        works = [self._work(channels.keys() - owned.keys()), self._watch()]
        works += [self._work_while_ours(name, channel) for name, channel in owned.items()]
        self._tasks = [asyncio.create_task(work) for work in works]

    @override
    async def stop(self) -> None:
        """Calls under way may end; what is cut off counts as unknown and is settled, too."""
        self._is_stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._app.close_async()

    async def deliver(self, lane: str) -> None:
        """One job: the destination's due rows, one after the other."""
        sent: Sent | None = None
        for _ in range(ROWS_A_JOB):
            if self._is_stopping:
                break
            row: Leased | None = await self._surely(partial(self._turn.go_on, lane, sent))
            if row is None:
                return
            sent = await self._call(row)
        if sent is not None:
            await self._surely(partial(self._turn.end, sent))

    async def _call(self, row: Leased) -> Sent:
        """When there is room for another call: a lane whose job is ours may wait with its row leased."""
        room = self._rooms[row.channel]
        async with room.enter():
            sent = await self._courier.deliver(row)
            room.note(sent)
        return sent

    async def _surely(self, work: Callable[[Connection], Leased | None]) -> Leased | None:
        """What came of a call is not forgotten because the database is away for a moment."""
        for _ in range(TRIES):
            try:
                return await self._memory.write(work)
            except storage_errors() as error:
                if self._is_stopping or not is_storage_trouble(error):
                    raise
            await asyncio.sleep(SWEEP_SECONDS)
        return await self._memory.write(work)

    async def _work(self, channels: Iterable[str]) -> None:
        """A worker ends when it loses the database: then there is another one."""
        queues = [queue_of(channel) for channel in channels]
        while queues:
            try:
                await self._app.run_worker_async(
                    queues=queues,
                    concurrency=MOST_AT_ONCE,
                    delete_jobs="always",
                    fetch_job_polling_interval=POLL_SECONDS,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                    shutdown_graceful_timeout=STOP_SECONDS,
                    install_signal_handlers=False,
                )
            except _TROUBLE as error:
                log.warning("worker_ended", error=type(error).__name__, at=place_of(error))
            await asyncio.sleep(SWEEP_SECONDS)

    async def _work_while_ours(self, name: str, channel: OwnedChannel) -> None:
        """Of a channel that one process may use, only that one takes the jobs."""
        while True:
            if channel.can_send:
                work = asyncio.create_task(self._work([name]))
                try:
                    while channel.can_send:  # noqa: ASYNC110 (the channel tells nobody)
                        await asyncio.sleep(SWEEP_SECONDS)
                finally:
                    work.cancel()
                    await asyncio.gather(work, return_exceptions=True)
            await asyncio.sleep(SWEEP_SECONDS)

    async def _watch(self) -> None:
        while not self._is_stopping:
            self._wake.clear()
            try:
                await self._sweep()
            except Exception as error:  # noqa: BLE001 (the loop outlives a database that is away as well as a mistake of ours)
                log.error("sweep_failed", error=type(error).__name__, at=place_of(error))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SWEEP_SECONDS):
                    await self._wake.wait()
            await asyncio.sleep(PAUSE_SECONDS)

    async def _sweep(self) -> None:
        await self._memory.write(partial(self._turn.sweep, await self._look_at_gates()))
        now = asyncio.get_running_loop().time()
        if now >= self._stalled_at:
            self._stalled_at = now + HEARTBEAT_SECONDS
            await self._retry_stalled()

    async def _look_at_gates(self) -> list[GateRow]:
        gates = await self._memory.read(lambda connection: ChannelGates(connection).every())
        self._down = frozenset(gate.channel for gate in gates if gate.is_down)
        return gates

    async def _retry_stalled(self) -> None:
        """Jobs of dead processes. One process looks at a time: a job retried twice could run twice at once."""
        async with self._connector.pool.connection() as connection, connection.transaction():
            cursor = await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (SWEEP_LOCK + 1,))
            got = await cursor.fetchone()
            if got != (True,):
                return
            manager = self._app.job_manager
            for job in await manager.get_stalled_jobs(task_name=TASK, seconds_since_heartbeat=STALLED_SECONDS):
                log.info("job_taken_over", lane=job.task_kwargs["lane"])
                await manager.retry_job(job)
