"""The same thing told again is known again; whatever brings news is not."""

import pytest

from handlers.rules.repeats import is_repeat

LAMP = "西关村村口的路灯坏了半个月，晚上看不见路"


@pytest.mark.parametrize(
    "text",
    [
        LAMP,
        "西关村村口的路灯坏了半个月，晚上看不见路。",
        "西关村村口路灯坏了半个月，晚上看不见路！",
        "西关村村口的路灯坏了半个多月，晚上看不见路",
    ],
)
def test_nearly_the_same_words_are_a_repeat(text: str) -> None:
    assert is_repeat(text, LAMP)


@pytest.mark.parametrize(
    "text",
    [
        "西关村村口的路灯又坏了半个月，晚上看不见路",
        "西关村村口的路灯还没修，坏了半个月，晚上看不见路",
        "东街社区门口的井盖没了",
        "路灯坏了",
        "西关村村口的路灯坏了半个月，晚上看不见路，昨天有老人摔断了腿，医药费谁来出",
        "",
    ],
)
def test_whatever_brings_news_is_none(text: str) -> None:
    assert not is_repeat(text, LAMP)


def test_a_few_words_decide_nothing() -> None:
    assert not is_repeat("路灯坏了", "路灯坏了")
