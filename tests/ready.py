"""What most tests stand on, ready at once: all tables, and a county in them. Each is made once and put down from then on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Table, insert, select, text

from bot.demo.county import demo_content
from bot.directory_files.json import content_of
from handlers.directory_content import DirectoryContent
from handlers.directory_import import import_directory
from storage.engine import make_engine
from storage.keys import Keyring
from storage.migrate import upgrade
from storage.tables.every import metadata
from tests.journeys.county import COUNTY

County = Literal["demo", "stories"]
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_KEY_MODE = 0o600


@dataclass(frozen=True)
class _Rows:
    """A county as rows, and the key file with which they were sealed."""

    key_file: str
    tables: tuple[tuple[Table, tuple[Mapping[str, Any], ...]], ...]


def put_tables(url: str) -> None:
    """A new database at today's revision, by the migrations; a SQLite file that is there has its tables already."""
    if url.startswith("sqlite:///"):
        file = Path(url.removeprefix("sqlite:///"))
        if not file.exists():
            file.write_bytes(_blank())
        return
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


def put_county(engine: Engine, key_file: Path, now: datetime, county: County = "demo") -> Keyring:
    """The directory in a database that has the tables. Where it is not new, the county is imported like any other."""
    ready = _county(county)
    with engine.begin() as connection:
        is_new = not key_file.exists() and not connection.scalar(text("SELECT COUNT(*) FROM people"))
        if is_new:
            key_file.parent.mkdir(exist_ok=True)
            key_file.touch(_KEY_MODE)
            key_file.write_text(ready.key_file, encoding="ascii")
            _put(connection, ready, now)
        keys = Keyring.load_or_create(key_file)
        if not is_new:
            import_directory(connection, keys, _content(county), now)
    return keys


def _put(connection: Connection, ready: _Rows, now: datetime) -> None:
    for table, rows in ready.tables:
        values = [{name: now if value == _MADE else value for name, value in row.items()} for row in rows]
        connection.execute(table.delete())  # what migrations put there is among the rows
        connection.execute(insert(table), values)
        if connection.dialect.name == "postgresql" and "id" in table.c and table.c.id.type.python_type is int:
            latest = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), MAX(id)) FROM {table.name}"  # noqa: S608
            connection.execute(text(latest))


@cache
def _blank() -> bytes:
    """To walk through all migrations takes half a second."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "blank.db"
        engine = make_engine(f"sqlite:///{file}")
        upgrade(engine)
        engine.dispose()  # the last connection folds its log into the file
        return file.read_bytes()


@cache
def _county(county: County) -> _Rows:
    with TemporaryDirectory() as folder:
        url, key_file = f"sqlite:///{Path(folder) / 'county.db'}", Path(folder) / "key"
        put_tables(url)
        engine = make_engine(url)
        with engine.begin() as connection:
            import_directory(connection, Keyring.load_or_create(key_file), _content(county), _MADE)
            tables = tuple((table, _rows(connection, table)) for table in metadata.sorted_tables)
        engine.dispose()
        return _Rows(key_file.read_text(encoding="ascii"), tuple((table, rows) for table, rows in tables if rows))


def _rows(connection: Connection, table: Table) -> tuple[Mapping[str, Any], ...]:
    return tuple(dict(row) for row in connection.execute(select(table)).mappings())


def _content(county: County) -> DirectoryContent:
    return demo_content() if county == "demo" else content_of(COUNTY, "county")
