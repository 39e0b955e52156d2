"""The office: an approved notice goes out, and is delivered by this process; one JSON task in, one JSON line out."""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from sqlalchemy import Connection

from benchmarks.posting.place import Place
from bot.app import build
from bot.clock import SystemClock
from bot.event_loop import make_loop
from bot.log import start_logging
from bot.machine import Machine
from bot.quiet_heap import freeze_heap
from handlers.desk import Desk
from handlers.directory import load_directory
from handlers.posting import publish_now
from storage.store import Store

WORDS = {"title": "接待选民日", "text": "本周五上午在联络站接待选民。" * 8, "source": ""}
LOOK = 0.2
PATIENCE = 120.0  # beyond what was said


@dataclass(frozen=True, slots=True)
class Posted:
    """Milliseconds of the one transaction that writes everything; MiB of the process before it and at its most."""

    plan_ms: float
    before_mib: float
    most_mib: float


async def run(place: Place, calls: int, predicted: float) -> Posted:
    machine = await build(place.config(), SystemClock())
    freeze_heap()
    await machine.start_delivering()
    try:
        before, began = _mib("VmRSS"), time.perf_counter()
        await machine.memory.write(lambda connection: publish(machine, connection))
        plan_ms = (time.perf_counter() - began) * 1000
        machine.delivery.wake()
        await _until_taken(place, calls, predicted + PATIENCE)
        return Posted(plan_ms, before, _mib("VmHWM"))
    finally:
        await machine.stop()


def publish(machine: Machine, connection: Connection) -> None:
    """A notice that was agreed to goes to every group of the directory."""
    directory = load_directory(connection, machine.keys)
    desk = Desk(Store(connection, machine.keys), machine.clock.now(), directory, machine.settings.current)
    columns: dict[str, Any] = {"kind": "notice", "audience": "office", "state": "approved", "on_day_off": True}
    post = desk.store.posts.find(desk.store.posts.add(columns, WORDS, by=None, now=desk.now))
    assert post is not None
    publish_now(desk, post)
    desk.store.outbox.put(desk.letters, desk.now)


async def _until_taken(place: Place, calls: int, patience: float) -> None:
    async with asyncio.timeout(patience), ClientSession() as session:
        while True:
            async with session.get(f"{place.platform}/count") as answer:
                if await answer.json() >= calls:
                    return
            await asyncio.sleep(LOOK)


def _mib(name: str) -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def main() -> None:
    task = json.loads(sys.stdin.read())
    place = Place(Path(task["folder"]), task["port"])
    start_logging(place.config().secrets())
    with asyncio.Runner(loop_factory=make_loop) as runner:
        print(json.dumps(asdict(runner.run(run(place, task["calls"], task["predicted"])))))


if __name__ == "__main__":
    main()
