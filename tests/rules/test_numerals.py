"""Numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.numerals import chinese_int, in_chinese, plain, read_int


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("十二", 12),
        ("二十", 20),
        ("十", 10),
        ("一百零三", 103),
        ("一百一十", 110),
        ("一百二", 102),  # never 120: an office number is not a price
        ("一二", 12),
        ("二〇二六", 2026),
        ("零", 0),
        ("〇〇一二", 12),
        ("两千零五", 2005),
        ("一万零三", 10003),
        ("十万", 100000),
        ("九", 9),
    ],
)
def test_a_chinese_numeral_is_read(said: str, number: int) -> None:
    assert chinese_int(said) == number


@pytest.mark.parametrize("said", ["", "十二号", "百十", "十百", "一十一百", "万万", "路", "12", "三四十", "万三"])
def test_what_is_no_numeral_is_not_read_as_one(said: str) -> None:
    assert chinese_int(said) is None


@pytest.mark.parametrize(("said", "number"), [("１２", 12), (" 12 ", 12), ("十二", 12), ("0012", 12), ("１2", 12)])
def test_all_ways_of_writing_a_number_mean_the_same(said: str, number: int) -> None:
    assert read_int(said) == number


@pytest.mark.parametrize("said", ["", "-1", "1.5", "²", "٣", "十二个"])
def test_other_signs_are_no_number(said: str) -> None:
    assert read_int(said) is None


@given(st.integers(min_value=0, max_value=9_999_999))
def test_what_is_spoken_is_read_back(number: int) -> None:
    assert chinese_int(in_chinese(number)) == number


@given(st.text())
def test_making_plain_keeps_every_character_in_its_place(text: str) -> None:
    made = plain(text)
    assert len(made) == len(text)
    assert plain(made) == made


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万", max_size=12))
def test_any_string_of_numerals_is_read_or_refused_without_error(text: str) -> None:
    number = chinese_int(text)
    assert number is None or number >= 0
