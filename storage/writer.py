"""Who writes: works are handed in from anywhere, run in order inside few transactions, and told when they are durable.

A work is a function of a connection. It is never told of success before its transaction is on the disk.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Item = TypeVar("Item")
Result = TypeVar("Result")
Gathering = Callable[[Connection, Sequence[Item]], Sequence[Result]]


class WriterStopped(Exception):
    """The service is going down: nothing is taken any more."""


class Job(Generic[T]):
    """One piece of work and, once it is durable or has failed, what came of it.

    `done` is called exactly once. `gathering` with `item` says that all waiting jobs of the same kind are done in one call.
    A `guarded` work takes back by itself what it did before it raises, so that it needs no savepoint around it.
    `then` is handed in by the writer itself once this one is durable; if this one fails, or it is `dropped`, it is never done.
    """

    __slots__ = ("alone", "done", "dropped", "error", "gathering", "guarded", "item", "then", "value", "work")

    def __init__(
        self,
        done: Callable[["Job[T]"], object],
        work: Callable[[Connection], T] | None = None,
        *,
        gathering: Gathering[Any, T] | None = None,
        item: Any = None,
        alone: bool = False,
        guarded: bool = False,
        then: "Job[Any] | None" = None,
    ) -> None:
        self.work = work
        self.done = done
        self.gathering = gathering
        self.item = item
        self.alone = alone
        self.guarded = guarded
        self.then = then
        self.dropped = False
        self.value: T | None = None
        self.error: Exception | None = None

    def result(self) -> T:
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]  # set whenever there is no error


Announce = Callable[[Sequence[Job[Any]]], None]


class Writer(Protocol):
    """The one way to change the database."""

    def hand_in(self, *jobs: Job[Any]) -> None: ...

    def stop(self) -> None:
        """Finish what was handed in, refuse the rest."""


def submit(writer: Writer, work: Callable[[Connection], T], *, alone: bool = False) -> Future[T]:
    """For callers that are no event loop: the command line, and tests."""
    future: Future[T] = Future()

    def done(job: Job[T]) -> None:
        if job.error is not None:
            future.set_exception(job.error)
        else:
            future.set_result(job.result())

    writer.hand_in(Job(done, work, alone=alone))
    return future


def tell_each(jobs: Sequence[Job[Any]]) -> None:
    """The plainest way to announce: each caller is told on the writer's own thread."""
    for job in jobs:
        job.done(job)


def fail(jobs: Sequence[Job[Any]], error: Exception) -> None:
    for job in jobs:
        job.error = error


class Attempt:
    """Runs works so that what one of them raises is kept for whoever handed it in, and stops nobody else."""

    __slots__ = ("_jobs", "error")

    def __init__(self, jobs: Sequence[Job[Any]]) -> None:
        self._jobs = jobs
        self.error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        self.error = error
        fail(self._jobs, error)
        return True


def run(connection: Connection, jobs: Sequence[Job[Any]]) -> None:
    """One job, or all waiting jobs of one gathering."""
    first = jobs[0]
    if first.gathering is None:
        assert first.work is not None  # noqa: S101 (a job has a work or a gathering)
        first.value = first.work(connection)
        return
    results = first.gathering(connection, [job.item for job in jobs])
    for job, value in zip(jobs, results, strict=True):
        job.value = value


def following(jobs: Sequence[Job[Any]]) -> list[Job[Any]]:
    """What comes after those that are durable now."""
    return [job.then for job in jobs if job.error is None and job.then is not None and not job.then.dropped]


def by_gathering(jobs: Sequence[Job[Any]]) -> list[list[Job[Any]]]:
    groups: dict[Gathering[Any, Any] | None, list[Job[Any]]] = {}
    for job in jobs:
        groups.setdefault(job.gathering, []).append(job)
    return list(groups.values())
