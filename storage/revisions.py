"""Which revision a database is at, and which this code was written for; said without Alembic, which is slow to load."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from storage.queue_schema import has_current_queue

MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "alembic_version"


def head() -> str:
    """The revision this code was written for."""
    return revisions()[-1]


@cache
def revisions() -> list[str]:
    """All revisions, the first one first: the numbers with which their files begin."""
    return sorted(file.name.partition("_")[0] for file in MIGRATIONS.glob("versions/[0-9]*_*.py"))


def revision_of(engine: Engine) -> str | None:
    """The revision the database is at; None for one without our tables."""
    with engine.connect() as connection:
        return revision_within(connection)


def revision_within(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    revision: str | None = connection.scalar(text(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608
    return revision


def is_current(engine: Engine) -> bool:
    """Whether this code can work with the database: with its tables, and on PostgreSQL with those of the queue."""
    if revision_of(engine) != head():
        return False
    with engine.connect() as connection:
        return has_current_queue(connection)
