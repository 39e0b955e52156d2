"""A folder with its own config.toml, and the command line run in it as a person would."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from tests.ready import put_tables

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0

CONFIG = """
[server]
port = {port}
public_url = "http://127.0.0.1:{port}"
[channels.webchat]
demo_personas = true
[channels.official_account]
encoding_aes_key = "{canary}"
[notices]
staff = "at_once"
"""
CANARY = "canaryCANARYcanaryCANARYcanaryCANARYcanary1"


_candidates = itertools.count(os.getpid() * 37)


def free_port() -> int:
    """Below the ports that the system gives to outgoing connections: nobody takes it between two starts."""
    while True:
        port = 20_000 + next(_candidates) % 12_000
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port


@dataclass(frozen=True, slots=True)
class Office:
    """`run` waits for the end of a command; `started` and `serving` let one run meanwhile."""

    folder: Path
    port: int

    @property
    def database(self) -> Path:
        return self.folder / "var" / "liaison.db"

    def with_tables(self) -> "Office":
        """Migrated already, which the first command would do otherwise."""
        self.database.parent.mkdir()
        put_tables(f"sqlite:///{self.database}")
        return self

    def run(self, *words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self._command(words),
            cwd=self.folder,
            env=_environ(environ),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def refused(self, *words: str, **environ: str) -> str:
        """The one line of a command that ends with 2."""
        done = self.run(*words, **environ)
        assert done.returncode == 2, done
        assert done.stdout == ""
        lines = done.stderr.splitlines()
        assert len(lines) == 1, done.stderr
        return lines[0]

    @contextmanager
    def started(self, *words: str, **environ: str) -> Iterator["Running"]:
        with subprocess.Popen(
            self._command(words),
            cwd=self.folder,
            env=_environ(environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield Running(process)
            finally:
                process.kill()

    @contextmanager
    def serving(self, **environ: str) -> Iterator["Running"]:
        with self.started("serve", "--demo", **environ) as running:
            _wait_until_ready(self.port, running.process)
            yield running

    def _command(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-P", "-m", "bot", *words]


@dataclass(frozen=True, slots=True)
class Running:
    """A service that runs."""

    process: "subprocess.Popen[str]"

    def stop(self, signum: signal.Signals) -> tuple[int, str, str]:
        """The exit code, and what it said."""
        self.process.send_signal(signum)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


def new_office(folder: Path) -> Office:
    port = free_port()
    (folder / "config.toml").write_text(CONFIG.format(port=port, canary=CANARY), encoding="utf-8")
    return Office(folder, port)


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command says: on stdout when it is done, on stderr when it is not."""
    try:
        ended = main(words)
    except SystemExit as end:
        ended = int(str(end.code))
    out, err = capsys.readouterr()
    assert ended == code, err
    return err if code else out


def _environ(more: dict[str, str]) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIAISON_")}
    return {**clean, "PYTHONPATH": str(ROOT), **more}


def _wait_until_ready(port: int, process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                answer.read()
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(port)
