"""A county with so many open cases, each with a clock and a timer that are not due yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import CTE, Engine, Integer, String, cast, insert, literal, select, text, update

from storage.engine import create_all, make_engine
from storage.tables.base import UtcTime, metadata
from storage.tables.cases import cases
from storage.tables.time import clocks

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
BEFORE = NOW - timedelta(minutes=1)
DAY = date(2026, 11, 23)


@contextmanager
def county_of(url: str, number: int) -> Iterator[Engine]:
    engine = make_engine(url)
    create_all(engine)
    try:
        with engine.begin() as connection:
            counted = _numbers(number)
            made = {
                "id": counted.c.i,
                "number": cast(counted.c.i, String),
                "year": literal(2026),
                "seq": counted.c.i,
                "kind": literal("opinion"),
                "status": literal("handling"),
                "title": literal("西关村村口的路灯坏了半个月"),
                "received_at": literal(NOW, UtcTime()),
                "received_on": literal(DAY),
                "reply_due": literal(date(2026, 12, 7)),
                "timer": literal("lapse"),
                "timer_at": literal(LATER, UtcTime()),
            }
            connection.execute(insert(cases).from_select(list(made), select(*made.values())))
            counted = _numbers(number)
            running = {
                "case_id": counted.c.i,
                "name": literal("reply"),
                "department": literal("CG"),
                "starts_on": literal(DAY),
                "length": literal("10W"),
                "due_on": literal(date(2026, 12, 7)),
                "is_provisional": literal(False),
                "next_at": literal(LATER, UtcTime()),
            }
            connection.execute(insert(clocks).from_select(list(running), select(*running.values())))
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
        yield engine
    finally:
        if engine.dialect.name != "sqlite":
            metadata.drop_all(engine)
        engine.dispose()


def _numbers(number: int) -> CTE:
    """1, 2, 3 … made by the database itself."""
    first = select(literal(1, Integer).label("i")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.i + 1).where(first.c.i < number))


def set_due(engine: Engine, due: int) -> None:
    """So many timers and so many clocks are due now, the others next week."""
    with engine.begin() as connection:
        for table, column in ((cases, cases.c.timer_at), (clocks, clocks.c.next_at)):
            connection.execute(update(table).where(column < NOW).values({column.name: LATER}))
            connection.execute(update(table).where(table.c.id <= due).values({column.name: BEFORE}))
