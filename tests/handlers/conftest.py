"""An office for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from handlers.directory import Directory, load_directory
from storage.engine import make_engine
from tests.handlers.county_files import COUNTY, KEYS, take
from tests.handlers.office import Office, open_office


@pytest.fixture
def open_with(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """An office with other settings."""
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    yield lambda **changes: open_office(tmp_path, engine, **changes)
    engine.dispose()


@pytest.fixture
def office(open_with: Callable[..., Office]) -> Office:
    return open_with()


@pytest.fixture
def connection(sqlite_url: str) -> Iterator[Connection]:
    """Of an empty database, in one transaction."""
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def county(connection: Connection) -> Directory:
    take(connection, COUNTY)
    return load_directory(connection, KEYS)
