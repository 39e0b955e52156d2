"""Whether the service is alive, may be sent messages, and what it looks like from inside."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection

from bot.clock import Clock
from bot.courier import Deliverer
from bot.metrics import CONTENT_TYPE, Metrics
from bot.storage_trouble import storage_errors
from bot.writing import Memory
from handlers.robot import FEEDBACK
from storage.counters import counts_of
from storage.inbox import count_waiting, try_room
from storage.sending import oldest_due

PROBE_SECONDS = 4.0
FRESH_SECONDS = 1.0


class Readiness:
    """`/readyz` really writes, but not more often than once a second however often it is asked."""

    def __init__(self, memory: Memory, delivery: Deliverer, metrics: Metrics, clock: Clock) -> None:
        self._memory = memory
        self._delivery = delivery
        self._metrics = metrics
        self._clock = clock
        self._lock = asyncio.Lock()
        self._looked_at = float("-inf")
        self._can_store = False

    def register(self, app: web.Application) -> None:
        app.router.add_get("/healthz", self.healthz)
        app.router.add_get("/readyz", self.readyz)
        app.router.add_get("/metrics", self.metrics)

    async def healthz(self, _: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(self, _: web.Request) -> web.Response:
        is_ready = await self._probe()
        degraded = [f"channels.{name}" for name in self._delivery.down]
        return web.json_response({"ready": is_ready, "degraded": degraded}, status=200 if is_ready else 503)

    async def metrics(self, _: web.Request) -> web.Response:
        now = self._clock.now()
        pending, oldest, waiting, feedback = await self._memory.read(lambda connection: _figures(connection, now))
        self._metrics.feedback(feedback)
        body = self._metrics.render(
            channels=self._delivery.up(), outbox_pending=pending, outbox_oldest=oldest, inbox_pending=waiting
        )
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})

    async def _probe(self) -> bool:
        async with self._lock:
            if self._clock.monotonic() - self._looked_at >= FRESH_SECONDS:
                self._can_store = await self._try_to_store()
                self._looked_at = self._clock.monotonic()
            return self._can_store

    async def _try_to_store(self) -> bool:
        now = self._clock.now()
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await self._memory.write(lambda connection: try_room(connection, now))
        except storage_errors(TimeoutError):
            return False
        return True


def _figures(connection: Connection, now: datetime) -> tuple[int, float, int, Mapping[str, int]]:
    pending, oldest = oldest_due(connection, now)
    return pending, oldest, count_waiting(connection), counts_of(connection, FEEDBACK)
