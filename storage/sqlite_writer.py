"""The one writer of a SQLite file: everything that waits goes into one transaction, one savepoint each, one sync to disk."""

from collections import deque
from contextlib import nullcontext
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine
from typing_extensions import override

from storage.savepoint import Savepoint, in_transaction
from storage.writer import Announce, Attempt, Job, Writer, WriterStopped, by_gathering, fail, following, run, tell_each

BATCH_SECONDS = 0.05
_MOST = 2000


class BatchLost(Exception):
    """SQLite rolled the whole transaction back by itself, as it does when the disk is full."""


class SqliteWriter(Writer):
    def __init__(self, engine: Engine, announce: Announce = tell_each) -> None:
        self._engine = engine
        self._announce = announce
        self._arriving: SimpleQueue[tuple[Job[Any], ...] | None] = SimpleQueue()
        self._gathered: list[Job[Any]] = []
        self._waiting: deque[Job[Any]] = deque()
        self._connection: Connection | None = None
        self._is_stopping = False
        self._thread = Thread(target=self._work_off, name="writer", daemon=True)
        self._thread.start()

    @override
    def hand_in(self, *jobs: Job[Any]) -> None:
        if self._is_stopping:
            fail(jobs, WriterStopped())
            self._announce(jobs)
            return
        self._arriving.put(jobs)

    @override
    def stop(self) -> None:
        if not self._is_stopping:
            self._is_stopping = True
            self._arriving.put(None)
        self._thread.join()

    def _work_off(self) -> None:
        goes_on = True
        while goes_on or self._waiting or self._gathered:
            goes_on = self._collect(goes_on=goes_on)
            if self._waiting or self._gathered:
                self._batch()
        # A job that slipped in beside the stop is told so instead of being left without an answer.
        self._collect(goes_on=False)
        late = [*self._gathered, *self._waiting]
        fail(late, WriterStopped())
        self._announce(late)
        self._close()

    def _collect(self, *, goes_on: bool) -> bool:
        """Sort everything that has arrived; wait for something when nothing is left to do."""
        must_wait = goes_on and not self._waiting and not self._gathered
        for _ in range(_MOST):
            try:
                jobs = self._arriving.get(block=must_wait)
            except Empty:
                break
            must_wait = False
            if jobs is None:
                return False
            for job in jobs:
                (self._waiting if job.gathering is None else self._gathered).append(job)
        return goes_on

    def _batch(self) -> None:
        """A failing work takes back only itself; a failing commit fails the batch, and the writer goes on."""
        gathered, self._gathered = self._gathered, []
        ended: list[Job[Any]] = []
        attempt = Attempt(ended)
        with attempt:
            self._transact(gathered, ended)
        if attempt.error is not None:
            self._close()
            if not ended:  # the transaction could not even begin
                ended += [*gathered, *self._waiting]
                self._waiting.clear()
                fail(ended, attempt.error)
        self._waiting.extend(following(ended))
        self._announce(ended)

    def _transact(self, gathered: list[Job[Any]], ended: list[Job[Any]]) -> None:
        if self._connection is None:
            self._connection = self._engine.connect()
        with self._connection.begin():
            groups = by_gathering(gathered)
            is_sole = len(groups) == 1 and not self._waiting  # then the transaction itself is its savepoint
            for jobs in groups:
                ended += jobs
                if is_sole:
                    run(self._connection, jobs)
                else:
                    self._attempt(self._connection, jobs)
            self._take_turns(self._connection, ended)

    def _close(self) -> None:
        """After trouble the next batch begins with a connection of its own."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with Attempt(()):
                connection.close()

    def _take_turns(self, connection: Connection, ended: list[Job[Any]]) -> None:
        until = monotonic() + BATCH_SECONDS
        for _ in range(len(self._waiting)):
            if self._waiting[0].alone and ended:
                return
            job = self._waiting.popleft()
            ended.append(job)
            self._attempt(connection, [job])
            if job.alone or monotonic() > until:
                return

    def _attempt(self, connection: Connection, jobs: list[Job[Any]]) -> None:
        with Attempt(jobs), nullcontext() if jobs[0].guarded else Savepoint(connection, "work"):
            run(connection, jobs)
        if jobs[0].error is not None and not in_transaction(connection):
            raise BatchLost from jobs[0].error
