"""A name given as one's own is cut out; names of places, trades and other people stay in the matter."""

import pytest

from handlers.rules.personal import ItemKind, cut


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫王小明，西关村路灯坏了", "王小明"),
        ("我叫王小明西关村的路灯坏了，我是王小明。", "王小明"),
        ("我是李芳，电话13812345678", "李芳"),
        ("本人张建国，男，反映西关村路灯坏了", "张建国"),
        ("姓名：欧阳春华 西关村路灯不亮", "欧阳春华"),
        ("西关村路灯坏了，我的名字叫赵敏", "赵敏"),
        ("俺叫刘二柱，是上营村人", "刘二柱"),
        ("我叫王小明电话13812345678", "王小明"),
    ],
)
def test_ones_own_name_is_cut_out(text: str, name: str) -> None:
    names = [item.value for item in cut(text).items if item.kind is ItemKind.NAME]
    assert name in names


@pytest.mark.parametrize(
    "text",
    [
        "我是王家村，水渠堵了",
        "我是高中生，校门口没有斑马线",
        "我是马路边的住户，太吵",
        "我们村支书叫王大力",
        "路名叫安康路，路灯坏了",
        "西关村王婶家的猪圈臭",
        "我是石桥村的，桥栏杆断了",
        "本人强烈要求修路",
        "我是农民，想问补贴",
        "我是司机，这段路没灯",
        "名字写错了，户口本要改",
    ],
)
def test_what_is_no_name_of_ones_own_stays(text: str) -> None:
    assert [item for item in cut(text).items if item.kind is ItemKind.NAME] == []
