"""What each channel can carry, and how often: the one table that delivery, the forms and docs/channels.md read.

Facts of the platforms, with what is doubtful in `doubts`; numbers that an office may have to change are in config.toml and
stand over those of this table (`bot/channel_table.py`). `python -m bot.channels.published` writes docs/channels.md anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.channels.base import Allowance, Outbound

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `most` calls in `seconds` to each person or group; we stay a `margin` below what the platform says."""

    most: int
    seconds: int
    margin: int = 0


class Doubt(NamedTuple):
    """What nobody has seen of a platform with their own eyes, and the key of config.toml that changes what we take for true."""

    what: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Capability:
    """One channel. Lengths are UTF-8 bytes (`*_bytes`) or characters (`*_chars`); 0 means none or not at all.

    `buttons`: how many fit under one message; `shown_bytes` is what a message with buttons may say, the rest goes before it.
    Where that is a card, `title_chars` is how much of the first line its head holds, and `shown_chars` what stands below.
    `cards`: how the buttons look there. `marks`: the markdown it shows (none, subset, full); anything else is made plain.
    `images`, `recordings`, `files`: the largest that goes out, in bytes. `articles`: how many pictures with a title and a link.
    `window_hours`, `quota`: how long after a person's own message, and how often, they can be written to; 0 for always.
    `proof`: how it is known that a message arrived. `notes`: what the columns do not say.
    """

    channel: str
    term: str
    text_bytes: int
    markdown_bytes: int = 0
    marks: str = "none"
    buttons: int = 0
    button_chars: int = 0
    shown_bytes: int = 0
    title_chars: int = 0
    shown_chars: int = 0
    cards: str = ""
    articles: int = 0
    images: int = 0
    recordings: int = 0
    files: int = 0
    mentions: bool = False
    groups: bool = False
    window_hours: int = 0
    quota: int = 0
    rates: tuple[Rate, ...] = ()
    proof: str = ""
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


CAPABILITIES: Mapping[str, Capability] = {
    row.channel: row
    for row in (
        Capability(
            "webchat",
            "网页聊天",
            text_bytes=60_000,
            buttons=12,
            button_chars=40,
            shown_bytes=60_000,
            images=10 * MEGABYTE,
            files=20 * MEGABYTE,
            mentions=True,
            groups=True,
            proof="stored",
        ),
        Capability(
            "official_account",
            "公众号",
            text_bytes=2048,
            buttons=6,
            button_chars=20,
            shown_bytes=2048,
            cards="菜单消息（msgmenu）",
            window_hours=48,
            quota=5,
            proof="accepted; templates and subscriptions by their result event",
            doubts=(
                Doubt("text of at most 2,048 bytes", "channels.official_account.text_bytes"),
                Doubt(
                    "how much a msgmenu may say, and how many choices it has", "channels.official_account.menu_bytes"
                ),
                Doubt(
                    "fields of templates: thing 20, phrase 5, name 10, character_string 32",
                    "channels.official_account.templates",
                ),
                Doubt("45065 for a repeated client_msg_id of a template"),
                Doubt("the day's quota (45009) is new at midnight", "congress.timezone"),
                Doubt(
                    "5 messages in 48 hours, 3 in a minute",
                    "channels.official_account.service_messages, service_hours, event_messages, event_seconds",
                ),
            ),
        ),
        Capability(
            "wecom_app",
            "企业微信应用",
            text_bytes=2048,
            markdown_bytes=2048,
            marks="subset",
            buttons=6,
            button_chars=10,
            shown_bytes=1024,
            title_chars=36,
            shown_chars=160,
            cards="模板卡片（button_interaction）",
            images=10 * MEGABYTE,
            recordings=2 * MEGABYTE,
            files=20 * MEGABYTE,
            rates=(Rate(30, 60, margin=2), Rate(1000, 3600, margin=50)),  # beyond them the platform drops in silence
            proof="accepted, receivers named",
            doubts=(
                Doubt("a response_code of a press leaves the one of the message good"),
                Doubt("a card that is refused (42014 to 42020) is sent as words"),
                Doubt("the check for repeats compares cards, too"),
                Doubt("the address list of 企业可信 IP (60020) holds for message/send as well"),
                Doubt(
                    "a token that stopped being good early (40014, 42001) is asked for anew, and the call made again once"
                ),
                Doubt("an uploaded file's name is read from a plain filename=, and from nothing else"),
                Doubt(
                    "a menu of 3 words, 5 below each, is made by menu/create with the agentid",
                    "channels.wecom_app.menu",
                ),
            ),
        ),
        Capability(
            "wecom_aibot",
            "智能机器人",
            text_bytes=20_480,
            markdown_bytes=20_480,
            marks="full",
            buttons=6,
            button_chars=10,
            shown_bytes=1024,
            title_chars=26,
            shown_chars=112,
            cards="模板卡片（button_interaction）",
            images=10 * MEGABYTE,
            recordings=2 * MEGABYTE,
            files=20 * MEGABYTE,
            groups=True,
            rates=(Rate(30, 60, margin=2), Rate(1000, 3600, margin=50)),  # answers and other words together
            proof="acknowledged (websocket); accepted (url)",
            notes=(
                "by url it says nothing by itself: an answer goes back with the call that brought the question, a later one"
                " to that message's response_url (within the hour, once, words or a card), all else by the app",
                "by url pictures, recordings and files go by the app to the person, because a response_url takes none and"
                " an answer inside the callback is words; without the app they stay behind, and the words with their links go",
            ),
            doubts=(
                Doubt(
                    "what we write as plain words is shown as markdown: a line that begins with # would be a heading"
                ),
                Doubt("a stream ends 6 minutes after its first frame, or 10: ours are sent finished, in one frame"),
                Doubt(
                    "whether userid is the plain one or an opaque one: both are accounts, and 绑定 or the directory file ties"
                    " either to a person; one heard through the robot alone is written to by the robot, or by the person's other account"
                ),
                Doubt("whether a card may be replaced by one of another kind: ours stay button_interaction"),
                Doubt("chunks of a file are counted from 0, as Tencent's Node client does; its documents say from 1"),
                Doubt("whether a response_url counts into 30 a minute: it is counted"),
                Doubt("whether a refresh of a stream bears its message's msgid: it is known by the stream's id"),
                Doubt("feedback of type 1 is 准确, 2 不准确, 3 taken back"),
            ),
        ),
        Capability(
            "wecom_group",
            "群机器人",
            text_bytes=2048,
            markdown_bytes=4096,
            marks="subset",
            articles=8,
            images=2 * 1024 * 1024,
            files=20 * 1024 * 1024,
            mentions=True,
            groups=True,
            rates=(Rate(20, 60, margin=2),),
            proof="accepted",
            doubts=(
                Doubt("20 a minute, in whatever way the platform cuts its minutes", "channels.wecom_group.per_minute"),
                Doubt("markdown_v2 is shown by newer clients only, and calls nobody", "channels.wecom_group.markdown"),
                Doubt("1 to 8 articles, a title of 128 and words of 512 bytes"),
                Doubt("files of 5 bytes to 20 MB through upload_media"),
            ),
        ),
    )
}
# What has no row (the office's own alarm, a channel of a test) takes words as they are.
ANYTHING = Capability("", "", text_bytes=1_000_000, buttons=100, button_chars=100, shown_bytes=1_000_000, groups=True)


def capability_of(channel: str) -> Capability:
    return CAPABILITIES.get(channel, ANYTHING)


def allowances_of(message: Outbound, can: Capability) -> tuple[Allowance, ...]:
    """What one call to this person takes, or to a group of its robot; to change a card is no message."""
    if message.purpose == "card":
        return ()
    key = f"{can.channel}:{message.robot or message.account}"
    return tuple(Allowance(key, rate.most - rate.margin, rate.seconds) for rate in can.rates)
