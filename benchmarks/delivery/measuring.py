"""One run: a platform, the processes that deliver, and the office that writes; what was written against what was called."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from statistics import quantiles
from urllib.request import Request, urlopen

from benchmarks.delivery.office import Task, Written
from benchmarks.delivery.places import Place

START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Load:
    """How many messages as fast as they are taken, and how many at `rate` a second."""

    rush: int = 600
    paced: int = 150
    rate: float = 25.0
    warm: int = 30

    @property
    def whole(self) -> int:
        return self.rush + self.paced + self.warm


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds from just before the commit to the call, of the paced messages. `workers` is 0 for the embedded way."""

    workers: int
    a_second: float
    p50: float
    p99: float
    slowest: float
    missing: int
    twice: int


def measured(workers: int, written: Written, calls: Sequence[tuple[int, float]]) -> Measured:
    at, first = written.at, dict(reversed(calls))
    times = Counter(number for number, _ in calls)
    rushed = [first[number] for number in range(*written.rush) if number in first]
    waits = sorted((first[number] - at[number]) * 1000 for number in range(*written.paced) if number in first)
    seconds = max(rushed) - at[written.rush[0]]
    hundredths = quantiles(waits, n=100, method="inclusive")
    return Measured(
        workers,
        len(rushed) / seconds,
        hundredths[49],
        hundredths[98],
        waits[-1],
        missing=len(at.keys() - times.keys()),
        twice=sum(count > 1 for count in times.values()),
    )


def measure(place: Place, workers: int, load: Load, first: int) -> Measured:
    with ExitStack() as stack:
        for _ in range(workers):
            stack.enter_context(worker(place))
        return measured(workers, _write(place, load, first), _calls(place))


def _write(place: Place, load: Load, first: int) -> Written:
    task = Task(str(place.folder), place.url, place.platform_port, first, **asdict(load))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.delivery.office"],
        input=json.dumps({**asdict(task), "members": load.whole}).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    found = json.loads(done.stdout)
    return Written({int(number): when for number, when in found["at"].items()}, found["rush"], found["paced"])


def _calls(place: Place) -> list[tuple[int, float]]:
    with urlopen(Request(f"{place.platform}/calls", method="POST"), timeout=10) as answer:  # noqa: S310 (our own)
        return [(int(number), float(when)) for number, when in json.load(answer)]


@contextmanager
def platform(place: Place) -> Iterator[None]:
    arguments = [sys.executable, "-m", "benchmarks.delivery.platform", str(place.platform_port)]
    with _process(arguments) as process:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                urlopen(f"{place.platform}/count", timeout=1).close()  # noqa: S310 (our own)
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                yield
                return


@contextmanager
def worker(place: Place) -> Iterator[None]:
    """`liaison worker`, until it says that it delivers."""
    arguments = [sys.executable, "-m", "bot", "--config", str(place.config_file), "worker"]
    with _process(arguments) as process:
        if process.stdout is None or not process.stdout.readline():
            raise RuntimeError("the worker did not start")
        yield


@contextmanager
def _process(arguments: Sequence[str]) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
