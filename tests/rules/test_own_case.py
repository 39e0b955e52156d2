"""Questions after one's own case: which they are, and which case they mean."""

import pytest

from handlers.rules.own_case import fitting, is_impatient, telling_words
from handlers.rules.speech import Gazetteer, asks_after_own_case, hear, only_points

CASES = ["西关村村口的路灯坏了半个月", "柳林村停水三天了", "西关村涵洞塌了", "东街社区井盖没了"]
NAMES = Gazetteer(frozenset({"西关村", "城关镇"}))


@pytest.mark.parametrize(
    "words",
    [
        "受理了吗", "通过了吗", "请问受理了没", "查一下我的事", "帮我查一下我反映的事", "查查那个水的事", "我上次反映的路灯咋样了", "我的事办好了吗",
    ],
)  # fmt: skip
def test_such_words_ask_after_one_s_own_case(words: str) -> None:
    assert asks_after_own_case(words)
    assert not hear(words, NAMES).has_matter


@pytest.mark.parametrize(
    "words",
    ["查查我们村的账", "查一下养猪场污染的问题", "查一下学校乱收费的事", "西关村路灯什么时候能修好", "看看村里的路"],
)
def test_a_wish_to_look_into_something_is_no_such_question(words: str) -> None:
    assert not asks_after_own_case(words)


@pytest.mark.parametrize(
    "words",
    [
        "怎么还没人来", "明天能修好吗", "谢谢，什么时候能修好？", "到底什么时候能修", "都三天了，怎么还没人来修", "咋还没动静", "还要多久", "路灯什么时候能修好", "修好要几天",
    ],
)  # fmt: skip
def test_impatience_means_the_case_that_is_open(words: str) -> None:
    assert is_impatient(words)


@pytest.mark.parametrize(
    "words",
    [
        "什么时候发工资",
        "能不能修一下",
        "西关村路灯什么时候能修好",
        "水停了怎么还没人来，西关村",
        "有人管吗",
        "你好",
        "谢谢",
    ],
)
def test_other_short_words_are_no_impatience(words: str) -> None:
    assert not is_impatient(words)


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("查查那个水的事", (1,)),
        ("我上次反映的路灯咋样了", (0,)),
        ("上次说的井盖办得怎么样了", (3,)),
        ("帮我看看那个涵洞的问题", (2,)),
        ("西关村那个咋样了", (0, 2)),
        ("低保那个咋样了", ()),
        ("我反映的事有结果了吗", ()),
    ],
)
def test_the_words_find_the_case(question: str, places: tuple[int, ...]) -> None:
    assert fitting(question, CASES) == places


def test_a_question_without_a_subject_tells_nothing() -> None:
    assert telling_words("我反映的事有结果了吗") == ()
    assert telling_words("查查那个水的事") == ("水",)


@pytest.mark.parametrize("words", ["就这儿", "就是这个", "就是这个地方", "就在这里", "照片里这个"])
def test_pointing_names_nothing(words: str) -> None:
    assert only_points(words)


@pytest.mark.parametrize("words", ["就是老槐树旁边那个", "西关村", "路灯", "你好", ""])
def test_a_name_is_more_than_pointing(words: str) -> None:
    assert not only_points(words)


def test_pointing_beside_something_is_a_place_without_a_matter() -> None:
    heard = hear("就是老槐树旁边那个", NAMES)
    assert heard.place == "老槐树旁边"
    assert not heard.has_matter


@pytest.mark.parametrize("words", ["大家周末去西关村吗", "咱们一起去西关村玩吧", "有人去城关镇吗"])
def test_an_outing_is_no_matter(words: str) -> None:
    heard = hear(words, NAMES)
    assert not heard.has_matter
    assert heard.is_small_talk
