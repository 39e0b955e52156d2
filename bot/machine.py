"""The running machine: its parts, and the order in which they start and stop."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

import structlog
from aiohttp import ClientSession
from sqlalchemy import Engine

from bot.clock import Clock
from bot.courier import Deliverer
from bot.directory_cache import DirectoryCache
from bot.failure_places import place_of
from bot.first_words import FirstWordsDesk
from bot.intake import Intake
from bot.media.fetching import MediaFetcher, keep_fetching
from bot.pages.chat_board import ChatBoard
from bot.pages.media import MediaPages
from bot.robot_parts import RobotParts
from bot.router import Router
from bot.schedule import Schedule
from bot.settings_in_force import SettingsInForce
from bot.storage_trouble import storage_errors
from bot.writing import Memory
from storage.keys import Keyring
from storage.reader import Reader
from storage.writer import Writer

BOARD_SECONDS = 0.5
LOOK_SECONDS = 1.0  # what the command line changes is noticed
SWEEP_SECONDS = 3.0
FETCH_SECONDS = 1.0
log = structlog.get_logger("machine")


@dataclass(slots=True)
class Machine:
    """Everything pages and the schedule may need. `is_alone`: no other process uses this database."""

    clock: Clock
    keys: Keyring
    settings: SettingsInForce
    engines: tuple[Engine, ...]
    writer: Writer
    reader: Reader
    session: ClientSession
    memory: Memory
    directory: DirectoryCache
    first_words: FirstWordsDesk
    router: Router
    intake: Intake
    delivery: Deliverer
    schedule: Schedule
    board: ChatBoard
    fetcher: MediaFetcher
    media: MediaPages
    is_alone: bool
    robot_parts: RobotParts
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> None:
        """Before the first callback: directory and calendar; then what an earlier life left undone."""
        await self.start_delivering()
        self.repeat(self.router.sweep, SWEEP_SECONDS)
        self.repeat(partial(keep_fetching, self.fetcher), FETCH_SECONDS)
        if not self.is_alone:
            self.repeat(self.board.catch_up, BOARD_SECONDS)
        self.schedule.start()

    async def start_delivering(self) -> None:
        """All that a worker does."""
        await self.directory.refresh()
        await self.settings.refresh()
        await self.delivery.start()
        self.repeat(self.directory.refresh, LOOK_SECONDS)
        self.repeat(self.settings.refresh, LOOK_SECONDS)

    def repeat(self, work: Callable[[], Awaitable[object]], seconds: float) -> None:
        """Do this now and then until the machine stops. A database in trouble is no reason to end."""
        self._tasks.append(asyncio.create_task(_repeat(work, seconds)))

    async def stop(self) -> None:
        """After the last callback: finish what was begun, write down what came of it, close."""
        self.schedule.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.delivery.stop()
        self.first_words.flush()
        self.memory.send_over()
        await asyncio.to_thread(self.writer.stop)
        await asyncio.to_thread(self.reader.stop)
        self.intake.stored.write()
        self.router.handled.write()
        await self.session.close()
        for engine in self.engines:
            engine.dispose()


async def _repeat(work: Callable[[], Awaitable[object]], seconds: float) -> None:
    while True:
        try:
            await work()
        except storage_errors() as error:
            log.warning("database_in_trouble", error=type(error).__name__, at=place_of(error))
        await asyncio.sleep(seconds)
