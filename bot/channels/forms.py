"""What a channel can carry of a message: long words in pieces, buttons as far as they fit, the rest as words to type.

Pure. The same message gives the same pieces in the same order on every try, so that a try that was cut off can go on where it stopped.
"""

import re
from dataclasses import replace

from bot.channels.base import Article, Attachment, Button, Form, MessageKind, Outbound
from bot.channels.capabilities import Capability
from bot.channels.split import split_text

_SHORTEST = 60  # bytes; what is refused below that is not too long
_TYPE = "可发："
_MARKS = (
    (re.compile(r"^#{1,6}[ \t]+", re.MULTILINE), ""),
    (re.compile(r"^>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"^([ \t]*)[-*+][ \t]+", re.MULTILINE), r"\1· "),
    (re.compile(r"!\[([^\]\n]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)"), r"\1 \2"),
    (re.compile(r"</?font[^>\n]*>"), ""),
    (re.compile(r"\*\*([^*\n]+)\*\*"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
)


def fit(message: Outbound, can: Capability) -> tuple[Outbound, ...]:
    """The calls this message becomes, in order; at least one. Only the last with words carries buttons, only the first calls people."""
    if message.purpose == "card":
        return (message,)
    shown, typed = _shared_out(message.buttons, can)
    form, most = _form(message, can)
    text = message.text if form is message.form else plain(message.text)
    shows_articles = bool(message.articles) and can.articles > 0
    if message.articles and not shows_articles:
        text = "\n\n".join([*filter(None, [text]), *map(_told, message.articles)])
    pieces = _pieces(with_commands(text, typed), shown, can, most)
    parts = [_part(message, piece, form) for piece in pieces]
    parts[-1] = replace(parts[-1], buttons=shown)
    parts[0] = replace(parts[0], mentions=message.mentions if can.mentions else ())
    blank = _part(message, "", Form.PLAIN)
    others = [replace(blank, media=(one,)) for one in _carried(message, can)]
    if shows_articles:
        others.insert(0, replace(blank, articles=message.articles[: can.articles]))
    if others and not text.strip() and not shown:
        parts = []
    calls = [*parts, *others]
    return tuple(
        replace(call, key=_key(message, place), part=place, parts=len(calls)) for place, call in enumerate(calls)
    )


def halves(part: Outbound) -> tuple[Outbound, ...]:
    """A part that was too long for the platform, in smaller ones; nothing where it is short already."""
    half = len(part.text.encode()) // 2
    if half < _SHORTEST:
        return ()
    pieces = [piece for piece in split_text(part.text, half) if piece.strip()]
    smaller = [replace(part, text=piece, key=f"{part.key}.{number}") for number, piece in enumerate(pieces)]
    first, last = (replace(piece, buttons=()) for piece in smaller[:-1]), smaller[-1]
    return tuple(replace(piece, mentions=part.mentions if n == 0 else ()) for n, piece in enumerate((*first, last)))


def plain(text: str) -> str:
    """Markdown as somebody would have typed it without marks; links keep their address."""
    for mark, instead in _MARKS:
        text = mark.sub(instead, text)
    return text


def _part(message: Outbound, text: str, form: Form) -> Outbound:
    return replace(message, text=text, form=form, buttons=(), mentions=(), media=(), articles=())


def _key(message: Outbound, place: int) -> str:
    return message.key if place == 0 else f"{message.key}-{place + 1}"


def _form(message: Outbound, can: Capability) -> tuple[Form, int]:
    if message.form is Form.MARKDOWN and can.markdown_bytes:
        return Form.MARKDOWN, can.markdown_bytes
    return Form.PLAIN, can.text_bytes


def _shared_out(buttons: tuple[Button, ...], can: Capability) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Those that are shown, and those whose command is said in words."""
    fitting = [button for button in buttons if len(button.label) <= can.button_chars][: can.buttons]
    return tuple(fitting), tuple(button for button in buttons if button not in fitting)


def _pieces(text: str, shown: tuple[Button, ...], can: Capability, most: int) -> list[str]:
    pieces = [piece for piece in split_text(text, most) if piece.strip()] or [text]
    if shown and not _stand_over_buttons(pieces, can):
        pieces.append(_headline(text, can))
    return pieces


def _stand_over_buttons(pieces: list[str], can: Capability) -> bool:
    """The last piece does where it is short enough; a card has a head, so that only a whole message makes one."""
    last = pieces[-1]
    is_card = not can.title_chars or (len(pieces) == 1 and len(headed(last, can)[1]) <= can.shown_chars)
    return is_card and len(last.encode()) <= can.shown_bytes


def headed(text: str, can: Capability) -> tuple[str, str]:
    """The words of a card: its head, and what stands below it. A first line too long for a head stands below whole."""
    first, _, rest = text.strip().partition("\n")
    if len(first) <= can.title_chars:
        return first, rest.strip()
    return f"{first[: can.title_chars - 1]}…", text.strip()


def _headline(text: str, can: Capability) -> str:
    """What stands over buttons whose words went before: the first line, or as much of it as fits."""
    line = split_text(text.strip().split("\n", 1)[0], can.shown_bytes)[0]
    return line[: can.shown_chars] if can.title_chars else line


def with_commands(text: str, buttons: tuple[Button, ...]) -> str:
    """What cannot be pressed can be typed; what the words say already is not said twice."""
    commands = [button.command for button in buttons if button.command not in text]
    return f"{text}\n{_TYPE}{'｜'.join(commands)}" if commands else text


def _told(article: Article) -> str:
    return "\n".join(filter(None, [article.title, article.description, article.url]))


def _carried(message: Outbound, can: Capability) -> list[Attachment]:
    sizes = {MessageKind.PHOTO: can.images, MessageKind.VOICE: can.recordings}
    return [one for one in message.media if len(one.content) <= sizes.get(one.kind, can.files)]
