"""A writer on a fresh database, keys, and a moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection

from storage.engine import make_engine
from storage.keys import Keyring
from storage.postgres_writer import PostgresWriter
from storage.sqlite_writer import SqliteWriter
from storage.writer import Job, Writer, submit

T = TypeVar("T")
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class Desk:
    """The writer as a test uses it."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def do(self, work: Callable[[Connection], T], *, alone: bool = False) -> T:
        return submit(self.writer, work, alone=alone).result(timeout=20)

    def gather(self, gathering: Any, item: Any, *, then: Job[Any] | None = None) -> "Future[Any]":
        future: Future[Any] = Future()

        def done(job: Job[Any]) -> None:
            if job.error is not None:
                future.set_exception(job.error)
            else:
                future.set_result(job.result())

        self.writer.hand_in(Job(done, gathering=gathering, item=item, then=then))
        return future


@pytest.fixture
def keys() -> Keyring:
    return Keyring([("k1", bytes(range(32)))])


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    engine = make_engine(database_url)
    writer = SqliteWriter(engine) if database_url.startswith("sqlite") else PostgresWriter(engine)
    yield Desk(writer)
    writer.stop()
    engine.dispose()
