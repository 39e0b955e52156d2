"""The measured servers: each a process of its own, started anew for every repetition and pinned to one core."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.intake.account import HOST
from benchmarks.intake.answers import Expected
from benchmarks.intake.ours import DATABASE

START_SECONDS = 30.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """`module` and `mode` say what is started; `counted` is the table that must hold a row for each answer."""

    name: str
    module: str
    expected: Expected
    mode: str = ""
    counted: str = ""


INTAKE = Server("ours: intake alone", "ours", Expected.TAKEN, "intake", "inbox")
HANDLING = Server("ours: new opinion, whole", "ours", Expected.NUMBER, "handling", "cases")
ECHO = Server("aiohttp + wechatpy echo", "echo", Expected.ECHO)
UVLOOP_ECHO = Server("the same echo on uvloop", "uvloop_echo", Expected.ECHO)
WEROBOT = Server("WeRoBot echo", "werobot_echo", Expected.ECHO)
FLOOR = Server("the least that is durable", "floor", Expected.TAKEN, "floor", "inbox")
EVERY = (INTAKE, HANDLING, ECHO, UVLOOP_ECHO, WEROBOT, FLOOR)


class Running:
    """A server that answers."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
        self.port = port
        self._process = process
        self._folder = folder

    @contextmanager
    def awake(self) -> Iterator[None]:
        """It stands still before and after, so that its afterthoughts cost the others nothing."""
        self._process.send_signal(signal.SIGCONT)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGSTOP)

    def cpu_seconds(self) -> float:
        """User and system time of all its threads."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def peak_megabytes(self) -> float:
        """The most resident memory it ever had."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def rows(self, table: str) -> int:
        with closing(sqlite3.connect(self._folder / DATABASE)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


@contextmanager
def running(server: Server, core: int | None, log: Path | None = None) -> Iterator[Running]:
    """Its standard error goes to a file, as a service's log does."""
    with TemporaryDirectory(prefix="intake-") as name:
        folder, port = Path(name), _free_port()
        arguments = [server.mode, str(port), name] if server.mode else [str(port)]
        with (log or folder / "log").open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", f"benchmarks.intake.{server.module}", *arguments],
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
        try:
            if core is not None:
                os.sched_setaffinity(process.pid, {core})
            _wait_for(process, port)
            yield Running(process, port, folder)
        finally:
            process.terminate()
            process.send_signal(signal.SIGCONT)
            process.wait(20)


def _free_port() -> int:
    with closing(socket.create_server((HOST, 0))) as listening:
        return int(listening.getsockname()[1])


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")
