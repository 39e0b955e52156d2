"""What was measured as a table, and which of the promises held."""

from collections.abc import Sequence

from benchmarks.delivery.measuring import Measured

_HEAD = "| way | messages/s | p50 ms | p99 ms | slowest ms | not called | called twice |"
EMBEDDED_MS, CLUSTER_MS = 50, 200


def table(rows: Sequence[Measured]) -> str:
    return "\n".join([_HEAD, "|---|" + "--:|" * 6, *(_row(one) for one in rows)])


def _row(one: Measured) -> str:
    figures = (f"{one.a_second:.0f}", f"{one.p50:.0f}", f"{one.p99:.0f}", f"{one.slowest:.0f}")
    return f"| {_way(one)} | {' | '.join(figures)} | {one.missing} | {one.twice} |"


def promises(rows: Sequence[Measured]) -> list[tuple[str, bool]]:
    held = []
    for one in rows:
        limit = CLUSTER_MS if one.workers else EMBEDDED_MS
        held.append((f"{_way(one)}: p50 from commit to call under {limit} ms: {one.p50:.0f}", one.p50 < limit))
        complete = one.missing == one.twice == 0
        held.append((f"{_way(one)}: every message called once", complete))
    return held


def _way(one: Measured) -> str:
    if not one.workers:
        return "embedded (SQLite)"
    return f"cluster (PostgreSQL), {one.workers} worker" + ("s" if one.workers > 1 else "")
