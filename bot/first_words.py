"""The first answer to a message: inside the callback that still waits for it, or as an ordinary message, never both on purpose.

A waiting callback is given away once. Whoever takes it out of `_waiting` first has it: the transaction that handles
the message (then the row is written as claimed), or the timer that ends the wait (then the row goes out by itself).
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from bot.channels.base import CardChange
from bot.clock import Clock
from bot.writing import Memory
from storage.keys import Keyring
from storage.sending import Sending
from storage.writer import Job

WAIT_SECONDS = 1.5
COMMIT_SECONDS = 3.0  # once given away, the commit is waited for, but the platform not kept beyond its 5 s
FLUSH_SECONDS = 0.25
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """An answer to be put into a callback's response; `outbox_id` is settled once it is written.

    `change` is of the card whose button was pressed; then `text` is in it, or goes out by itself (no `outbox_id`).
    """

    outbox_id: int | None
    text: str
    change: CardChange | None = None


class Waiter:
    """One callback that waits for its answer. `most_bytes` is what the platform takes in a response."""

    __slots__ = ("future", "key", "most_bytes")

    def __init__(self, key: Key, future: asyncio.Future[Words | None], most_bytes: int) -> None:
        self.key = key
        self.future = future
        self.most_bytes = most_bytes

    def end(self, words: Words | None) -> None:
        if not self.future.done():
            self.future.set_result(words)


class FirstWordsDesk:
    def __init__(self, memory: Memory, keys: Keyring, clock: Clock, *, wait_seconds: float = WAIT_SECONDS) -> None:
        self._memory = memory
        self._keys = keys
        self._clock = clock
        self._wait_seconds = wait_seconds
        self._waiting: dict[Key, Waiter] = {}
        self._claimed: dict[Key, Waiter] = {}
        self._beginning: list[Waiter] = []
        self._written: list[int] = []
        self._flush_timer: asyncio.TimerHandle | None = None

    def expect(self, key: Key, most_bytes: int) -> Waiter | None:
        """None when the same message is being waited for already."""
        if key in self._waiting or key in self._claimed:
            return None
        loop = asyncio.get_running_loop()
        waiter = Waiter(key, loop.create_future(), most_bytes)
        if not self._beginning:  # one timer for all that begin to wait in the same turn of the loop
            self._beginning = []
            loop.call_later(self._wait_seconds, self._too_late, self._beginning)
            loop.call_soon(self._next_turn)
        self._beginning.append(waiter)
        self._waiting[key] = waiter
        return waiter

    def _next_turn(self) -> None:
        self._beginning = []

    def forget(self, waiter: Waiter) -> None:
        """The callback answers without words."""
        if self._waiting.get(waiter.key) is waiter:
            del self._waiting[waiter.key]
        waiter.end(None)

    def claim(self, key: Key, text: str) -> bool:
        """Called inside the handling transaction, on the writer's thread."""
        waiter = self._waiting.get(key)
        if waiter is None or len(text.encode("utf-8", "replace")) > waiter.most_bytes:
            return False
        # From here the timer may come between: only the one whose `pop` finds the waiter has it.
        self._claimed[key] = waiter
        if self._waiting.pop(key, None) is None:
            self._claimed.pop(key, None)
            return False
        return True

    def give(self, key: Key, words: Words | None) -> None:
        """After the transaction ended, on the loop: with words when it wrote a claimed row."""
        waiter = self._claimed.pop(key, None) or self._waiting.pop(key, None)
        if waiter is not None:
            waiter.end(words)

    def written(self, words: Words) -> None:
        """The response went to the platform; rows are settled a few at a time."""
        if words.outbox_id is None:
            return
        self._written.append(words.outbox_id)
        if self._flush_timer is None:
            self._flush_timer = asyncio.get_running_loop().call_later(FLUSH_SECONDS, self.flush)

    def flush(self) -> None:
        if self._flush_timer is not None:
            self._flush_timer.cancel()
            self._flush_timer = None
        if self._written:
            outbox_ids, self._written = self._written, []
            settled = partial(self._settled, outbox_ids)
            self._memory.start(Job(settled, self._settling(outbox_ids), guarded=True))

    def _settling(self, outbox_ids: list[int]) -> Callable[[Connection], None]:
        return lambda connection: Sending(connection, self._keys).got_through(outbox_ids, self._clock.now())

    def _settled(self, outbox_ids: list[int], job: Job[None]) -> None:
        if job.error is not None:  # tried again with the next ones; until then they are merely claimed
            self._written += outbox_ids

    def _too_late(self, waiters: list[Waiter]) -> None:
        taken = []
        for waiter in waiters:
            if self._waiting.get(waiter.key) is waiter and self._waiting.pop(waiter.key, None) is not None:
                waiter.end(None)
            elif not waiter.future.done():
                taken.append(waiter)
        if taken:
            asyncio.get_running_loop().call_later(COMMIT_SECONDS, self._commit_too_late, taken)

    def _commit_too_late(self, waiters: list[Waiter]) -> None:
        for waiter in waiters:
            if self._claimed.get(waiter.key) is waiter:
                del self._claimed[waiter.key]
            waiter.end(None)
