"""The office: writes what must go out, as handlers do, and on SQLite also delivers it; one JSON task in, one JSON line out.

Every message goes to a member of their own, so that no allowance of a member is what is measured.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from aiohttp import ClientSession
from sqlalchemy import Connection

from benchmarks.delivery.places import Place
from bot.app import build
from bot.clock import SystemClock
from bot.event_loop import make_loop
from bot.log import start_logging
from bot.machine import Machine
from bot.quiet_heap import freeze_heap
from storage.engine import make_engine
from storage.keys import Keyring
from storage.migrate import upgrade
from storage.outbox import Letter
from storage.store import Store

TOGETHER = 50
PATIENCE = 60.0
LOOK = 0.05


@dataclass(frozen=True, slots=True)
class Task:
    """Numbers from `first` on: `warm` to begin with, then `rush` as fast as they are taken, then `paced` at `rate` a second."""

    folder: str
    url: str
    platform_port: int
    first: int
    warm: int
    rush: int
    paced: int
    rate: float

    @property
    def place(self) -> Place:
        return Place(Path(self.folder), self.url, self.platform_port)


@dataclass(frozen=True, slots=True)
class Written:
    """When each was written, by number: just before its commit. Ranges are (first, after the last)."""

    at: dict[int, float]
    rush: tuple[int, int]
    paced: tuple[int, int]


def lay_out(place: Place, members: int) -> None:
    """The tables, and members without a directory."""
    engine, keys = make_engine(place.url), Keyring.load_or_create(place.config().key_file)
    upgrade(engine)
    with engine.begin() as connection:
        people, now = Store(connection, keys).people, SystemClock().now()
        for number in range(members):
            people.add_account("wecom", f"member{number}", now)
    engine.dispose()


class Writer:
    """Of one run. Account numbers begin at 1 in a new database."""

    def __init__(self, machine: Machine, platform: str, members: int) -> None:
        self._machine = machine
        self._platform = platform
        self._members = members
        self._written: dict[int, float] = {}
        self._sent = 0

    @property
    def written(self) -> dict[int, float]:
        return self._written

    async def put(self, first: int, count: int) -> None:
        await self._machine.memory.write(partial(self._put, range(first, first + count)))
        self._machine.delivery.wake()

    def _put(self, numbers: range, connection: Connection) -> None:
        now = self._machine.clock.now()
        letters = [
            Letter("wecom_app", f"第{number}条，请查看", "notice", now, account_id=1 + number % self._members)
            for number in numbers
        ]
        Store(connection, self._machine.keys).outbox.put(letters, now)
        self._written.update(dict.fromkeys(numbers, time.time()))

    async def until_taken(self) -> None:
        """The platform has as many as were written."""
        async with asyncio.timeout(PATIENCE), ClientSession() as session:
            while True:
                async with session.get(f"{self._platform}/count") as answer:
                    if await answer.json() >= len(self._written):
                        return
                await asyncio.sleep(LOOK)


async def run(task: Task, members: int) -> Written:
    machine = await build(task.place.config(), SystemClock())
    if not task.place.is_cluster:
        await machine.start_delivering()
    freeze_heap()
    try:
        writer = Writer(machine, task.place.platform, members)
        await writer.put(task.first, task.warm)
        await writer.until_taken()
        rush = task.first + task.warm
        for start in range(0, task.rush, TOGETHER):
            await writer.put(rush + start, min(TOGETHER, task.rush - start))
        await writer.until_taken()
        paced = rush + task.rush
        for number in range(paced, paced + task.paced):
            await writer.put(number, 1)
            await asyncio.sleep(1 / task.rate)
        await writer.until_taken()
        return Written(writer.written, (rush, paced), (paced, paced + task.paced))
    finally:
        await _stop(machine, delivers=not task.place.is_cluster)


async def _stop(machine: Machine, *, delivers: bool) -> None:
    """What was never started need not be stopped."""
    if delivers:
        await machine.stop()
        return
    await asyncio.to_thread(machine.writer.stop)
    await asyncio.to_thread(machine.reader.stop)
    await machine.session.close()


def main() -> None:
    given = json.loads(sys.stdin.read())
    members = given.pop("members")
    task = Task(**given)
    start_logging(task.place.config().secrets())
    with asyncio.Runner(loop_factory=make_loop) as runner:
        print(json.dumps(asdict(runner.run(run(task, members)))))


if __name__ == "__main__":
    main()
