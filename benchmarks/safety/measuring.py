"""The rules of safety over the invented messages: those the rules were tuned on, beside the set written last (see README.md)."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.safety.scores import Table
from handlers.rules.look_first import look
from handlers.rules.personal import cut

HERE = Path(__file__).parent
HALVES = ("tuned", "last")


def messages(name: str) -> list[dict[str, Any]]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def looks_of(rows: Sequence[dict[str, Any]]) -> dict[str, Table]:
    tables = {half: Table() for half in HALVES}
    for row in rows:
        got = {str(one.kind) for one in look(row["text"])}
        tables[row["half"]].count(row["text"], must=set(row["kinds"]), may=set(row["may"]), got=got)
    return tables


def looked_at(rows: Sequence[dict[str, Any]]) -> dict[str, Table]:
    """Whether somebody looks first at all, which is what harms when it fails."""
    tables = {half: Table() for half in HALVES}
    for row in rows:
        must = {"looked at"} if row["kinds"] else set()
        may = {"looked at"} if row["may"] else set()
        got = {"looked at"} if look(row["text"]) else set()
        tables[row["half"]].count(row["text"], must=must, may=may, got=got)
    return tables


def personal_of(rows: Sequence[dict[str, Any]]) -> dict[str, Table]:
    """An item is found when its whole value is cut under its kind; one cut is wrong when it touches no true item of its kind."""
    tables = {half: Table() for half in HALVES}
    for row in rows:
        table, true = tables[row["half"]], [tuple(item) for item in row["items"]]
        got = [(item.kind.value, item.value) for item in cut(row["text"]).items]
        for kind, value in true:
            is_found = any(kind == other and value in cut_out for other, cut_out in got)
            _count(table, row["text"], kind, is_found=is_found)
        for kind, value in got:
            if not any(kind == other and (part in value or value in part) for other, part in true):
                table.of(kind).wrong += 1
                table.faults.append(f"wrong {kind} {value}: {row['text']}")
    return tables


def _count(table: Table, text: str, kind: str, *, is_found: bool) -> None:
    if is_found:
        table.of(kind).found += 1
    else:
        table.of(kind).missed += 1
        table.faults.append(f"missed {kind}: {text}")


def microseconds(rule: Callable[[str], object], texts: Sequence[str], *, rounds: int = 20) -> float:
    """The median over rounds of the mean cost of one text."""
    costs = []
    for _ in range(rounds):
        started = time.perf_counter()
        for text in texts:
            rule(text)
        costs.append((time.perf_counter() - started) / len(texts) * 1e6)
    return statistics.median(costs)
