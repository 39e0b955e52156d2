"""How long a post takes to be everywhere."""

import pytest

from handlers.rules.posting_pace import calls_of, seconds_until_everywhere


@pytest.mark.parametrize(
    ("groups", "calls", "seconds"),
    [
        ({}, 1, 0),
        ({"甲": 18}, 1, 0),
        ({"甲": 19}, 1, 63),
        ({"甲": 100, "乙": 3}, 1, 315),
        ({"甲": 18}, 2, 63),  # words and a picture: nine groups at a time
        ({"甲": 3}, 40, 126),  # more than a minute holds: one group at a time
    ],
)
def test_the_busiest_robot_says_how_long(groups: dict[str, int], calls: int, seconds: int) -> None:
    assert seconds_until_everywhere(groups, calls, 18, 63) == seconds


@pytest.mark.parametrize(("text", "files", "calls"), [("短", 0, 1), ("字" * 682, 2, 3), ("字" * 683, 0, 2)])
def test_words_in_pieces_and_each_file_are_calls(text: str, files: int, calls: int) -> None:
    assert calls_of(text, files, 2048) == calls
