"""A whole machine for tests: real database, real server, small routes, and channels that keep what was sent."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from sqlalchemy import text
from typing_extensions import override

from bot.app import application, build
from bot.channels.base import Allowance, Channel, DeliveryFailed, Inbound, MessageKind, NotNow, Outbound
from bot.channels.memory import MemoryChannel
from bot.config import Config
from bot.machine import Machine
from bot.route import Duties, Route, RouteTable
from handlers.cards import change_by_message, close_if_late, finish
from handlers.desk import Desk, Turn
from handlers.directory import load_directory
from handlers.people import open_turn
from handlers.rules.errors import NoSuchCase, RuleBroken
from storage.outbox import Letter
from tests.bot.hand_clock import HandClock
from tests.platforms.callback_request import CallbackRequest
from tests.platforms.official_account import OfficialAccountPlatform

PATIENCE = 20.0


class Gate:
    """A handler that stands here until it is let go."""

    def __init__(self) -> None:
        self.arrived = Event()
        self.open = Event()


@dataclass(slots=True)
class Office:
    """What the small routes have seen, and how they are to behave."""

    seen: list[str] = field(default_factory=list)
    settled: list[tuple[int, bool]] = field(default_factory=list)
    gate: Gate = field(default_factory=Gate)
    mistakes: int = 0

    def duties(self) -> Duties:
        routes = (
            Route("broken", _says("坏"), self._break),
            Route("refused", _says("不许"), self._refused),
            Route("slow", _says("慢"), self._slowly),
            Route("silent", _says("别回"), self._silently),
            Route("notice", _says("通知"), self._notify),
            Route("report", _says("答复"), self._report),
            Route("echo", lambda turn, desk: True, self._echo),
        )
        return Duties(
            RouteTable(routes),
            open_turn,
            self._refuse,
            self._apologise,
            load_directory,
            self._settled,
            close_if_late,
            finish,
            change_by_message,
        )

    def _echo(self, turn: Turn, desk: Desk) -> None:
        self.seen.append(turn.message.text)
        desk.say(turn, f"收到：{turn.message.text}")

    def _break(self, turn: Turn, desk: Desk) -> None:
        desk.say(turn, "这句不会说出去")
        desk.store.people.scanned(turn.speaker.account_id, "ST-BROKEN", None)
        if self.mistakes:
            self.mistakes -= 1
            raise ZeroDivisionError
        self._echo(turn, desk)

    def _refused(self, turn: Turn, desk: Desk) -> None:
        desk.say(turn, "这句不会说出去")
        desk.post(_notice(turn, desk, "这封也不会"))
        desk.store.people.scanned(turn.speaker.account_id, "ST-BROKEN", None)
        raise NoSuchCase(said="12")

    def _slowly(self, turn: Turn, desk: Desk) -> None:
        self.gate.arrived.set()
        self.gate.open.wait(PATIENCE)
        self._echo(turn, desk)

    def _silently(self, turn: Turn, _desk: Desk) -> None:
        self.seen.append(turn.message.text)

    def _notify(self, turn: Turn, desk: Desk) -> None:
        self._echo(turn, desk)
        for number in range(3):
            desk.post(_notice(turn, desk, f"通知{number}"))

    def _report(self, turn: Turn, desk: Desk) -> None:
        desk.post(_notice(turn, desk, "答复书", report_id=7))

    def _refuse(self, turn: Turn, desk: Desk, error: RuleBroken) -> None:
        desk.say(turn, f"不行：{type(error).__name__}")

    def _apologise(self, turn: Turn, desk: Desk) -> None:
        desk.say(turn, "对不起")

    def _settled(self, desk: Desk, report_id: int, *, was_reached: bool) -> None:
        self.settled.append((report_id, was_reached))


def _says(beginning: str) -> Callable[[Turn, Desk], bool]:
    return lambda turn, desk: turn.message.text.startswith(beginning)


def _notice(turn: Turn, desk: Desk, words: str, **fields: Any) -> Letter:
    return Letter(
        channel=turn.speaker.channel_out,
        account_id=turn.speaker.account_id,
        text=words,
        purpose="notice",
        due_at=desk.now,
        **fields,
    )


class Platform(MemoryChannel):
    """A way out with a switch: while `failure` is set, every message meets it; beyond `most` nothing goes for now."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.failure: Callable[[], DeliveryFailed] | None = None
        self.tries: list[str] = []
        self.most = 1_000_000
        self.refuse = self._meet
        self.allows: Callable[[Outbound], tuple[Allowance, ...]] = lambda message: ()

    @override
    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        return self.allows(message)

    def _meet(self, message: Outbound) -> DeliveryFailed | None:
        self.tries.append(message.text)
        if len(self.sent) >= self.most:
            return NotNow("45047")
        return self.failure() if self.failure is not None else None


@dataclass(slots=True)
class House:
    machine: Machine
    clock: HandClock
    office: Office
    platform: OfficialAccountPlatform
    account: Platform
    url: str
    session: ClientSession

    async def call(self, request: CallbackRequest) -> tuple[int, str | None]:
        """Status and the words of the answer, None where there are none."""
        async with self.session.request(
            request.method, self.url + request.path_query, data=BytesIO(request.body)
        ) as response:
            body = await response.read()
            return response.status, self.platform.read_answer(body) if response.status == 200 else None

    def says(self, words: str, *, who: str = "oZhang", key: str = "") -> CallbackRequest:
        return self.platform.text(who, words, now=self.clock.now(), msg_id=key)

    async def stores(self, words: str, *, who: str = "oZhang", key: str) -> None:
        """A message that nobody waits for."""
        await self.machine.intake.receive(inbound(words, who=who, key=key, at=self.clock.now()))

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return await self.machine.memory.read(
            lambda connection: [tuple(row) for row in connection.execute(text(sql)).all()]
        )

    async def change(self, sql: str) -> None:
        await self.machine.memory.write(lambda connection: connection.execute(text(sql)).rowcount)

    async def look(self, path: str) -> tuple[int, Any]:
        async with self.session.get(self.url + path) as response:
            is_json = "json" in response.headers.get("Content-Type", "")
            return response.status, await (response.json() if is_json else response.text())

    async def until_directory(self, version: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.machine.directory.current.version != version:  # noqa: ASYNC110 (seen from outside)
                await asyncio.sleep(0.01)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Delivery is told to look, until what is waited for has happened."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self.machine.delivery.wake()
                await asyncio.sleep(0.01)

    async def until_rows(self, sql: str, expected: list[tuple[Any, ...]]) -> None:
        async with asyncio.timeout(PATIENCE):
            while (found := await self.rows(sql)) != expected:
                self.machine.delivery.wake()
                await asyncio.sleep(0.01)
        assert found == expected


def inbound(words: str, *, who: str, key: str, at: datetime) -> Inbound:
    return Inbound("official_account", key, who, MessageKind.TEXT, at, text=words)


def config_at(
    folder: Path, url: str, platform: OfficialAccountPlatform, more: Mapping[str, str] | None = None
) -> Config:
    (folder / "config.toml").touch()
    account = {
        "ENABLED": "true",
        "APP_ID": platform.app_id,
        "APP_SECRET": platform.secret,
        "TOKEN": platform.token,
        "ENCODING_AES_KEY": platform.aes_key,
    }
    environ = {f"LIAISON__CHANNELS__OFFICIAL_ACCOUNT__{key}": value for key, value in account.items()}
    return Config.load(folder / "config.toml", {"LIAISON__STORAGE__URL": url, **environ, **(more or {})})


@asynccontextmanager
async def machine_house(
    folder: Path,
    url: str,
    *,
    clock: HandClock | None = None,
    office: Office | None = None,
    account: Platform | None = None,
    more: Mapping[str, str] | None = None,
    channels: Mapping[str, Channel] | None = None,
) -> AsyncIterator[House]:
    """Stands on the database it is given, so that a second one can follow the first."""
    clock, office, account = clock or HandClock(), office or Office(), account or Platform("official_account")
    platform = OfficialAccountPlatform()
    config = config_at(folder, url, platform, more)
    machine = await build(
        config, clock, duties=office.duties(), channels={"official_account": account, **(channels or {})}
    )
    server = TestServer(application(config, machine))
    await server.start_server()
    async with ClientSession() as session:
        try:
            yield House(machine, clock, office, platform, account, str(server.make_url("")).rstrip("/"), session)
        finally:
            office.gate.open.set()
            await server.close()
