"""Brings a database to the tables of this version, step by step, with its data, or not at all.

`python -m storage.migrate "what changes"` writes the next revision from the difference between tables and migrations.
"""

import sys
import tempfile

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from storage.engine import make_engine
from storage.queue_schema import bring_queue_up_to_date
from storage.revisions import MIGRATIONS, revisions

# Two processes that start at once migrate one after the other.
_LOCK = 0x6C69_6169  # "liai"


class BrokenReferences(Exception):
    """A migration left rows that point at nothing; it was rolled back. Carries the tables' names."""

    def __init__(self, tables: tuple[str, ...]) -> None:
        super().__init__(", ".join(tables))
        self.tables = tables


def upgrade(engine: Engine, to: str = "head") -> None:
    """To this revision, in one transaction. Safe to call from several processes at once."""
    if engine.dialect.name == "sqlite":
        _upgrade_sqlite(engine, to)
        return
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        _run(connection, to)
    bring_queue_up_to_date(engine)


def upgrade_within(connection: Connection) -> None:
    """To the head, in a transaction of PostgreSQL that does more than that."""
    _run(connection, "head")


def _upgrade_sqlite(engine: Engine, to: str) -> None:
    """References are off while tables are made anew (a cascade would delete the children) and checked before the end."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 (an open connection has one)
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                _run(connection, to)
                broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                if broken:
                    raise BrokenReferences(tuple(sorted({row[0] for row in broken})))
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _run(connection: Connection, to: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def write_revision(message: str) -> None:
    """The next revision, numbered, from the difference between the tables and a database at the last one."""
    number = f"{len(revisions()) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/at_head.db")
        try:
            if revisions():
                upgrade(engine)
            with engine.begin() as connection:
                config = _config()
                config.attributes["connection"] = connection
                command.revision(config, message=message, autogenerate=True, rev_id=number)
        finally:
            engine.dispose()


if __name__ == "__main__":
    write_revision(sys.argv[1])
