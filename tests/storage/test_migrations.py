"""Migrations: they lead to the tables the code was written for, on both databases, from every earlier revision, with data."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, func, insert, select, text

from storage.engine import make_engine
from storage.migrate import BrokenReferences, _config, _upgrade_sqlite, upgrade
from storage.revisions import head, revision_of, revisions
from storage.tables.every import metadata

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FIRST = "0001"

# One case with a reporter and a step, in the tables as the first revision made them.
ROWS: dict[str, dict[str, Any]] = {
    "accounts": {
        "namespace": "webchat",
        "account": b"sealed",
        "is_reachable": True,
        "created_at": NOON,
    },
    "cases": {
        "year": 2026,
        "kind": "opinion",
        "status": "review",
        "version": 1,
        "urgency": "normal",
        "human_first": False,
        "title": "西关村涵洞塌陷",
        "needs_listening": False,
        "suggested": [],
        "suggested_words": [],
        "received_at": NOON,
        "received_on": NOON.date(),
        "round": 1,
        "returned_once": False,
        "asked": 0,
        "history_count": 0,
        "history_head": "",
    },
    "reports": {
        "role": "voter",
        "is_supporter": False,
        "reported_at": NOON,
        "last_fragment_at": NOON,
        "told_failed": False,
    },
}


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_database_url)
    yield engine
    engine.dispose()


def lay_in(connection: Connection, nth: int = 1) -> None:
    """The rows, as those of an nth case, filled up with something plain where a table asks for more."""
    found = MetaData()
    found.reflect(connection, only=list(ROWS))
    for name, common in ROWS.items():
        table, values = found.tables[name], {**common, **_own(name, nth)}
        missing = {
            column.name: _plain(column.type.python_type)
            for column in table.columns
            if not column.nullable and column.name not in values and column.server_default is None
        }
        connection.execute(insert(table).values(**missing, **values))


def _own(table: str, nth: int) -> dict[str, Any]:
    """What no two cases have in common."""
    rows: dict[str, dict[str, Any]] = {
        "accounts": {"id": nth, "account_index": f"{nth:064x}"},
        "cases": {"id": nth, "number": f"2026-{nth:04d}", "seq": nth},
        "reports": {"id": nth, "case_id": nth, "home_case_id": nth, "account_id": nth},
    }
    return rows[table]


def _plain(kind: type) -> object:
    return NOON if kind is datetime else kind()


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The queue has its tables from its own migrations."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


def counted(connection: Connection) -> dict[str, int]:
    return {name: connection.scalar(select(func.count()).select_from(metadata.tables[name])) or 0 for name in ROWS}


def assert_all_there(engine: Engine, cases: int) -> None:
    with engine.connect() as connection:
        assert counted(connection) == {"accounts": cases, "cases": cases, "reports": cases}
        titles = connection.scalars(select(metadata.tables["cases"].c.title)).all()
    assert titles == ["西关村涵洞塌陷"] * cases


def test_an_empty_database_has_no_revision(engine: Engine) -> None:
    assert revision_of(engine) is None


def test_an_upgraded_database_is_at_the_head(engine: Engine) -> None:
    upgrade(engine)
    assert revision_of(engine) == head() == revisions()[-1]


def test_the_migrations_lead_to_the_tables_of_the_code(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def indexes_of(engine: Engine) -> dict[str, str]:
    """Ours, as the database would make them again: with their columns, their order and the rows they hold."""
    ours = {str(index.name) for table in metadata.sorted_tables for index in table.indexes}
    listed = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    }
    with engine.connect() as connection:
        found = connection.execute(text(listed[engine.dialect.name])).all()
    return {name: " ".join(sql.replace('"', "").split()) for name, sql in found if name in ours}


def test_indexes_hold_the_same_rows_by_migration_and_by_code(engine: Engine) -> None:
    upgrade(engine)
    migrated = indexes_of(engine)
    metadata.drop_all(engine)
    metadata.create_all(engine)
    assert migrated == indexes_of(engine)


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        lay_in(connection)
    upgrade(engine)
    with engine.connect() as connection:
        assert counted(connection) == {"accounts": 1, "cases": 1, "reports": 1}


def test_the_data_of_the_first_revision_comes_along_in_one_go(engine: Engine) -> None:
    upgrade(engine, FIRST)
    with engine.begin() as connection:
        lay_in(connection)
    upgrade(engine)
    assert revision_of(engine) == head()
    assert_all_there(engine, 1)


def test_from_every_earlier_revision_the_data_comes_along(engine: Engine) -> None:
    """One more case is laid in at each of them, on a single walk: a walk for each takes a minute and grows with every revision."""
    for nth, revision in enumerate(revisions(), start=1):
        upgrade(engine, revision)
        assert revision_of(engine) == revision
        with engine.begin() as connection:
            lay_in(connection, nth)
    assert_all_there(engine, len(revisions()))


def test_processes_that_start_at_once_migrate_one_after_the_other(empty_database_url: str) -> None:
    engines = [make_engine(empty_database_url) for _ in range(3)]
    with ThreadPoolExecutor(3) as together:
        list(together.map(upgrade, engines))
    assert {revision_of(engine) for engine in engines} == {head()}
    for engine in engines:
        engine.dispose()


def test_a_migration_that_leaves_orphans_is_taken_back(tmp_path: Any) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/liaison.db")
    _upgrade_sqlite(engine, FIRST)
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            lay_in(connection)
            connection.execute(metadata.tables["accounts"].delete())
    with pytest.raises(BrokenReferences) as broken:
        upgrade(engine)
    assert broken.value.tables == ("reports",)
    engine.dispose()


def test_references_are_watched_again_after_a_migration(tmp_path: Any) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/liaison.db")
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


FILE = "a" * 32 + ".jpg"


def test_files_that_were_named_before_the_media_book_are_in_it(engine: Engine) -> None:
    """Those of the built-in chat are here; those of the platforms were never fetched."""
    upgrade(engine, "0002")
    sent = [{"kind": "photo", "reference": FILE, "url": "", "format": "jpg"}, {"kind": "voice", "reference": "v-1"}]
    link = {"kind": "link", "reference": "https://x", "url": "https://x"}
    with engine.begin() as connection:
        lay_in(connection)
        found = MetaData()
        found.reflect(connection, only=["fragments", "chat_media"])
        piece = {"case_id": 1, "kind": "photo", "text": "", "recognised": False, "at": NOON, "media": [*sent, link]}
        connection.execute(insert(found.tables["fragments"]), piece)
        upload = {"name": FILE, "account": "v-1", "conversation": "bot:v-1", "kind": "photo"}
        more = {"content_type": "image/jpeg", "size": 7, "created_at": NOON}
        connection.execute(insert(found.tables["chat_media"]), upload | more)
    upgrade(engine)
    media, fragments = metadata.tables["media"], metadata.tables["fragments"]
    with engine.connect() as connection:
        rows = connection.execute(select(media.c.name, media.c.state, media.c.content_type).order_by(media.c.id)).all()
        kept = connection.scalar(select(fragments.c.media))
    assert [tuple(row) for row in rows] == [(FILE, "kept", "image/jpeg"), ("never-fetched-1-1", "lost", "")]
    assert kept == [{"kind": "photo"}, {"kind": "voice"}, link]


def test_the_numbers_of_the_files_are_alembics_own_order() -> None:
    steps = [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]
    assert revisions() == steps[::-1]
