"""How many calls to one channel may be under way in this process: halved when the platform refuses, slowly more again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channel_gate import MOST_AT_ONCE
from bot.one_send import Sent
from storage.leased import Outcome


class CallRoom:
    """One a channel. A platform that refuses because of too many at once (45033) is soon called as often as it likes."""

    def __init__(self) -> None:
        self._most = float(MOST_AT_ONCE)
        self._under_way = 0
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[None]:
        """Waits for its turn."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._under_way < int(self._most))
            self._under_way += 1
        try:
            yield
        finally:
            async with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def note(self, sent: Sent) -> None:
        if sent.outcome is Outcome.REFUSED:
            self._most = max(1.0, self._most / 2)
        elif sent.outcome is not Outcome.UNKNOWN and sent.was_asked:
            self._most = min(float(MOST_AT_ONCE), self._most + 1 / self._most)
