"""The service as a process: it greets, it is alone on its file, it stops when it is told, it starts again with its data."""

import json
import os
import signal
import sqlite3
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import make_engine
from storage.migrate import upgrade
from storage.revisions import head, revisions
from tests.bot.notices_of_2027 import as_ics
from tests.bot.office_folder import CANARY, PATIENCE, Office, new_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_it_greets_and_stops_cleanly(office: Office, signum: signal.Signals) -> None:
    with office.serving() as running:
        code, out, err = running.stop(signum)
    assert code == 0, err
    assert f"http://127.0.0.1:{office.port}/chat" in out
    assert "张大爷" in out
    assert "Traceback" not in err
    assert CANARY not in out + err


def test_a_signal_while_it_is_still_starting_ends_it_without_a_trace(office: Office) -> None:
    slow = office.folder / "slow.toml"
    os.mkfifo(slow)  # reading the configuration waits for the other end, and opening this end for the reader
    with office.started("--config", "slow.toml", "serve") as running, slow.open("w"):
        code, out, err = running.stop(signal.SIGINT)
    assert (code, out, err) == (130, "", "")


def test_a_second_service_on_the_same_file_is_turned_away_while_the_first_runs_on(office: Office) -> None:
    other = new_office(office.folder)  # another port, the same folder
    (office.folder / "other.toml").write_bytes((office.folder / "config.toml").read_bytes())
    with Office(other.folder, other.port).serving() as running:
        line = office.refused("--config", "other.toml", "serve", LIAISON__SERVER__PORT=str(office.port))
        assert "liaison.db" in line
        assert "正在运行" in office.run("restore", "config.toml").stderr
        assert running.stop(signal.SIGTERM)[0] == 0


def test_a_second_start_keeps_the_data(office: Office) -> None:
    with office.serving() as running:
        running.stop(signal.SIGINT)
    with closing(sqlite3.connect(office.database)) as database:
        before = database.execute("SELECT COUNT(*), MAX(id) FROM cases").fetchone()
    with office.serving() as running:
        running.stop(signal.SIGINT)
    with closing(sqlite3.connect(office.database)) as database:
        assert database.execute("SELECT COUNT(*), MAX(id) FROM cases").fetchone() == before
    assert before[0] > 0


def test_an_older_database_is_copied_before_it_is_migrated_and_one_of_today_is_not(office: Office) -> None:
    office.database.parent.mkdir()
    engine = make_engine(f"sqlite:///{office.database}")
    upgrade(engine, revisions()[0])
    engine.dispose()
    with office.serving() as running:
        running.stop(signal.SIGTERM)
    copies = list(office.database.parent.glob("liaison.db.before-*"))
    assert len(copies) == (0 if revisions()[0] == head() else 1)


def test_on_postgresql_a_database_without_tables_names_the_command_that_makes_them(
    office: Office, empty_postgres_url: str
) -> None:
    line = office.refused("serve", LIAISON__STORAGE__URL=empty_postgres_url)
    assert "liaison migrate" in line
    assert office.run("migrate", LIAISON__STORAGE__URL=empty_postgres_url).returncode == 0
    with office.serving(LIAISON__STORAGE__URL=empty_postgres_url) as running:
        assert running.stop(signal.SIGTERM)[0] == 0


def test_a_notice_imported_beside_a_running_service_is_noticed_by_it(office: Office) -> None:
    token = "a" * 40
    (office.folder / "2027.ics").write_text(as_ics(), encoding="utf-8")
    asks = urllib.request.Request(
        f"http://127.0.0.1:{office.port}/api/v1/deadlines?kind=opinion&limit=reply&start=2027-01-22",
        headers={"Authorization": f"Bearer {token}"},
    )

    def answered() -> tuple[str, bool]:
        with urllib.request.urlopen(asks, timeout=PATIENCE) as answer:  # noqa: S310 (our own service)
            found = json.load(answer)
        return found["due"], found["provisional"]

    with office.serving(LIAISON__API__TOKENS=json.dumps([token])) as running:
        assert answered() == ("2027-02-11", True)
        assert office.run("calendar", "import", "2027.ics").returncode == 0
        ends = time.monotonic() + PATIENCE
        while answered() != ("2027-02-12", False):
            assert time.monotonic() < ends, "the service did not see the notice"
            time.sleep(0.1)
        assert running.stop(signal.SIGTERM)[0] == 0
