"""Files of people, fetched from where their platform keeps them: after the message was answered for, again until it works or is over.

What is to be fetched is a row; one try at a time is claimed by whoever comes first, so nothing is fetched twice and a
process that dies in a try leaves it to the next one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.channels.base import DeliveryFailed, Rejected, Unreachable
from bot.channels.downloads import MediaSource, Source
from bot.clock import Clock
from bot.failure_places import place_of
from bot.media.files import SOUND, THUMBNAIL, MediaFiles
from bot.media.kinds import file_type
from bot.media.making import Made, Workshop
from bot.writing import Memory
from handlers.rules.fetching import ONE_TRY, next_try
from storage.keys import Keyring
from storage.media import Kept, MediaBook, ToFetch
from storage.removals import Removals

AT_ONCE = 3
TRY_SECONDS = 100.0  # less than a try may last before another begins
CHAT = "webchat"
log = structlog.get_logger("media")

OnKept = Callable[[int], Awaitable[None]]
OnLost = Callable[[Connection, int, str], None]


class NothingOfOurs(Exception):
    """Fetched, but it is no photo, recording, film or paper, or nothing can open it."""


class MediaFetcher:
    """`sources` by channel; the built-in chat's files are on disk already and only made ready.

    `on_kept` hears of each that is here; `on_lost` is called within the transaction that gives a post's file up; `on_letters` after it.
    """

    def __init__(
        self,
        *,
        memory: Memory,
        keys: Keyring,
        clock: Clock,
        sources: Mapping[str, MediaSource],
        files: MediaFiles,
        workshop: Workshop,
        most_bytes: int,
        on_kept: OnKept | None = None,
        on_lost: OnLost = lambda _connection, _media_id, _why: None,
        on_letters: Callable[[], None] = lambda: None,
    ) -> None:
        self._memory = memory
        self._keys = keys
        self._clock = clock
        self._sources = sources
        self._files = files
        self._workshop = workshop
        self._most = most_bytes
        self._on_kept = on_kept
        self._on_lost = on_lost
        self._on_letters = on_letters

    async def fetch_due(self) -> int:
        """Everything that is due now, a few beside each other. How many were tried."""
        now = self._clock.now()
        due = await self._memory.read(lambda connection: self._book(connection).due(now, AT_ONCE))
        await asyncio.gather(*(self._try(item) for item in due))
        return len(due)

    async def _try(self, item: ToFetch) -> None:
        until = self._clock.now() + ONE_TRY
        if not await self._memory.write(lambda connection: self._book(connection).claim(item, until)):
            return
        try:
            async with asyncio.timeout(TRY_SECONDS):
                await self._keep(item, await self._fetch(item))
        except (Rejected, Unreachable) as over:
            await self._lose(item, over.code)
        except NothingOfOurs:
            await self._lose(item, "not_taken")
        except DeliveryFailed as failure:
            await self._put_off(item, failure.code)
        except (TimeoutError, OSError) as trouble:
            await self._put_off(item, type(trouble).__name__)

    async def _fetch(self, item: ToFetch) -> bytes:
        if item.channel == CHAT:
            data = await asyncio.to_thread(self._files.get, item.name)
            if data is None:
                raise Rejected("not_here")
            return data
        source = self._sources.get(item.channel)
        if source is None:
            raise Rejected("no_source")
        where = Source(item.source.get("reference", ""), item.source.get("url", ""), item.source.get("aeskey", ""))
        return await source.fetch(where, self._most)

    async def _keep(self, item: ToFetch, data: bytes) -> None:
        """The files first, the row after: until then nothing names them but the row that is still waiting."""
        found = file_type(data)
        prepare = self._workshop.prepare_for_groups if item.is_of_post else self._workshop.prepare
        made = None if found is None else await prepare(data, found)
        if made is None:
            raise NothingOfOurs
        await asyncio.to_thread(self._put, item.name, made)
        what = Kept(
            made.found.content_type, len(made.data), has_thumbnail=bool(made.thumbnail), has_sound=bool(made.sound)
        )
        if await self._memory.write(partial(self._kept, item, what)):
            log.info("media_kept", media_id=item.id, size=what.size)
            if self._on_kept is not None:
                await self._on_kept(item.id)

    def _put(self, name: str, made: Made) -> None:
        self._files.put(name, made.data)
        for ending, data in ((THUMBNAIL, made.thumbnail), (SOUND, made.sound)):
            if data is not None:
                self._files.put(f"{name}{ending}", data)

    def _kept(self, item: ToFetch, what: Kept, connection: Connection) -> bool:
        """Let go while it was fetched: then its bytes go, too."""
        is_wanted = self._book(connection).kept(item.id, what)
        if not is_wanted:
            Removals(connection).discard([item.name], self._clock.now())
        return is_wanted

    async def _lose(self, item: ToFetch, why: str) -> None:
        log.warning("media_lost", media_id=item.id, channel=item.channel, error=why)
        await self._memory.write(partial(self._lost, item, why))
        if item.is_of_post:
            self._on_letters()

    def _lost(self, item: ToFetch, why: str, connection: Connection) -> None:
        """Whoever waits for it on a post is told in the same step."""
        self._book(connection).lost(item.id, why)
        if item.is_of_post:
            self._on_lost(connection, item.id, why)

    async def _put_off(self, item: ToFetch, why: str) -> None:
        later = self._next(item)
        if later is None:
            await self._lose(item, "expired")
            return
        log.info("media_put_off", media_id=item.id, channel=item.channel, error=why)
        await self._memory.write(lambda connection: self._book(connection).put_off(item.id, later, why))

    def _next(self, item: ToFetch) -> datetime | None:
        source = self._sources.get(item.channel)
        by_address = source is not None and source.by_address
        return next_try(item.attempts + 1, item.received_at, self._clock.now(), by_address=by_address)

    def _book(self, connection: Connection) -> MediaBook:
        return MediaBook(connection, self._keys)


async def keep_fetching(fetcher: MediaFetcher) -> None:
    """One knock: a mistake of ours with one file must not end the fetching of the others."""
    try:
        while await fetcher.fetch_due() == AT_ONCE:
            continue
    except Exception as error:  # noqa: BLE001
        log.error("fetching_failed", error=type(error).__name__, at=place_of(error))
