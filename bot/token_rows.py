"""The shelf of a deployment with several processes: tokens as rows, one process at a time asking the platform."""

import asyncio

from sqlalchemy import Connection

from bot.channels.base import DeliveryFailed, RefusedForNow
from bot.channels.platform_tokens import Token, pause_after
from bot.writing import Memory
from storage.keys import Keyring
from storage.platform_tokens import PlatformTokens

LOOK_SECONDS = 0.2
PATIENCE_SECONDS = 15.0


class TokenRows:
    def __init__(self, memory: Memory, keys: Keyring, account: str) -> None:
        self._memory = memory
        self._keys = keys
        self._account = account

    async def look(self, stale: str) -> Token | DeliveryFailed | None:
        """Waits for whoever is asking just now; a process that died in it is not waited for long."""
        until = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while True:
            is_busy, found = await self._memory.write(lambda connection: self._look(connection, stale))
            if not is_busy:
                return found
            if asyncio.get_running_loop().time() > until:
                return RefusedForNow("token_busy", retry_after=1)
            await asyncio.sleep(LOOK_SECONDS)

    def _look(self, connection: Connection, stale: str) -> tuple[bool, Token | DeliveryFailed | None]:
        """Whether somebody else is asking; else what is there, or None: then it is our turn."""
        book = PlatformTokens(connection, self._keys, self._account)
        row = book.locked()
        if row.seconds > 0 and row.value != stale:
            return False, Token(row.value, row.seconds)
        if row.wait > 0:
            return False, RefusedForNow(row.error, retry_after=row.wait)
        if row.busy > 0:
            return True, None
        book.lease()
        return False, None

    async def put(self, outcome: Token | DeliveryFailed) -> None:
        await self._memory.write(lambda connection: self._put(connection, outcome))

    def _put(self, connection: Connection, outcome: Token | DeliveryFailed) -> None:
        book = PlatformTokens(connection, self._keys, self._account)
        if isinstance(outcome, Token):
            book.keep(outcome.value, outcome.seconds)
        else:
            book.fail(outcome.code, pause_after(book.locked().failures + 1, outcome))
