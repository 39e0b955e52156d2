"""Wishes beside the matter: to be called, not to be named, to be heard for somebody else."""

import pytest

from handlers.rules.asides import besides_call, besides_worry, is_bare_contact, speaks_for, wants_call, worries
from handlers.rules.personal import cut


@pytest.mark.parametrize(
    "words",
    [
        "电话联系我", "给我打电话", "找个人跟我说", "找工作人员", "电话联系我 13812345678", "我电话13812345678，给我回个电话", "不会打字，找个人跟我说说",
        "能打个电话给我吗", "让工作人员联系我", "联系我", "转人工", "麻烦派个人来跟我说说",
    ],
)  # fmt: skip
def test_a_wish_to_be_called_and_nothing_else(words: str) -> None:
    assert wants_call(words)
    assert besides_call(cut(words).text) == ""


@pytest.mark.parametrize(
    "words",
    [
        "骗子给我打电话骗了五千", "医院不给我打电话", "银行老是给我打电话推销", "派个人来修路", "找人修一下路灯", "给老人打电话没人接", "打不通电话",
    ],
)  # fmt: skip
def test_a_matter_about_calls_is_no_such_wish(words: str) -> None:
    assert not wants_call(words)


def test_a_matter_beside_the_wish_is_kept() -> None:
    assert wants_call("给我打电话，村口路灯坏了半个月")
    assert besides_call("给我打电话，村口路灯坏了半个月") == "村口路灯坏了半个月"


@pytest.mark.parametrize("words", ["13812345678", "我的电话是138 1234 5678，谢谢", "电话：13812345678"])
def test_a_number_alone_is_a_contact(words: str) -> None:
    assert is_bare_contact(cut(words).text)


@pytest.mark.parametrize("words", ["13812345678 路灯坏了", "路灯坏了", "电话"])
def test_a_number_with_a_matter_is_more(words: str) -> None:
    assert not is_bare_contact(cut(words).text)


@pytest.mark.parametrize(
    "words", ["会不会惹麻烦", "怕得罪人", "别说是我说的", "能匿名吗", "不要公开我的名字", "保密吗"]
)
def test_worries(words: str) -> None:
    assert worries(words)
    assert besides_worry(words) == ""


def test_a_matter_beside_the_worry_is_kept() -> None:
    assert besides_worry("别让村里知道是我反映的，支渠堵了没水浇地") == "支渠堵了没水浇地"
    assert not worries("西关村的路灯坏了")


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("我是他儿子", "他"),
        ("我替我爸说", "我爸"),
        ("帮我妈反映一下，西关村路灯坏了", "我妈"),
        ("替张大爷问问低保", "张大爷"),
        ("这是我爸的手机", "我爸"),
        ("我是村里的儿媳妇", ""),
        ("给我爸办低保", ""),
        ("西关村路灯坏了", ""),
    ],
)
def test_for_whom_somebody_speaks(words: str, whom: str) -> None:
    assert speaks_for(words) == whom
