"""Once a day what has been kept long enough goes, in pieces so small that nobody waits for the writer; files go by the sweep."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.media.files import MediaFiles
from bot.writing import Memory
from handlers.settings import Settings
from storage.keys import Keyring
from storage.removals import Removals
from storage.retention import Ages, Kind, choose, kinds, let_go
from storage.slots import claim_slot

JOB = "retention"
PIECE_SECONDS = 0.05
CHOSEN_AT_ONCE = 2000
PIECE = 50
MOST_IN_PIECE = 400
REST_SECONDS = 0.05
FILES_AT_ONCE = 50
# A fetch that was under way when its file was let go may still write it: no try lasts so long.
AFTER = timedelta(minutes=2)
log = structlog.get_logger("retention")


class Retention:
    """The job and the sweep; every step may be cut off and is taken up again."""

    def __init__(
        self,
        *,
        memory: Memory,
        keys: Keyring,
        clock: Clock,
        settings: Callable[[], Settings],
        ages: Ages,
        files: MediaFiles,
    ) -> None:
        self._memory = memory
        self._keys = keys
        self._clock = clock
        self._settings = settings
        self._ages = ages
        self._files = files

    async def run_daily(self) -> None:
        """The first who asks on a day of the congress's own clock does the day's work."""
        if await self._memory.write(self._claim):
            await self.run()

    async def run(self) -> dict[str, int]:
        """How much of each kind went."""
        gone = {}
        for kind in kinds(self._ages):
            if kind.age is not None:
                gone[kind.name] = await self._run_kind(kind, self._clock.now() - kind.age)
        log.info("let_go", **{name: amount for name, amount in gone.items() if amount})
        return gone

    async def sweep(self) -> int:
        """Unlink what the books have let go. A crash between leaves the row, and the next sweep does it again."""
        now = self._clock.now()
        waiting = await self._memory.read(lambda connection: Removals(connection).waiting(FILES_AT_ONCE, now - AFTER))
        for _, name in waiting:
            await asyncio.to_thread(self._files.remove, name)
        if waiting:
            ids = [row_id for row_id, _ in waiting]
            await self._memory.write(lambda connection: Removals(connection).unlinked(ids, now))
        return len(waiting)

    async def _run_kind(self, kind: Kind, before: datetime) -> int:
        total = 0
        while True:
            chosen = await self._memory.read(lambda connection: choose(connection, kind, before, CHOSEN_AT_ONCE))
            total += await self._take_away(kind, chosen, before)
            if len(chosen) < CHOSEN_AT_ONCE:
                return total

    async def _take_away(self, kind: Kind, chosen: list[Any], before: datetime) -> int:
        """Pieces grow and shrink so that each holds the writer for a moment only."""
        total, place, size = 0, 0, PIECE
        while place < len(chosen):
            piece = chosen[place : place + size]
            went, seconds = await self._memory.write(partial(self._timed, kind, piece, before))
            total, place = total + went, place + len(piece)
            size = max(1, size // 2) if seconds > PIECE_SECONDS else min(MOST_IN_PIECE, size * 2)
            await asyncio.sleep(REST_SECONDS)
        return total

    def _timed(self, kind: Kind, piece: list[Any], before: datetime, connection: Connection) -> tuple[int, float]:
        began = self._clock.monotonic()
        went = let_go(connection, self._keys, kind, piece, before, self._clock.now())
        return went, self._clock.monotonic() - began

    def _claim(self, connection: Connection) -> bool:
        now = self._clock.now()
        midnight = self._settings().local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return claim_slot(connection, JOB, midnight, now)
