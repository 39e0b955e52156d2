"""What follows 代班."""

import pytest

from handlers.rules.absences import Absence, read_absence


@pytest.mark.parametrize(
    ("rest", "absence"),
    [
        ("何秀兰 3天", Absence(("何秀兰",), 3)),
        ("何秀兰3天", Absence(("何秀兰",), 3)),
        ("何秀兰 ３ 天。", Absence(("何秀兰",), 3)),
        ("何秀兰，三天", Absence(("何秀兰",), 3)),
        ("何秀兰 十天", Absence(("何秀兰",), 10)),
        ("何秀兰 两周", Absence(("何秀兰",), 14)),
        ("何秀兰 1个星期", Absence(("何秀兰",), 7)),
        ("何秀兰 今天", Absence(("何秀兰",), 1)),
        ("何秀兰 一天", Absence(("何秀兰",), 1)),
        ("赵敏 何秀兰 3天", Absence(("赵敏", "何秀兰"), 3)),
        ("赵敏、何秀兰，3天", Absence(("赵敏", "何秀兰"), 3)),
        ("何秀兰", Absence(("何秀兰",))),
        ("3天", Absence((), 3)),
        ("", Absence(())),
        ("取消", Absence((), is_over=True)),
        ("取消 赵敏", Absence(("赵敏",), is_over=True)),
        ("赵敏 结束", Absence(("赵敏",), is_over=True)),
    ],
)
def test_who_and_how_long(rest: str, absence: Absence) -> None:
    assert read_absence(rest) == absence
