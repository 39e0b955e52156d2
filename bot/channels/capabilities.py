"""What each channel can carry, and how often: the one table that delivery, the forms and docs/channels.md read.

Facts of the platforms, with what is doubtful marked in `doubt`; numbers that an office may have to change are in config.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.base import Allowance, Outbound

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `most` calls in `seconds` to each person or group; we stay a `margin` below what the platform says."""

    most: int
    seconds: int
    margin: int = 0


@dataclass(frozen=True, slots=True)
class Capability:
    """One channel. Lengths are UTF-8 bytes (`*_bytes`) or characters (`*_chars`); 0 means none or not at all.

    `buttons`: how many fit under one message; `shown_bytes` is what a message with buttons may say, the rest goes before it.
    Where that is a card, `title_chars` is how much of the first line its head holds, and `shown_chars` what stands below.
    `marks`: the markdown it shows (none, subset, full); anything else is made plain.
    `window_hours`, `quota`: how long after a person's own message, and how often, they can be written to; 0 for always.
    `proof`: how it is known that a message arrived.
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
    images: int = 0
    recordings: int = 0
    files: int = 0
    mentions: bool = False
    groups: bool = False
    window_hours: int = 0
    quota: int = 0
    rates: tuple[Rate, ...] = ()
    proof: str = ""
    doubt: str = ""


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
            mentions=True,
            groups=True,
            proof="stored",
        ),
        Capability("official_account", "公众号", text_bytes=2048, window_hours=48, quota=5, proof="accepted"),
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
            images=10 * MEGABYTE,
            recordings=2 * MEGABYTE,
            files=20 * MEGABYTE,
            rates=(Rate(30, 60, margin=2), Rate(1000, 3600, margin=50)),  # beyond them the platform drops in silence
            proof="accepted, receivers named",
        ),
        Capability("wecom_aibot", "智能机器人", text_bytes=20_480, groups=True, proof="accepted"),
        Capability(
            "wecom_group",
            "群机器人",
            text_bytes=2048,
            mentions=True,
            groups=True,
            rates=(Rate(20, 60, margin=2),),
            proof="accepted",
        ),
    )
}
# What has no row (the office's own alarm, a channel of a test) takes words as they are.
ANYTHING = Capability("", "", text_bytes=1_000_000, buttons=100, button_chars=100, shown_bytes=1_000_000, groups=True)


def capability_of(channel: str) -> Capability:
    return CAPABILITIES.get(channel, ANYTHING)


def allowances_of(message: Outbound, can: Capability) -> tuple[Allowance, ...]:
    """What one call to this person or group takes; to change a card is no message."""
    if message.purpose == "card":
        return ()
    key = f"{can.channel}:{message.account}"
    return tuple(Allowance(key, rate.most - rate.margin, rate.seconds) for rate in can.rates)
