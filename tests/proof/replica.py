"""One process of a deployment whose clock is told by somebody else: it posts what is due and delivers, until it is killed."""

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from sqlalchemy import Connection

from bot.app import build
from bot.config import Config
from bot.log import start_logging
from bot.machine import Machine
from handlers.desk import Desk
from handlers.posting import post_due
from storage.store import Store


class ToldClock:
    """Stands where it was last told to."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return time.monotonic()


def live(config_file: Path, pipe: Pipe) -> None:
    start_logging(())
    with contextlib.suppress(EOFError):  # whoever told the time is gone
        asyncio.run(_live(Config.load(config_file, {}), pipe))


async def _live(config: Config, pipe: Pipe) -> None:
    clock = ToldClock()
    machine = await build(config, clock)
    await machine.start_delivering()
    try:
        while (at := await asyncio.to_thread(pipe.recv)) is not None:
            clock.at = at
            while await machine.memory.write(lambda connection: _look(machine, connection)):
                continue
            pipe.send(at)
    finally:
        await machine.stop()


def _look(machine: Machine, connection: Connection) -> bool:
    desk = Desk(
        Store(connection, machine.keys), machine.clock.now(), machine.directory.current, machine.settings.current
    )
    done = post_due(desk)
    desk.store.outbox.put(desk.letters, desk.now)
    return done
