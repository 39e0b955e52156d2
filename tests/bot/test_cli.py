"""The command line: what is done, and the one line that says why not."""

import json
import os
import re
import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.cli import main
from storage.engine import make_engine
from storage.revisions import head
from storage.tables.messages import outbox
from tests.bot.directory_samples import EXAMPLE, SHEETS, write_book, write_folder, write_json
from tests.bot.office_folder import CANARY, ROOT, Office, new_office, said

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    for name in [name for name in os.environ if name.startswith("LIAISON_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return new_office(tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        ("report", "weekly", "--period", "2026-W47", "--out", "x.docx"),
    ],
)
def test_what_is_not_built_yet_says_so(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    line = said(capsys, *words, code=2)
    assert line.endswith("：还没有这项功能\n")


@pytest.mark.parametrize(
    "words", [(), ("serv",), ("directory",), ("directory", "import"), ("outbox", "look"), ("serve", "--fast")]
)
def test_wrong_usage_is_one_line(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    line = said(capsys, *words, code=2)
    assert line.startswith("用法不对")
    assert not re.search(r"invalid|required|expected|argument ", line)
    assert line.count("\n") == 1


def test_a_mistake_in_the_configuration_names_its_key(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    (office.folder / "bad.toml").write_text("[server]\nport = 99999\n", encoding="utf-8")
    assert said(capsys, "--config", "bad.toml", "check-config", code=2) == (
        "bad.toml 的 server.port：应是 1 到 65535 的整数\n"
    )
    assert said(capsys, "migrate", "--config", "none.toml", code=2) == "找不到配置文件 none.toml\n"


def test_the_version_is_the_projects(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "version").strip() in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_check_config_shows_what_is_in_force_and_no_secret(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIAISON__API__TOKENS", json.dumps(["t" * 40]))
    monkeypatch.setenv("LIAISON__INTAKE__MERGE_MINUTES", "7")
    shown = said(capsys, "check-config")
    assert f"server.port = {office.port}\n" in shown
    assert "intake.merge_minutes = 7\n" in shown
    assert 'quiet_hours.from = "21:00"\n' in shown
    assert "channels.official_account.encoding_aes_key = ***\n" in shown
    assert "api.tokens = [***]\n" in shown
    assert CANARY not in shown
    assert "tttt" not in shown


def test_check_config_shows_no_password_of_a_database(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIAISON__STORAGE__URL", "postgresql://liaison:hunter2%40x@127.0.0.1:1/none")
    shown = said(capsys, "check-config")
    assert 'storage.url = "postgresql://liaison:***@127.0.0.1:1/none"\n' in shown
    assert "hunter2" not in shown


def test_check_config_names_a_duty_with_nobody(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["check-config"]) == 0
    warned = capsys.readouterr().err
    assert all(duty in warned for duty in ("accusation", "secrecy", "crisis"))


def test_check_config_misses_nothing_in_the_demo_county_but_an_alarm(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seed-demo"]) == 0
    assert main(["check-config"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if "[alarm]" not in line] == []


def test_migrating_twice_changes_nothing(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert head() in said(capsys, "migrate")
    assert "已是最新" in said(capsys, "migrate")


def test_a_database_of_a_later_version_is_left_alone(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "migrate")
    with closing(sqlite3.connect(office.database)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "9999" in said(capsys, "migrate", code=2)


def test_what_is_no_database_is_named(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.database.parent.mkdir()
    office.database.write_bytes(b"this is a letter, not a database" * 100)
    assert str(office.database) in said(capsys, "migrate", code=2)


def test_a_folder_that_cannot_be_is_named(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.database.parent.write_text("in the way")
    assert str(office.database.parent) in said(capsys, "migrate", code=2)
    assert str(office.database.parent) in office.refused("serve")


def test_a_key_file_that_cannot_be_made_is_named(office: Office) -> None:
    line = office.refused("serve", LIAISON__SECURITY__KEY_FILE="config.toml/liaison.key")
    assert "config.toml/liaison.key" in line


def test_a_postgresql_server_that_is_away_is_one_line(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIAISON__STORAGE__URL", "postgresql://liaison:hunter2@127.0.0.1:1/none")
    line = said(capsys, "migrate", code=2)
    assert line.count("\n") == 1
    assert "hunter2" not in line


def test_the_demo_county_is_laid_in_once(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert "已准备好" in said(capsys, "seed-demo")
    with closing(sqlite3.connect(office.database)) as database:
        before = database.execute("SELECT COUNT(*) FROM cases").fetchone()
    assert "没有改动" in said(capsys, "seed-demo")
    with closing(sqlite3.connect(office.database)) as database:
        assert database.execute("SELECT COUNT(*) FROM cases").fetchone() == before
    assert before > (0,)


def test_a_key_file_that_others_may_read_is_refused(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "seed-demo")
    (office.folder / "var" / "liaison.key").chmod(0o644)
    line = said(capsys, "verify-history", code=2)
    assert "security.key_file" in line
    assert "chmod 600" in line


def test_a_key_file_of_another_database_is_refused(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "seed-demo")
    (office.folder / "var" / "liaison.key").unlink()
    assert "不相配" in said(capsys, "check-config", code=2)


@pytest.mark.parametrize("name", ["people.json", "people.xlsx", "people"])
def test_a_directory_is_imported_and_a_second_time_changes_nothing(
    office: Office, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    write_json(office.folder / "people.json", EXAMPLE)
    write_book(office.folder / "people.xlsx", SHEETS)
    write_folder(office.folder / "people", SHEETS)
    assert "新增 8，修改 0，不变 0" in said(capsys, "directory", "import", name)
    assert "新增 0，修改 0，不变 8" in said(capsys, "directory", "import", name)


def test_a_bad_row_is_named_in_one_line(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    bad = {"stations": [{"code": "ST01", "name": "城关镇代表联络站"}, {"code": "ST02"}]}
    (office.folder / "people.json").write_text(json.dumps(bad), encoding="utf-8")
    line = said(capsys, "directory", "import", "people.json", code=2)
    assert "第2行" in line
    assert line.count("\n") == 1
    assert "新增 0" not in said(capsys, "directory", "import", "people.json", code=2)


def test_the_template_can_be_imported_as_it_is(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert "form.xlsx" in said(capsys, "directory", "template", "form.xlsx")
    assert "新增 0" in said(capsys, "directory", "import", "form.xlsx")
    assert ".xlsx" in said(capsys, "directory", "template", "form.doc", code=2)


def test_the_histories_of_the_demo_county_hold(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "seed-demo")
    assert "完整" in said(capsys, "verify-history")


def test_a_history_that_was_changed_is_named_by_case_and_step(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "seed-demo")
    with closing(sqlite3.connect(office.database)) as database, database:
        number, case_id = database.execute("SELECT number, id FROM cases ORDER BY id").fetchone()
        database.execute("UPDATE history SET step = 'withdraw' WHERE case_id = ? AND seq = 2", (case_id,))
    assert f"{number} 第2步" in said(capsys, "verify-history", code=1)


def test_letters_that_did_not_go_out_are_listed_sent_again_or_dropped(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "migrate")
    engine = make_engine(f"sqlite:///{office.database}")
    with engine.begin() as connection:
        letter = {
            "channel": "wecom_app",
            "lane": "1",
            "purpose": "notice",
            "body": b"sealed",
            "due_at": NOON,
            "created_at": NOON,
        }
        connection.execute(insert(outbox).values(**letter, delivery="unknown", error="cut_off"))
        outbox_id = connection.scalar(select(outbox.c.id))
    engine.dispose()
    assert f"{outbox_id}\tunknown" in said(capsys, "outbox", "list")
    assert "\twecom_app\t1\tnotice\t-\t" in said(capsys, "outbox", "list", "--channel", "wecom_app")
    assert "没有没发出去的消息" in said(capsys, "outbox", "list", "--status", "held")
    assert said(capsys, "outbox", "retry", "--channel", "official_account").startswith("0条")
    assert said(capsys, "outbox", "retry", "--status", "unknown").startswith("1条")
    assert "没有没发出去的消息" in said(capsys, "outbox", "list")
    assert said(capsys, "outbox", "drop", str(outbox_id)).startswith("0条")
    assert "liaison outbox drop 12" in said(capsys, "outbox", "drop", code=2)


def test_a_busy_port_is_one_line(office: Office) -> None:
    with socket.create_server(("127.0.0.1", office.port)):
        line = office.refused("serve")
    assert str(office.port) in line
    assert "server.port" in line


def test_the_command_line_works_from_any_folder(office: Office, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "bot").mkdir(parents=True)
    (elsewhere / "bot" / "__init__.py").write_text("raise RuntimeError('the wrong bot')")
    done = Office(elsewhere, office.port).run("--config", str(office.folder / "config.toml"), "migrate")
    assert done.returncode == 0, done.stderr
    assert office.database.exists()
