"""From a channel into the inbox, exactly once and durable before anybody is answered."""

import asyncio
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Connection

from bot.channels.base import Inbound, Media
from bot.clock import Clock
from bot.log import GatheredLog
from bot.storage_trouble import storage_errors
from bot.writing import Memory
from handlers.message import namespace_of
from storage.inbox import Arrival, Inbox, Stored, arrival, insert_all
from storage.keys import Keyring
from storage.outbox import FirstWords
from storage.store import Store
from storage.writer import Job

STORE_SECONDS = 4.0
LOOK_SECONDS = 0.5
log = structlog.get_logger("intake")
_KEPT_ELSEWHERE = {"message_key", "sent_at", "media"}
_DEFAULTS = {
    field.name: None if field.default is MISSING else field.default
    for field in fields(Inbound)
    if field.name not in _KEPT_ELSEWHERE
}


class NotStored(Exception):
    """The message could not be made durable in time; the platform will send it again."""


@dataclass(frozen=True, slots=True)
class Received:
    """A stored message. `answer` is there when it was handled before: what was said to it."""

    inbox_id: int
    is_new: bool
    is_handled: bool = False
    answer: FirstWords | None = None


class _Storing(NamedTuple):
    """A message on its way to the disk, and what follows when it is there."""

    future: asyncio.Future[Stored]
    then: Job[Any] | None


class Intake:
    """`work_on` says what follows as soon as a message of this sender is stored, if anything does."""

    def __init__(self, memory: Memory, keys: Keyring, clock: Clock, work_on: Callable[[str], Job[Any] | None]) -> None:
        self._memory = memory
        self._keys = keys
        self._clock = clock
        self._work_on = work_on
        self._storing: list[_Storing] = []
        self.stored = GatheredLog(log, "stored")

    def seal(self, inbound: Inbound) -> Arrival:
        return arrival(
            self._keys,
            _payload(inbound),
            self._clock.now(),
            namespace=namespace_of(inbound.channel),
            channel=inbound.channel,
            message_key=inbound.message_key,
            account=_clean(inbound.account),
        )

    async def receive(self, inbound: Inbound) -> Received:
        return await self.take(self.seal(inbound))

    async def take(self, item: Arrival) -> Received:
        """Raises NotStored; whatever else happens, the message is in the inbox when this returns."""
        stored = await self._store(item)
        if stored.is_new:
            self.stored.note(stored.inbox_id)
            return Received(stored.inbox_id, is_new=True)
        return await self._repeated(item, stored)

    async def answer_to(self, channel: str, message_key: str) -> FirstWords | None:
        """What was said to a message that came earlier."""

        def look(connection: Connection) -> FirstWords | None:
            store = Store(connection, self._keys)
            found = store.inbox.find(channel, _clean(message_key))
            return store.outbox.answer_to(found[0]) if found is not None else None

        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self._memory.read(look)
        except storage_errors(TimeoutError):  # asked again in a moment
            return None

    def put(self, connection: Connection, inbound: Inbound) -> Stored:
        """For a channel of our own house that stores a message beside something else; it wakes the router itself."""
        return Inbox(connection, self._keys).put(self.seal(inbound))

    async def _store(self, item: Arrival) -> Stored:
        then = self._work_on(item.sender_key)
        storing = _Storing(self._memory.gather(insert_all, item, then=then), then)
        if not self._storing:  # one timer for all that arrive in the same turn of the loop
            self._storing = [storing]
            loop = asyncio.get_running_loop()
            loop.call_later(STORE_SECONDS, _give_up, self._storing)
            loop.call_soon(self._next_turn)
        else:
            self._storing.append(storing)
        try:
            return await storing.future
        except storage_errors() as error:
            raise NotStored from error

    def _next_turn(self) -> None:
        self._storing = []

    async def _repeated(self, item: Arrival, stored: Stored) -> Received:
        def look(connection: Connection) -> Received:
            store = Store(connection, self._keys)
            found = store.inbox.find(*item.key)
            answer = store.outbox.answer_to(stored.inbox_id)
            return Received(stored.inbox_id, False, found is not None and found[1], answer)

        log.info("repeated", inbox_id=stored.inbox_id)
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                received = await self._memory.read(look)
        except storage_errors(TimeoutError):  # it is stored, and that is all the platform must be told
            return Received(stored.inbox_id, is_new=False, is_handled=True)
        return received


def _give_up(storing: list[_Storing]) -> None:
    """The platform will repeat it: only then is it worked on, so that the repeat gets the answer."""
    for one in storing:
        if not one.future.done():
            one.future.set_exception(NotStored())
            if one.then is not None:
                one.then.dropped = True


def _payload(inbound: Inbound) -> dict[str, Any]:
    """Only what was said: what the row's columns hold, and what is empty, is left out."""
    payload: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        value = getattr(inbound, name)
        if value != default:
            payload[name] = _clean(value) if isinstance(value, str) else value
    if inbound.media:
        payload["media"] = [_media(media) for media in inbound.media]
    return payload


def _media(media: Media) -> dict[str, str]:
    found = {
        "kind": str(media.kind),
        "reference": _clean(media.reference),
        "url": _clean(media.url),
        "format": _clean(media.format),
    }
    return found | {"aeskey": _clean(media.aeskey)} if media.aeskey else found


def _clean(text: str) -> str:
    """Without the two things that not every database can keep: NUL and halves of characters."""
    if text.isascii() and "\x00" not in text:
        return str(text)
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
