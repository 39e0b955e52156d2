"""The benchmark of posting counts what it says; how fast the machine is is not asked here."""

import pytest

from benchmarks.posting.counting import counted, keys_of, most_in_a_minute, robot_of
from benchmarks.posting.measuring import measure, predicted
from benchmarks.posting.table import promises, table


@pytest.mark.parametrize(
    ("times", "most"),
    [([], 0), ([0.0], 1), ([0.0, 59.9], 2), ([0.0, 60.0], 1), ([0.0, 30.0, 60.0, 61.0], 3), ([5.0] * 7, 7)],
)
def test_any_minute_is_looked_at(times: list[float], most: int) -> None:
    assert most_in_a_minute(times) == most


def test_what_was_not_called_and_what_was_called_twice_is_counted() -> None:
    keys = keys_of(4, 2)
    assert [robot_of(key) for key in keys] == ["robot0", "robot1", "robot0", "robot1"]
    found = counted(keys, [(keys[0], 1.0), (keys[1], 2.0), (keys[1], 90.0)])
    assert (found.missing, found.twice, found.seconds, found.most_in_a_minute) == (2, 1, 89.0, 1)


def test_a_thousand_groups_on_ten_robots_take_five_minutes() -> None:
    assert predicted(1000, 10) == 315


def test_a_small_post_goes_to_every_group_of_the_played_platform() -> None:
    found = measure(12, 3)
    assert (found.counted.missing, found.counted.twice, found.predicted) == (0, 0, 0)
    words = [words for words, _ in promises(found)]
    assert "no robot calls more than 20 times in any minute: 4" in words
    assert "| 12 | 3 | 4 | 0 |" in table([found])
