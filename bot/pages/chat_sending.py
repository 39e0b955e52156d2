"""One message from a page: checked, kept together with its inbox row, and shown to those in the conversation."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from sqlalchemy import Connection

from bot.channels.base import Inbound, Media, MessageKind
from bot.channels.webchat import NAME, single, task_of
from bot.pages.chat_board import ChatBoard
from bot.pages.chat_limits import Limiter
from bot.pages.chat_people import Guest
from bot.pages.chat_shelf import Shelf
from storage.chat import Line, MediaFile, is_group

LONGEST = 5000
MOST_PLACE = 2**53
KEY_SHAPE = re.compile(r"[A-Za-z0-9_-]{8,40}")
SCENE_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,64}")
WITH_FILE = frozenset({MessageKind.PHOTO, MessageKind.VOICE, MessageKind.FILE})
KINDS = WITH_FILE | {MessageKind.TEXT, MessageKind.LOCATION, MessageKind.EVENT}


class NotTaken(Exception):
    """A message that is not taken. `words` tell the person why; `later` means that the same may be sent again."""

    def __init__(self, status: int, words: str, *, later: bool = False) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.later = later


UNREADABLE = "这条消息不完整，没有收下。"
TOO_LONG = "这条消息太长，请分几次发。"
TOO_MUCH = "您发得太快了，请过一会儿再发。遇到危险请马上打 110 或 120。"
NOT_KEPT = "现在存不下来，请过几分钟再发。急事请打电话。"
NOT_HERE = "您不在这个群里。"
NO_FILE = "照片或语音没有传上来，请重新选一次。"


@dataclass(frozen=True, slots=True)
class Sent:
    """What the page sends. `key` is made by the page and stays the same when it sends again.

    `pressed` is the place of the line of ours whose button says `text`; what is typed has none.
    """

    key: str
    conversation: str
    kind: MessageKind
    text: str
    media: str = ""
    latitude: float | None = None
    longitude: float | None = None
    reply_to: int = 0
    pressed: int = 0
    scene: str = ""


def read_sent(raw: object) -> Sent:
    """The page's JSON as a message, or NotTaken."""
    if not isinstance(raw, dict):
        raise NotTaken(400, UNREADABLE)
    words = {name: raw.get(name) or "" for name in ("key", "conversation", "kind", "text", "media", "scene")}
    if not all(isinstance(value, str) for value in words.values()) or not KEY_SHAPE.fullmatch(words["key"]):
        raise NotTaken(400, UNREADABLE)
    kind = words.pop("kind") or MessageKind.TEXT
    if kind not in KINDS:
        raise NotTaken(400, UNREADABLE)
    words["text"] = words["text"].replace("\x00", "").encode("utf-8", "replace").decode().strip()
    words["scene"] = words["scene"] if SCENE_SHAPE.fullmatch(words["scene"]) else ""
    latitude, longitude = _degrees(raw.get("latitude"), 90), _degrees(raw.get("longitude"), 180)
    is_words = kind == MessageKind.TEXT
    return _complete(
        Sent(
            **words,
            kind=MessageKind(kind),
            latitude=latitude,
            longitude=longitude,
            reply_to=_place(raw.get("reply_to")),
            pressed=_place(raw.get("pressed")) if is_words else 0,
        )
    )


def _place(value: object) -> int:
    return value if isinstance(value, int) and 0 < value < MOST_PLACE else 0


def _degrees(value: object, most: int) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return float(value) if abs(value) <= most else None


def _complete(sent: Sent) -> Sent:
    if len(sent.text) > LONGEST:
        raise NotTaken(413, TOO_LONG)
    has_file = sent.kind in WITH_FILE
    is_somewhere = sent.kind is MessageKind.LOCATION and sent.latitude is not None and sent.longitude is not None
    says_something = bool(sent.text or sent.media or is_somewhere)
    if sent.kind is MessageKind.EVENT:
        says_something = bool(sent.scene)
    if has_file != bool(sent.media) or not says_something:
        raise NotTaken(400, UNREADABLE)
    return sent


@dataclass(frozen=True, slots=True)
class Sending:
    """`address` tells what a group message says to the bot, `put` writes the inbox row in the line's own transaction."""

    board: ChatBoard
    shelf: Shelf
    bot_name: str
    limiter: Limiter
    address: Callable[[str, str], str | None]
    put: Callable[[Connection, Inbound], object]
    wake: Callable[[str], None]
    now: Callable[[], datetime]

    async def send(self, guest: Guest, sent: Sent) -> Line | None:
        """Take a message once; sent again, it gets the same line. A scanned code alone leaves none."""
        conversation = sent.conversation or single(guest.account)
        if guest.account not in self.board.who_reads(conversation):
            raise NotTaken(404, NOT_HERE)
        key = f"{guest.account}:{sent.key}"
        known = await self.board.find(conversation, key)
        if known is not None:
            return known
        if guest.is_visitor and not self.limiter.take(guest.account):
            raise NotTaken(429, TOO_MUCH, later=True)
        if sent.kind is MessageKind.EVENT:
            await self.board.write(lambda connection: self.put(connection, _scan(guest, sent, self.now())))
            self.wake(guest.account)
            return None
        file = await self._file(guest, conversation, sent.media)
        quoted = await self._line(conversation, sent.reply_to)
        body = _body(sent, file, quoted)
        said = self._said_to_bot(conversation, sent, quoted)
        if said is None:
            return await self.board.pass_on(conversation, key, guest.account, body)
        if sent.pressed and not is_group(conversation):
            heard = _press(guest, sent, await self._line(conversation, sent.pressed), self.now())
            return await self._take(guest, conversation, body, (heard,))
        inbound = _inbound(guest, sent, said, file, self.now())
        scan = (_scan(guest, sent, self.now()),) if sent.scene else ()
        return await self._take(guest, conversation, body, (*scan, inbound))

    async def _take(self, guest: Guest, conversation: str, body: dict[str, Any], heard: Sequence[Inbound]) -> Line:
        """The line and the inbox rows are there together or not at all."""
        for media in heard[-1].media:
            await self.shelf.keep(media.reference, self.now())

        def put_all(connection: Connection) -> None:
            for inbound in heard:
                self.put(connection, inbound)
            for media in heard[-1].media:
                self.board.book(connection).sent_media(media.reference, self.now())

        line, is_new = await self.board.post(conversation, heard[-1].message_key, guest.account, body, put_all)
        if is_new:
            self.wake(guest.account)
        return line

    async def _file(self, guest: Guest, conversation: str, name: str) -> MediaFile | None:
        file = await self.shelf.find(name) if name else None
        if name and (file is None or (file.account, file.conversation) != (guest.account, conversation)):
            raise NotTaken(400, NO_FILE)
        return file

    async def _line(self, conversation: str, place: int) -> Line | None:
        lines = await self.board.after(conversation, place - 1, 1) if place else []
        return lines[0] if lines and lines[0].place == place else None

    def _said_to_bot(self, conversation: str, sent: Sent, quoted: Line | None) -> str | None:
        """Alone with the bot everything is for it; in a group only what is addressed to it or answers it."""
        if not is_group(conversation):
            return sent.text
        heard = self.address(sent.text, self.bot_name) if sent.kind is MessageKind.TEXT else None
        if heard is None and quoted is not None and quoted.sender == "":
            return sent.text
        return heard


def _body(sent: Sent, file: MediaFile | None, quoted: Line | None) -> dict[str, Any]:
    body: dict[str, Any] = {"kind": sent.kind.value, "text": sent.text}
    if file is not None:
        body["media"] = file.name
    if sent.latitude is not None and sent.longitude is not None:
        body |= {"latitude": sent.latitude, "longitude": sent.longitude}
    if sent.pressed:
        body["under"] = sent.pressed
    if quoted is not None:
        body["quoted"] = {"sender": quoted.sender, "text": str(quoted.body.get("text", ""))[:60]}
    return body


def _inbound(guest: Guest, sent: Sent, said: str, file: MediaFile | None, now: datetime) -> Inbound:
    media = () if file is None else (Media(MessageKind(file.kind), file.name, format=file.name.rpartition(".")[2]),)
    return Inbound(
        channel=NAME,
        message_key=f"{guest.account}:{sent.key}",
        account=guest.account,
        kind=sent.kind,
        sent_at=now,
        text=said,
        conversation=sent.conversation,
        media=media,
        scene=sent.scene,
        latitude=sent.latitude,
        longitude=sent.longitude,
    )


def _press(guest: Guest, sent: Sent, line: Line | None, now: datetime) -> Inbound:
    """A button under words of ours, as a card's is pressed elsewhere: whether it counts is decided where those are."""
    return Inbound(
        channel=NAME,
        message_key=f"{guest.account}:{sent.key}",
        account=guest.account,
        kind=MessageKind.EVENT,
        sent_at=now,
        event="card",
        task=task_of(line.key) if line is not None and line.sender == "" else "",
        choice=sent.text,
    )


def _scan(guest: Guest, sent: Sent, now: datetime) -> Inbound:
    """The code of a station at the door, as if it had been scanned in WeChat: what is said next belongs there."""
    return Inbound(
        channel=NAME,
        message_key=f"{guest.account}:{sent.key}:scan",
        account=guest.account,
        kind=MessageKind.EVENT,
        sent_at=now,
        event="scan",
        scene=sent.scene,
    )
