"""Databases for tests: a fresh SQLite file, and an empty database of a PostgreSQL server where there is one."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import make_url

from bot.quiet_heap import freeze_heap
from storage.tables.every import metadata
from tests.ready import put_tables

SERVER = os.environ.get("LIAISON_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
# How fast the machine is just now says nothing about the code.
settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any_machine")
QUEUE = ("procrastinate_events", "procrastinate_periodic_defers", "procrastinate_jobs", "procrastinate_workers")
LONGEST = Path(__file__).parent / "proof"
NO_SERVER = "no PostgreSQL at LIAISON_TEST_POSTGRES or 127.0.0.1:5432: its half of the tests DID NOT RUN"


def _say(statement: str, name: str) -> None:
    """One statement about a whole database."""
    with psycopg.connect(SERVER, autocommit=True, connect_timeout=3) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def postgres_server() -> None:
    """Skips, or with CI set fails, where there is no server."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError:
        if os.environ.get("CI"):
            pytest.fail(NO_SERVER)
        pytest.skip(NO_SERVER)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: None) -> Iterator[str]:
    """One database a session, so one a worker; making one for each test takes seconds on a busy disk."""
    for url in _postgres():
        put_tables(url)
        yield url


def _postgres() -> Iterator[str]:
    name = f"liaison_test_{uuid4().hex[:12]}"
    _say("CREATE DATABASE {0}", name)
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        _say("DROP DATABASE {0} WITH (FORCE)", name)


def _empty(url: str) -> None:
    """As it was when it was made: no other connection, no rows, numbers from 1."""
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    tables = sorted((*(metadata.tables.keys() - {"queue_schema"}), *QUEUE))
    statements = (
        f"{others} AND pid <> pg_backend_pid()",
        "SET session_replication_role = replica",  # references are not looked at
        *(f"DELETE FROM {table}" for table in tables),  # noqa: S608
        "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'",
    )
    with psycopg.connect(url) as connection:
        connection.execute(";".join(statements).encode())  # all in one go


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'liaison.db'}"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A new SQLite file with all tables."""
    url = _sqlite(tmp_path)
    put_tables(url)
    return url


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """A PostgreSQL database with all tables and nothing in them."""
    _empty(postgres_database)
    return postgres_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A new database with all tables, once of each kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def empty_postgres_url(postgres_server: None) -> Iterator[str]:
    """A new PostgreSQL database without any table."""
    yield from _postgres()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new database without any table, once of each kind."""
    if request.param == "sqlite":
        yield _sqlite(tmp_path)
    else:
        request.getfixturevalue("postgres_server")
        yield from _postgres()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: no worker is left alone with one of them at the end."""
    items.sort(key=lambda item: not item.path.is_relative_to(LONGEST))


def pytest_collection_finish() -> None:
    """Thousands of tests and all libraries stay to the end: the collector need not walk through them. Saves a twelfth."""
    freeze_heap()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if NO_SERVER in str(report.longrepr)]
    if skipped:
        terminalreporter.section("PostgreSQL was not tested", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests skipped: {NO_SERVER}")
