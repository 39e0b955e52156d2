"""How works leave the event loop for the writer: alone at once, many together."""

import asyncio
from typing import Any

import pytest
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


@pytest.mark.parametrize(
    ("turns", "handed"),
    [
        pytest.param(1, [5], id="in turns that follow each other: together"),
        pytest.param(3, [1, 1, 1, 1, 1], id="each alone: it waits for nobody"),
    ],
)
async def test_works_wait_as_long_as_every_turn_brings_more(turns: int, handed: list[int]) -> None:
    writer = Counting()
    memory = _memory(writer)
    for _ in range(5):
        memory.start(_job())
        await _turns(turns)
    await _turns(2)
    assert writer.handed == handed


async def test_enough_do_not_wait_for_more() -> None:
    writer = Counting()
    memory = _memory(writer)
    for _ in range(ENOUGH_TOGETHER + 3):
        memory.start(_job())
    assert writer.handed == [ENOUGH_TOGETHER]
    await _turns(3)
    assert writer.handed == [ENOUGH_TOGETHER, 3]
