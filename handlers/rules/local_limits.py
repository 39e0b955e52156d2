"""The numbers of each place: what the default sets, and what the rules of one city or province set for suggestions."""

from collections.abc import Mapping

from handlers.rules.deadlines import Limit, LimitName, TimeLimits

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
