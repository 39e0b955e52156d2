"""How works leave the event loop for the writer: alone at once, many together."""

import asyncio
from typing import Any

from typing_extensions import override

from bot.writing import ENOUGH_TOGETHER, Memory
from storage.engine import make_engine
from storage.reader import Reader
from storage.writer import Job, Writer


class Counting(Writer):
    """Takes works and writes down how many came at a time; nothing is done."""

    def __init__(self) -> None:
        self.handed: list[int] = []

    @override
    def hand_in(self, *jobs: Job[Any]) -> None:
        self.handed.append(len(jobs))

    @override
    def stop(self) -> None:
        """There is nothing to finish."""


def _job() -> Job[None]:
    return Job(lambda _: None, lambda _: None)


def _memory(writer: Writer) -> Memory:
    return Memory(writer, Reader(make_engine("sqlite://")))


async def _turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_what_comes_in_turns_that_follow_each_other_goes_over_together() -> None:
    writer = Counting()
    memory = _memory(writer)
    for _ in range(5):
        memory.start(_job())
        await _turns(1)
    await _turns(2)
    assert writer.handed == [5]


async def test_what_comes_alone_waits_for_nobody() -> None:
    writer = Counting()
    memory = _memory(writer)
    for _ in range(3):
        memory.start(_job())
        await _turns(3)
    assert writer.handed == [1, 1, 1]


async def test_enough_do_not_wait_for_more() -> None:
    writer = Counting()
    memory = _memory(writer)
    for _ in range(ENOUGH_TOGETHER + 3):
        memory.start(_job())
    assert writer.handed == [ENOUGH_TOGETHER]
    await _turns(3)
    assert writer.handed == [ENOUGH_TOGETHER, 3]
