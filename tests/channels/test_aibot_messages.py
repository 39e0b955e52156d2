"""What people say to the robot (智能机器人), alone and in groups, and what the service reads in it."""

import json
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.aibot_messages import strip_mention
from bot.channels.base import CardChange, Inbound, Media, MessageKind
from tests.channels.accounts import AIBOT, wecom_aibot
from tests.channels.samples import NOW, refusal
from tests.platforms.callback_request import CallbackRequest


def opened(asked: CallbackRequest) -> Inbound | None:
    return wecom_aibot().open(asked.query, asked.body, NOW).inbound


def read(asked: CallbackRequest) -> Inbound:
    inbound = opened(asked)
    assert inbound is not None
    return inbound


def test_a_word_in_a_single_chat_is_of_no_group() -> None:
    expected = Inbound("wecom_aibot", "m-1", "zhangsan", MessageKind.TEXT, NOW, text="进度")
    assert read(AIBOT.text("zhangsan", "进度", now=NOW, msg_id="m-1")) == expected


def test_a_word_in_a_group_is_of_that_group_and_loses_the_mention() -> None:
    inbound = read(AIBOT.text("zhangsan", "反映：路灯坏了", now=NOW, group="wr-1"))
    assert (inbound.conversation, inbound.account, inbound.text) == ("wr-1", "zhangsan", "反映：路灯坏了")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("@小联 路灯坏了", "路灯坏了"),
        ("@小联\u2005路灯坏了", "路灯坏了"),
        ("@小联\n路灯坏了", "路灯坏了"),
        ("  @小联   路灯坏了", "路灯坏了"),
        ("@小联", ""),
        ("@人大小助手 路灯坏了", "路灯坏了"),  # the group's name for it is not ours
        ("路灯坏了 @小联", "路灯坏了 @小联"),
        ("路灯坏了", "路灯坏了"),
        ("@小联 @张三 说的路灯", "@张三 说的路灯"),  # one mention is ours, the next is said to somebody
    ],
)
def test_only_a_leading_mention_is_left_out(said: str, meant: str) -> None:
    assert strip_mention(said, "小联") == meant


def test_a_robots_name_of_two_words_is_left_out_whole() -> None:
    assert strip_mention("@人大 助手 路灯坏了", "人大 助手") == "路灯坏了"


def test_speech_comes_as_words() -> None:
    inbound = read(AIBOT.voice("zhangsan", "路灯坏了", now=NOW))
    assert (inbound.kind, inbound.text, inbound.recognised) == (MessageKind.VOICE, "路灯坏了", True)


def test_a_photo_has_the_address_it_can_be_fetched_from() -> None:
    inbound = read(AIBOT.photo("zhangsan", now=NOW, msg_id="m-2"))
    photo = Media(MessageKind.PHOTO, "m-2-1", url="https://ww-aibot-img.example/photo-1")
    assert (inbound.kind, inbound.media) == (MessageKind.PHOTO, (photo,))


def test_over_the_long_connection_each_picture_has_its_own_key() -> None:
    items = [{"msgtype": "image", "image": {"url": "https://e.cn/p", "aeskey": "a2V5"}}]
    inbound = read(AIBOT.message("zhangsan", {"msgtype": "mixed", "mixed": {"msg_item": items}}, NOW, "m-3"))
    assert inbound.media == (Media(MessageKind.PHOTO, "m-3-1", url="https://e.cn/p", aeskey="a2V5"),)


def test_words_and_pictures_together_are_words_with_pictures() -> None:
    inbound = read(AIBOT.mixed("zhangsan", "路灯坏了", now=NOW, group="wr-1"))
    assert (inbound.kind, inbound.text) == (MessageKind.TEXT, "路灯坏了")
    assert [media.kind for media in inbound.media] == [MessageKind.PHOTO]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"msgtype": "file", "file": {"url": "https://e.cn/f"}}, MessageKind.FILE),
        ({"msgtype": "video", "video": {"url": "https://e.cn/v"}}, MessageKind.VIDEO),
        ({"msgtype": "hologram"}, MessageKind.UNKNOWN),
        ({}, MessageKind.UNKNOWN),
        ({"msgtype": "text", "text": "not an object"}, MessageKind.TEXT),
        ({"msgtype": "mixed", "mixed": {"msg_item": "none"}}, MessageKind.TEXT),
        ({"msgtype": "mixed", "mixed": {"msg_item": [1, {"msgtype": "image"}]}}, MessageKind.PHOTO),
        ({"msgtype": "event", "event": ["enter_chat"]}, MessageKind.EVENT),
    ],
)
def test_odd_messages_have_a_kind_too(body: dict[str, object], kind: MessageKind) -> None:
    assert read(AIBOT.message("zhangsan", body, NOW)).kind is kind


def test_entering_the_chat_is_greeted_with_plain_text() -> None:
    asked = AIBOT.event("zhangsan", "enter_chat", now=NOW)
    channel = wecom_aibot()
    delivery = channel.open(asked.query, asked.body, NOW)
    assert delivery.inbound is not None
    assert (delivery.inbound.kind, delivery.inbound.event) == (MessageKind.EVENT, "enter")
    greeting = AIBOT.read_plain_answer(channel.answer(delivery, "您好", NOW).body)
    assert greeting == {"msgtype": "text", "text": {"content": "您好"}}


def test_a_pressed_button_says_which() -> None:
    event = {"eventtype": "template_card_event", "template_card_event": {"event_key": "accept:12", "task_id": "t-1"}}
    inbound = read(AIBOT.message("zhangsan", {"msgtype": "event", "event": event}, NOW))
    assert (inbound.event, inbound.task, inbound.choice) == ("card", "t-1", "accept:12")


def test_an_answer_is_one_finished_stream_under_the_messages_id() -> None:
    asked = AIBOT.text("zhangsan", "进度", now=NOW, msg_id="m-1")
    channel = wecom_aibot()
    body = channel.answer(channel.open(asked.query, asked.body, NOW), "没有在办的件", NOW).body
    expected = {"id": "m-1", "finish": True, "content": "没有在办的件"}
    assert AIBOT.read_plain_answer(body) == {"msgtype": "stream", "stream": expected}
    assert json.loads(body)["nonce"] == asked.query["nonce"]


def test_the_platforms_polls_are_no_messages_and_ask_for_an_answer_by_its_id() -> None:
    asked = AIBOT.poll("m-1", now=NOW)
    channel = wecom_aibot()
    delivery = channel.open(asked.query, asked.body, NOW)
    assert (delivery.inbound, delivery.polled) == (None, "m-1")
    assert channel.answer(delivery, None, NOW).body == b""
    stream = AIBOT.read_plain_answer(channel.answer(delivery, "没有在办的件", NOW).body)["stream"]
    assert stream == {"id": "m-1", "finish": True, "content": "没有在办的件"}


def test_what_is_quoted_comes_with_its_words_and_its_picture() -> None:
    quotes: list[tuple[dict[str, object], str, int]] = [
        ({"msgtype": "text", "text": {"content": "路灯坏了"}}, "路灯坏了", 0),
        ({"msgtype": "voice", "voice": {"content": "路灯坏了"}}, "路灯坏了", 0),
        ({"msgtype": "markdown", "markdown": {"content": "2026-0012"}}, "2026-0012", 0),
        ({"msgtype": "template_card", "template_card": {"main_title": {"title": "2026-0012"}}}, "2026-0012", 0),
        ({"msgtype": "image", "image": {"url": "https://e.cn/p"}}, "", 1),
        ({"msgtype": "event", "event": {"eventtype": "enter_chat"}}, "", 0),
    ]
    for quote, text, photos in quotes:
        body: dict[str, object] = {"msgtype": "text", "text": {"content": "@小联 这个"}, "quote": quote}
        inbound = read(AIBOT.message("zhangsan", body, NOW, group="wr-1"))
        assert (inbound.text, inbound.quoted, len(inbound.media)) == ("这个", text, photos)


def test_a_pressed_card_is_answered_with_the_whole_card_anew() -> None:
    event = {
        "eventtype": "template_card_event",
        "template_card_event": {"event_key": "受理 2026-0012", "task_id": "t-1"},
    }
    asked = AIBOT.message("zhangsan", {"msgtype": "event", "event": event}, NOW)
    channel = wecom_aibot()
    change = CardChange("t-1", "已受理", "【新件】2026-0012", "已受理2026-0012", button=("受理", "受理 2026-0012"))
    body = channel.answer(channel.open(asked.query, asked.body, NOW), "已受理", NOW, change).body
    answer = AIBOT.read_plain_answer(body)
    card = answer["template_card"]
    assert answer["response_type"] == "update_template_card"
    assert (card["task_id"], card["main_title"]["title"]) == ("t-1", "【新件】2026-0012")
    assert card["sub_title_text"] == "已受理2026-0012"
    assert [button["text"] for button in card["button_list"]] == ["已受理"]


def test_where_a_later_answer_goes_comes_with_the_message() -> None:
    body: dict[str, object] = {
        "msgtype": "text",
        "text": {"content": "进度"},
        "response_url": "https://e.cn/response?response_code=1",
    }
    inbound = read(AIBOT.message("zhangsan", body, NOW))
    assert inbound.response_url == "https://e.cn/response?response_code=1"
    assert "response_code" not in repr(inbound)


@pytest.mark.parametrize(
    "plain",
    ['{"msgtype":"text","msgid":"1","from":{}}', '{"msgtype":"text","msgid":"","from":{"userid":"z"}}', "[" * 100_000],
)
def test_a_message_without_sender_or_id_is_refused(plain: str) -> None:
    asked = AIBOT.deliver(plain, NOW)
    assert refusal(lambda: opened(asked)) == (400, "body")


def test_letters_no_database_keeps_are_left_out() -> None:
    plain = '{"msgid":"1","msgtype":"text","from":{"userid":"z"},"text":{"content":"路\\u0000灯\\ud800坏了"}}'
    assert read(AIBOT.deliver(plain, NOW)).text == "路灯坏了"


def test_the_address_check_shows_what_was_decrypted() -> None:
    answer = wecom_aibot().check_url(AIBOT.check_url("3288432023552776189", now=NOW).query, NOW)
    assert answer.body == b"3288432023552776189"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = [
    "msgid",
    "msgtype",
    "from",
    "text",
    "mixed",
    "event",
    "image",
    "chatid",
    "chattype",
    "create_time",
    "voice",
    "quote",
    "stream",
]


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, JSON)), st.sampled_from(["text", "mixed", "event"]))
def test_any_json_is_read_or_refused(message: dict[str, object], kind: str) -> None:
    sender = {"msgid": "1", "msgtype": kind, "from": {"userid": "z"}}
    for plain in (message, {**message, **sender}):
        attempt = partial(opened, AIBOT.deliver(json.dumps(plain), NOW))
        assert refusal(attempt) in (None, (400, "body"))
