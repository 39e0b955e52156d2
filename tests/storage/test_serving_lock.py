"""On PostgreSQL: who serves is known to who restores, on whatever machine both run."""

import pytest
from sqlalchemy import text

from storage.engine import make_engine
from storage.serving_lock import BeingRestored, _SharedLock, alone, serving_together

CUT_THE_LINE = """
SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def may_be_alone(url: str) -> bool:
    engine = make_engine(url)
    with engine.begin() as connection:
        found = alone(connection)
    engine.dispose()
    return found


def test_any_number_serves_together_and_a_restore_needs_them_gone(postgres_url: str) -> None:
    assert may_be_alone(postgres_url)
    with serving_together(postgres_url):
        with serving_together(postgres_url):
            assert not may_be_alone(postgres_url)
        assert not may_be_alone(postgres_url)
    assert may_be_alone(postgres_url)


def test_nobody_begins_to_serve_while_a_restore_is_at_work(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    with engine.begin() as connection:
        assert alone(connection)
        with pytest.raises(BeingRestored), serving_together(postgres_url):
            pass
    engine.dispose()
    with serving_together(postgres_url):
        pass


def test_a_lock_lost_with_its_line_is_taken_again(postgres_url: str) -> None:
    lock, engine = _SharedLock(postgres_url), make_engine(postgres_url)
    assert lock.take()
    with engine.begin() as connection:
        connection.execute(text(CUT_THE_LINE))
    lock.look()
    lock.look()
    assert not may_be_alone(postgres_url)
    lock.let_go()
    assert may_be_alone(postgres_url)
    engine.dispose()
