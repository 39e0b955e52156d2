"""What was measured as a table, and which of the promises held."""

from collections.abc import Sequence

from benchmarks.posting.measuring import ALLOWED, Measured

_COLUMNS = (
    *("groups", "robots", "most of a robot in any minute", "said, s", "took, s", "not called", "called twice"),
    *("to plan, ms", "memory before, MiB", "at most, MiB"),
)
SLACK_SECONDS = 10.0
MOST_GROWTH_MIB = 64.0


def table(rows: Sequence[Measured]) -> str:
    head = f"| {' | '.join(_COLUMNS)} |"
    return "\n".join([head, "|" + "--:|" * len(_COLUMNS), *(_row(one) for one in rows)])


def _row(one: Measured) -> str:
    seen, posted = one.counted, one.posted
    figures = (
        *(seen.groups, seen.robots, seen.most_in_a_minute, one.predicted, f"{seen.seconds:.1f}"),
        *(seen.missing, seen.twice, f"{posted.plan_ms:.0f}", f"{posted.before_mib:.0f}", f"{posted.most_mib:.0f}"),
    )
    return f"| {' | '.join(map(str, figures))} |"


def promises(one: Measured) -> list[tuple[str, bool]]:
    seen, grown = one.counted, one.posted.most_mib - one.posted.before_mib
    late = seen.seconds - one.predicted
    return [
        (f"no robot calls more than {ALLOWED} times in any minute: {seen.most_in_a_minute}", _keeps_pace(one)),
        (f"ends when it was said to, within {SLACK_SECONDS:.0f} s: {late:+.1f} s", abs(late) <= SLACK_SECONDS),
        ("every group is called once", seen.missing == seen.twice == 0),
        (f"memory grows by less than {MOST_GROWTH_MIB:.0f} MiB: {grown:.0f}", grown < MOST_GROWTH_MIB),
    ]


def _keeps_pace(one: Measured) -> bool:
    return one.counted.most_in_a_minute <= ALLOWED
