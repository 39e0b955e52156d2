"""What a channel can carry of a message: nothing is lost, nothing is too long, what cannot be pressed can be typed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Attachment, Button, Form, MessageKind, Outbound
from bot.channels.capabilities import CAPABILITIES, Capability
from bot.channels.forms import fit, plain

WORDS = Capability("words", "", text_bytes=60)
CARDS = Capability("cards", "", text_bytes=60, buttons=2, button_chars=4, shown_bytes=30, mentions=True, images=10)
ACCEPT, RETURN, EXTEND = Button("签收", "签收 12"), Button("申退", "申退 12"), Button("延期", "延期 12")


def saying(text: str, *buttons: Button) -> Outbound:
    return Outbound("out-7", "zhangsan", text, buttons=buttons, mentions=("lisi",))


def test_short_words_are_one_call() -> None:
    (only,) = fit(saying("已登记。"), WORDS)
    assert (only.key, only.text, only.mentions) == ("out-7", "已登记。", ())


def test_long_words_go_in_order_and_call_people_once() -> None:
    parts = fit(saying("路灯坏了，晚上看不清。" * 5), CARDS)
    assert "".join(part.text for part in parts) == "路灯坏了，晚上看不清。" * 5
    assert [part.key for part in parts] == ["out-7", *(f"out-7-{number}" for number in range(2, len(parts) + 1))]
    assert [part.mentions for part in parts] == [("lisi",), *[()] * (len(parts) - 1)]


def test_what_cannot_be_pressed_is_said_to_be_typed() -> None:
    assert [part.text for part in fit(saying("新件", ACCEPT, RETURN), WORDS)] == ["新件\n可发：签收 12｜申退 12"]


def test_a_command_that_the_words_name_is_not_said_twice() -> None:
    assert [part.text for part in fit(saying("可发：签收 12", ACCEPT), WORDS)] == ["可发：签收 12"]


def test_buttons_beyond_what_fits_become_words() -> None:
    (only,) = fit(saying("新件", ACCEPT, RETURN, EXTEND), CARDS)
    assert (only.text, only.buttons) == ("新件\n可发：延期 12", (ACCEPT, RETURN))


def test_a_label_too_long_for_a_button_becomes_words() -> None:
    (only,) = fit(saying("新件", Button("交办城市管理局", "交办 12 城管局")), CARDS)
    assert (only.text, only.buttons) == ("新件\n可发：交办 12 城管局", ())


def test_words_too_long_for_a_card_go_before_it() -> None:
    before, card = fit(saying("西关村涵洞塌陷\n昨夜大雨后塌了半边", ACCEPT), CARDS)
    assert (before.text, before.buttons) == ("西关村涵洞塌陷\n昨夜大雨后塌了半边", ())
    assert (card.text, card.buttons) == ("西关村涵洞塌陷", (ACCEPT,))


def test_pictures_come_after_the_words_and_only_those_that_fit() -> None:
    small, big = (Attachment(MessageKind.PHOTO, f"{size}.jpg", "image/jpeg", b"x" * size) for size in (10, 11))
    words, picture = fit(replace(saying("现场照片"), media=(big, small)), CARDS)
    assert (words.media, picture.media, picture.text, picture.key) == ((), (small,), "", "out-7-2")


@pytest.mark.parametrize(
    ("marked", "typed"),
    [
        ("# 今日学习\n**代表法**第一条", "今日学习\n代表法第一条"),
        ("- 甲\n- 乙", "· 甲\n· 乙"),
        ("> 引文", "引文"),
        ("[全文](https://npc.example/a)", "全文 https://npc.example/a"),
        ('<font color="warning">明天到期</font>', "明天到期"),
        ("3 * 4 = 12，a_b", "3 * 4 = 12，a_b"),
        ("#1 路灯", "#1 路灯"),  # no blank: not a heading
    ],
)
def test_markdown_is_read_without_its_marks(marked: str, typed: str) -> None:
    assert plain(marked) == typed
    message = replace(saying(marked), form=Form.MARKDOWN)
    assert "".join(part.text for part in fit(message, WORDS)) == typed
    (kept,) = fit(message, replace(WORDS, marks="full", markdown_bytes=200))
    assert (kept.text, kept.form) == (marked, Form.MARKDOWN)


@given(
    st.text(alphabet=st.sampled_from("路灯。，！\n a；”🙏"), max_size=200),
    st.lists(st.sampled_from([ACCEPT, RETURN, EXTEND]), unique=True),
    st.sampled_from([WORDS, CARDS, *CAPABILITIES.values()]),
)
def test_nothing_is_lost_and_everything_fits(text: str, buttons: list[Button], can: Capability) -> None:
    message = saying(text, *buttons)
    parts = fit(message, can)
    assert parts == fit(message, can)
    assert all(len(part.text.encode()) <= can.text_bytes for part in parts)
    assert all(len(part.text.encode()) <= can.shown_bytes for part in parts if part.buttons)
    said = "".join(part.text for part in parts)
    assert text.strip() in said
    shown = [button for part in parts for button in part.buttons]
    assert all(button in shown or button.command in said for button in buttons)
