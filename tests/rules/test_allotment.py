"""Which department a matter belongs to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.allotment import Allotment, DepartmentWords

CITY = DepartmentWords(
    "CG",
    "城市管理局（综合行政执法局）",
    ("城管局", "城管", "环卫所"),
    ("路灯不亮", "垃圾清运与环卫", "油烟扰民（执法）"),
    ("路灯", "垃圾", "占道", "井盖"),
)
HOUSING = DepartmentWords(
    "ZJ",
    "住房和城乡建设局",
    ("住建局", "建设局", "房管局"),
    ("房屋质量（漏水；裂缝）", "老旧小区改造"),
    ("漏水", "烂尾", "物业", "下水道"),
)
ROADS = DepartmentWords(
    "JT", "交通运输局", ("交通局", "公路局"), ("农村公路硬化与养护", "桥梁安全"), ("农村公路", "公交", "桥")
)
TRAFFIC = DepartmentWords(
    "JJ", "公安局交通管理大队", ("交警", "交警队"), ("红绿灯设置与配时",), ("红绿灯", "违停", "堵车")
)
HEALTH = DepartmentWords("WJ", "卫生健康局", ("卫健局", "医院"), ("村卫生室缺医缺药",), ("看病", "医院", "村医"))
SCHOOLS = DepartmentWords("JY", "教育局（教体局）", ("教体局", "学校"), ("校车与食堂安全",), ("学校", "入学", "老师"))
WATER = DepartmentWords(
    "GS", "自来水公司（供水公司）", ("供水公司", "水厂"), ("爆管抢修",), ("停水", "水压"), form="函转"
)
MARKET = DepartmentWords("SC", "市场监督管理局", ("市监局", "12315"), ("食品安全",), ("过期", "假货"))
VILLAGE = DepartmentWords(
    "CWH", "村（居）民委员会", ("村委会", "居委会"), ("环境卫生",), ("路灯", "分红"), form="不得交办"
)
COUNTY = Allotment((CITY, HOUSING, ROADS, TRAFFIC, HEALTH, SCHOOLS, WATER, MARKET, VILLAGE))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("建设路路灯坏了三天了", "CG"),
        ("垃圾没人拉，臭得很", "CG"),
        ("房子漏水，物业不管", "ZJ"),
        ("农村公路没人养护", "JT"),
        ("红绿灯不亮，天天堵车", "JJ"),
        ("停水两天了", "GS"),
        ("村医没药，看病要跑县里", "WJ"),
        ("孩子入学的事，老师说要等", "JY"),
        ("卖的都是过期食品", "SC"),
        ("请住建局来看看", "ZJ"),
        ("石门那座桥裂了，怕不安全", "JT"),
    ],
)
def test_the_first_suggestion_is_who_looks_after_it(said: str, code: str) -> None:
    assert COUNTY.suggest(said)[0].code == code


def test_a_suggestion_shows_the_words_that_spoke_for_it() -> None:
    suggestion = COUNTY.suggest("建设路路灯坏了，井盖也丢了")[0]
    assert suggestion.code == "CG"
    assert {"路灯", "井盖"} <= set(suggestion.words)
    assert suggestion.score > 0


def test_who_names_the_department_is_heard_above_the_matter() -> None:
    assert COUNTY.suggest("红绿灯旁边的树，请环卫所来收拾")[0].code == "CG"


def test_a_village_committee_is_never_suggested() -> None:
    assert all(suggestion.code != "CWH" for suggestion in COUNTY.suggest("村委会分红不公，路灯不亮", limit=9))


def test_a_rare_word_speaks_louder_than_a_common_one() -> None:
    common = [DepartmentWords(code, f"{code}署", keywords=("道路",)) for code in ("A", "B", "C")]
    rare = DepartmentWords("D", "丁署", keywords=("涵洞",))
    assert Allotment([*common, rare]).suggest("道路涵洞")[0].code == "D"


def test_a_tie_is_settled_by_the_order_of_the_directory() -> None:
    first, second = DepartmentWords("B", "乙局", keywords=("路灯",)), DepartmentWords("A", "甲局", keywords=("路灯",))
    assert [suggestion.code for suggestion in Allotment([first, second]).suggest("路灯")] == ["B", "A"]


def test_words_of_nobody_lead_to_no_suggestion() -> None:
    assert COUNTY.suggest("今晚谁去") == ()
    assert COUNTY.suggest("") == ()
    assert Allotment(()).suggest("路灯") == ()


def test_no_more_are_suggested_than_asked_for() -> None:
    said = "路灯 漏水 公交 红绿灯 医院 学校 停水 过期"
    assert len(COUNTY.suggest(said)) == 3
    assert len(COUNTY.suggest(said, limit=1)) == 1


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("城管局", ("CG",)),
        ("城管", ("CG",)),
        ("CG", ("CG",)),
        ("cg", ("CG",)),
        ("ＣＧ", ("CG",)),
        (" 城 管 局 ", ("CG",)),
        ("城市管理局", ("CG",)),
        ("综合行政执法局", ("CG",)),
        ("城市管理局（综合行政执法局）", ("CG",)),
        ("住建", ("ZJ",)),
        ("教育", ("JY",)),
        ("交警", ("JJ",)),
        ("县医院", ("WJ",)),
        ("村委会", ("CWH",)),  # found, so that one can say why it takes no cases
        ("12315", ("SC",)),
        ("气象台", ()),
        ("水", ()),
        ("", ()),
    ],
)
def test_a_department_is_found_by_what_people_call_it(said: str, codes: tuple[str, ...]) -> None:
    assert COUNTY.find(said) == codes


def test_a_name_that_fits_several_is_not_decided() -> None:
    assert set(COUNTY.find("交通")) == {"JT", "JJ"}


def test_an_alias_of_two_bodies_names_both() -> None:
    twice = Allotment([DepartmentWords("A", "甲局", ("热线办",)), DepartmentWords("B", "乙局", ("热线办",))])
    assert twice.find("热线办") == ("A", "B")


@pytest.mark.parametrize(
    ("said", "code", "rest"),
    [
        ("城管局 协办 住建局", "CG", "协办 住建局"),
        ("城管局协办住建局", "CG", "协办住建局"),
        ("、住建局，尽快", "ZJ", "尽快"),
        ("ＣＧ 协办 ZJ", "CG", "协办 ZJ"),
        ("城市管理局（综合行政执法局）", "CG", ""),
        ("12315 看一下", "SC", "看一下"),
        ("CGX", None, "CGX"),
        ("谁去看看", None, "谁去看看"),
        ("", None, ""),
    ],
)
def test_the_department_at_the_start_is_taken_off(said: str, code: str | None, rest: str) -> None:
    assert COUNTY.take(said) == (code, rest)


def test_the_longest_name_is_taken() -> None:
    longer = Allotment([DepartmentWords("A", "公安局"), DepartmentWords("B", "公安局交通管理大队")])
    assert longer.take("公安局交通管理大队 12") == ("B", "12")


@given(st.text(max_size=120))
def test_no_text_is_an_error_and_the_same_text_gets_the_same_answer(text: str) -> None:
    suggested = COUNTY.suggest(text)
    assert suggested == Allotment((CITY, HOUSING, ROADS, TRAFFIC, HEALTH, SCHOOLS, WATER, MARKET, VILLAGE)).suggest(
        text
    )
    scores = [suggestion.score for suggestion in suggested]
    assert scores == sorted(scores, reverse=True)
    assert all(suggestion.words for suggestion in suggested)
    COUNTY.find(text)
    COUNTY.take(text)
