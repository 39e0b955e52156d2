"""What the fields of a WeChat message mean, for the official account (公众号) and the WeCom app alike.

The one file that knows wechatpy: its types name the messages and events the platforms send.
"""

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wechatpy.events import EVENT_TYPES, SubscribeEvent
from wechatpy.messages import (
    MESSAGE_TYPES,
    ImageMessage,
    LinkMessage,
    LocationMessage,
    ShortVideoMessage,
    TextMessage,
    VideoMessage,
    VoiceMessage,
)

from bot.channels.base import CallbackRefused, Inbound, Media, MessageKind
from bot.channels.message_reports import read_report
from bot.channels.xml import Fields

_ACCOUNT_LIMIT = 128
_KEY_LIMIT = 160
_TASK_LIMIT = 60
_SCENE_PREFIX = "qrscene_"
_EVENT_NAMES = {"enter_agent": "enter"}
_PRESSED = frozenset({"template_card_event", "template_card_menu_event"})


@dataclass(frozen=True, slots=True)
class _Content:
    kind: MessageKind
    text: str = ""
    media: tuple[Media, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    recognised: bool = False


def read_message(channel: str, fields: Fields, now: datetime) -> Inbound:
    account = fields.get("FromUserName", "")
    if not 0 < len(account) <= _ACCOUNT_LIMIT:
        raise CallbackRefused(400, "body")
    kind = fields.get("MsgType", "").lower()
    if kind == "event":
        return _read_event(channel, account, fields, now)
    content = _read_content(kind, fields)
    return Inbound(
        channel=channel,
        message_key=message_key(fields.get("MsgId") or f"{account}:{fields.get('CreateTime', '')}:{kind}"),
        account=account,
        kind=content.kind,
        sent_at=read_time(fields.get("CreateTime", ""), now),
        text=content.text,
        media=content.media,
        latitude=content.latitude,
        longitude=content.longitude,
        recognised=content.recognised,
        task=fields.get("bizmsgmenuid", "")[:_TASK_LIMIT],
    )


def _read_content(kind: str, fields: dict[str, str]) -> _Content:
    if kind == "file":  # wechatpy has no type for a file (文件); it is named so that it can be declined
        media = Media(MessageKind.FILE, fields.get("MediaId", ""))
        return _Content(MessageKind.FILE, fields.get("Title", ""), (media,))
    message_type = MESSAGE_TYPES.get(kind)
    read = _READERS.get(message_type)
    return read(message_type(fields)) if message_type and read else _Content(MessageKind.UNKNOWN)


def _read_event(channel: str, account: str, fields: Fields, now: datetime) -> Inbound:
    name, scene = fields.get("Event", ""), fields.get("EventKey", "")
    if name.lower() in _PRESSED:
        return _read_press(channel, account, fields, now)
    report = read_report(name, fields)
    # Events carry no id; name and key keep two of one second apart.
    key = f"{account}:{fields.get('CreateTime', '')}:{name}:{report.task or report.scene or scene}"
    if report.event:
        scene = report.scene
    if EVENT_TYPES.get(name.lower()) is SubscribeEvent:
        scene = scene.removeprefix(_SCENE_PREFIX)
    return Inbound(
        channel=channel,
        message_key=message_key(key),
        account=account,
        kind=MessageKind.EVENT,
        sent_at=read_time(fields.get("CreateTime", ""), now),
        event=report.event or _EVENT_NAMES.get(name.lower(), name.lower()),
        scene=scene,
        task=report.task,
        choice=report.choice,
    )


def _read_press(channel: str, account: str, fields: dict[str, str], now: datetime) -> Inbound:
    """A button of a card (模板卡片): the same press brought again has the same time."""
    task, choice = fields.get("TaskId", ""), fields.get("EventKey", "")
    return Inbound(
        channel=channel,
        message_key=message_key(f"{account}:{fields.get('CreateTime', '')}:{task}:{choice}"),
        account=account,
        kind=MessageKind.EVENT,
        sent_at=read_time(fields.get("CreateTime", ""), now),
        event="card",
        task=task[:_KEY_LIMIT],
        choice=choice[:_KEY_LIMIT],
        ticket=fields.get("ResponseCode", ""),
    )


def message_key(key: str) -> str:
    """The key as it is kept: a very long one by its digest."""
    return key if len(key) <= _KEY_LIMIT else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def read_time(seconds: str, now: datetime) -> datetime:
    """When the platform says it was sent; `now` if it says nothing a clock can show."""
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 10):
        return now
    return datetime.fromtimestamp(int(seconds), UTC)


def _text(message: Any) -> _Content:
    return _Content(MessageKind.TEXT, message.content or "")


def _photo(message: Any) -> _Content:
    return _Content(
        MessageKind.PHOTO, media=(Media(MessageKind.PHOTO, message.media_id or "", url=message.image or ""),)
    )


def _voice(message: Any) -> _Content:
    recognition = message.recognition or ""
    media = Media(MessageKind.VOICE, message.media_id or "", format=message.format or "")
    return _Content(MessageKind.VOICE, recognition, (media,), recognised=bool(recognition))


def _video(message: Any) -> _Content:
    return _Content(MessageKind.VIDEO, media=(Media(MessageKind.VIDEO, message.media_id or ""),))


def _location(message: Any) -> _Content:
    latitude, longitude = _degrees(message.location_x), _degrees(message.location_y)
    return _Content(MessageKind.LOCATION, message.label or "", latitude=latitude, longitude=longitude)


def _link(message: Any) -> _Content:
    url = message.url or ""
    return _Content(MessageKind.LINK, message.title or "", (Media(MessageKind.LINK, url, url=url),))


def _degrees(value: str | None) -> float | None:
    try:
        degrees = float(value or "nan")
    except ValueError:
        return None
    return degrees if math.isfinite(degrees) else None


_READERS: Mapping[type[Any], Callable[[Any], _Content]] = {
    TextMessage: _text,
    ImageMessage: _photo,
    VoiceMessage: _voice,
    VideoMessage: _video,
    ShortVideoMessage: _video,
    LocationMessage: _location,
    LinkMessage: _link,
}
