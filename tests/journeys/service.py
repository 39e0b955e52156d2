"""The whole service inside the test: real database, real port, real HTTP; only its clock can be moved."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.app import DUTIES, application, build
from bot.config import Config
from bot.machine import Machine
from bot.route import Duties
from storage.engine import make_engine
from tests.ready import County, put_county

# A Monday morning of the congress, in office hours.
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass(slots=True)
class MovableClock:
    """Runs like any other, from a Monday morning on, and can be moved ahead."""

    start: datetime = MONDAY
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return self.start + timedelta(seconds=time.monotonic() - self._began)

    def monotonic(self) -> float:
        return time.monotonic()

    def move(self, **span: float) -> None:
        self.start += timedelta(**span)


@dataclass(slots=True)
class Service:
    """A running service. `machine` is its inside, for the few stories in which something breaks there."""

    url: str
    machine: Machine
    config: Config


def found_office(config: Config, now: datetime, county: County = "stories") -> None:
    """A directory in a database that has nothing but tables."""
    engine = make_engine(config.storage.url)
    put_county(engine, config.key_file, now, county)
    engine.dispose()


@asynccontextmanager
async def serve(
    config_file: Path, clock: MovableClock, duties: Duties = DUTIES, port: int = 0
) -> AsyncIterator[Service]:
    """From the first connection to the last one."""
    config = Config.load(config_file, {})
    machine = await build(config, clock, duties=duties)
    runner = web.AppRunner(application(config, machine), shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        yield Service(f"http://127.0.0.1:{runner.addresses[0][1]}", machine, config)
    finally:
        await runner.cleanup()
