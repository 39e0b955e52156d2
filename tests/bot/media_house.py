"""Books, disk and platforms for files of people: what fetching needs, without the rest of a service."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import ClientSession
from sqlalchemy import Engine, insert, select

from bot.channels.downloads import Downloads, MediaSource, RobotMedia
from bot.channels.official_account_out import OfficialAccount
from bot.channels.platform_client import PlatformClient
from bot.channels.platform_tokens import corp_token, stable_token
from bot.channels.transport import Transport
from bot.channels.wecom_app import WecomApp
from bot.media.fetching import MediaFetcher
from bot.media.files import MediaFiles
from bot.media.making import Workshop
from bot.writing import Memory, announce_to
from storage.engine import make_engine
from storage.keys import Keyring
from storage.media import MediaBook, MediaRow
from storage.postgres_writer import PostgresWriter
from storage.reader import Reader
from storage.sqlite_writer import SqliteWriter
from storage.tables.cases import cases, fragments
from tests.bot.hand_clock import HandClock
from tests.platforms.official_account import AES_KEY, OfficialAccountPlatform
from tests.platforms.robot_files import RobotFiles
from tests.platforms.wecom import WecomPlatform

MOST = 2_000_000


@dataclass
class House:
    engine: Engine
    memory: Memory
    keys: Keyring
    files: MediaFiles
    folder: Path
    clock: HandClock = field(default_factory=HandClock)
    heard: list[int] = field(default_factory=list)

    def fetcher(self, sources: Mapping[str, MediaSource]) -> MediaFetcher:
        async def on_kept(media_id: int) -> None:
            self.heard.append(media_id)

        return MediaFetcher(
            memory=self.memory,
            keys=self.keys,
            clock=self.clock,
            sources=sources,
            files=self.files,
            workshop=Workshop(),
            most_bytes=MOST,
            on_kept=on_kept,
        )

    def expect(self, kind: str, reference: str, channel: str = "official_account", **more: str) -> str:
        """A piece of a case with one file to be fetched; the file's name on disk."""
        with self.engine.begin() as connection:
            number = len(connection.execute(select(cases.c.id)).all()) + 1
            now = self.clock.now()
            row = {"id": number, "number": f"2026-{number:04d}", "year": 2026, "seq": number, "kind": "opinion"}
            when = {"status": "review", "received_at": now, "received_on": now.date()}
            connection.execute(insert(cases), row | when)
            piece = insert(fragments).returning(fragments.c.id)
            found = connection.execute(piece, {"case_id": number, "kind": kind, "at": now}).scalar_one()
            name = f"{number:032x}"
            sent = {"kind": kind, "reference": reference, **more}
            MediaBook(connection, self.keys).expect({"fragment_id": found}, channel, sent, name, now)
        return name

    def row(self, name: str) -> MediaRow:
        with self.engine.begin() as connection:
            found = MediaBook(connection, self.keys).named(name)
        assert found is not None
        return found

    def get(self, name: str) -> bytes:
        data = self.files.get(name)
        assert data is not None
        return data


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    engine, reading = make_engine(database_url), make_engine(database_url, read_only=True)
    announce = announce_to(asyncio.get_running_loop())
    writer = SqliteWriter(engine, announce) if engine.dialect.name == "sqlite" else PostgresWriter(engine, announce)
    reader, keys = Reader(reading), Keyring.load_or_create(tmp_path / "key")
    yield House(engine, Memory(writer, reader), keys, MediaFiles(tmp_path / "media", keys), tmp_path / "media")
    writer.stop()
    reader.stop()
    engine.dispose()
    reading.dispose()


@dataclass
class World:
    """The platforms, and how we fetch from them."""

    account: OfficialAccountPlatform
    wecom: WecomPlatform
    robot: RobotFiles
    sources: Mapping[str, MediaSource]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    account, wecom, robot = OfficialAccountPlatform(), WecomPlatform(), RobotFiles()
    async with account.serve() as first, wecom.serve() as second, robot.serve(), ClientSession() as session:
        clock = HandClock()
        one, two = Transport(session, first), Transport(session, second)
        ours = PlatformClient(one, stable_token(one, account.app_id, account.secret, clock.monotonic))
        app = PlatformClient(two, corp_token(two, wecom.corp_id, wecom.secret, clock.monotonic))
        sources: dict[str, MediaSource] = {
            "official_account": OfficialAccount(ours).media(),
            "wecom_app": WecomApp(app, wecom.agent_id, clock.monotonic).media(),
            "wecom_aibot": RobotMedia(Downloads(session, total_seconds=5), AES_KEY),
        }
        yield World(account, wecom, robot, sources)
