"""The clocks in the books: what is due is found by an index, and a calendar is carried to all of them once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from benchmarks.clock.county import NOW, county_of, set_due
from benchmarks.clock.ticking import ticks
from storage.clocks import Clocks


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    with county_of(empty_database_url, 30) as engine:
        yield engine


def test_only_what_is_due_is_found(engine: Engine) -> None:
    for due in (0, 7, 30):
        set_due(engine, due)
        assert ticks(engine).found == 2 * due
    with engine.connect() as connection:
        assert len(Clocks(connection).due(NOW, limit=3)) == 3


@pytest.mark.parametrize("table", ["clocks", "cases"])
def test_the_tick_reads_an_index_and_not_the_table(engine: Engine, table: str) -> None:
    said: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *args: said.append((args[2], args[3])))
    ticks(engine)
    statement, values = next(one for one in said if f"FROM {table}" in one[0])
    column = {"clocks": "next_at", "cases": "timer_at"}[table]
    with engine.connect() as connection:
        assert f"ix_{table}_{column}" in _plan(connection, statement, values)


def _plan(connection: Connection, statement: str, values: Any) -> str:
    """As few rows are read by scanning, PostgreSQL is asked what it would do with many."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SET enable_seqscan = off"))
    asks = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row) for row in connection.exec_driver_sql(f"{asks} {statement}", values))


def test_a_calendar_is_carried_to_every_clock_once(engine: Engine) -> None:
    with engine.begin() as connection:
        book = Clocks(connection)
        assert book.counted_to("a") == 0
        assert [clock.id for clock in book.running_after(0, limit=2)] == [1, 2]
        book.count_to("a", 2, None)
    with engine.begin() as connection:
        book = Clocks(connection)
        assert book.counted_to("a") == 2
        book.count_to("a", 30, NOW)
        assert book.counted_to("a") is None
    with engine.begin() as connection:
        book = Clocks(connection)
        assert book.counted_to("b") == 0, "another calendar begins anew"
        assert book.counted_to("a") == 0, "and so does the first, should it come back"


def test_a_clock_that_ended_is_neither_due_nor_counted(engine: Engine) -> None:
    set_due(engine, 30)
    with engine.begin() as connection:
        book = Clocks(connection)
        book.end([1, 2], NOW)
        assert len(book.due(NOW, limit=100)) == 28
        assert book.running_after(0, limit=1)[0].id == 3
        assert book.of(1) == []
        assert book.of(1, running=False)[0].ended_at == NOW
        assert [clock.id for clock in book.ended_at(1, NOW)] == [1]
        assert book.ended_at(1, NOW + timedelta(seconds=1)) == []
