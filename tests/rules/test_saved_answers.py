"""How saved answers are typed and named, and when one fits what somebody wrote."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.likeness import likeness
from handlers.rules.saved_answers import Draft, named_answer, read_draft

END = date(2027, 6, 30)
WHOLE = Draft("高龄补贴", "满80岁到村委会填表", "民政局", END, True)


@pytest.mark.parametrize(
    "said",
    [
        "高龄补贴｜满80岁到村委会填表｜民政局｜2027-06-30",
        "高龄补贴|满80岁到村委会填表 | 民政局|2027.6.30",
        "高龄补贴｜满80岁到村委会填表｜民政局｜有效期至2027年6月30日",
        "高龄补贴\n满80岁到村委会填表\n民政局\n2027/06/30",
        "标题：高龄补贴\n内容：满80岁到村委会填表\n来源：民政局\n有效期：２０２７－０６－３０",
    ],
)
def test_the_parts_are_apart_by_bars_or_lines(said: str) -> None:
    assert read_draft(said) == WHOLE


def test_an_answer_may_last_for_ever_and_hold_a_bar() -> None:
    assert read_draft("高龄补贴｜满80岁｜民政局｜长期") == Draft("高龄补贴", "满80岁", "民政局", None, True)
    assert read_draft("高龄补贴｜满80岁｜或残疾｜民政局｜长期").text == "满80岁 或残疾"


@pytest.mark.parametrize(
    "said", ["", "高龄补贴", "高龄补贴｜满80岁", "高龄补贴｜满80岁｜民政局", "高龄补贴｜满80岁｜民政局｜2027-13-30"]
)
def test_what_is_not_whole_is_not_kept(said: str) -> None:
    assert not read_draft(said).is_whole


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("知识3", (3, "")),
        (" 知识 ３ 号。", (3, "")),
        ("知识第12条", (12, "")),
        ("知识3，带上户口本", (3, "带上户口本")),
        ("知识产权的事归市场监管局", None),
        ("3", None),
        ("请看知识3", None),
    ],
)
def test_a_saved_answer_is_named_by_its_number(said: str, named: tuple[int, str] | None) -> None:
    assert named_answer(said) == named


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("高龄补贴怎么领", "80岁老人的高龄补贴去哪里领", ("高龄补贴",)),
        ("城乡居民医保缴费时间", "请问居民医保缴费到哪天", ("居民医保缴费",)),
        ("临时救助申请条件", "家里遭了火灾，想申请临时救助", ("临时救助",)),
    ],
)
def test_an_answer_fits_by_the_words_both_have(title: str, text: str, words: tuple[str, ...]) -> None:
    found = likeness(title, text)
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("高龄补贴怎么领", "西关村路灯坏了怎么办"),
        ("医保报销比例", "请问怎么办理需要什么材料"),
        ("怎么办理", "请问怎么办理"),
        ("", "西关村路灯坏了"),
        ("高龄补贴怎么领", ""),
    ],
)
def test_words_of_asking_alone_fit_nothing(title: str, text: str) -> None:
    assert likeness(title, text) is None


@given(st.text(max_size=30), st.text(max_size=60))
def test_whatever_is_shared_stands_in_both(title: str, text: str) -> None:
    found = likeness(title, text)
    if found is not None:
        assert 0.5 <= found.share <= 1
        assert all(word in title and word in text for word in found.words)


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    read_draft(text)
    named_answer(text)
