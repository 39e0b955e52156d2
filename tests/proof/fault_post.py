"""An office that writes to everybody at once, over platforms with faults, on a clock that is moved by hand.

Each kind of message goes to a person or group of its own, followed by a second message.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from sqlalchemy import Connection, insert, text

from bot.app import application, build
from bot.config import Config
from bot.directory_files.json import content_of
from bot.machine import Machine
from bot.media.files import MediaFiles
from handlers.directory_import import import_directory
from storage.outbox import Letter
from storage.outbox_desk import OutboxDesk
from storage.sending import oldest_due
from storage.store import Store
from storage.tables.cases import cases, fragments
from storage.tables.media import media
from tests.bot import media_samples as samples
from tests.bot.hand_clock import HandClock
from tests.journeys.settings import Platforms, office_settings, write_config
from tests.journeys.waiting import until
from tests.platforms.api_server import ApiServer
from tests.platforms.faults import Fault, Faults, error_code
from tests.proof.fault_kinds import ALLOWED, KINDS, SECOND, Kind

TEMPLATES: Any = {
    "channels.official_account.templates.reply": {"id": "tpl-reply"},
    "channels.official_account.templates.reply.fields": {"thing1": "{text}", "thing2": "回复任意字看全文"},
    "channels.official_account.templates.question": {"id": ALLOWED, "kind": "subscribe_always"},
    "channels.official_account.templates.question.fields": {"thing1": "{text}"},
}
OPEN = ("pending", "leased", "claimed")
DAY_IS_FULL = error_code(45009)
STEP, LONG_STEP = 16.0, 3600.0
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "photo": ("image/jpeg", lambda: samples.photo((64, 48))),
    "voice": ("audio/amr", lambda: samples.amr(0.2)),
    "file": ("application/pdf", lambda: b"%PDF-1.7\n" + bytes(64)),
}


class Post:
    """`kinds` are those that are written; `ids` the two rows of each."""

    def __init__(
        self, machine: Machine, platforms: Platforms, clock: HandClock, config: Config, folder: Path, url: str
    ) -> None:
        self.machine, self.platforms, self.clock = machine, platforms, clock
        self.config, self._folder, self._url = config, folder, url
        self.kinds = dict(KINDS)
        self.ids: dict[str, list[int]] = {}
        self._files: dict[str, str] = {}

    @property
    def channels(self) -> set[str]:
        """As /readyz names them."""
        return {f"channels.{kind.channel}" for kind in self.kinds.values()}

    # what goes out

    async def send(self) -> None:
        await self.machine.memory.write(self._write)
        self.machine.delivery.wake()

    def _write(self, connection: Connection) -> None:
        store, now = Store(connection, self.machine.keys), self.clock.now()
        if not self._files:
            self._keep_files(connection)
        groups = self._found_groups(connection)
        for name, kind in self.kinds.items():
            to: dict[str, Any] = (
                {"group_id": groups[name]} if kind.is_group else {"account_id": self._person(store, name, kind)}
            )
            first: dict[str, Any] = {"purpose": kind.purpose, **kind.more}
            if kind.media:
                first["media"] = (self._files[kind.media],)
            if kind.purpose == "card":
                first["ticket"] = self._dealt(name)
            purpose = kind.purpose if kind.late else "notice"
            letters = [
                Letter(channel=kind.channel, text=kind.text, due_at=now, **to, **first),
                Letter(channel=kind.channel, text=SECOND, due_at=now, purpose=purpose, **to),
            ]
            self.ids[name] = store.outbox.put(letters, now)

    def _person(self, store: Store, name: str, kind: Kind) -> int:
        """Somebody who has just spoken, or not for long, or has allowed to be told."""
        now, platform = self.clock.now(), self.platforms.official_account
        namespace = "wecom" if kind.channel == "wecom_app" else kind.channel
        account = store.people.find_account(namespace, name) or store.people.add_account(namespace, name, now)
        if namespace == "wecom":
            return account.id
        spoke_at = now - timedelta(days=3) if kind.late else now
        platform.spoke[name] = [spoke_at]
        store.people.open_window(account.id, spoke_at=spoke_at, spoke_used=0)
        if kind.purpose == "question":
            store.consents.allow(account.id, ALLOWED, now)
            for _ in range(3):
                platform.allow(name, ALLOWED, now=now)
        return account.id

    def _dealt(self, name: str) -> str:
        """The code of a card that lies on this person's screen already."""
        card = {"card_type": "button_interaction", "task_id": f"before-{name}", "main_title": {"title": "转办单"}}
        buttons = [{"text": "签收", "style": 1, "key": "签收 12"}]
        code = self.platforms.wecom.deck.deal(name, {**card, "button_list": buttons})
        assert isinstance(code, str)
        return code

    def _found_groups(self, connection: Connection) -> dict[str, int]:
        names = [name for name, kind in self.kinds.items() if kind.is_group]
        rows = [{"name": name, "audience": "test", "channel": "wecom_group", "address": name} for name in names]
        import_directory(connection, self.machine.keys, content_of({"groups": rows}, "groups"), self.clock.now())
        return {row.name: row.id for row in connection.execute(text("SELECT name, id FROM groups"))}

    def _keep_files(self, connection: Connection) -> None:
        """As they lie here after somebody sent them with a case."""
        now, disk = self.clock.now(), MediaFiles(self._folder / "var/media", self.machine.keys)
        case = {"number": "2026-0012", "year": 2026, "seq": 12, "kind": "opinion", "status": "review"}
        case_id = connection.execute(
            insert(cases).returning(cases.c.id), {**case, "received_at": now, "received_on": now.date()}
        ).scalar_one()
        for place, (kind, (content_type, made)) in enumerate(FILES.items()):
            name, data = f"{place + 1:032x}", made()
            piece = {"case_id": case_id, "kind": kind, "at": now}
            fragment = connection.execute(insert(fragments).returning(fragments.c.id), piece).scalar_one()
            row = {"fragment_id": fragment, "channel": "wecom_app", "kind": kind, "name": name, "state": "kept"}
            more = {"source": b"", "content_type": content_type, "size": len(data), "received_at": now}
            connection.execute(insert(media), {**row, **more, "next_try": now})
            disk.put(name, data)
            self._files[kind] = name

    # what goes wrong

    def server(self, name: str) -> ApiServer:
        is_account = self.kinds[name].channel == "official_account"
        return self.platforms.official_account if is_account else self.platforms.wecom

    def strike(self, fault: Fault, times: int) -> None:
        """Everybody's first calls, and the app's uploads, which are for nobody; 0 is for ever.

        A day of the 公众号 is full for everybody at once, and new for everybody at midnight: there it is the first calls of all.
        """
        uploads = sum(kind.uploads for kind in self.kinds.values() if kind.channel == "wecom_app")
        places = [(self.server(name), name, times) for name in self.kinds]
        places.append((self.platforms.wecom, "", times * uploads))
        if fault == DAY_IS_FULL and times:
            account = self.platforms.official_account
            account.faults.times(times, fault)
            places = [place for place in places if place[0] is not account]
        for server, name, count in places:
            faults = server.faults_to[name] = Faults()
            if times:
                faults.times(count, fault)
            else:
                faults.always(fault)

    def heal(self) -> None:
        for server in (self.platforms.official_account, self.platforms.wecom):
            server.faults_to.clear()

    # what came of it

    async def states(self) -> dict[str, list[str]]:
        def look(connection: Connection) -> dict[int, str]:
            return {row.id: row.delivery for row in connection.execute(text("SELECT id, delivery FROM outbox"))}

        found = await self.machine.memory.read(look)
        return {name: [found[one] for one in ids] for name, ids in self.ids.items()}

    async def settle(self, looks: int = 250) -> dict[str, list[str]]:
        """Time passes whenever nothing is under way and nothing has changed, until nothing waits any more.

        Hours only while nothing is due, and more slowly: however busy the machine, what is due must not wait until it is too late.
        """
        before: dict[str, list[str]] = {}
        for turn in range(looks):
            are_hours = turn >= looks // 6
            self.machine.delivery.wake()
            await asyncio.sleep(0.15 if are_hours else 0.02)
            states = await self.states()
            found = {one for pair in states.values() for one in pair}
            if not found.intersection(OPEN):
                return states
            if "leased" not in found and states == before:
                self.clock.move(seconds=LONG_STEP if are_hours and not await self._due() else STEP)
            before = states
        raise AssertionError(states)

    async def _due(self) -> int:
        def look(connection: Connection) -> int:
            return oldest_due(connection, self.clock.now())[0]

        return await self.machine.memory.read(look)

    async def lives_on(self, turns: int, *, seconds: float = STEP) -> None:
        """Time passes without an end in sight."""
        for _ in range(turns):
            self.machine.delivery.wake()
            await asyncio.sleep(0.02)
            self.clock.move(seconds=seconds)

    async def stuck(self) -> set[int]:
        """The rows that `liaison outbox list` shows."""
        return {one.id for one in await self.machine.memory.read(lambda found: OutboxDesk(found).stuck(limit=1000))}

    def heard(self, name: str) -> list[str]:
        """What the person or group has seen, in order."""
        kind, server = self.kinds[name], self.server(name)
        if kind.late:
            return [one.fields["thing1"] for one in self.platforms.official_account.templates if one.to == name]
        labels = [card.label for card in self.platforms.wecom.deck.cards if card.userid == name and card.label]
        return labels + server.texts_to(name)

    def calls(self, name: str) -> int:
        return self.server(name).calls_to[name]

    async def is_up(self, channel: str) -> bool:
        async with ClientSession() as session, session.get(f"{self._url}/metrics") as answer:
            lines = (await answer.text()).splitlines()
        (found,) = [line for line in lines if line.startswith(f'liaison_channel_up{{channel="{channel}"}}')]
        return float(found.split()[-1]) == 1

    async def names_as_degraded(self, channels: Collection[str]) -> None:
        """What several processes share of this is looked at once a second."""
        told: list[str] = []

        async def look() -> bool:
            self.machine.delivery.wake()
            async with ClientSession() as session, session.get(f"{self._url}/readyz") as answer:
                told[:] = (await answer.json())["degraded"]
            return set(told) == set(channels)

        await until(look, lambda: f"degraded: {told}, not {channels}")


@asynccontextmanager
async def post_office(folder: Path, database_url: str) -> AsyncIterator[Post]:
    platforms, clock = Platforms(), HandClock()
    platforms.official_account.clock = clock.now
    async with platforms.official_account.serve(), platforms.wecom.serve():
        tables = office_settings(platforms, database_url) | TEMPLATES
        tables["storage"]["media_dir"] = "var/media"
        config = Config.load(write_config(folder, tables), {})
        async with process(config, platforms, clock, folder) as post:
            yield post


@asynccontextmanager
async def process(config: Config, platforms: Platforms, clock: HandClock, folder: Path) -> AsyncIterator[Post]:
    """One process of the office; on PostgreSQL there may be others."""
    machine = await build(config, clock)
    server = TestServer(application(config, machine))
    await server.start_server()
    try:
        yield Post(machine, platforms, clock, config, folder, str(server.make_url("")).rstrip("/"))
    finally:
        await server.close()
