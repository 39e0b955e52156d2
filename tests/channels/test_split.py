"""Long words in pieces: nothing lost, nothing too long, broken where a reader pauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.split import split_text


@given(st.text(alphabet=st.sampled_from("路灯。，！\n a；”🙏")), st.integers(4, 40))
def test_the_pieces_make_up_the_text_and_fit(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert "".join(pieces) == text
    assert all(0 < len(piece.encode()) <= limit for piece in pieces if text)


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("", 10, [""]),
        ("路灯坏了", 12, ["路灯坏了"]),
        ("路灯坏了", 11, ["路灯坏", "了"]),
        ("路灯。坏了。修好", 18, ["路灯。坏了。", "修好"]),
        ("路灯坏，了修好", 18, ["路灯坏，", "了修好"]),
        ("一。二三四五六七八", 18, ["一。二三四五", "六七八"]),  # a pause too early would make crumbs
        ("第一段\n第二段。尾巴", 24, ["第一段\n", "第二段。尾巴"]),
        ("他说：“修。”然后走了", 21, ["他说：“修。”", "然后走了"]),
        ("🙏🙏🙏", 9, ["🙏🙏", "🙏"]),
    ],
)
def test_a_break_is_where_a_reader_pauses(text: str, limit: int, pieces: list[str]) -> None:
    assert split_text(text, limit) == pieces


def test_a_limit_too_small_for_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="character"):
        split_text("路灯", 3)
