"""What an office copies from deploy/: the units start what there is, and the nightly backup keeps what it says it keeps."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import _parser
from tests.bot.office_folder import ROOT, Office, new_office

SYSTEMD = ROOT / "deploy" / "systemd"


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(SYSTEMD / name, encoding="utf-8")
    return read


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path)


def test_the_service_starts_a_command_that_there_is() -> None:
    program, *words = shlex.split(unit("liaison.service")["Service"]["ExecStart"])
    assert program.endswith(".venv/bin/liaison")
    assert _parser().parse_args(words).command == "serve"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here: its own check did not run")
def test_systemd_itself_finds_nothing_wrong(tmp_path: Path) -> None:
    for file in SYSTEMD.glob("liaison*"):
        (tmp_path / file.name).write_text(re.sub(r"/opt/liaison/\S+", "/bin/true", file.read_text(encoding="utf-8")))
    units = [str(file) for file in tmp_path.iterdir()]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_is_given_longer_to_stop_than_it_takes() -> None:
    assert int(unit("liaison.service")["Service"]["TimeoutStopSec"]) > 10


def test_the_timer_starts_the_backup_and_the_backup_a_script_that_there_is() -> None:
    assert unit("liaison-backup.timer")["Timer"]["OnCalendar"]
    program, *words = shlex.split(unit("liaison-backup.service")["Service"]["ExecStart"])
    script = ROOT / program.removeprefix("/opt/liaison/")
    assert os.access(script, os.X_OK)
    assert len(words) == 2


def test_the_journal_keeps_what_the_law_asks_for() -> None:
    kept = unit("journald@liaison.conf")["Journal"]["MaxRetentionSec"]
    assert int(kept.removesuffix("day")) > 183
    namespaces = {unit(name)["Service"]["LogNamespace"] for name in ("liaison.service", "liaison-backup.service")}
    assert namespaces == {"liaison"}


def back_up(office: Office, folder: Path) -> "subprocess.CompletedProcess[str]":
    """The script as the timer starts it."""
    program = office.folder / "liaison"
    program.write_text(f'#!/bin/sh\nexec env PYTHONPATH={ROOT} {sys.executable} -P -m bot "$@"\n')
    program.chmod(0o755)
    line = [str(ROOT / "deploy" / "backup.sh"), str(office.folder / "config.toml"), str(folder)]
    return subprocess.run(
        line, env={**os.environ, "LIAISON": str(program)}, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_last_fourteen_and_each_months_first_stay(office: Office) -> None:
    assert office.run("migrate").returncode == 0
    folder = office.folder / "backups"
    folder.mkdir()
    for month, days in (("2025-10", 2), ("2025-11", 20)):
        for day in range(1, days + 1):
            (folder / f"liaison-{month}-{day:02d}-023000.backup").touch()
    (folder / "letter.txt").touch()
    done = back_up(office, folder)
    assert done.returncode == 0, done.stderr
    names = sorted(file.name for file in folder.iterdir())
    assert names[0] == "letter.txt"
    assert names[1:3] == ["liaison-2025-10-01-023000.backup", "liaison-2025-11-01-023000.backup"]
    assert names[3:-1] == [f"liaison-2025-11-{day:02d}-023000.backup" for day in range(8, 21)]
    assert (folder / names[-1]).stat().st_size > 0


def test_a_backup_that_fails_removes_nothing_and_says_so(office: Office) -> None:
    folder = office.folder / "backups"
    folder.mkdir()
    for day in range(1, 21):
        (folder / f"liaison-2025-11-{day:02d}-023000.backup").touch()
    done = back_up(office, folder)
    assert done.returncode == 2
    assert "没有数据库" in done.stderr
    assert len(list(folder.iterdir())) == 20
