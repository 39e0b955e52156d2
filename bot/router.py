"""Who takes stored messages: at once when they arrive, later what a crash left; one sender's in their order."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from bot.first_words import FirstWordsDesk
from bot.handling import Claim, Handled, Handling
from bot.log import GatheredLog
from bot.writing import Memory
from storage.inbox import waiting_senders
from storage.writer import Job

SWEEP_SENDERS = 200
log = structlog.get_logger("router")


class Router:
    """`on_letters` is told when something was written that delivery should look at."""

    def __init__(
        self, memory: Memory, handling: Handling, first_words: FirstWordsDesk, on_letters: Callable[[], None]
    ) -> None:
        self._memory = memory
        self._handling = handling
        self._first_words = first_words
        self._on_letters = on_letters
        self.handled = GatheredLog(log, "handled")

    def work_on(self, sender_key: str) -> Job[Handled | None]:
        """What is to be done when a new message of this sender is stored."""
        claim = Claim()
        work = partial(self._handling.handle_next, sender_key, claim)
        return Job(partial(self._after, sender_key, claim), work, guarded=True)

    def wake(self, sender_key: str) -> None:
        """There is a message of this sender."""
        self._memory.start(self.work_on(sender_key))

    def catch_up(self, sender_key: str) -> None:
        """Handle everything of this sender that waits."""
        claim = Claim()
        work = partial(self._handling.handle_next, sender_key, claim)
        self._memory.start(Job(partial(self._go_on, sender_key, claim), work, guarded=True))

    async def sweep(self) -> None:
        """Rows left by a crash, or whose time to be tried again has come."""
        for sender_key in await self._memory.read(partial(waiting_senders, limit=SWEEP_SENDERS)):
            self.catch_up(sender_key)

    def _after(self, sender_key: str, claim: Claim, job: Job[Handled | None]) -> bool:
        """On the loop, once the transaction is durable or lost. True when there may be more of this sender."""
        handled = None if job.error is not None else job.result()
        if handled is None:
            if claim.key is not None:
                self._first_words.give(claim.key, None)
            if job.error is not None:
                log.warning("not_handled_yet", error=type(job.error).__name__)
            return False
        self._first_words.give(handled.key, handled.words)
        if handled.route:
            self.handled.note(handled.inbox_id, route=handled.route, passive=handled.words is not None)
        if handled.has_letters:
            self._on_letters()
        if handled.retry_in is not None:
            asyncio.get_running_loop().call_later(handled.retry_in, self.catch_up, sender_key)
        return handled.retry_in is None

    def _go_on(self, sender_key: str, claim: Claim, job: Job[Handled | None]) -> None:
        if self._after(sender_key, claim, job):
            self.catch_up(sender_key)
