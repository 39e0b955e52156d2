"""The board of the built-in chat: what is said goes into memory and to every open page of those it concerns.

Stored are the conversations with the bot and what is said to it in a group. What people of a group say to each
other is only passed on: the last lines stay in this process for those whose connection broke, and go with it.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar
from weakref import WeakValueDictionary

from sqlalchemy import Connection

from bot.channels.webchat import task_of
from storage.cards import choices
from storage.chat import EPOCH, ChatBook, Line, is_group, micros
from storage.keys import Keyring

Result = TypeVar("Result")
Tell = Callable[[Line], None]
KEPT_LINES = 200
LOOKED_BACK = 500


class Memory(Protocol):
    """The database as the pages use it: a transaction of its own for each piece of work."""

    async def write(self, work: Callable[[Connection], Result]) -> Result: ...

    async def read(self, work: Callable[[Connection], Result]) -> Result: ...


class ChatBoard:
    """One a process. Lines of one conversation become visible in the order of their places."""

    def __init__(
        self, memory: Memory, keys: Keyring, *, members: Callable[[str], Iterable[str]], now: Callable[[], datetime]
    ) -> None:
        self._memory = memory
        self._keys = keys
        self._members = members
        self._now = now
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._passing: dict[str, deque[Line]] = {}
        self._last_place: dict[str, int] = {}
        self._pages: dict[str, set[Tell]] = {}
        self._shown: deque[tuple[str, str]] = deque(maxlen=4 * LOOKED_BACK)
        self._last_row = -1

    def book(self, connection: Connection) -> ChatBook:
        return ChatBook(connection, self._keys)

    def who_reads(self, conversation: str) -> frozenset[str]:
        """The accounts that may see a conversation."""
        kind, _, name = conversation.partition(":")
        return frozenset(self._members(name)) if kind == "group" else frozenset({name})

    def listen(self, account: str, tell: Tell) -> Callable[[], None]:
        """Tell an open page of every new line; call what is returned when the page is gone."""
        pages = self._pages.setdefault(account, set())
        pages.add(tell)

        def stop() -> None:
            pages.discard(tell)
            if not pages and self._pages.get(account) is pages:
                del self._pages[account]

        return stop

    async def append(self, conversation: str, key: str, body: dict[str, Any]) -> int | None:
        """A line of the bot's."""
        line, is_new = await self.post(conversation, key, "", body)
        return line.place if is_new else None

    async def post(
        self,
        conversation: str,
        key: str,
        sender: str,
        body: dict[str, Any],
        also: Callable[[Connection], None] | None = None,
    ) -> tuple[Line, bool]:
        """Keep a line, and whatever must be written with it, in one transaction; then show it."""
        async with self._lock(conversation):
            at = await self._next_time(conversation)

            def work(connection: Connection) -> tuple[Line, bool]:
                line, is_new = self.book(connection).add(conversation, key, sender, body, at)
                if is_new and also is not None:
                    also(connection)
                return line, is_new

            self._shown.append((conversation, key))
            line, is_new = await self._memory.write(work)
            if is_new:
                self._show(line)
            return line, is_new

    async def close(self, conversation: str, place: int, label: str) -> None:
        """The buttons of a line are over, and the open pages show it; other processes' pages when they are opened again."""
        line = await self._memory.write(lambda connection: self.book(connection).close(conversation, place, label))
        if line is not None:
            self._show(line)

    async def catch_up(self) -> None:
        """Show what other processes have kept. Rows become visible out of their order, so a stretch is looked at again."""
        since = self._last_row
        self._last_row, lines = await self._memory.read(
            lambda connection: self.book(connection).newest(max(0, since - LOOKED_BACK), LOOKED_BACK)
        )
        for line in lines:
            if (line.conversation, line.key) not in self._shown:
                self._shown.append((line.conversation, line.key))
                if since >= 0:  # the first look only finds out where we are
                    self._show(line)

    async def pass_on(self, conversation: str, key: str, sender: str, body: dict[str, Any]) -> Line:
        """A line of people among themselves: shown, held in this process for a while, written nowhere."""
        async with self._lock(conversation):
            at = await self._next_time(conversation)
            line = Line(micros(at), conversation, key, sender, body, at)
            is_new = await self._memory.write(lambda connection: self.book(connection).overhear(key, at))
            if is_new:
                self._passing.setdefault(conversation, deque(maxlen=KEPT_LINES)).append(line)
                self._show(line)
            return line

    async def write(self, work: Callable[[Connection], object]) -> None:
        """Something that leaves no line."""
        await self._memory.write(work)

    async def find(self, conversation: str, key: str) -> Line | None:
        for line in self._passing.get(conversation, ()):
            if line.key == key:
                return line
        return await self._memory.read(lambda connection: self.book(connection).find(conversation, key))

    async def after(self, conversation: str, place: int, limit: int) -> list[Line]:
        stored = await self._memory.read(lambda connection: self.book(connection).after(conversation, place, limit))
        passing = [line for line in self._passing.get(conversation, ()) if line.place > place]
        return sorted([*stored, *passing], key=_by_place)[:limit]

    async def before(self, conversation: str, place: int | None, limit: int) -> list[Line]:
        stored = await self._memory.read(lambda connection: self.book(connection).before(conversation, place, limit))
        passing = [line for line in self._passing.get(conversation, ()) if place is None or line.place < place]
        return sorted([*stored, *passing], key=_by_place)[-limit:]

    async def pressed(self, lines: Sequence[Line]) -> dict[int, str]:
        """By place what was pressed, of those lines of ours that have buttons."""
        cards = {task_of(line.key): line for line in lines if not line.sender and line.body.get("buttons")}
        if not cards:
            return {}
        found = await self._memory.read(lambda connection: choices(connection, list(cards)))
        return {cards[task].place: cards[task].body["buttons"][choice][1] for task, choice in found.items()}

    async def unread(self, conversation: str, account: str) -> int:
        def count(connection: Connection) -> tuple[int, int]:
            book = self.book(connection)
            return book.unread(conversation, account), book.read_up_to(conversation, account)

        stored, read_up_to = await self._memory.read(count)
        passing = self._passing.get(conversation, ())
        return stored + sum(line.place > read_up_to and line.sender != account for line in passing)

    async def mark_read(self, conversation: str, account: str, place: int) -> None:
        await self._memory.write(lambda connection: self.book(connection).mark_read(conversation, account, place))

    def _show(self, line: Line) -> None:
        for account in self.who_reads(line.conversation):
            for tell in tuple(self._pages.get(account, ())):
                tell(line)

    def _lock(self, conversation: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation, asyncio.Lock())

    async def _next_time(self, conversation: str) -> datetime:
        """Now, but in a group always later than the line before, since the time is the place there."""
        now = self._now()
        if not is_group(conversation):
            return now
        if conversation not in self._last_place:
            last = await self._memory.read(lambda connection: self.book(connection).before(conversation, None, 1))
            self._last_place[conversation] = last[0].place if last else 0
        place = max(micros(now), self._last_place[conversation] + 1)
        self._last_place[conversation] = place
        return EPOCH + timedelta(microseconds=place)


def _by_place(line: Line) -> int:
    return line.place
