"""The way out over the robot's long connection (智能机器人): used only by the process that has the connection just now."""

import base64
import hashlib
from collections.abc import Callable, Iterator

from typing_extensions import override

from bot.channels.aibot_answers import NAME, message_of, stream
from bot.channels.aibot_connection import AibotConnection, Fields, Frame
from bot.channels.base import (
    Allowance,
    Attachment,
    DeliveryFailed,
    MessageKind,
    NotNow,
    Outbound,
    OverLimit,
    OwnedChannel,
    Receipt,
    RefusedForNow,
    Rejected,
    Unreachable,
)
from bot.channels.capabilities import CAPABILITIES, allowances_of
from bot.channels.platform_errors import failure_of

CHUNK_BYTES = 512 * 1024
MOST_CHUNKS = 100
DOWN_SECONDS = 15.0  # as long without a connection is no hiccup
ANSWER_SECONDS = 300.0  # so long an answer goes to the message itself; the platform's own limit is further off
_MOST_LATE = 500
_TOO_LATE = frozenset({846605, 846608})  # no such message any more, or its stream is over
_NEVER_SPOKEN = 93006
_NOT_THERE = frozenset({93001, 93008})
_TOO_OFTEN = frozenset({45009, 45011})
_KINDS = {MessageKind.PHOTO: "image", MessageKind.VOICE: "voice", MessageKind.VIDEO: "video"}


class WecomAibotSocket(OwnedChannel):
    """The owner (bot/robot.py) opens and shuts it. `leased_until` is by the monotonic clock: after it nothing is sent."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._connection: AibotConnection | None = None
        self._late: dict[int, tuple[str, float]] = {}
        self._down_since: float | None = None
        self.leased_until = 0.0
        self.is_refused = False

    @property
    @override
    def name(self) -> str:
        return NAME

    @property
    def is_owned(self) -> bool:
        return self._monotonic() < self.leased_until

    @property
    @override
    def can_send(self) -> bool:
        return self._connection is not None and self._connection.is_open and self.is_owned

    @property
    @override
    def has_failed(self) -> bool:
        """Refused for good (blocked, a wrong secret); or ours to hold, and not held for a while."""
        down = self._down_since
        return self.is_refused or (down is not None and self.is_owned and self._monotonic() - down > DOWN_SECONDS)

    def opened(self, connection: AibotConnection) -> None:
        self._connection, self._down_since = connection, None

    def shut(self) -> None:
        self._connection = None
        if self._down_since is None:
            self._down_since = self._monotonic()

    def expect_late(self, inbox_id: int, req_id: str) -> None:
        """The answer to this message was not ready: when delivery brings it, it still goes to the message itself."""
        while len(self._late) >= _MOST_LATE:
            del self._late[next(iter(self._late))]
        self._late[inbox_id] = (req_id, self._monotonic())

    @override
    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        """Answers and what is said unasked count together, for each chat."""
        return allowances_of(message, CAPABILITIES[NAME])

    @override
    async def send(self, message: Outbound) -> Receipt:
        connection = self._connection
        if connection is None or not self.can_send:
            raise RefusedForNow("not_connected", retry_after=1)
        if message.media:
            body = await self._uploaded(connection, message.media[0])
        elif await self._answered(connection, message):
            return Receipt()
        else:
            body = message_of(message)
        chat = {"chatid": message.account, "chat_type": 2 if message.is_group else 1}
        return _receipt(await connection.call("aibot_send_msg", {**chat, **body}))

    async def _answered(self, connection: AibotConnection, message: Outbound) -> bool:
        """An answer of words, in the place of the message it answers; false where that is over."""
        late = self._late.get(message.inbox_id or 0) if message.purpose == "answer" and not message.buttons else None
        if late is None or self._monotonic() - late[1] > ANSWER_SECONDS:
            return False
        ack = await connection.call("aibot_respond_msg", stream(message.key, message.text), late[0])
        self._late.pop(message.inbox_id or 0, None)
        if ack.code in _TOO_LATE:
            return False
        _receipt(ack)
        return True

    async def _uploaded(self, connection: AibotConnection, file: Attachment) -> Fields:
        kind = _KINDS.get(file.kind, "file")
        chunks = list(_chunks(file.content))
        if len(chunks) > MOST_CHUNKS:
            raise Rejected("size", was_asked=False)
        start = {
            "type": kind,
            "filename": file.name,
            "total_size": len(file.content),
            "total_chunks": len(chunks),
            "md5": hashlib.md5(file.content, usedforsecurity=False).hexdigest(),
        }
        upload_id = _word(await connection.call("aibot_upload_media_init", start), "upload_id")
        for place, chunk in enumerate(chunks):  # from 0 as Tencent's own client counts, whatever its documents say
            part = {"upload_id": upload_id, "chunk_index": place, "base64_data": base64.b64encode(chunk).decode()}
            _receipt(await connection.call("aibot_upload_media_chunk", part))
        media_id = _word(await connection.call("aibot_upload_media_finish", {"upload_id": upload_id}), "media_id")
        return {"msgtype": kind, kind: {"media_id": media_id}}

    @override
    async def close(self) -> None:
        """The connection belongs to its owner."""


def failure_of_frame(code: int) -> DeliveryFailed:
    word = str(code)
    if code == _NEVER_SPOKEN:
        return NotNow(word)
    if code in _NOT_THERE:
        return Unreachable(word)
    if code in _TOO_OFTEN:
        return OverLimit(word, retry_after=60)
    return failure_of(code)


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, max(1, len(content)), CHUNK_BYTES):
        yield content[start : start + CHUNK_BYTES]


def _receipt(ack: Frame) -> Receipt:
    if ack.code != 0:
        raise failure_of_frame(ack.code)
    return Receipt(ack.req_id[:100])


def _word(ack: Frame, name: str) -> str:
    _receipt(ack)
    word = ack.body.get(name)
    if not isinstance(word, str):
        raise RefusedForNow("not_json")
    return word
