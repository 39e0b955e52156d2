"""Who only reads, for pages, the API and looks at the whole: a few threads beside the writer, never in its way."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")
THREADS = 3


class Reader:
    def __init__(self, engine: Engine, *, threads: int = THREADS) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")

    def read(self, work: Callable[[Connection], T]) -> Future[T]:
        return self._pool.submit(self._read, work)

    def stop(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)
