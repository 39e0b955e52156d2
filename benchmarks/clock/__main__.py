"""python -m benchmarks.clock: what the tick costs that finds what is due, by how many cases are open and how many are due."""

import argparse
import sys
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from benchmarks.clock.county import county_of, set_due
from benchmarks.clock.ticking import Ticks, ticks
from benchmarks.intake.machine import described

OPEN = (1_000, 10_000, 100_000, 200_000, 1_000_000)
DUE = (0, 10, 100, 1_000)
PROMISED_OPEN, PROMISED_MS = 200_000, 50.0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clock", description=__doc__)
    parser.add_argument("--url", help="an empty PostgreSQL database; SQLite in a folder of its own without it")
    parser.add_argument("--open", type=int, nargs="*", default=OPEN, help="numbers of open cases")
    options = parser.parse_args(arguments)
    print(described())
    print("| open cases | due | found | median ms | CPU ms | slowest of 100 ms |\n|--:|--:|--:|--:|--:|--:|")
    held = True
    for number in options.open:
        with TemporaryDirectory() as folder:
            url = options.url or f"sqlite:///{folder}/clock.db"
            with county_of(url, number) as engine:
                for due in DUE:
                    set_due(engine, due)
                    measured = ticks(engine)
                    print(_row(number, due, measured), flush=True)
                    held &= number > PROMISED_OPEN or measured.median_ms < PROMISED_MS
    print("held" if held else "MISSED", f"under {PROMISED_MS:.0f} ms with {PROMISED_OPEN} open cases")
    return 0 if held else 1


def _row(number: int, due: int, measured: Ticks) -> str:
    return f"| {number} | {due} | {measured.found} | {measured.median_ms:.2f} | {measured.cpu_ms:.2f} | {measured.slowest_ms:.1f} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
