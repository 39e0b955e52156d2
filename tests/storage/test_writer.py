"""Who writes: nobody's failure is another's, and nobody is told of success too early."""

from collections.abc import Iterator
from concurrent.futures import Future
from threading import Barrier, Event, get_ident
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage.engine import make_engine
from storage.postgres_writer import PostgresWriter
from storage.sqlite_writer import BatchLost, SqliteWriter
from storage.writer import Job, WriterStopped, submit
from tests.storage.conftest import Desk


def _put(name: str, value: int = 1) -> Any:
    def work(connection: Connection) -> str:
        connection.exec_driver_sql(f"INSERT INTO counters (name, value) VALUES ('{name}', {value})")  # noqa: S608
        return name

    return work


def _names(connection: Connection) -> list[str]:
    return [row[0] for row in connection.exec_driver_sql("SELECT name FROM counters ORDER BY name").all()]


def _hold(desk: Desk) -> tuple[Event, "Future[object]"]:
    """Keep the writer busy, so that what is handed in meanwhile shares its next transaction."""
    begun, go_on = Event(), Event()

    def work(_: Connection) -> object:
        begun.set()
        return go_on.wait(20)

    held = submit(desk.writer, work)
    assert begun.wait(20)
    return go_on, held


def test_every_work_is_done_and_its_result_handed_back(desk: Desk) -> None:
    futures = [submit(desk.writer, _put(f"n{number:03}")) for number in range(200)]
    assert [future.result(20) for future in futures] == [f"n{number:03}" for number in range(200)]
    assert len(desk.do(_names)) == 200


def test_a_work_that_fails_takes_back_only_itself(desk: Desk) -> None:
    def half(connection: Connection) -> None:
        _put("half")(connection)
        raise LookupError

    go_on, _ = _hold(desk)
    before, failing, after = submit(desk.writer, _put("a")), submit(desk.writer, half), submit(desk.writer, _put("b"))
    go_on.set()
    assert (before.result(20), after.result(20)) == ("a", "b")
    with pytest.raises(LookupError):
        failing.result(20)
    assert desk.do(_names) == ["a", "b"]


def test_what_waits_together_is_gathered_into_one_call(desk: Desk) -> None:
    calls: list[list[int]] = []

    def gathering(connection: Connection, items: Any) -> list[int]:
        calls.append(list(items))
        return [item * 10 for item in items]

    go_on, _ = _hold(desk)
    first = desk.gather(gathering, 0)
    futures = [desk.gather(gathering, number) for number in range(1, 30)]
    go_on.set()
    assert [future.result(20) for future in (first, *futures)] == [number * 10 for number in range(30)]
    assert len(calls) < 30


def test_a_failing_gathering_is_told_to_each_of_it_and_to_nobody_else(desk: Desk) -> None:
    def gathering(_: Connection, items: Any) -> list[int]:
        raise LookupError

    go_on, _ = _hold(desk)
    failing, fine = [desk.gather(gathering, 1), desk.gather(gathering, 2)], submit(desk.writer, _put("a"))
    go_on.set()
    for future in failing:
        with pytest.raises(LookupError):
            future.result(20)
    assert fine.result(20) == "a"


def test_what_follows_begins_when_the_first_is_durable_and_not_at_all_when_it_failed(desk: Desk) -> None:
    done: Future[list[str]] = Future()

    def following() -> Job[list[str]]:
        return Job(lambda job: done.set_result(job.result()), _names)

    def failing(_: Connection, items: Any) -> list[int]:
        raise LookupError

    def storing(connection: Connection, items: Any) -> list[str]:
        return [_put(item)(connection) for item in items]

    with pytest.raises(LookupError):
        desk.gather(failing, 1, then=following()).result(20)
    assert desk.gather(storing, "first", then=following()).result(20) == "first"
    assert done.result(20) == ["first"]


def test_what_follows_is_done_even_when_the_writer_is_told_to_stop(desk: Desk) -> None:
    done: Future[list[str]] = Future()
    then = Job(lambda job: done.set_result(job.result()), _names)
    stored = desk.gather(lambda connection, items: [_put(item)(connection) for item in items], "first", then=then)
    desk.writer.stop()
    assert (stored.result(0), done.result(0)) == ("first", ["first"])


def test_the_writer_finishes_what_it_was_given_and_takes_nothing_more(desk: Desk) -> None:
    futures = [submit(desk.writer, _put(f"n{number}")) for number in range(20)]
    desk.writer.stop()
    assert all(future.result(0) for future in futures)
    with pytest.raises(WriterStopped):
        submit(desk.writer, _put("late")).result(20)


@pytest.fixture
def sqlite_desk(sqlite_url: str) -> Iterator[Desk]:
    engine = make_engine(sqlite_url)
    yield Desk(SqliteWriter(engine))
    engine.dispose()


def test_a_failing_commit_fails_all_it_was_for_and_the_writer_goes_on(sqlite_desk: Desk) -> None:
    def broken_reference(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        sql = "INSERT INTO vault_looks (vault_id, why, at) VALUES (99, 'x', '2026-11-23 00:00:00.000000')"
        connection.exec_driver_sql(sql)

    desk = sqlite_desk
    go_on, held = _hold(desk)
    held.add_done_callback(lambda _: None)
    innocent, guilty = submit(desk.writer, _put("a")), submit(desk.writer, broken_reference)
    go_on.set()
    for future in (innocent, guilty):
        with pytest.raises(IntegrityError):
            future.result(20)
    assert desk.do(_names) == []
    assert desk.do(_put("later")) == "later"
    desk.writer.stop()


def test_a_full_disk_fails_the_work_and_room_heals_it_without_a_restart(sqlite_desk: Desk) -> None:
    desk = sqlite_desk

    def limit(pages: int) -> Any:
        return lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar()

    def fill(connection: Connection) -> None:
        for number in range(2000):
            _put(f"{'x' * 30}{number:06}")(connection)

    desk.do(limit(1))  # no fewer than there are
    with pytest.raises(BatchLost):
        desk.do(fill)
    assert desk.do(_names) == []
    desk.do(limit(100_000))
    desk.do(fill)
    assert len(desk.do(_names)) == 2000
    desk.writer.stop()


def test_long_work_has_its_transaction_to_itself(sqlite_desk: Desk, sqlite_url: str) -> None:
    desk = sqlite_desk
    other = make_engine(sqlite_url, read_only=True)

    def seen_from_outside(_: Connection) -> list[str]:
        with other.begin() as connection:
            return _names(connection)

    go_on, _ = _hold(desk)
    submit(desk.writer, _put("a"))
    together = submit(desk.writer, seen_from_outside)
    alone = submit(desk.writer, seen_from_outside, alone=True)
    go_on.set()
    assert together.result(20) == []
    assert alone.result(20) == ["a"]
    desk.writer.stop()
    other.dispose()


def test_works_that_lock_each_other_crosswise_are_done_again(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    writer = PostgresWriter(engine, workers=2)
    for name in ("a", "b"):
        submit(writer, _put(name)).result(20)
    meeting, tries = Barrier(2), {"ab": 0, "ba": 0}

    def crosswise(order: str) -> Any:
        def work(connection: Connection) -> int:
            tries[order] += 1
            for place, name in enumerate(order):
                connection.exec_driver_sql(f"UPDATE counters SET value = value + 1 WHERE name = '{name}'")  # noqa: S608
                if place == 0 and tries[order] == 1:
                    meeting.wait(20)
            return get_ident()

        return work

    futures = [submit(writer, crosswise(order)) for order in ("ab", "ba")]
    assert all(future.result(30) for future in futures)
    assert sum(tries.values()) == 3
    total = submit(writer, lambda connection: connection.exec_driver_sql("SELECT SUM(value) FROM counters").scalar())
    assert total.result(20) == 6
    writer.stop()
    engine.dispose()
