"""One run: a platform, an office with so many groups on so many robots, and what the platform saw of it."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

from benchmarks.posting.counting import Call, Counted, counted, keys_of, robot_of
from benchmarks.posting.office import Posted
from benchmarks.posting.place import Place, office_with
from bot.config_sections import GROUP_MARGIN, GROUP_SECONDS
from handlers.rules.posting_pace import seconds_until_everywhere

START_SECONDS = 30.0
ALLOWED = 20  # calls a minute, by the platform


@dataclass(frozen=True, slots=True)
class Measured:
    counted: Counted
    predicted: int
    posted: Posted


def predicted(groups: int, robots: int) -> int:
    """Seconds until it is everywhere, by the rule that the office is told."""
    of_robot = Counter(robot_of(key) for key in keys_of(groups, robots))
    return seconds_until_everywhere(of_robot, 1, ALLOWED - GROUP_MARGIN, GROUP_SECONDS)


def measure(groups: int, robots: int) -> Measured:
    seconds = predicted(groups, robots)
    with office_with(groups, robots) as place, _platform(place):
        task = {"folder": str(place.folder), "port": place.platform_port, "calls": groups, "predicted": seconds}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.posting.office"],
            input=json.dumps(task).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        posted = Posted(**json.loads(done.stdout))
        return Measured(counted(keys_of(groups, robots), _calls(place)), seconds, posted)


def _calls(place: Place) -> list[Call]:
    with urlopen(f"{place.platform}/calls", timeout=10) as answer:  # noqa: S310 (our own)
        return [(str(key), float(at)) for key, at in json.load(answer)]


@contextmanager
def _platform(place: Place) -> Iterator[None]:
    arguments = [sys.executable, "-m", "benchmarks.posting.platform", str(place.platform_port)]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(place, process)
            yield
        finally:
            process.terminate()


def _wait_for(place: Place, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            urlopen(f"{place.platform}/count", timeout=1).close()  # noqa: S310 (our own)
        except OSError:
            if time.monotonic() > until or process.poll() is not None:
                raise
            time.sleep(0.05)
        else:
            return
