"""python -m benchmarks.intake: ours beside a bare echo and WeRoBot, in the same run."""

import argparse
import sys
from collections.abc import Sequence

from benchmarks.intake.machine import described
from benchmarks.intake.measuring import OPEN_LINES, OPEN_RATE, Load, measure
from benchmarks.intake.servers import EVERY
from benchmarks.intake.table import bound, honesty, promises, table


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each load")
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args(arguments)
    closed = [Load(lines, options.seconds) for lines in (1, 16, 64)]
    loads = [*closed, Load(OPEN_LINES, 2 * options.seconds, OPEN_RATE)]
    print(described())
    measured = []
    for one in measure(EVERY, loads, options.repetitions):
        measured.append(one)
        print(f"{one.server.name}, {one.load.name}: {one.result.a_second:.0f}/s", file=sys.stderr)
    held = promises(measured, loads)
    print(table(measured, loads), honesty(measured), sep="\n\n", end="\n\n")
    for words, is_held in held:
        print(f"{'held  ' if is_held else 'MISSED'} {words}")
    print(bound(measured, loads))
    return 0 if all(is_held for _, is_held in held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
