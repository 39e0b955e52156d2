"""The writer and the reader as the event loop uses them: one wake-up for everything that became durable together."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection

from storage.reader import Reader
from storage.writer import Gathering, Job, Writer, tell_each

ENOUGH_TOGETHER = 32
T = TypeVar("T")
Item = TypeVar("Item")


def announce_to(loop: asyncio.AbstractEventLoop) -> Callable[[Sequence[Job[Any]]], None]:
    """Callers are told on the loop; after its end, where they stand."""

    def announce(jobs: Sequence[Job[Any]]) -> None:
        try:
            loop.call_soon_threadsafe(tell_each, jobs)
        except RuntimeError:
            tell_each(jobs)

    return announce


class Memory:
    """The database of a running service."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self.writer = writer
        self.reader = reader
        self._leaving: list[Job[Any]] = []

    async def write(self, work: Callable[[Connection], T], *, alone: bool = False) -> T:
        """Returns once the work is durable."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._hand_in(Job(partial(_pass_on, future), work, alone=alone))
        return await future

    def gather(self, gathering: Gathering[Item, T], item: Item, *, then: Job[Any] | None = None) -> asyncio.Future[T]:
        """Like `write`, together with all that waits of the same kind; `then` begins as soon as it is durable."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._hand_in(Job(partial(_pass_on, future), gathering=gathering, item=item, then=then))
        return future

    def start(self, job: Job[Any]) -> None:
        """Without anybody waiting: what the job calls at its end is called on the loop."""
        self._hand_in(job)

    def _hand_in(self, job: Job[Any]) -> None:
        """What comes close together goes over together: one round of the writer costs as much as three messages.

        They wait for each other as long as every turn of the loop brings more, and no longer than there are enough.
        """
        if not self._leaving:
            asyncio.get_running_loop().call_soon(self._see_off, 0)
        self._leaving.append(job)
        if len(self._leaving) >= ENOUGH_TOGETHER:
            self.send_over()

    def _see_off(self, seen: int) -> None:
        waiting = len(self._leaving)
        if waiting > seen:
            asyncio.get_running_loop().call_soon(self._see_off, waiting)
        else:
            self.send_over()

    def send_over(self) -> None:
        """Before the writer stops, by hand; else the loop does it."""
        jobs, self._leaving = self._leaving, []
        if jobs:
            self.writer.hand_in(*jobs)

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self.reader.read(work))


def _pass_on(future: asyncio.Future[T], job: Job[T]) -> None:
    if future.done():  # who asked has gone
        return
    if job.error is not None:
        future.set_exception(job.error)
    else:
        future.set_result(job.result())
