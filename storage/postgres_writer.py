"""Who writes to PostgreSQL: a few threads, one transaction a work; what is gathered goes together on a thread of its own."""

from queue import SimpleQueue
from threading import Thread
from typing import Any

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from typing_extensions import override

from storage.writer import Announce, Attempt, Job, Writer, WriterStopped, by_gathering, fail, following, run, tell_each

WORKERS = 4
_TRIES = 3
_MOST = 500
_CLASHES = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
_Queue = SimpleQueue[Job[Any] | None]


class PostgresWriter(Writer):
    def __init__(self, engine: Engine, announce: Announce = tell_each, *, workers: int = WORKERS) -> None:
        self._engine = engine
        self._announce = announce
        self._works: _Queue = SimpleQueue()
        self._gathered: _Queue = SimpleQueue()
        self._is_stopping = False
        self._threads = [Thread(target=self._work_off, name=f"writer-{n}", daemon=True) for n in range(workers)]
        self._threads.append(Thread(target=self._gather, name="writer-gathering", daemon=True))
        for thread in self._threads:
            thread.start()

    @override
    def hand_in(self, *jobs: Job[Any]) -> None:
        if self._is_stopping:
            fail(jobs, WriterStopped())
            self._announce(jobs)
            return
        for job in jobs:
            (self._works if job.gathering is None else self._gathered).put(job)

    @override
    def stop(self) -> None:
        if not self._is_stopping:
            self._is_stopping = True
            self._gathered.put(None)
            self._threads[-1].join()  # what it still brings comes before the end
            for _ in self._threads[:-1]:
                self._works.put(None)
        for thread in self._threads:
            thread.join()

    def _work_off(self) -> None:
        while (job := self._works.get()) is not None:
            self._transact([job])
            self._announce([job])

    def _gather(self) -> None:
        goes_on = True
        while goes_on:
            jobs, goes_on = self._take()
            for group in by_gathering(jobs):
                self._transact(group)
            for job in following(jobs):
                self._works.put(job)
            self._announce(jobs)

    def _take(self) -> tuple[list[Job[Any]], bool]:
        jobs: list[Job[Any]] = []
        while not jobs or (not self._gathered.empty() and len(jobs) < _MOST):
            job = self._gathered.get()
            if job is None:
                return jobs, False
            jobs.append(job)
        return jobs, True

    def _transact(self, jobs: list[Job[Any]]) -> None:
        """Two transactions that stood in each other's way are no failure: the work is simply done again."""
        for _ in range(_TRIES):
            attempt = Attempt(jobs)
            with attempt, self._engine.begin() as connection:
                run(connection, jobs)
            if not _clashed(attempt.error):
                return
            for job in jobs:
                job.error = None
        with Attempt(jobs), self._engine.begin() as connection:
            run(connection, jobs)


def _clashed(error: Exception | None) -> bool:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, _CLASHES)
