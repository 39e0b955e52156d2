"""How often a rule finds what it must, and how often what it finds is there."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field


@dataclass(slots=True)
class Score:
    """Counts of one kind: found as it should be, missed, and found where it is not."""

    found: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0


@dataclass(slots=True)
class Table:
    """Scores by kind, and the messages that went wrong."""

    kinds: dict[str, Score] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def of(self, kind: str) -> Score:
        return self.kinds.setdefault(kind, Score())

    def count(self, text: str, *, must: Set[str], may: Set[str], got: Set[str]) -> None:
        """One message: the kinds it must have, those nobody blames, and those that were found."""
        for kind in must & got:
            self.of(kind).found += 1
        for kind in must - got:
            self.of(kind).missed += 1
            self.faults.append(f"missed {kind}: {text}")
        for kind in got - must - may:
            self.of(kind).wrong += 1
            self.faults.append(f"wrong {kind}: {text}")

    @property
    def total(self) -> Score:
        return _sum(self.kinds.values())


def _sum(scores: Iterable[Score]) -> Score:
    total = Score()
    for score in scores:
        total.found += score.found
        total.missed += score.missed
        total.wrong += score.wrong
    return total


def printed(title: str, halves: Mapping[str, Table]) -> str:
    """A table with a line for each kind, both halves side by side."""
    heads = "".join(f"| {half}: n | recall | precision " for half in halves)
    lines = [f"## {title}", f"| kind {heads}|", "|---" + "|---:|---:|---:" * len(halves) + "|"]
    kinds = sorted({kind for table in halves.values() for kind in table.kinds})
    rows = [(kind, [table.of(kind) for table in halves.values()]) for kind in kinds]
    rows.append(("**all**", [table.total for table in halves.values()]))
    for kind, scores in rows:
        cells = "".join(f"| {s.found + s.missed} | {s.recall:.3f} | {s.precision:.3f} " for s in scores)
        lines.append(f"| {kind} {cells}|")
    return "\n".join(lines)
