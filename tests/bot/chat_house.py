"""A whole chat for tests: real database file, real server, and a bot that says back what it heard."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from sqlalchemy import Connection, Engine

from bot.channels.base import Button, Inbound, Outbound
from bot.channels.webchat import Webchat
from bot.demo.county import DemoPersona
from bot.intake import Intake
from bot.media.files import MediaFiles
from bot.pages.chat import Chat, register
from bot.pages.chat_board import ChatBoard
from bot.pages.chat_wall import ChatWall
from bot.writing import Memory, announce_to
from handlers.rules.speech import group_address
from storage.engine import make_engine
from storage.keys import Keyring
from storage.reader import Reader
from storage.sqlite_writer import SqliteWriter
from tests.bot.hand_clock import HandClock
from tests.ready import put_tables

PERSONAS = (
    DemoPersona("demo-zhang", "张大爷", "选民 · 西关村", "西关村村口的路灯坏了半个月"),
    DemoPersona("demo-zhaomin", "赵敏", "城关镇联络站工作人员", "待办"),
    DemoPersona("demo-limei", "李梅", "县人大代表", "@小联 反映：北关社区垃圾没人清运"),
)
GROUPS: dict[str, tuple[str, ...]] = {"县人大代表交流群": ("demo-zhaomin", "demo-limei")}
GROUP = "group:县人大代表交流群"


@dataclass(slots=True)
class House:
    database: Path
    media: Path
    files: MediaFiles
    board: ChatBoard
    channel: Webchat
    clock: HandClock
    engine: Engine
    inbound: list[Inbound] = field(default_factory=list)
    url: str = ""
    echoes: set[asyncio.Task[Any]] = field(default_factory=set)

    def wake(self, account: str) -> None:
        """The bot has something to do."""
        heard = next(one for one in reversed(self.inbound) if one.account == account)
        echo = asyncio.get_running_loop().create_task(self._echo(heard))
        self.echoes.add(echo)

    async def _echo(self, heard: Inbound) -> None:
        where = heard.conversation or heard.account
        buttons = (Button("查进度", "查 12"), Button("撤回", "撤回 12")) if "路灯" in heard.text else ()
        text = f"收到：{heard.text or heard.choice or heard.kind.value}"
        await self.channel.send(
            Outbound(heard.message_key, where, text, is_group=bool(heard.conversation), buttons=buttons)
        )

    async def answered(self) -> None:
        """Until the bot has said everything it has to say."""
        while self.echoes:
            await asyncio.gather(*self.echoes)
            self.echoes = {echo for echo in self.echoes if not echo.done()}


@asynccontextmanager
async def chat_house(
    folder: Path, *, demo_personas: bool = True, public_url: str = "http://127.0.0.1:8080"
) -> AsyncIterator[House]:
    """Everything stands, and is taken down without a rest."""
    database, clock = folder / "liaison.db", HandClock()
    put_tables(f"sqlite:///{database}")
    engine = make_engine(f"sqlite:///{database}")
    reading = make_engine(f"sqlite:///{database}", read_only=True)
    writer, reader = SqliteWriter(engine, announce_to(asyncio.get_running_loop())), Reader(reading)
    memory, keys = Memory(writer, reader), Keyring.load_or_create(folder / "key")
    board = ChatBoard(memory, keys, members=_members, now=clock.now)
    files = MediaFiles(folder / "media", keys)
    channel = Webchat(ChatWall(board, memory, files, keys, clock.now))
    house = House(database, folder / "media", files, board, channel, clock, engine)
    app = web.Application()
    register(app, _chat(house, memory, keys, demo_personas=demo_personas, public_url=public_url))
    server = TestServer(app)
    await server.start_server()
    house.url = str(server.make_url("")).rstrip("/")
    try:
        yield house
    finally:
        await house.answered()
        await server.close()
        writer.stop()
        reader.stop()
        engine.dispose()
        reading.dispose()


def _chat(house: House, memory: Memory, keys: Keyring, *, demo_personas: bool, public_url: str) -> Chat:
    intake = Intake(memory, keys, house.clock, lambda sender: None)

    def put(connection: Connection, inbound: Inbound) -> None:
        intake.put(connection, inbound)
        house.inbound.append(inbound)

    async def takes_papers(account: str) -> bool:
        return account == "demo-zhaomin"

    return Chat(
        board=house.board,
        memory=memory,
        files=house.files,
        public_url=public_url,
        bot_name="小联",
        congress_name="示范县人大常委会",
        demo_personas=demo_personas,
        personas=lambda: PERSONAS,
        members=_members,
        groups_of=lambda account: [name for name, members in GROUPS.items() if account in members],
        name_of=lambda account: next((one.name for one in PERSONAS if one.account == account), "选民"),
        address=group_address,
        put=put,
        takes_papers=takes_papers,
        wake=house.wake,
        token=secrets.token_hex,
        now=house.clock.now,
    )


def _members(group: str) -> tuple[str, ...]:
    return GROUPS.get(group, ())


@dataclass(slots=True)
class Person:
    """Somebody who talks over HTTP."""

    house: House
    session: ClientSession
    account: str = ""

    def _query(self, **more: Any) -> dict[str, str]:
        query = {name: str(value) for name, value in more.items() if value is not None}
        return {**query, "as": self.account} if self.account else query

    async def send(self, text: str = "", *, key: str | None = None, **more: Any) -> tuple[int, dict[str, Any]]:
        body = {"key": key or secrets.token_hex(8), "text": text, **more}
        async with self.session.post(f"{self.house.url}/chat/send", params=self._query(), json=body) as answer:
            return answer.status, await answer.json()

    async def read(self, conversation: str = "", *, after: int | None = None) -> list[dict[str, Any]]:
        query = self._query(conversation=conversation, after=after)
        async with self.session.get(f"{self.house.url}/chat/messages", params=query) as answer:
            assert answer.status == 200, await answer.text()
            items: list[dict[str, Any]] = (await answer.json())["items"]
            return items

    async def upload(self, data: bytes, conversation: str = "") -> tuple[int, dict[str, Any]]:
        query = self._query(conversation=conversation)
        async with self.session.post(f"{self.house.url}/chat/media", params=query, data=BytesIO(data)) as answer:
            return answer.status, await answer.json()

    async def fetch(self, name: str) -> tuple[int, bytes]:
        async with self.session.get(f"{self.house.url}/chat/media/{name}", params=self._query()) as answer:
            return answer.status, await answer.read()

    @asynccontextmanager
    async def page(self, seen: dict[str, int] | None = None) -> AsyncIterator["Page"]:
        """An open page that has said what it has seen."""
        async with self.session.ws_connect(f"{self.house.url}/chat/ws", params=self._query()) as socket:
            await socket.send_json({"type": "hello", "seen": seen or {}})
            yield Page(socket)


@dataclass(slots=True)
class Page:
    socket: Any

    async def say(self, **event: Any) -> None:
        await self.socket.send_json(event)

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next event of this kind."""
        while True:
            event: dict[str, Any] = json.loads(await self.socket.receive_str(timeout=10))
            if event["type"] == kind:
                return event


def texts(items: Sequence[dict[str, Any]]) -> list[str]:
    return [item["text"] for item in items]
