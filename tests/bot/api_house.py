"""An office whose cases can be asked for over HTTP: real database, real server, the clock of the office."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from sqlalchemy import Connection, Engine, update

from bot.pages.api import Api
from storage.engine import make_engine
from storage.outbox import Letter
from storage.reader import Reader
from storage.tables.messages import outbox
from tests.handlers.office import Office, open_office

T = TypeVar("T")
TOKENS = ("first-token-0123456789abcdefghijklmnop", "second-token-0123456789abcdefghijklmno")
VOTER, OTHER_VOTER, DEPUTY = "demo-voter-zhangdaye", "demo-voter-xiaochen", "demo-limei"
CLERK, OFFICER, COMMISSION = "demo-zhaomin", "demo-wangqiang", "demo-chenzhiyuan"
LAMP = "西关村村口的路灯坏了半个月，晚上看不见路"
WELL = "东街社区门口的井盖没了，昨晚有人摔倒"
RUBBISH = "北关社区垃圾没人清运，臭得很"


@dataclass
class OfficeClock:
    """What the office thinks the time is."""

    office: Office

    def now(self) -> datetime:
        return self.office.now

    def monotonic(self) -> float:
        return self.office.now.timestamp()


@dataclass(frozen=True)
class Books:
    """Reader and writer as the event loop uses them."""

    reader: Reader
    engine: Engine

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self.reader.read(work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        with self.engine.begin() as connection:
            return work(connection)


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass
class ApiHouse:
    """`get` asks with a good token unless told otherwise. `reading` is the engine behind the API."""

    office: Office
    reading: Engine
    session: ClientSession
    server: TestServer

    async def get(self, address: str, *, authorization: str | None = f"Bearer {TOKENS[0]}") -> Answer:
        return await self._ask("GET", address, authorization)

    async def post(self, address: str, *, authorization: str | None = f"Bearer {TOKENS[0]}") -> Answer:
        return await self._ask("POST", address, authorization)

    async def _ask(self, method: str, address: str, authorization: str | None) -> Answer:
        headers = {"Authorization": authorization} if authorization is not None else {}
        async with self.session.request(method, self.server.make_url(address), headers=headers) as response:
            is_json = response.content_type == "application/json"
            body = await (response.json() if is_json else response.text())
            return Answer(response.status, dict(response.headers), body)

    async def case(self, number: str) -> dict[str, Any]:
        answer = await self.get(f"/api/v1/cases/{number}")
        assert answer.status == 200, answer.body
        found: dict[str, Any] = answer.body
        return found

    def raised(self, account: str = VOTER, text: str = LAMP) -> str:
        """The number of a new case that waits for review."""
        self.office.pass_time(minutes=30)
        self.office.say(account, text)
        return self._newest()

    def answered(self, account: str = VOTER, text: str = LAMP, *, reply: str = "A 路灯已经修好") -> str:
        """The number of a new case whose answer has been released."""
        number = self.raised(account, text)
        self.office.say(CLERK, f"交办 {number} 城管局")
        self.office.say(OFFICER, f"答复 {number} {reply}")
        self.office.say(CLERK, f"通过 {number}")
        assert self.office.case(number).status == "replied"
        return number

    def _newest(self) -> str:
        with self.office.engine.begin() as connection:
            number = connection.exec_driver_sql("SELECT number FROM cases ORDER BY id DESC LIMIT 1").scalar_one()
        return str(number)

    def seal(self, number: str) -> None:
        """What intake does with an accusation."""
        with self.office.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE cases SET sealed = 'accusation' WHERE number = '{number}'")  # noqa: S608


def put_stuck(
    house: ApiHouse, delivery: str, *, channel: str = "wecom_app", text: str = LAMP, case: int | None = None
) -> int:
    """A message that did not go out, and why."""
    letter = Letter(channel, text, "notice", house.office.now, account_id=1, case_id=case)
    with house.office.engine.begin() as connection:
        (row,) = house.office.desk(connection).store.outbox.put([letter], house.office.now)
        connection.execute(update(outbox).where(outbox.c.id == row).values(delivery=delivery, error="60111"))
    return row


@asynccontextmanager
async def api_house(folder: Path, url: str) -> AsyncIterator[ApiHouse]:
    """Everything stands, and is taken down without a rest."""
    engine, reading = make_engine(url), make_engine(url, read_only=True)
    office, reader, app = open_office(folder, engine), Reader(reading), web.Application()
    Api(TOKENS, Books(reader, engine), lambda: office.settings, OfficeClock(office)).register(app)
    server = TestServer(app)
    async with server, ClientSession() as session:
        yield ApiHouse(office, reading, session, server)
    reader.stop()
    reading.dispose()
    engine.dispose()
