"""How the database is opened: SQLite with one writer that loses nothing, or PostgreSQL."""

from time import monotonic

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from storage.queue_schema import bring_queue_up_to_date
from storage.tables.every import metadata

BUSY_MS = 3000
_CONNECT_SECONDS = 3
_IDLE_SECONDS = 1.0
# The writer keeps in memory what it changes again and again, and carries its log over four times more rarely than SQLite
# would by itself. Counted on a busy service: 28 reads of the file for each new opinion become 3.
_WRITING = ("cache_size=-16000", "wal_autocheckpoint=4000")


def make_engine(url: str, *, read_only: bool = False) -> Engine:
    """An engine that writes or, for pages and the API, one that cannot. A relative SQLite path is resolved by the caller."""
    if url.startswith("sqlite"):
        return _sqlite(url, read_only=read_only)
    options = "-c timezone=UTC" + (" -c default_transaction_read_only=on" if read_only else "")
    engine = create_engine(
        url, hide_parameters=True, pool_size=8, connect_args={"connect_timeout": _CONNECT_SECONDS, "options": options}
    )
    _ask_who_rested(engine)
    return engine


def create_all(engine: Engine) -> None:
    """Every table at once, for a database that is thrown away afterwards; real ones are migrated."""
    metadata.create_all(engine)
    bring_queue_up_to_date(engine)


def is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _ask_who_rested(engine: Engine) -> None:
    """A connection that lay idle is asked whether it is alive before it is used; to ask a busy one each time costs a tenth."""

    @event.listens_for(engine, "checkin")
    def rest(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info["rests_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        if monotonic() - entry.info.get("rests_since", monotonic()) < _IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool brings another one


def _sqlite(url: str, *, read_only: bool) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False})
    # The driver's own BEGIN is switched off: it comes too late for savepoints and is never IMMEDIATE.
    opening = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _pragmas(read_only=read_only):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.connection.cursor().execute(opening)

    return engine


def _pragmas(*, read_only: bool) -> tuple[str, ...]:
    always = (f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "temp_store=MEMORY")
    if read_only:
        return (*always, "query_only=ON")
    return (*always, "journal_mode=WAL", "synchronous=FULL", *_WRITING)
