"""What the platform saw: how often each robot called in any minute, and which group was reached how often. Pure."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MINUTE = 60.0
Call = tuple[str, float]  # the group's key, and seconds


@dataclass(frozen=True, slots=True)
class Counted:
    """`most_in_a_minute`: of the busiest robot, in the minute in which it was busiest. Seconds are from the first call to the last."""

    groups: int
    robots: int
    most_in_a_minute: int
    seconds: float
    missing: int
    twice: int


def robot_of(key: str) -> str:
    """robot3-group17 -> robot3."""
    return key.partition("-")[0]


def keys_of(groups: int, robots: int) -> list[str]:
    return [f"robot{number % robots}-group{number}" for number in range(groups)]


def counted(keys: Sequence[str], calls: Iterable[Call], calls_each: int = 1) -> Counted:
    """`keys` are those that were to be called, each `calls_each` times."""
    by_robot: dict[str, list[float]] = defaultdict(list)
    seen = Counter[str]()
    for key, at in calls:
        by_robot[robot_of(key)].append(at)
        seen[key] += 1
    times = sorted(at for robot in by_robot.values() for at in robot)
    return Counted(
        len(keys),
        len({robot_of(key) for key in keys}),
        max((most_in_a_minute(sorted(robot)) for robot in by_robot.values()), default=0),
        times[-1] - times[0] if times else 0.0,
        sum(seen[key] < calls_each for key in keys),
        sum(count > calls_each for count in seen.values()),
    )


def most_in_a_minute(times: Sequence[float]) -> int:
    """In any stretch of 60 seconds, wherever it begins; `times` are in order."""
    return max((place - bisect_right(times, at - MINUTE) + 1 for place, at in enumerate(times)), default=0)
