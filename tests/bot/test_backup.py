"""backup and restore on the command line: what is taken, what is brought back, and what is refused in one line."""

import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from storage.archive import proof_of
from storage.engine import make_engine
from storage.keys import Keyring
from storage.migrate import upgrade
from storage.revisions import revisions
from tests.bot.office_folder import Office, new_office, said


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    for name in [name for name in os.environ if name.startswith("LIAISON_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return new_office(tmp_path)


def test_a_backup_is_restored(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.with_tables()
    said(capsys, "seed-demo")
    said(capsys, "backup", "copy.db")
    with closing(sqlite3.connect(office.database)) as database, database:
        database.execute("UPDATE stations SET name = 'lost'")
    said(capsys, "restore", "copy.db")
    with closing(sqlite3.connect(office.database)) as database:
        assert database.execute("SELECT COUNT(*) FROM stations WHERE name = 'lost'").fetchone() == (0,)
    assert "完整" in said(capsys, "verify-history")


def test_what_was_there_stays_beside_a_restored_backup_with_what_only_its_journal_held(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.with_tables()
    said(capsys, "seed-demo")
    said(capsys, "backup", "copy.db")
    killed = office.folder / "killed.db"
    shutil.copy(office.database, killed)
    with closing(sqlite3.connect(killed)) as database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        with database:
            database.execute("UPDATE stations SET name = 'only here'")
        for ending in ("", "-wal"):
            shutil.copy(f"{killed}{ending}", f"{office.database}{ending}")
    said(capsys, "restore", "copy.db")
    aside = next(office.database.parent.glob("liaison.db.before-restore-*[0-9]"))
    with closing(sqlite3.connect(aside)) as database:
        assert database.execute("SELECT DISTINCT name FROM stations").fetchall() == [("only here",)]
    with closing(sqlite3.connect(office.database)) as database:
        assert database.execute("SELECT COUNT(*) FROM stations WHERE name = 'only here'").fetchone() == (0,)


def test_what_is_no_backup_is_not_restored(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.with_tables()
    said(capsys, "seed-demo")
    (office.folder / "letter.txt").write_text("not a database " * 100)
    assert "没有改动" in said(capsys, "restore", "letter.txt", code=1)
    assert "none.db" in said(capsys, "restore", "none.db", code=2)
    assert "完整" in said(capsys, "verify-history")


def test_a_second_restore_leaves_what_the_first_put_aside(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.with_tables()
    said(capsys, "seed-demo")
    said(capsys, "backup", "copy.db")
    for _ in range(2):
        said(capsys, "restore", "copy.db")
    assert len(list(office.database.parent.glob("liaison.db.before-restore-*"))) == 2


def test_photos_come_back_and_a_spoilt_one_stays_aside(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.with_tables()
    said(capsys, "seed-demo")
    media = office.folder / "var" / "media" / "deep"
    media.mkdir(parents=True)
    for name in ("lost.jpg", "spoilt.jpg", "same.jpg"):
        (media / name).write_bytes(name.encode())
    assert "3个" in said(capsys, "backup", "copy.db")
    (media / "lost.jpg").unlink()
    (media / "spoilt.jpg").write_bytes(b"noise")
    (media / "later.jpg").write_bytes(b"later")
    said(capsys, "restore", "copy.db")
    assert {file.name: file.read_bytes() for file in media.glob("*.jpg")} == {
        **{name: name.encode() for name in ("lost.jpg", "spoilt.jpg", "same.jpg")},
        "later.jpg": b"later",
    }
    assert [file.read_bytes() for file in media.glob("spoilt.jpg.before-restore-*")] == [b"noise"]


@pytest.mark.parametrize(
    ("change", "words"),
    [({"revision": "9999"}, "9999"), ({"format": 9}, "更新版本"), ({"kind": "postgresql"}, "PostgreSQL")],
)
def test_a_backup_of_another_program_is_refused_before_anything_is_changed(
    office: Office, capsys: pytest.CaptureFixture[str], change: dict[str, object], words: str
) -> None:
    office.with_tables()
    said(capsys, "seed-demo")
    said(capsys, "backup", "copy.db")
    rewrite_list(office, change)
    before = office.database.read_bytes()
    line = said(capsys, "restore", "copy.db", code=2)
    assert words in line
    assert "没有改动" in line
    assert office.database.read_bytes() == before


def rewrite_list(office: Office, change: dict[str, object]) -> None:
    """The backup, as a program with the same key and other ideas would have written it."""
    keys = Keyring.load_or_create(office.folder / "var" / "liaison.key")
    with zipfile.ZipFile("copy.db") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["contents.json"] = json.dumps(json.loads(parts["contents.json"]) | change).encode()
    parts["contents.seal"] = keys.seal(proof_of(parts["contents.json"], keys), "backup")
    with zipfile.ZipFile("copy.db", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_a_list_that_somebody_changed_is_refused(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.with_tables()
    said(capsys, "seed-demo")
    said(capsys, "backup", "copy.db")
    with zipfile.ZipFile("copy.db") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile("copy.db", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b"sqlite", b"SQLITE") if name == "contents.json" else data)
    assert "已损坏" in said(capsys, "restore", "copy.db", code=1)


@pytest.mark.parametrize("words", [("backup", "nowhere/copy.db"), ("backup", "config.toml")])
def test_a_backup_needs_a_folder_and_a_free_name(
    office: Office, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    said(capsys, "migrate")
    assert words[1].split("/")[0] in said(capsys, *words, code=2)


def test_there_is_nothing_to_back_up_where_nothing_is(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert str(office.database) in said(capsys, "backup", "copy.db", code=2)
    assert not office.database.exists()


def test_a_broken_database_is_not_backed_up(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.with_tables()
    said(capsys, "seed-demo")
    with office.database.open("r+b") as file:
        file.seek(office.database.stat().st_size // 2)
        file.write(os.urandom(40_000))
    said(capsys, "backup", "copy.db", code=1)
    assert list(office.folder.glob("*copy.db*")) == []


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.database.parent.mkdir()
    engine = make_engine(f"sqlite:///{office.database}")
    upgrade(engine, revisions()[0])
    engine.dispose()
    said(capsys, "backup", "copy.db")
    said(capsys, "restore", "copy.db")
    assert "已是最新" in said(capsys, "migrate")


@pytest.mark.parametrize(("tools", "words"), [({}, "没有找到"), ({"pg_dump": "pg_dump (PostgreSQL) 9.6.24"}, "太旧")])
def test_postgresql_without_a_fitting_pg_dump_is_one_line(
    office: Office,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    empty_postgres_url: str,
    tools: dict[str, str],
    words: str,
) -> None:
    monkeypatch.setenv("LIAISON__STORAGE__URL", empty_postgres_url)
    said(capsys, "migrate")
    (office.folder / "bin").mkdir()
    for name, told in tools.items():
        (office.folder / "bin" / name).write_text(f"#!/bin/sh\necho '{told}'\n")
        (office.folder / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(office.folder / "bin"))
    monkeypatch.setattr("storage.postgres_tools.FOLDER", office.folder / "none")
    line = said(capsys, "backup", "copy.db", code=2)
    assert words in line
    assert "postgresql-client-" in line
    assert line.count("\n") == 1
    assert list(office.folder.glob("*copy*")) == []
