"""python -m benchmarks.proofing: how many planted mistakes proofing finds, and how often it blames a clean sentence."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.proofing_lexicon import lexicon_of
from handlers.rules.proofing.finding import Finding
from handlers.rules.proofing.proofer import Proofer

FOLDER = Path(__file__).parent
WANTED_RECALL, MOST_ALARMS = 0.9, 3.0


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence with one mistake: the characters `wrong` stand in it once and should be `right`."""

    kind: str
    wrong: str
    right: str
    sentence: str

    def is_found_by(self, found: Sequence[Finding]) -> bool:
        """A finding that overlaps the mistake; what it suggests is not asked here."""
        start = self.sentence.index(self.wrong) + 1
        return any(one.column < start + len(self.wrong) and start < one.column + len(one.wrong) for one in found)

    def is_put_right_by(self, found: Sequence[Finding]) -> bool:
        """The sentence after every suggestion was taken holds what was meant."""
        text = self.sentence
        for one in sorted(found, key=lambda one: -one.column):
            text = text[: one.column - 1] + one.right + text[one.column - 1 + len(one.wrong) :]
        return text == self.sentence.replace(self.wrong, self.right)


def planted() -> list[Planted]:
    lines = (FOLDER / "planted.tsv").read_text(encoding="utf-8").splitlines()
    return [Planted(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def clean() -> list[str]:
    lines = (FOLDER / "clean.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proofing", description=__doc__)
    parser.add_argument("--faults", action="store_true", help="print what was missed and what was blamed")
    options = parser.parse_args(arguments)
    proofer, mistakes, sentences = Proofer(lexicon_of()), planted(), clean()
    started = time.perf_counter()
    results = [(one, proofer.check(one.sentence)) for one in mistakes]
    alarms = [(sentence, found) for sentence in sentences if (found := proofer.check(sentence))]
    took = (time.perf_counter() - started) / (len(mistakes) + len(sentences))
    _print_table(results)
    recall = sum(one.is_found_by(found) for one, found in results) / len(results)
    blamed = 100 * sum(len(found) for _, found in alarms) / len(sentences)
    print(f"\n{len(sentences)} clean sentences: {blamed:.1f} false alarms in 100; {took * 1000:.2f} ms a sentence")
    for name, is_held in (
        ("recall at least 0.9", recall >= WANTED_RECALL),
        ("at most 3 false alarms in 100", blamed <= MOST_ALARMS),
    ):
        print(f"{'held  ' if is_held else 'MISSED'} {name}")
    if options.faults:
        for one, found in results:
            if not one.is_found_by(found):
                print(f"missed {one.kind} {one.wrong} → {one.right}: {one.sentence}")
        for sentence, found in alarms:
            print(f"blamed {[(one.wrong, one.right) for one in found]}: {sentence}")
    return 0


def _print_table(results: Sequence[tuple[Planted, Sequence[Finding]]]) -> None:
    planted_of = Counter(one.kind for one, _ in results)
    found_of = Counter(one.kind for one, found in results if one.is_found_by(found))
    right_of = Counter(one.kind for one, found in results if one.is_put_right_by(found))
    print("| kind | planted | recall | put right |\n|---|--:|--:|--:|")
    for kind in sorted(planted_of):
        print(f"| {kind} | {planted_of[kind]} | {found_of[kind] / planted_of[kind]:.2f} | {right_of[kind]} |")
    total = len(results)
    print(f"| **all** | {total} | {found_of.total() / total:.3f} | {right_of.total()} |")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
