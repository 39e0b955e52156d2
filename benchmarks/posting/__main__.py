"""python -m benchmarks.posting: one post to 1,000 groups on 10 robots of 20 calls a minute, by the platform's own count."""

import argparse
import sys
from collections.abc import Sequence

from benchmarks.intake.machine import described
from benchmarks.posting.measuring import measure, predicted
from benchmarks.posting.table import promises, table


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.posting", description=__doc__)
    parser.add_argument("--groups", type=int, default=1000)
    parser.add_argument("--robots", type=int, default=10)
    options = parser.parse_args(arguments)
    print(described())
    print(f"about {predicted(options.groups, options.robots) / 60:.0f} minutes", file=sys.stderr)
    found = measure(options.groups, options.robots)
    held = promises(found)
    print(table([found]), end="\n\n")
    for words, is_held in held:
        print(f"{'held  ' if is_held else 'MISSED'} {words}")
    return 0 if all(is_held for _, is_held in held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
