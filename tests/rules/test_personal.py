"""Personal numbers are cut out and can be put back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.personal import Item, ItemKind, cut, mask, restore

MOBILE = re.compile(r"(?<!\d)1[3-9][0-9]{9}(?!\d)")


def put_back(text: str, items: tuple[Item, ...]) -> str:
    return restore(text, {item.placeholder: item.value for item in items})


FOUND = [
    ("我电话13800001111", "我电话〔电话1〕"),
    ("我电话１３８００００１１１１。", "我电话〔电话1〕。"),
    ("138 0000 1111", "〔电话1〕"),
    ("138-0000-1111", "〔电话1〕"),
    ("138—0000—1111", "〔电话1〕"),
    ("1380000 1111", "〔电话1〕"),
    ("13800 001111", "〔电话1〕"),
    ("138 00 00 11 11", "〔电话1〕"),
    ("138 00001111", "〔电话1〕"),
    ("+86 13800001111", "〔电话1〕"),
    ("8613800001111", "〔电话1〕"),
    ("打0371-66223344", "打〔电话1〕"),
    ("打（0371）66223344", "打〔电话1〕"),
    ("打010 88886666", "打〔电话1〕"),
    ("打037166223344", "打〔电话1〕"),
    ("张三13800001111李四13900002222", "张三〔电话1〕李四〔电话2〕"),
    ("13800001111，再说一遍13800001111", "〔电话1〕，再说一遍〔电话1〕"),
    ("身份证11010519491231002X", "身份证〔身份证1〕"),
    ("11010519491231002x", "〔身份证1〕"),
    ("110105 19491231 002X", "〔身份证1〕"),
    ("身份证号：110105194912310021", "身份证号：〔身份证1〕"),  # one digit mistyped, but called by its name
    ("11010519491231002X13800001111", "〔身份证1〕〔电话1〕"),
    ("卡号4111111111111111", "卡号〔银行卡1〕"),
    ("卡号6222021234567890128", "卡号〔银行卡1〕"),
    ("4111 1111 1111 1111", "〔银行卡1〕"),
]


@pytest.mark.parametrize(("said", "left"), FOUND)
def test_a_personal_number_is_cut(said: str, left: str) -> None:
    found = cut(said)
    assert found.text == left
    assert put_back(found.text, found.items) == said


LEFT_ALONE = [
    "",
    "城关镇建设路路灯坏了三天了",
    "2026-0012",
    "催办 12 13、14",
    "合并 150 2026-0012",
    "查 2026-10012",
    "2026-12-05 08:30 到 2027-01-03",
    "落实 12 2027-06-30修好",
    "150 20261205",
    "一共1234567元",
    "拨打12345或者110",
    "绑定 12345678",
    "订单12345678901234567890",
    "4111111111111112",  # no card: its check digit fails
    "110105194912310021",  # no identity number: its check digit fails
    "138000011112",
    "位置 34.12345, 113.12345",
    "坐标134.12345",
]


@pytest.mark.parametrize("said", LEFT_ALONE)
def test_dates_case_numbers_and_quantities_stay(said: str) -> None:
    assert cut(said).text == said
    assert cut(said).items == ()


def test_an_item_knows_its_kind_and_is_as_it_was_typed() -> None:
    assert cut("找138 0000 1111").items == (Item(ItemKind.PHONE, "〔电话1〕", "138 0000 1111"),)


def test_numbering_continues_after_what_is_taken() -> None:
    found = cut("13800001111 11010519491231002X", taken={ItemKind.PHONE: 3})
    assert found.text == "〔电话4〕 〔身份证1〕"


def test_a_placeholder_typed_by_a_person_is_never_taken_for_ours() -> None:
    said = "请打〔电话1〕，就是13800001111"
    found = cut(said)
    assert found.text == "请打〔电话1〕，就是〔电话2〕"
    assert restore(found.text, {"〔电话2〕": "13800001111"}) == "请打〔电话1〕，就是13800001111"
    assert put_back(found.text, found.items) == said


def test_a_typed_placeholder_does_not_open_anothers_item() -> None:
    earlier = cut("13800001111")
    later = cut("〔电话1〕是谁的", taken={ItemKind.PHONE: 1})
    assert later.text == "〔电话2〕是谁的"
    assert put_back(later.text, (*earlier.items, *later.items)) == "〔电话1〕是谁的"


def test_what_is_put_back_is_not_read_again() -> None:
    assert restore("〔电话1〕", {"〔电话1〕": "〔电话2〕", "〔电话2〕": "13800001111"}) == "〔电话2〕"


def test_a_placeholder_nobody_knows_stays() -> None:
    assert restore("打〔电话9〕", {}) == "打〔电话9〕"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (ItemKind.PHONE, "13812345678", "138****5678"),
        (ItemKind.PHONE, "138 1234 5678", "138****5678"),
        (ItemKind.PHONE, "+8613812345678", "138****5678"),
        (ItemKind.PHONE, "0371-66223344", "0371****44"),
        (ItemKind.IDENTITY, "11010519491231002x", "110***********002X"),
        (ItemKind.CARD, "4111 1111 1111 1111", "4111****1111"),
        (ItemKind.PHONE, "〔电话1〕", "****"),
        (ItemKind.CARD, "", "****"),
    ],
)
def test_a_masked_value_tells_only_its_ends(kind: ItemKind, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    found = cut(text)
    assert put_back(found.text, found.items) == text


PIECES = ["13800001111", "138 0000 1111", "11010519491231002X", "4111111111111111", "0371-66223344", "〔电话1〕", "〔", "〕", "电话", "1", "2026-0012", " ", "-", "，", "x", "86", "０", "路灯坏了"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(min_value=0, max_value=5))
def test_personal_numbers_in_any_company_come_back_and_none_is_left(pieces: list[str], taken: int) -> None:
    said = "".join(pieces)
    found = cut(said, taken={ItemKind.PHONE: taken})
    assert put_back(found.text, found.items) == said
    assert MOBILE.search(found.text) is None
    assert len({item.placeholder for item in found.items}) == len(found.items)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(alphabet="路灯坏了，。 abc", max_size=20))
def test_no_mobile_is_left_in_a_cut_text(number: str, around: str) -> None:
    assert number not in cut(f"{around}{number}{around}").text
