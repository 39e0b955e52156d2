"""python -m benchmarks.delivery: messages delivered a second, and the time from commit to call, by one process and by several."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from benchmarks.delivery.measuring import Load, Measured, measure, platform
from benchmarks.delivery.office import lay_out
from benchmarks.delivery.places import SERVER, cluster, embedded
from benchmarks.delivery.table import promises, table
from benchmarks.intake.machine import described

WORKERS = (1, 2, 4)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery", description=__doc__)
    parser.add_argument("--server", default=SERVER, help="a PostgreSQL server in which a database may be made")
    parser.add_argument("--workers", type=int, nargs="*", default=WORKERS, help="numbers of worker processes")
    parser.add_argument("--rush", type=int, default=Load().rush, help="messages as fast as they are taken")
    options = parser.parse_args(arguments)
    print(described())
    rows = []
    for one in _every(Load(rush=options.rush), options.workers, options.server):
        rows.append(one)
        print(f"{one.workers} workers: {one.a_second:.0f}/s", file=sys.stderr)
    held = promises(rows)
    print(table(rows), end="\n\n")
    for words, is_held in held:
        print(f"{'held  ' if is_held else 'MISSED'} {words}")
    return 0 if all(is_held for _, is_held in held) else 1


def _every(load: Load, workers: Sequence[int], server: str) -> Iterator[Measured]:
    with embedded() as place, platform(place):
        lay_out(place, load.whole)
        yield measure(place, 0, load, 0)
    if not workers:
        return
    with cluster(server) as place, platform(place):
        lay_out(place, load.whole)
        for turn, number in enumerate(workers):
            yield measure(place, number, load, turn * load.whole)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
