"""What is nobody's matter is told apart from matters told rudely."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.no_matter import NoMatterKind, no_matter, without_insults

NO_MATTER = [
    ("无抵押贷款秒批，加微信", NoMatterKind.ADVERTISING),
    ("日结300兼职加微信", NoMatterKind.ADVERTISING),
    ("帮我砍一刀", NoMatterKind.ADVERTISING),
    ("加我微信领红包", NoMatterKind.ADVERTISING),
    ("转发10个群，好运连连", NoMatterKind.CHAIN_LETTER),
    ("不转不是中国人", NoMatterKind.CHAIN_LETTER),
    ("废物", NoMatterKind.INSULT_ONLY),
    ("你们都是骗子！", NoMatterKind.INSULT_ONLY),
    ("傻逼机器人", NoMatterKind.INSULT_ONLY),
    ("滚蛋吧你们", NoMatterKind.INSULT_ONLY),
    ("投标的事请关照", NoMatterKind.TENDER_OR_FAVOUR),
    ("请代表帮我儿子安排个工作", NoMatterKind.TENDER_OR_FAVOUR),
    ("帮我跟局长说说情，罚款就别交了", NoMatterKind.TENDER_OR_FAVOUR),
    ("帮我改小两岁", NoMatterKind.BEYOND_LAW),
    ("把邻居抓起来，枪毙", NoMatterKind.BEYOND_LAW),
    ("查一下我老婆的开房记录", NoMatterKind.BEYOND_LAW),
]


@pytest.mark.parametrize(("text", "kind"), NO_MATTER)
def test_each_kind_is_told_apart_with_its_words(text: str, kind: NoMatterKind) -> None:
    found = no_matter(text)
    assert found is not None
    assert found.kind is kind
    assert found.words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "路灯坏了",
        "楼道贴满贷款广告，清理一下",
        "骗子冒充医保局打电话",
        "贷款政策是什么",
        "加油站送礼品，排队堵了路",
        "物业加收卫生费才送福利",
        "中标公司修的路质量差，半年就烂了",
        "村里安排工作组来过，水还是没通",
        "妈的又停水了",
        "狗日的村干部贪污",
        "一群畜生，把我家地占了",
        "他妈妈病了没钱治",
        "操场的灯坏了",
        "反映学校招生走后门的现象",
    ],
)
def test_what_may_be_a_matter_is_one(text: str) -> None:
    assert no_matter(text) is None


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("你们这帮人大代表都是吃干饭的！光开会不办事，XX路修了八百年了还是烂泥坑，养你们干啥！废物！", "XX路修了八百年了还是烂泥坑"),
        ("他妈的路灯坏了三天没人修", "路灯坏了三天没人修"),
        ("他妈妈病了没钱治", "他妈妈病了没钱治"),
        ("操场的灯坏了", "操场的灯坏了"),
        ("西关村垃圾没人清", "西关村垃圾没人清"),
        ("废物", ""),
    ],
)  # fmt: skip
def test_the_fact_is_taken_and_the_words_are_dropped(said: str, fact: str) -> None:
    assert without_insults(said) == fact


@given(st.text())
def test_any_text_can_be_judged(text: str) -> None:
    no_matter(text)
    assert len(without_insults(text)) <= len(text)
