"""Doors, plates, accounts, illnesses, children's classes and numbers in odd spellings are cut, and can be put back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.safety.measuring import messages, personal_of
from handlers.rules.personal import ItemKind, cut, given_contact, mask, restore

FOUND = [
    ("手机1三8一二三四五六七八", "手机〔电话1〕"),
    ("电话一三八零零一三八零零零", "电话〔电话1〕"),
    ("138_1234_5678", "〔电话1〕"),
    ("电话138，1234，5678路灯坏了", "电话〔电话1〕路灯坏了"),
    ("打我电话138O1234567", "打我电话〔电话1〕"),
    ("①③⑧①②③④⑤⑥⑦⑧", "〔电话1〕"),
    ("村委电话66223344", "村委电话〔电话1〕"),
    ("座机6622334", "座机〔电话1〕"),
    ("张三13800001111", "张三〔电话1〕"),
    ("身份证一一零一零五一九四九一二三一零零二X", "身份证〔身份证1〕"),
    ("老身份证410183650312451", "老身份证〔身份证1〕"),
    ("卡号6222020200111234567抄错了", "卡号〔银行卡1〕抄错了"),
    ("黑车京A12345天天停门口", "黑车〔车牌1〕天天停门口"),
    ("新能源豫AD12345占位", "新能源〔车牌1〕占位"),
    ("阳光小区3栋2单元501室漏水", "阳光小区〔住址1〕漏水"),
    ("西关村3组12号房子裂了", "西关村〔住址1〕房子裂了"),
    ("家住胜利街88号附2号", "家住〔住址1〕"),
    ("微信号wx_zhangsan88", "微信号〔微信号1〕"),
    ("加我微信abc123456", "加我微信〔微信号1〕"),
    ("邮箱zhangsan@163.com", "邮箱〔邮箱1〕"),
    ("我妈肺癌住院", "我妈〔病情1〕住院"),
    ("我得了艾滋病，村里人都躲我", "我得了〔病情1〕，村里人都躲我"),
    ("我儿子王小明在实验小学三年级2班被打", "我儿子〔未成年人1〕在实验小学〔未成年人2〕被打"),
]


@pytest.mark.parametrize(("said", "left"), FOUND)
def test_a_personal_item_is_cut(said: str, left: str) -> None:
    found = cut(said)
    assert found.text == left
    assert restore(found.text, {item.placeholder: item.value for item in found.items}) == said


@pytest.mark.parametrize(
    "said",
    [
        "拨打12345没人接",
        "95598说今天来电",
        "400-800-8820客服没人接",
        "停水从3月12日到3月20日",
        "拖欠工资36500元",
        "一三五停水，二四六供水",
        "三天两头停电，一二三楼都没水",
        "二〇二六年三月停的气",
        "文号：豫政〔2021〕36号",
        "西关村3组路灯坏了",
        "3号楼电梯坏了",
        "2单元楼道灯不亮",
        "三年级2班教室窗户坏了，希望修",
        "建议医院开设癌症筛查",
        "癌症药能不能进医保",
        "京A牌照的车很多",
        "G107国道有坑",
        "微信公众号打不开",
        "电话打了20260312那天没人接",
        "建设路88号路灯杆歪了",
    ],
)
def test_what_names_nobody_stays(said: str) -> None:
    assert cut(said).text == said


GIVEN = ["电话13812345678", "路灯坏了，联系我13812345678", "我的微信abc123456", "138 1234 5678", "13812345678，只给承办人", "有事打我13812345678"]  # fmt: skip
NOT_GIVEN = ["路灯坏了", "司机电话13700001111", "店家的电话是13700001111，没人接", "举报13812345678天天打骚扰广告", "只给承办人"]  # fmt: skip


@pytest.mark.parametrize("text", GIVEN)
def test_a_contact_given_on_purpose_is_known(text: str) -> None:
    assert given_contact(text)
    assert given_contact(cut(text).text)


@pytest.mark.parametrize("text", NOT_GIVEN)
def test_a_number_of_others_is_no_contact(text: str) -> None:
    assert not given_contact(text)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (ItemKind.PLATE, "京A12345", "京A****5"),
        (ItemKind.ADDRESS, "3栋2单元501室", "****"),
        (ItemKind.WECHAT, "wx_zhangsan88", "wx****"),
        (ItemKind.MAIL, "zhangsan@163.com", "z****@163.com"),
        (ItemKind.HEALTH, "肺癌", "****"),
        (ItemKind.MINOR, "三年级2班", "****"),
    ],
)
def test_each_kind_has_its_mask(kind: ItemKind, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


PIECES = [*(said for said, _ in FOUND), "〔住址1〕", "〔病情", "1〕", "，", "一", "三", "2026-0012", "栋", "微信"]


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_items_of_every_kind_come_back_in_any_company(pieces: list[str]) -> None:
    said = "".join(pieces)
    found = cut(said)
    assert restore(found.text, {item.placeholder: item.value for item in found.items}) == said
    assert len({item.placeholder for item in found.items}) == len(found.items)


@given(st.text(alphabet="0123456789一二三四五六七八九零栋单元室组号京AX〔〕电话微信@.- ", max_size=60))
def test_texts_of_the_same_letters_come_back(said: str) -> None:
    found = cut(said)
    assert restore(found.text, {item.placeholder: item.value for item in found.items}) == said


def test_the_invented_messages_hold_the_promised_recall() -> None:
    rows = messages("personal")
    assert len(rows) >= 170
    assert personal_of(rows)["tuned"].total.recall >= 0.98
