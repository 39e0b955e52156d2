"""docs/channels.md, written from the table of capabilities: `python -m bot.channels.published` writes it anew."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.channels.capabilities import CAPABILITIES, Capability, Rate

PAGE = Path(__file__).parents[2] / "docs" / "channels.md"
_HEAD = """# Channels

Written by `python -m bot.channels.published` from `bot/channels/capabilities.py`; a test keeps both equal. Numbers that
config.toml may change are shown as they are without it.

A message is one row of the outbox. What it becomes on its channel is decided by this table (`bot/channels/forms.py`):
long words are cut at the ends of sentences, buttons that do not fit become commands to type, markdown becomes plain words
where its marks would be shown, files that are too large stay behind. The answer inside a callback (被动回复) is always words:
buttons become commands there, because a message of its own would cost an allowance and come later
(`docs/decisions/0013-ways-to-a-voter.md`).
"""
_COLUMNS = ("channel", "words", "markdown", "buttons", "media", "groups", "window", "rate", "proof of delivery")


def page() -> str:
    rows = [_row(can) for can in CAPABILITIES.values()]
    table = ["| " + " | ".join(_COLUMNS) + " |", "|" + "---|" * len(_COLUMNS), *rows]
    notes = [f"- {can.term}: {note}" for can in CAPABILITIES.values() for note in can.notes]
    doubts = ["## What is doubtful", "", *_doubts(CAPABILITIES.values()), ""]
    return "\n".join([_HEAD, *table, "", *notes, "", *doubts])


def _row(can: Capability) -> str:
    cells = (
        f"{can.term} `{can.channel}`",
        f"{can.text_bytes:,} bytes",
        f"{can.marks}, {can.markdown_bytes:,} bytes" if can.markdown_bytes else "made plain",
        _buttons(can),
        _media(can),
        _groups(can),
        f"{can.quota} within {can.window_hours} h of a person's word" if can.quota else "always",
        "; ".join(_rate(rate) for rate in can.rates) or "no limit known",
        can.proof,
    )
    return "| " + " | ".join(cells) + " |"


def _buttons(can: Capability) -> str:
    if not can.buttons:
        return "as commands to type"
    looks = f" as {can.cards}" if can.cards else ""
    return f"{can.buttons} of {can.button_chars} characters{looks}, under {can.shown_bytes:,} bytes"


def _media(can: Capability) -> str:
    sizes = (("images", can.images), ("voice", can.recordings), ("files", can.files))
    carried = [f"{name} to {size / 1_048_576:g} MB" for name, size in sizes if size]
    if can.articles:
        carried.append(f"{can.articles} articles")
    return ", ".join(carried) or "none"


def _groups(can: Capability) -> str:
    if not can.groups:
        return "single chats"
    return "groups, calls people by name" if can.mentions else "groups"


def _rate(rate: Rate) -> str:
    return f"{rate.most} in {rate.seconds} s, we send {rate.most - rate.margin}"


def _doubts(table: Iterable[Capability]) -> Iterator[str]:
    yield "Nobody has seen this on a real account yet. Where a key is named, config.toml changes what we take for true."
    yield ""
    for can in table:
        for doubt in can.doubts:
            yield f"- {can.term}: {doubt.what}" + (f" → `{doubt.key}`" if doubt.key else "")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
