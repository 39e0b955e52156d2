"""What every part of the machine stands on: clock and keys, the database, the directory and the settings in force."""

import asyncio
from dataclasses import dataclass

from aiohttp import ClientSession
from sqlalchemy import Connection, Engine

from bot.clock import Clock
from bot.config import Config, settings_of
from bot.directory_cache import DirectoryCache
from bot.media.files import MediaFiles
from bot.route import Duties
from bot.settings_in_force import SettingsInForce
from bot.writing import Memory, announce_to
from handlers.desk import Desk
from handlers.directory import Directory
from handlers.settings import Settings
from storage.engine import make_engine
from storage.keys import Keyring
from storage.reader import Reader
from storage.sqlite_writer import SqliteWriter
from storage.store import Store
from storage.writer import Announce, Writer


@dataclass(frozen=True, slots=True)
class Ground:
    """One a machine. What may change while it runs is asked for anew each time."""

    config: Config
    clock: Clock
    keys: Keyring
    engines: tuple[Engine, ...]
    writer: Writer
    reader: Reader
    session: ClientSession
    memory: Memory
    directory_cache: DirectoryCache
    settings_in_force: SettingsInForce
    files: MediaFiles

    def desk(self, connection: Connection) -> Desk:
        """What a handler works at, within one transaction."""
        return Desk(Store(connection, self.keys), self.clock.now(), self.directory(), self.settings())

    def directory(self) -> Directory:
        return self.directory_cache.current

    def settings(self) -> Settings:
        return self.settings_in_force.current


def lay_ground(config: Config, clock: Clock, duties: Duties) -> Ground:
    """Nothing is read yet but the key; called on the loop the machine will run on."""
    keys = Keyring.load_or_create(config.key_file)
    engine, reading = make_engine(config.storage.url), make_engine(config.storage.url, read_only=True)
    announce = announce_to(asyncio.get_running_loop())
    writer = SqliteWriter(engine, announce) if config.is_sqlite else _postgres_writer(engine, announce)
    reader = Reader(reading)
    memory = Memory(writer, reader)
    return Ground(
        config=config,
        clock=clock,
        keys=keys,
        engines=(engine, reading),
        writer=writer,
        reader=reader,
        session=ClientSession(),
        memory=memory,
        directory_cache=DirectoryCache(memory, keys, duties),
        settings_in_force=SettingsInForce(memory, settings_of(config), config.calendar),
        files=MediaFiles(config.media_dir, keys),
    )


def _postgres_writer(engine: Engine, announce: Announce) -> Writer:
    from storage.postgres_writer import PostgresWriter  # its driver is loaded where there is such a database

    return PostgresWriter(engine, announce)
