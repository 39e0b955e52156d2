"""What a person sees of the answer to a callback, read the way the platform reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import CallbackChannel
from tests.channels.accounts import AIBOT, MP, MP_PLAIN, WECOM, official_account, wecom_aibot, wecom_app
from tests.channels.samples import NOW
from tests.platforms.aibot import AibotPlatform
from tests.platforms.official_account import OfficialAccountPlatform
from tests.platforms.wecom import WecomPlatform

Platform = OfficialAccountPlatform | WecomPlatform | AibotPlatform
PAIRS: dict[str, tuple[CallbackChannel, Platform]] = {
    "公众号 安全": (official_account(), MP),
    "公众号 明文": (official_account(key=""), MP_PLAIN),
    "企业微信": (wecom_app(), WECOM),
    "智能机器人": (wecom_aibot(), AIBOT),
}
every_pair = pytest.mark.parametrize(("channel", "platform"), PAIRS.values(), ids=PAIRS)


def seen(channel: CallbackChannel, platform: Platform, text: str | None) -> str | None:
    asked = platform.text("o-1", "路灯坏了", now=NOW)
    answer = channel.answer(channel.open(asked.query, asked.body, NOW), text, NOW)
    return platform.read_answer(answer.body)


@every_pair
def test_the_sender_sees_the_answer(channel: CallbackChannel, platform: Platform) -> None:
    assert seen(channel, platform, "已登记，编号 DB-2026-0001。") == "已登记，编号 DB-2026-0001。"


@every_pair
def test_an_answer_cannot_be_broken_out_of(channel: CallbackChannel, platform: Platform) -> None:
    text = "]]></Content><MsgType>x</MsgType>&lt;<![CDATA[\"'{}"
    assert seen(channel, platform, text) == text


@pytest.mark.parametrize(("name", "limit"), [("公众号 安全", 2048), ("企业微信", 2048), ("智能机器人", 20480)])
def test_a_long_answer_is_cut_between_characters(name: str, limit: int) -> None:
    channel, platform = PAIRS[name]
    for shift in range(4):
        text = "a" * shift + "灯" * limit
        answer = seen(channel, platform, text)
        assert answer is not None
        assert text.startswith(answer)
        assert limit - 2 <= len(answer.encode()) <= limit


@every_pair
@given(text=st.text(alphabet=st.characters(), min_size=1, max_size=50))
def test_any_words_make_an_answer_the_platform_can_read(
    channel: CallbackChannel, platform: Platform, text: str
) -> None:
    seen(channel, platform, text)


@pytest.mark.parametrize("text", [None, ""])
def test_silence_is_what_each_platform_calls_silence(text: str | None) -> None:
    bodies = {}
    for name, (channel, platform) in PAIRS.items():
        asked = platform.text("o-1", "路灯坏了", now=NOW)
        bodies[name] = channel.answer(channel.open(asked.query, asked.body, NOW), text, NOW).body
    assert bodies == {"公众号 安全": b"success", "公众号 明文": b"success", "企业微信": b"", "智能机器人": b""}


def test_a_repeated_delivery_can_be_given_the_same_answer() -> None:
    channel = official_account()
    for _ in range(2):
        asked = MP.text("o-1", "路灯坏了", now=NOW, msg_id="77")
        delivery = channel.open(asked.query, asked.body, NOW)
        assert MP.read_answer(channel.answer(delivery, "已登记。", NOW).body) == "已登记。"


def test_media_types_have_no_charset_beside_them() -> None:
    for channel, platform in PAIRS.values():
        asked = platform.text("o-1", "路灯坏了", now=NOW)
        delivery = channel.open(asked.query, asked.body, NOW)
        kinds = {channel.answer(delivery, text, NOW).content_type for text in ("好", None)}
        assert kinds <= {"application/xml", "application/json", "text/plain"}


def test_each_way_in_has_the_name_of_its_way_out() -> None:
    assert [channel.name for channel, _ in PAIRS.values()] == [
        "official_account",
        "official_account",
        "wecom_app",
        "wecom_aibot",
    ]
