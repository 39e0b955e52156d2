"""python -m benchmarks.safety: recall and precision of look-first and of personal data, on invented messages."""

import argparse
import sys
from collections.abc import Sequence

from benchmarks.safety.measuring import looked_at, looks_of, messages, microseconds, personal_of
from benchmarks.safety.scores import Table, printed
from handlers.rules.look_first import look
from handlers.rules.personal import cut


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.safety", description=__doc__)
    parser.add_argument(
        "--faults", choices=("none", "tuned", "last", "all"), default="none", help="print what went wrong"
    )
    options = parser.parse_args(arguments)
    first, personal = messages("messages"), messages("personal")
    shown = {
        f"Look first, by kind ({len(first)} messages)": looks_of(first),
        "Look first, at all": looked_at(first),
        f"Personal data ({len(personal)} messages)": personal_of(personal),
    }
    for title, halves in shown.items():
        print(printed(title, halves), end="\n\n")
        _print_faults(halves, options.faults)
    ordinary = [row["text"] for row in first if not row["kinds"] and not row["may"]]
    print(f"look: {microseconds(look, ordinary):.1f} µs, cut: {microseconds(cut, ordinary):.1f} µs an ordinary message")
    return 0


def _print_faults(halves: dict[str, Table], wanted: str) -> None:
    for half, table in halves.items():
        if wanted in {"all", half}:
            print(*(f"{half} {fault}" for fault in table.faults), sep="\n", end="\n\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
