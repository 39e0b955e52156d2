"""The tick: which cases have a timer that has come, and of which clocks somebody is to be reminded."""

import time
from dataclasses import dataclass
from statistics import median

from sqlalchemy import Connection, Engine

from benchmarks.clock.county import NOW
from storage.cases import Cases
from storage.clocks import Clocks

TICKS = 100
# More than these is taken by the next tick.
MOST_TIMERS, MOST_CLOCKS = 50, 200


@dataclass(frozen=True, slots=True)
class Ticks:
    found: int
    median_ms: float
    cpu_ms: float
    slowest_ms: float


def ticks(engine: Engine) -> Ticks:
    took, busy = [], []
    with engine.connect() as connection:
        found = _tick(connection)
        for _ in range(TICKS):
            began, was_busy = time.perf_counter(), time.process_time()
            _tick(connection)
            took.append((time.perf_counter() - began) * 1000)
            busy.append((time.process_time() - was_busy) * 1000)
    return Ticks(found, median(took), median(busy), max(took))


def _tick(connection: Connection) -> int:
    return len(Cases(connection).due_timers(NOW, limit=MOST_TIMERS)) + len(
        Clocks(connection).due(NOW, limit=MOST_CLOCKS)
    )
