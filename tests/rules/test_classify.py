"""Nature, field and urgency of a matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.classify import Urgency, classify
from handlers.rules.fields import FIELDS, category_of_department

NATURES = {"咨询", "求助", "投诉", "举报", "建议", "表扬", "其他"}

CRITICAL = [
    "我家煤气漏气了",
    "闻到一股天然气味",
    "三楼着火了",
    "房子塌了里面有人",
    "有人被埋在底下了",
    "孩子掉河里了",
    "有人落水",
    "有人触电了",
    "化工园冒黄烟，好几个人头晕",
    "老人昏迷不醒",
    "我不想活了",
    "有人要跳楼",
    "有人拿刀砍人",
    "食物中毒，好几个学生",
    "水库要决堤",
]
URGENT = [
    "井盖没了",
    "县医院后门井盖被偷了",
    "石桥往东路基冲空了",
    "电线掉地上了",
    "幼儿园门口电线垂下来",
    "停水五天了",
    "停水了，老人没水喝",
    "停电，医院也停",
    "校车超载",
    "房子要塌",
    "围墙快倒了",
    "路面塌陷",
    "电线杆歪了",
    "老人摔了",
    "狗咬人",
    "大水淹到屋里了",
]
NORMAL = [
    "路灯坏了三天了",
    "水又停了",
    "气炸了，路灯又坏了",
    "修个路修了三年，笑死人",
    "热死了，公交站连个棚子都没有",
    "垃圾臭死了",
    "楼上油炸味太大",
    "建议多搞消防演练",
    "超市火爆，没地方停车",
    "请问低保怎么申请",
    "这点补贴就是救命钱，什么时候发",
    "开了个火锅店油烟大",
    "",
]


@pytest.mark.parametrize("said", CRITICAL)
def test_danger_to_life_is_critical(said: str) -> None:
    assert classify(said).urgency is Urgency.CRITICAL


@pytest.mark.parametrize("said", URGENT)
def test_a_hazard_is_urgent(said: str) -> None:
    assert classify(said).urgency is Urgency.URGENT


@pytest.mark.parametrize("said", NORMAL)
def test_a_figure_of_speech_is_no_alarm(said: str) -> None:
    assert classify(said).urgency is Urgency.NORMAL


@pytest.mark.parametrize(
    ("said", "nature"),
    [
        ("请问农村建房要去哪里办手续", "咨询"),
        ("您好，想问低保需要什么材料", "咨询"),
        ("医保怎么申请异地？", "咨询"),
        ("建议在路口增设红绿灯", "建议"),
        ("希望装个路灯", "建议"),
        ("能不能通个公交", "建议"),
        ("路灯坏了三天了", "投诉"),
        ("请问路灯坏了没人管找谁", "求助"),
        ("我要投诉物业", "投诉"),
        ("实名举报村支书私分救灾款", "举报"),
        ("有人夜里偷排污水", "举报"),
        ("老板拖欠工资，要不回来", "求助"),
        ("我妈的高龄补贴停了", "求助"),
        ("感谢城管把垃圾清了", "投诉"),  # a word of trouble wins: a person reads it
        ("给环卫工人点赞", "表扬"),
        ("有人落水", "求助"),
    ],
)
def test_the_nature_of_a_matter(said: str, nature: str) -> None:
    assert classify(said).nature == nature


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("路灯坏了三天", "城市管理与市容"),
        ("下水道堵了，雨天内涝", "城乡建设与市政"),
        ("物业不修电梯", "住房与物业"),
        ("红绿灯坏了天天堵车", "交通出行"),
        ("水又停了", "公用事业(水电气暖通信)"),
        ("养猪场恶臭", "生态环境"),
        ("买的种子和化肥是假的", "农业农村"),
        ("灌溉的水渠断了", "水利水务"),
        ("宅基地确权", "自然资源与规划"),
        ("学校乱补课，老师不管", "教育"),
        ("医院挂号难", "医疗卫生"),
        ("拖欠农民工工资", "社会保障与就业"),
        ("低保取消了", "民政与养老助残"),
        ("派出所不管小偷", "公安与社会治安"),
        ("超市卖过期奶", "市场监管与消费"),
        ("楼道飞线充电怕火灾", "安全生产与应急消防"),
        ("健身器材坏了", "文化体育旅游"),
        ("法院判决执行难", "司法法律与涉法涉诉"),
        ("窗口态度差，跑几趟都办不成", "政务服务与作风"),
        ("营商环境不好，贷款难", "经济发展与营商环境"),
        ("代表联络站没人", "人大代表工作"),
        ("今晚吃什么", None),
    ],
)
def test_the_field_of_a_matter(said: str, category: str | None) -> None:
    assert classify(said).category == category


def test_the_words_that_decided_are_shown() -> None:
    words = classify("井盖没了，路灯也坏了").words
    assert {"井盖没", "路灯"} <= set(words)


def test_nothing_is_said_of_a_greeting() -> None:
    told = classify("你好")
    assert (told.nature, told.category, told.urgency, told.words) == (None, None, Urgency.NORMAL, ())


def test_there_are_twenty_two_fields_and_every_department_hint_is_one() -> None:
    assert len(FIELDS) == 22
    assert set(category_of_department.values()) == set(FIELDS)


@given(st.text(max_size=200))
def test_no_text_is_an_error(text: str) -> None:
    told = classify(text)
    assert told.nature is None or told.nature in NATURES
    assert told.category is None or told.category in FIELDS
    assert all(told.words)
