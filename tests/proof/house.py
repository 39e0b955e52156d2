"""The service as an office runs it: a process of its own, with its files, its port and the played platforms."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout
from sqlalchemy import text

from bot.clock import SystemClock
from bot.config import Config
from storage.engine import make_engine
from tests.journeys.people import Answered, Caller
from tests.journeys.service import found_office
from tests.journeys.settings import API_TOKEN, Platforms, Table, office_settings, write_config
from tests.journeys.waiting import until
from tests.platforms.callback_request import CallbackRequest
from tests.platforms.wecom import WecomPlatform
from tests.ready import put_tables

ROOT = Path(__file__).parents[2]
CALL_SECONDS = 10.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class House:
    """One office: `folder` holds everything it writes. Several processes may be started one after the other."""

    folder: Path
    database_url: str
    session: ClientSession
    platforms: Platforms
    port: int = field(default_factory=free_port)
    config: Path = field(init=False)
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def log(self) -> Path:
        return self.folder / "service.log"

    def now(self) -> datetime:
        return SystemClock().now()

    def settle_in(self, **changes: Table) -> None:
        tables = office_settings(self.platforms, self.database_url, self.port)
        for name, table in changes.items():
            section = name.replace("__", ".")
            tables[section] = {**tables.get(section, {}), **table}
        self.config = write_config(self.folder, tables)

    def found(self) -> None:
        """Tables and the county's directory, as the commands for them would bring them."""
        config = Config.load(self.config, {})
        put_tables(self.database_url)
        found_office(config, self.now())

    async def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """`liaison` with these words, to its end."""
        line = [sys.executable, "-m", "bot", "--config", str(self.config), *words]
        return await asyncio.to_thread(
            subprocess.run, line, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60
        )

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "--config", str(self.config), "serve",
                cwd=ROOT, env=environment(), stdout=log, stderr=log,
            )  # fmt: skip
        await until(self._is_ready, lambda: f"never ready:\n{self.log.read_text(encoding='utf-8')}")

    async def end(self, number: signal.Signals) -> int:
        """Send a signal and wait for the process to be gone."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.process.wait()

    async def get(self, path: str) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {API_TOKEN}"}
        async with self.session.get(self.url + path, headers=headers) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await (answer.json() if is_json else answer.text())

    def write(
        self, compose: Callable[..., CallbackRequest], account: str, words: str, message_id: str
    ) -> CallbackRequest:
        """A delivery as the platform brings it just now."""
        return compose(account, words, now=self.now(), msg_id=message_id)

    async def bring(self, request: CallbackRequest) -> Answered | None:
        """One try of the platform to bring a delivery; None when the line broke."""
        try:
            return await Caller(self.session, lambda: self.url).bring(request)
        except (ClientError, TimeoutError, OSError):
            return None

    def rows(self, statement: str) -> list[Any]:
        """What stands in the database, seen from outside; also used to change something there."""
        engine = make_engine(self.database_url)
        try:
            with engine.begin() as connection:
                found = connection.execute(text(statement))
                return [tuple(row) for row in found] if found.returns_rows else []
        finally:
            engine.dispose()

    def number(self, statement: str) -> int:
        return int(self.rows(statement)[0][0])

    async def is_quiet(self, *, seconds: float = 60) -> None:
        """Wait until everything that came in is handled and everything that must go out has."""
        waiting = (
            "SELECT (SELECT COUNT(*) FROM inbox WHERE handled_at IS NULL)"
            " + (SELECT COUNT(*) FROM outbox WHERE delivery IN ('pending', 'claimed', 'leased'))"
        )

        async def look() -> bool:
            return self.number(waiting) == 0

        def complaint() -> str:
            by_lane = self.rows(
                "SELECT channel, lane, delivery, error, COUNT(*) FROM outbox"
                " WHERE delivery IN ('pending', 'claimed', 'leased') GROUP BY channel, lane, delivery, error"
            )
            return f"{self.number(waiting)} rows still wait: {by_lane}"

        await until(look, complaint, seconds=seconds)

    async def _is_ready(self) -> bool:
        assert self.process is not None
        if self.process.returncode is not None:
            raise AssertionError(f"the service ended:\n{self.log.read_text(encoding='utf-8')}")
        try:
            return (await self.get("/readyz"))[0] == 200
        except (ClientError, TimeoutError, OSError):
            return False


def environment() -> dict[str, str]:
    """Ours, without anything that would change the configuration."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith("LIAISON__")}


async def _keep_time(platform: WecomPlatform) -> None:
    """The service counts its calls by real time here, so the platform does, too."""
    then = time.monotonic()
    while True:
        await asyncio.sleep(0.05)
        now = time.monotonic()
        platform.pass_time(seconds=now - then)
        then = now


@asynccontextmanager
async def moving_in(
    folder: Path, database_url: str, platforms: Platforms | None = None, **changes: Table
) -> AsyncIterator[House]:
    """A founded office whose service is not started yet; whatever runs at the end is ended."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession(timeout=ClientTimeout(CALL_SECONDS)))
        house = House(folder, database_url, session, platforms or Platforms())
        for platform in (house.platforms.official_account, house.platforms.wecom):
            await stack.enter_async_context(platform.serve())
        house.settle_in(**changes)
        house.found()
        clock = asyncio.create_task(_keep_time(house.platforms.wecom))
        try:
            yield house
        finally:
            clock.cancel()
            if house.process is not None:
                await house.end(signal.SIGKILL)
