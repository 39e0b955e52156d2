"""The numbers of each place: what the default sets, what the rules of one city or province set for suggestions, and where it is written."""

from collections.abc import Mapping
from enum import StrEnum

from handlers.rules.deadlines import Limit
from handlers.rules.limits import LimitName, TimeLimits

Written = Mapping[str, str]

OPINION: Written = {
    "dispatch": "1W",
    "accept": "1W",
    "return": "5W",
    "reassign": "2W",
    "co_opinion": "5W",
    "reply": "10W",
    "reply_complex": "15W",
    "reply_urgent": "3W",
    "rating": "7D",
    "redo": "10W",
}

# Between sessions (闭会期间). The law itself fixes only the reply: three months, six for what is wide and hard.
SUGGESTION: Written = {
    "dispatch": "7W",
    "accept": "3W",
    "return": "10W",
    "reassign": "10W",
    "first_contact": "20W",
    "co_opinion": "1M",
    "reply": "3M",
    "reply_complex": "6M",
    "rating": "15W",
    "redo": "1M",
}

# What the local rules were found to fix; everything else falls back to SUGGESTION.
PRESETS: Mapping[str, Written] = {
    "default": {},
    "beijing": {"reply": "3M", "reply_complex": "6M", "rating": "15W", "redo": "2M"},
    "shanghai": {"dispatch": "7W", "return": "7W", "co_opinion": "1M", "redo": "1M"},
    "chongqing": {
        "dispatch": "10W",
        "return": "10W",
        "reassign": "10W",
        "first_contact": "20W",
        "co_opinion": "30W",
        "reply": "3M",
        "reply_complex": "6M",
        "rating": "20W",
        "redo": "2M",
    },
    "shandong": {"return": "5D", "co_opinion": "1M", "reply": "3M", "reply_complex": "6M", "redo": "1M"},
    "qingdao": {"dispatch": "5W", "return": "5W", "co_opinion": "1M", "reply": "3M", "reply_complex": "6M"},
    "zhejiang": {"return": "10D", "co_opinion": "2M", "reply": "3M", "reply_complex": "6M", "redo": "1M"},
    "henan": {"return": "10W", "reassign": "10W", "co_opinion": "2M", "rating": "10W", "redo": "1M"},
}


LAW = "代表法第五十一条"
DEFAULT_SOURCE = "默认值"
OFFICE_SOURCE = "本机关自定"
PLACES: Mapping[str, str] = {
    "beijing": "北京市规定",
    "shanghai": "上海市规定",
    "chongqing": "重庆市规定",
    "shandong": "山东省规定",
    "qingdao": "青岛市规定",
    "zhejiang": "浙江省规定",
    "henan": "河南省规定",
}
# The article, where it is known by its number.
ARTICLES: Mapping[str, Mapping[str, int]] = {
    "beijing": {"reply": 21, "reply_complex": 21, "redo": 27},
    "shanghai": {"dispatch": 11, "redo": 21},
    "chongqing": {"dispatch": 13, "first_contact": 18, "reply": 21, "reply_complex": 21, "redo": 27},
    "shandong": {"reply": 19, "reply_complex": 19, "redo": 24},
    "qingdao": {"dispatch": 14, "reply": 25, "reply_complex": 25},
    "zhejiang": {"reply": 21, "reply_complex": 21, "redo": 24},
    "henan": {"redo": 22},
}


class Setter(StrEnum):
    """Who set a number."""

    OFFICE = "office"
    PRESET = "preset"
    DEFAULT = "default"


def setter(limits: TimeLimits, kind: str, name: LimitName) -> Setter:
    """This office over its preset, the preset for suggestions, or the default."""
    if time_limits(limits.preset).of(kind, name) != limits.of(kind, name):
        return Setter.OFFICE
    return Setter.PRESET if kind == "suggestion" and name in PRESETS[limits.preset] else Setter.DEFAULT


def source(limits: TimeLimits, kind: str, name: LimitName) -> str:
    """Where a number is written, as people are told."""
    who = setter(limits, kind, name)
    if who is Setter.PRESET:
        article = ARTICLES[limits.preset].get(name)
        return PLACES[limits.preset] + (f"第{article}条" if article else "")
    if who is Setter.OFFICE:
        return OFFICE_SOURCE
    return LAW if kind == "suggestion" and name in {LimitName.REPLY, LimitName.REPLY_COMPLEX} else DEFAULT_SOURCE


def time_limits(
    preset: str = "default", opinion: Written | None = None, suggestion: Written | None = None
) -> TimeLimits:
    """The limits in force: the default, over it the place's preset, over it what one office set by itself."""
    return TimeLimits(
        opinion=_parsed(OPINION, opinion or {}),
        suggestion=_parsed(SUGGESTION, PRESETS[preset], suggestion or {}),
        preset=preset,
    )


def _parsed(*layers: Written) -> Mapping[LimitName, Limit]:
    merged = {name: written for layer in layers for name, written in layer.items()}
    return {LimitName(name): Limit.parse(written) for name, written in merged.items()}
