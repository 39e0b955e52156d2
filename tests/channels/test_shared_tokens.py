"""One token for a deployment: never asked for twice at once, seldom after a failure, found again when it is right again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from sqlalchemy import text

from bot.channels.platform_tokens import MemoryShelf, TokenSource, stable_token
from bot.channels.transport import Transport
from bot.token_rows import TokenRows
from bot.writing import Memory, announce_to
from storage.engine import make_engine
from storage.keys import Keyring
from storage.postgres_writer import PostgresWriter
from storage.reader import Reader
from tests.channels.calling import StandingClock, outcome
from tests.platforms.faults import error_code
from tests.platforms.official_account import OfficialAccountPlatform

TOKEN = "/cgi-bin/stable_token"
KEYS = Keyring([("k1", bytes(range(32)))])


@asynccontextmanager
async def processes(url: str, platform: OfficialAccountPlatform, count: int) -> AsyncIterator[list[TokenSource]]:
    """As many sources as there are processes, each with its own way to the database."""
    engines = [make_engine(url) for _ in range(count)]
    writers = [PostgresWriter(engine, announce_to(asyncio.get_running_loop()), workers=1) for engine in engines]
    readers = [Reader(engine, threads=1) for engine in engines]
    async with platform.serve() as base, aiohttp.ClientSession() as session:
        yield [
            stable_token(
                Transport(session, base),
                platform.app_id,
                platform.secret,
                StandingClock(),
                TokenRows(Memory(writer, reader), KEYS, platform.app_id),
            )
            for writer, reader in zip(writers, readers, strict=True)
        ]
    for writer, reader, engine in zip(writers, readers, engines, strict=True):
        await asyncio.to_thread(writer.stop)
        reader.stop()
        engine.dispose()


async def test_all_processes_ask_once_together(postgres_url: str) -> None:
    platform = OfficialAccountPlatform()
    async with processes(postgres_url, platform, 3) as sources:
        tokens = await asyncio.gather(*(source.get() for source in sources for _ in range(4)))
        assert set(tokens) == {platform.access_token}
        assert platform.calls.count(TOKEN) == 1
        platform.invalidate_token()
        renewed = await asyncio.gather(*(source.renew(tokens[0]) for source in sources))
        assert set(renewed) == {platform.access_token}
        assert platform.calls.count(TOKEN) == 2


async def test_what_is_kept_is_sealed(postgres_url: str) -> None:
    platform = OfficialAccountPlatform()
    async with processes(postgres_url, platform, 1) as (source,):
        token = await source.get()
    engine = make_engine(postgres_url)
    with engine.connect() as connection:
        (row,) = connection.execute(text("SELECT name, sealed FROM platform_tokens")).all()
    engine.dispose()
    assert platform.app_id not in row.name
    assert token.encode() not in bytes(row.sealed)


async def test_a_wrong_secret_is_asked_about_seldom_and_a_right_one_noticed(postgres_url: str) -> None:
    platform = OfficialAccountPlatform()
    platform.token_faults.always(error_code(40125))
    async with processes(postgres_url, platform, 2) as sources:
        for _ in range(10):
            for source in sources:
                assert await outcome(source.get()) == ("RefusedForNow", "40125")  # type: ignore[arg-type]
        assert platform.calls.count(TOKEN) <= 2
        platform.token_faults.clear()
        engine = make_engine(postgres_url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE platform_tokens SET not_before = clock_timestamp()"))
        engine.dispose()
        assert await sources[0].get() == await sources[1].get() == platform.access_token


async def test_a_process_that_died_while_asking_is_not_waited_for_long(postgres_url: str) -> None:
    platform = OfficialAccountPlatform()
    async with processes(postgres_url, platform, 1) as (source,):
        engine = make_engine(postgres_url)
        with engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO platform_tokens (name, failures, leased_until)"
                    " VALUES (:name, 0, clock_timestamp() + interval '0.5 seconds')"
                ),
                {"name": KEYS.index("token", platform.app_id)},
            )
        engine.dispose()
        assert await source.get() == platform.access_token


async def test_one_process_asks_seldom_about_a_wrong_secret_too() -> None:
    platform, clock = OfficialAccountPlatform(), StandingClock()
    platform.token_faults.always(error_code(40125))
    async with platform.serve() as base, aiohttp.ClientSession() as session:
        transport = Transport(session, base)
        source = stable_token(transport, platform.app_id, platform.secret, clock, MemoryShelf(clock))
        for _ in range(600):  # ten minutes of one message a second
            await outcome(source.get())  # type: ignore[arg-type]
            clock.seconds += 1
        assert platform.calls.count(TOKEN) <= 22
        platform.token_faults.clear()
        clock.seconds += 40
        assert await source.get() == platform.access_token
