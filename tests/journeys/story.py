"""A story told to the running service: who is in it, what may go wrong, and what is written in the books afterwards."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, CookieJar
from sqlalchemy import Connection

from bot.app import DUTIES
from bot.config import Config
from bot.route import Duties
from storage.cases import CaseRow
from storage.store import Store
from tests.journeys.people import Caller, ChatPerson, Line, PlatformPerson
from tests.journeys.service import MovableClock, Service, found_office, serve
from tests.journeys.settings import API_TOKEN, Platforms, Table, office_settings, write_config
from tests.journeys.waiting import until, until_none_waits
from tests.platforms.api_server import ApiServer
from tests.platforms.wecom_cards import ShownCard


class Story:
    """People are made by the channel they use; the same name is the same person."""

    def __init__(
        self, folder: Path, database_url: str, stack: AsyncExitStack, session: ClientSession, duties: Duties
    ) -> None:
        self.platforms = Platforms()
        self.clock = MovableClock()
        self.platforms.official_account.clock = self.clock.now
        self.session = session
        self.caller = Caller(session, lambda: self.service.url)
        self.service: Service
        self._duties = duties
        self._folder = folder
        self._database_url = database_url
        self._stack = stack
        self._life = AsyncExitStack()
        self._served: dict[ApiServer, AsyncExitStack] = {}
        self._known: dict[tuple[str, str], PlatformPerson] = {}

    # how it begins, ends and begins again

    async def open(self, **changes: Table) -> None:
        for platform in (self.platforms.official_account, self.platforms.wecom):
            self._served[platform] = await self._stack.enter_async_context(AsyncExitStack())
            await self.reopen(platform)
        tables = office_settings(self.platforms, self._database_url)
        for name, table in changes.items():
            section = name.replace("__", ".")
            tables[section] = {**tables.get(section, {}), **table}
        self._config = write_config(self._folder, tables)
        self._stack.push_async_callback(self.stop)
        await self.start(is_new=True)

    async def start(self, *, is_new: bool = False) -> None:
        self._life = AsyncExitStack()
        if is_new:
            found_office(Config.load(self._config, {}), self.clock.now())
        self.service = await self._life.enter_async_context(serve(self._config, self.clock, self._duties))

    async def stop(self) -> None:
        await self._life.aclose()

    async def shut(self, platform: ApiServer) -> None:
        """Nobody listens at the platform's address any more."""
        await self._served[platform].aclose()

    async def reopen(self, platform: ApiServer) -> None:
        port = int(platform.base_url.rpartition(":")[2] or 0)
        await self._served[platform].enter_async_context(platform.serve(port))

    # who is in it

    def voter(self, openid: str) -> PlatformPerson:
        """Somebody on the 公众号."""
        platform = self.platforms.official_account
        return self._person(
            "official_account",
            openid,
            lambda text: platform.text(openid, text, now=self.clock.now()),
            platform.read_answer,
            platform,
        )

    def wecom(self, userid: str) -> PlatformPerson:
        """Somebody in the 企业微信 app."""
        platform = self.platforms.wecom
        return self._person(
            "wecom_app",
            userid,
            lambda text: platform.text(userid, text, now=self.clock.now()),
            platform.read_answer,
            platform,
        )

    async def card(self, userid: str, *words: str, label: str = "") -> ShownCard:
        """The latest card on this person's screen with these words; with a `label`, only one that has, or shows, it."""
        deck = self.platforms.wecom.deck

        async def look() -> ShownCard | None:
            return deck.of(userid, *words, label=label)

        return await until(look, lambda: f"{userid} has no card with {words} and {label}: {deck.cards}")

    async def turns(self, card: ShownCard, label: str) -> None:
        """Wait until a card shows this in the place of its buttons."""

        async def look() -> bool:
            return card.label == label

        await until(look, lambda: f"the card never showed {label}, but: {card}")

    def press(self, userid: str, label: str, card: ShownCard) -> Line:
        """Somebody presses a button of a card, usually of their own."""
        person = self.wecom(userid)
        return person.sends(self.platforms.wecom.press(userid, label, card, now=self.clock.now()))

    def robot(self, userid: str, group: str = "") -> PlatformPerson:
        """Somebody who talks with the 智能机器人; what it says later comes through the app."""
        platform = self.platforms.robot
        return self._person(
            f"robot {group}",
            userid,
            lambda text: platform.text(userid, text, now=self.clock.now(), group=group),
            platform.read_answer,
            None,
        )

    async def visitor(self) -> ChatPerson:
        """A voter at /chat in a browser of their own; the page gives them their cookie."""
        session = await self._stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
        async with session.get(f"{self.service.url}/chat") as answer:
            assert answer.status == 200
        return ChatPerson(session, lambda: self.service.url)

    def persona(self, account: str) -> ChatPerson:
        """One of the demo county's people at /chat."""
        return ChatPerson(self.session, lambda: self.service.url, account)

    def _person(self, channel: str, account: str, *more: Any) -> PlatformPerson:
        known = self._known.get((channel, account))
        if known is None:
            known = self._known[channel, account] = PlatformPerson(account, self.caller, *more)
        return known

    # what may be looked up

    async def get(self, path: str, **headers: str) -> tuple[int, Any]:
        async with self.session.get(self.service.url + path, headers=headers) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await (answer.json() if is_json else answer.text())

    async def api(self, path: str) -> tuple[int, Any]:
        return await self.get(f"/api/v1{path}", Authorization=f"Bearer {API_TOKEN}")

    async def case(self, number: str) -> dict[str, Any]:
        """As the API shows it."""
        status, case = await self.api(f"/cases/{number}")
        assert status == 200, case
        shown: dict[str, Any] = case
        return shown

    async def book(self, number: str) -> CaseRow:
        """As it stands in the books."""
        year, seq = number.split("-")

        def look(connection: Connection) -> CaseRow | None:
            return Store(connection, self.service.machine.keys).cases.find_number(int(year), int(seq))

        found = await self.service.machine.memory.read(look)
        assert found is not None, f"no case {number}"
        return found

    async def has_status(self, number: str, status: str) -> None:
        """In the books, and for whoever asks the API."""
        assert (await self.book(number)).status == status
        assert (await self.case(number))["status"] == status

    async def gets_status(self, number: str, status: str) -> None:
        """What time or others do comes when it comes."""

        async def look() -> bool:
            return (await self.book(number)).status == status

        await until(look, lambda: f"{number} never became {status}")

    async def count(self, table: str) -> int:
        def look(connection: Connection) -> int:
            return int(connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one())  # noqa: S608

        return await self.service.machine.memory.read(look)

    async def count_where(self, table: str, condition: str) -> int:
        return await self.count(f"{table} WHERE {condition}")

    async def figure(self, name: str) -> float:
        """One of /metrics."""
        _, text = await self.get("/metrics")
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.M)
        return float(found[1]) if found else 0.0

    async def is_quiet(self) -> None:
        """Wait until everything that came in is handled and everything that is due has gone out."""

        await self._waits_for_none_in("inbox", "outbox")

    async def is_handled(self) -> None:
        """Wait until everything that came in is handled, whatever may still have to go out."""
        await self._waits_for_none_in("inbox")

    async def _waits_for_none_in(self, *boxes: str) -> None:
        async def look() -> float:
            return sum([await self.figure(f"liaison_{box}_pending") for box in boxes])

        await until_none_waits(look)


@asynccontextmanager
async def telling(folder: Path, database_url: str, duties: Duties = DUTIES, **changes: Table) -> AsyncIterator[Story]:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        story = Story(folder, database_url, stack, session, duties)
        await story.open(**changes)
        yield story
