"""One run of all servers, taking turns, so that whatever else the machine does hits all of them alike."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from benchmarks.intake.generator import Result, Task
from benchmarks.intake.servers import Running, Server, running

WARM_SECONDS = 0.5
WARM_LINES = 16
OPEN_RATE = 100
OPEN_LINES = 64


@dataclass(frozen=True, slots=True)
class Load:
    """`lines` at once as fast as they are answered, or `rate` a second."""

    lines: int
    seconds: float
    rate: int = 0

    @property
    def name(self) -> str:
        return f"{self.rate}/s" if self.rate else f"c={self.lines}"


@dataclass(frozen=True, slots=True)
class Measured:
    """One load on one server. `missing` answers left no row behind."""

    server: Server
    load: Load
    result: Result
    cpu_micros: float
    peak_megabytes: float
    missing: int


class Numbers:
    """Message ids that never repeat, in this run or another."""

    def __init__(self) -> None:
        self._next = time.time_ns() // 1_000_000 * 1_000_000

    def take(self) -> int:
        self._next += 1_000_000
        return self._next


def cores() -> tuple[int | None, int | None]:
    """One for the server, another for the generator, where there are two."""
    available = sorted(os.sched_getaffinity(0))
    return (available[0], available[1]) if len(available) > 1 else (None, None)


def measure(servers: Sequence[Server], loads: Sequence[Load], repetitions: int) -> Iterator[Measured]:
    numbers = Numbers()
    for repetition in range(repetitions):
        turn = repetition % len(servers)
        for server in (*servers[turn:], *servers[:turn]):
            yield from _one_life(server, loads, numbers)


def _one_life(server: Server, loads: Sequence[Load], numbers: Numbers) -> Iterator[Measured]:
    """Started, warmed up, put under each load in turn, stopped."""
    server_core, core = cores()
    with running(server, server_core) as alive:
        acknowledged = _generate(server, alive, Load(WARM_LINES, WARM_SECONDS), numbers, core).acknowledged
        for load in loads:
            before = alive.cpu_seconds()
            result = _generate(server, alive, load, numbers, core)
            spent = (alive.cpu_seconds() - before) / max(1, result.acknowledged)
            acknowledged += result.acknowledged
            missing = acknowledged - alive.rows(server.counted) if server.counted else 0
            yield Measured(server, load, result, spent * 1e6, alive.peak_megabytes(), missing)


def _generate(server: Server, alive: Running, load: Load, numbers: Numbers, core: int | None) -> Result:
    task = Task(
        port=alive.port,
        lines=load.lines,
        seconds=load.seconds,
        rate=load.rate,
        first_number=numbers.take(),
        expected=server.expected,
        core=core,
    )
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.intake.generator"],
        input=json.dumps(asdict(task)).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return Result(**json.loads(done.stdout))
