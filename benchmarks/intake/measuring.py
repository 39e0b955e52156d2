"""One run of all servers, taking turns, so that whatever else the machine does hits all of them alike."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
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
        yield from _one_round((*servers[turn:], *servers[:turn]), loads, numbers)


def _one_round(servers: Sequence[Server], loads: Sequence[Load], numbers: Numbers) -> Iterator[Measured]:
    """All started and warmed up; then each load on one after the other, while the others stand still."""
    with ExitStack() as stack:
        trials = [Trial(server, stack.enter_context(running(server, cores()[0])), numbers) for server in servers]
        for trial in trials:
            trial.generate(Load(WARM_LINES, WARM_SECONDS))
        for load in loads:
            yield from (trial.measure(load) for trial in trials)


class Trial:
    """One server while it lives."""

    def __init__(self, server: Server, alive: Running, numbers: Numbers) -> None:
        self._server = server
        self._alive = alive
        self._numbers = numbers
        self._acknowledged = 0

    def measure(self, load: Load) -> Measured:
        server, alive = self._server, self._alive
        before = alive.cpu_seconds()
        result = self.generate(load)
        spent = (alive.cpu_seconds() - before) / max(1, result.acknowledged)
        missing = self._acknowledged - alive.rows(server.counted) if server.counted else 0
        return Measured(server, load, result, spent * 1e6, alive.peak_megabytes(), missing)

    def generate(self, load: Load) -> Result:
        task = Task(
            port=self._alive.port,
            lines=load.lines,
            seconds=load.seconds,
            rate=load.rate,
            first_number=self._numbers.take(),
            expected=self._server.expected,
            core=cores()[1],
        )
        with self._alive.awake():
            result = _run(task)
        self._acknowledged += result.acknowledged
        return result


def _run(task: Task) -> Result:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.intake.generator"],
        input=json.dumps(asdict(task)).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return Result(**json.loads(done.stdout))
