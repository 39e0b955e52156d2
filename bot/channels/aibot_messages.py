"""What the robot's (智能机器人) JSON messages mean, the same for its callbacks and its long connection."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.channels.base import CallbackRefused, Inbound, Media, MessageKind

_ID_LIMIT = 128
_GROUP_LIMIT = 100
_URL_LIMIT = 2000
_EVENT_NAMES = {"enter_chat": "enter", "template_card_event": "card", "feedback_event": "feedback"}
_MENTION = re.compile(r"@\S+(?:[\s\u2005]+|$)")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Content:
    kind: MessageKind
    text: str = ""
    media: tuple[Media, ...] = ()
    recognised: bool = False
    event: str = ""
    scene: str = ""
    task: str = ""
    choice: str = ""


def read_message(channel: str, message: Mapping[str, object], bot_name: str, now: datetime) -> Inbound | None:
    """None for a refresh poll: it asks how far an answer has come and is no message."""
    kind = _word(message, "msgtype")
    if kind == "stream":
        return None
    key, account = _word(message, "msgid"), _word(_part(message, "from"), "userid")
    if not (0 < len(key) <= _ID_LIMIT and 0 < len(account) <= _ID_LIMIT):
        raise CallbackRefused(400, "body")
    conversation = _word(message, "chatid")[:_GROUP_LIMIT] if _word(message, "chattype") == "group" else ""
    content = _READERS.get(kind, _unknown)(message)
    quote = _quote(message)
    return Inbound(
        channel=channel,
        message_key=key,
        account=account,
        kind=content.kind,
        sent_at=_read_time(message, now),
        text=strip_mention(content.text, bot_name) if conversation else content.text,
        conversation=conversation,
        media=(*content.media, *quote.media),
        event=content.event,
        scene=content.scene,
        recognised=content.recognised,
        quoted=quote.text,
        task=content.task,
        choice=content.choice,
        response_url=_word(message, "response_url")[:_URL_LIMIT],
    )


def polled_stream(message: Mapping[str, object]) -> str:
    """The answer of ours that a refresh poll asks after; empty for any other message."""
    return _word(_part(message, "stream"), "id") if _word(message, "msgtype") == "stream" else ""


def strip_mention(text: str, bot_name: str) -> str:
    """The words after a leading `@name`; where the robot has another name there than ours, after any one mention."""
    words = text.lstrip()
    mention = f"@{bot_name}"
    if bot_name and words.startswith(mention) and (len(words) == len(mention) or words[len(mention)].isspace()):
        return words[len(mention) :].lstrip()
    found = _MENTION.match(words)
    return words[found.end() :] if found else text


def _read_time(message: Mapping[str, object], now: datetime) -> datetime:
    seconds = message.get("create_time")
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and 0 < seconds < 10**10 else now


def _text(message: Mapping[str, object]) -> _Content:
    return _Content(MessageKind.TEXT, _word(_part(message, "text"), "content"))


def _voice(message: Mapping[str, object]) -> _Content:
    words = _word(_part(message, "voice"), "content")
    return _Content(MessageKind.VOICE, words, recognised=bool(words))


def _mixed(message: Mapping[str, object]) -> _Content:
    """Words and pictures together (图文混排)."""
    listed = _part(message, "mixed").get("msg_item")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    texts = [_word(_part(item, "text"), "content") for item in items if item.get("msgtype") == "text"]
    photos = [_part(item, "image") for item in items if item.get("msgtype") == "image"]
    text = "\n".join(text for text in texts if text)
    media = tuple(_media(MessageKind.PHOTO, message, photo, number) for number, photo in enumerate(photos, start=1))
    return _Content(MessageKind.TEXT if text or not media else MessageKind.PHOTO, text, media)


def _event(message: Mapping[str, object]) -> _Content:
    event = _part(message, "event")
    name = _word(event, "eventtype")
    what = _part(event, name)
    key, verdict = _word(what, "event_key"), what.get("type")
    return _Content(
        MessageKind.EVENT,
        event=_EVENT_NAMES.get(name, name.lower()),
        scene=str(verdict) if name == "feedback_event" and isinstance(verdict, int) else key,
        task=_word(what, "task_id") if name == "template_card_event" else "",
        choice=key if name == "template_card_event" else "",
    )


def _quote(message: Mapping[str, object]) -> _Content:
    """What the person pointed at: somebody's words, a picture, or something that we said ourselves."""
    quote = _part(message, "quote")
    kind = _word(quote, "msgtype")
    inside = {**quote, "msgid": f"{_word(message, 'msgid')}-q"}
    content = _READERS[kind](inside) if kind in _QUOTED else _unknown(inside)
    shown = _part(quote, kind)
    text = content.text or _word(shown, "content") or _word(_part(shown, "main_title"), "title")
    return replace(content, text=text)


def _file_reader(kind: MessageKind) -> Callable[[Mapping[str, object]], _Content]:
    def read(message: Mapping[str, object]) -> _Content:
        return _Content(kind, media=(_media(kind, message, _part(message, _word(message, "msgtype")), 1),))

    return read


def _unknown(_message: Mapping[str, object]) -> _Content:
    return _Content(MessageKind.UNKNOWN)


def _media(kind: MessageKind, message: Mapping[str, object], file: Mapping[str, object], number: int) -> Media:
    """The platform gives an address for five minutes and no id, so the message's own id and a number stand for it."""
    reference = f"{_word(message, 'msgid')}-{number}"
    return Media(kind, reference, url=_word(file, "url")[:_URL_LIMIT], aeskey=_word(file, "aeskey")[:_ID_LIMIT])


def _part(message: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = message.get(name)
    return part if isinstance(part, dict) else {}


def _word(message: Mapping[str, object], name: str) -> str:
    """A string as a database can keep it: JSON may hold NUL and lone surrogates, a row may not."""
    word = message.get(name)
    return _UNSTORABLE.sub("", word) if isinstance(word, str) else ""


_READERS: Mapping[str, Callable[[Mapping[str, object]], _Content]] = {
    "text": _text,
    "mixed": _mixed,
    "voice": _voice,
    "event": _event,
    "image": _file_reader(MessageKind.PHOTO),
    "file": _file_reader(MessageKind.FILE),
    "video": _file_reader(MessageKind.VIDEO),
}
_QUOTED = _READERS.keys() - {"event"}
