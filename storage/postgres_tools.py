"""pg_dump and pg_restore: found where they lie, run without a password in sight, and their script played in our own transaction."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection as Psycopg
from psycopg import Error
from sqlalchemy import Connection, make_url, text

FOLDER = Path("/usr/lib/postgresql")  # Debian's, a folder a version
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_COPY = re.compile(rb"COPY .* FROM stdin;\s*")
_SETTING = re.compile(rb"SET (\w+) = ")


class ToolMissing(Exception):
    """No such tool of at least this version. `found` are the versions there are."""

    def __init__(self, name: str, needed: int, found: tuple[int, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.needed = needed
        self.found = found


class ToolFailed(Exception):
    """The tool gave up, or the database did not take its words. Carries the tool's name; what was said may hold addresses."""


@dataclass(frozen=True, slots=True)
class Tool:
    path: Path
    version: int


def find_tool(name: str, needed: int) -> Tool:
    """The oldest that is new enough: what it writes is understood by the most."""
    places = [shutil.which(name), *(str(path) for path in FOLDER.glob(f"*/bin/{name}"))]
    tools = [Tool(Path(place), version) for place in places if place and (version := _version(place))]
    fitting = sorted((tool for tool in tools if tool.version >= needed), key=lambda tool: tool.version)
    if not fitting:
        raise ToolMissing(name, needed, tuple(sorted({tool.version for tool in tools})))
    return fitting[0]


def _version(place: str) -> int:
    try:
        told = subprocess.run([place, "--version"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = _VERSION.search(told.stdout)
    return int(found[1]) if found else 0


def server_version(connection: Connection) -> int:
    return int(connection.scalar(text("SELECT current_setting('server_version_num')::int / 10000")) or 0)


def schema_of(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT current_schema()")))


def dump(tool: Tool, url: str, schema: str, target: Path) -> None:
    """One consistent picture of our schema, while others go on writing."""
    parts = make_url(url)
    address = parts._replace(drivername="postgresql", password=None).render_as_string()
    what = ["--format=custom", "--no-owner", "--no-privileges", f"--schema={_exactly(schema)}"]
    line = [str(tool.path), *what, "--no-password", f"--file={target}", f"--dbname={address}"]
    password = {"PGPASSWORD": str(parts.password)} if parts.password else {}
    done = subprocess.run(line, env={**os.environ, **password}, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise ToolFailed(tool.path.name)


def play(tool: Tool, dumped: Path, connection: Connection) -> None:
    """The dump into the emptied schema, within this transaction: all of it is there at its end, or nothing has changed."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, Psycopg)  # noqa: S101 (it is the only driver for PostgreSQL here)
    known = {name.encode() for name in connection.scalars(text("SELECT name FROM pg_settings"))}
    what = ["--no-owner", "--no-privileges", "--no-comments", f"--schema={schema_of(connection)}", "--file=-"]
    line = [str(tool.path), *what, str(dumped)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        assert process.stdout is not None  # noqa: S101 (it was asked for)
        try:
            _play_lines(raw, iter(process.stdout), known)
        except Error:
            raise ToolFailed(tool.path.name) from None
    if process.returncode:
        raise ToolFailed(tool.path.name)
    connection.execute(text("RESET ALL"))


def _play_lines(raw: "Psycopg[tuple[object, ...]]", lines: Iterator[bytes], known: Iterable[bytes]) -> None:
    """psql's own commands, and settings that an older server does not have, are left out."""
    statements: list[bytes] = []
    for line in lines:
        setting = _SETTING.match(line)
        if _COPY.fullmatch(line):
            _say(raw, statements)
            _copy_in(raw, line, lines)
        elif not line.startswith(b"\\") and not (setting and setting[1] not in known):
            statements.append(line)
    _say(raw, statements)


def _say(raw: "Psycopg[tuple[object, ...]]", statements: list[bytes]) -> None:
    if statements:
        raw.execute(b"".join(statements))
        statements.clear()


def _copy_in(raw: "Psycopg[tuple[object, ...]]", statement: bytes, lines: Iterator[bytes]) -> None:
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for line in lines:
            if line == b"\\.\n":
                return
            copy.write(line)


def _exactly(schema: str) -> str:
    """pg_dump takes a pattern."""
    return '"' + schema.replace('"', '""') + '"'


_EMPTY = """
DO $$
DECLARE one record;
BEGIN
  FOR one IN
    SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END
           AS kind, oid::regclass AS name
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('e', 'a', 'i'))
  LOOP EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.name); END LOOP;
  FOR one IN
    SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
  LOOP EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name); END LOOP;
  FOR one IN
    SELECT oid::regtype AS name FROM pg_type WHERE typnamespace = current_schema()::regnamespace
      AND (typtype IN ('e', 'd') OR typtype = 'c' AND typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c'))
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_type.oid AND deptype = 'e')
  LOOP EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', one.name); END LOOP;
END $$
"""


def empty_schema(connection: Connection) -> None:
    """The schema is this service's own; what belongs to an extension stays. Waits for nobody who holds a table."""
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    connection.execute(text(_EMPTY))
