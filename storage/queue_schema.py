"""The tables and functions of procrastinate on PostgreSQL, brought to the installed version together with ours.

Which of its migrations a database has had is kept in a table of ours. SQLite has no queue.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, inspect, select, text

from storage.tables.messages import queue_schema

_LOCK = 0x6C69_7175  # "liqu"


def bring_queue_up_to_date(engine: Engine) -> None:
    """From any earlier version, step by step: what one commits the next may need. Processes do it one after the other."""
    if engine.dialect.name == "sqlite" or not inspect(engine).has_table(queue_schema.name):
        return
    with engine.begin() as guard:
        guard.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        with engine.begin() as connection:
            done = _revision_of(connection)
            if done is None:
                from procrastinate.schema import SchemaManager

                done = _take(connection, SchemaManager.get_schema(), _head())
        for step in _steps():
            if step.name > done:
                with engine.begin() as connection:
                    _take(connection, step.read_text(encoding="utf-8"), step.name)


def _take(connection: Connection, script: str, name: str) -> str:
    """Many statements at once, as they are: no values, nothing to escape."""
    connection.connection.cursor().execute(script)
    connection.execute(insert(queue_schema), {"step": name})
    return name


def has_current_queue(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite" or _revision_of(connection) == _head()


def _revision_of(connection: Connection) -> str | None:
    found: str | None = connection.scalar(select(func.max(queue_schema.c.step)))
    return found


def _head() -> str:
    """The newest migration that the installed version brings along."""
    return _steps()[-1].name


@cache
def _steps() -> tuple[Path, ...]:
    from procrastinate.schema import SchemaManager  # slow to load, and SQLite has no need of it

    return tuple(sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql")))
