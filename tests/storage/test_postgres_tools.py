"""pg_dump and pg_restore: the right one is found, no password is shown, and a script half played has changed nothing."""

from pathlib import Path

import pytest
from sqlalchemy import text

from storage import postgres_tools
from storage.engine import make_engine
from storage.postgres_tools import Tool, ToolFailed, ToolMissing, dump, empty_schema, find_tool, play, server_version


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three versions as Debian lays them out, and an old one on the PATH."""
    for version in (13, 15, 17):
        write_tool(tmp_path / str(version) / "bin", f"pg_dump (PostgreSQL) {version}.4 (Debian {version}.4-1)")
    write_tool(tmp_path / "path", "pg_dump (PostgreSQL) 9.6.24")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setattr(postgres_tools, "FOLDER", tmp_path)
    return tmp_path


def write_tool(folder: Path, told: str) -> None:
    folder.mkdir(parents=True)
    (folder / "pg_dump").write_text(f"#!/bin/sh\necho '{told}'\n")
    (folder / "pg_dump").chmod(0o755)


@pytest.mark.parametrize(("needed", "version"), [(15, 15), (14, 15), (16, 17), (9, 9)])
def test_the_oldest_tool_that_is_new_enough_is_taken(folder: Path, needed: int, version: int) -> None:
    assert find_tool("pg_dump", needed).version == version


def test_a_tool_that_is_too_old_or_not_there_is_named_with_what_there_is(folder: Path) -> None:
    with pytest.raises(ToolMissing) as missing:
        find_tool("pg_dump", 18)
    assert missing.value.found == (9, 13, 15, 17)
    with pytest.raises(ToolMissing) as missing:
        find_tool("pg_restore", 15)
    assert missing.value.found == ()


def test_no_password_stands_in_the_command_line(tmp_path: Path) -> None:
    tool = tmp_path / "pg_dump"
    tool.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/line\necho "$PGPASSWORD" > {tmp_path}/password\n')
    tool.chmod(0o755)
    url = "postgresql+psycopg://liaison:hunter2%40x@db.example/county?sslmode=require"
    dump(Tool(tool, 15), url, "public", tmp_path / "out")
    line = (tmp_path / "line").read_text()
    assert "--dbname=postgresql://liaison@db.example/county?sslmode=require" in line
    assert "hunter2" not in line
    assert (tmp_path / "password").read_text() == "hunter2@x\n"


def dumped(url: str, target: Path) -> Tool:
    engine = make_engine(url)
    with engine.connect() as connection:
        needed = server_version(connection)
    engine.dispose()
    dump(find_tool("pg_dump", needed), url, "public", target)
    return find_tool("pg_restore", needed)


AWKWARD = "\\ ' \" \t\n \\. 路灯 \r COPY x FROM stdin;\n\\.\n"


def test_what_was_dumped_comes_back_word_for_word_with_types_and_functions(
    empty_postgres_url: str, tmp_path: Path
) -> None:
    engine = make_engine(empty_postgres_url)
    with engine.begin() as connection:
        for statement in (
            "CREATE TYPE colour AS ENUM ('red', 'green')",
            "CREATE TABLE words (id serial PRIMARY KEY, said text, colour colour, body bytea)",
            "CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN n * 2; END $$",
            "CREATE VIEW shown AS SELECT twice(id) AS id FROM words",
        ):
            connection.execute(text(statement))
        row = {"said": AWKWARD.replace("\0", ""), "body": bytes(range(256))}
        connection.execute(text("INSERT INTO words (said, colour, body) VALUES (:said, 'green', :body)"), row)
    tool = dumped(empty_postgres_url, tmp_path / "dump")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE later (id int REFERENCES words)"))
    with engine.begin() as connection:
        empty_schema(connection)
        play(tool, tmp_path / "dump", connection)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT said, colour, body FROM words")).one()
        assert tuple(found) == (AWKWARD, "green", bytes(range(256)))
        assert connection.scalar(text("SELECT id FROM shown")) == 2
        assert connection.scalar(text("SELECT to_regclass('later')")) is None
        assert connection.scalar(text("INSERT INTO words (said) VALUES ('x') RETURNING id")) == 2
    engine.dispose()


def test_a_dump_that_breaks_off_changes_nothing(empty_postgres_url: str, tmp_path: Path) -> None:
    engine = make_engine(empty_postgres_url)
    with engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE words AS SELECT repeat(md5(n::text), 9) AS said FROM generate_series(1, 9999) n")
        )
    tool = dumped(empty_postgres_url, tmp_path / "dump")
    whole = (tmp_path / "dump").read_bytes()
    (tmp_path / "dump").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ToolFailed), engine.begin() as connection:
        empty_schema(connection)
        play(tool, tmp_path / "dump", connection)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM words")) == 9999
    engine.dispose()
