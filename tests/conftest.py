"""Databases for tests: a fresh SQLite file, and a fresh database of a PostgreSQL server where there is one."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from storage.engine import create_all, make_engine

SERVER = os.environ.get("LIAISON_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
NO_SERVER = "no PostgreSQL at LIAISON_TEST_POSTGRES or 127.0.0.1:5432: its half of the tests DID NOT RUN"


def _say(statement: str, name: str, other: str = "") -> None:
    """One statement about a whole database."""
    with psycopg.connect(SERVER, autocommit=True, connect_timeout=3) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(other or name)))


def _address(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """A database with all tables in it, copied for each test; one a session, so one a worker."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError:
        if os.environ.get("CI"):
            pytest.fail(NO_SERVER)
        pytest.skip(NO_SERVER)
    name = f"liaison_template_{uuid4().hex[:12]}"
    _say("CREATE DATABASE {0}", name)
    engine = make_engine(_address(name))
    create_all(engine)
    engine.dispose()
    yield name
    _say("DROP DATABASE {0} WITH (FORCE)", name)


def _postgres(template: str) -> Iterator[str]:
    name = f"liaison_test_{uuid4().hex[:12]}"
    _say("CREATE DATABASE {0} TEMPLATE {1}", name, template)
    try:
        yield _address(name)
    finally:
        _say("DROP DATABASE {0} WITH (FORCE)", name)


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'liaison.db'}"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A new SQLite file with all tables."""
    url = _sqlite(tmp_path)
    engine = make_engine(url)
    create_all(engine)
    engine.dispose()
    return url


@pytest.fixture
def postgres_url(postgres_template: str) -> Iterator[str]:
    """A new PostgreSQL database with all tables."""
    yield from _postgres(postgres_template)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A new database with all tables, once of each kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new database without any table, once of each kind."""
    if request.param == "sqlite":
        yield _sqlite(tmp_path)
    else:
        request.getfixturevalue("postgres_template")
        yield from _postgres("template1")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if NO_SERVER in str(report.longrepr)]
    if skipped:
        terminalreporter.section("PostgreSQL was not tested", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests skipped: {NO_SERVER}")
