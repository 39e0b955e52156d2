"""A wrong secret: seen by whoever watches, asked about seldom, told to the admins, and over by itself once it is right."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from bot.channels.platform_tokens import LONGEST_PAUSE_MISCONFIGURED
from bot.demo.county import demo_content
from handlers.directory_import import import_directory
from storage.outbox import Letter
from storage.store import Store
from tests.bot.machine_house import House, machine_house
from tests.platforms.wecom import CORP_SECRET, WecomPlatform

MEMBERS = 5
FIRST_PAUSES = 6  # 1, 2, 4, 8, 16 and 32 seconds, until the longest
STEP = 10
MINUTES = 20
DELIVERED = "SELECT delivery, COUNT(*) FROM outbox WHERE channel = 'wecom_app' GROUP BY delivery"
TOLD = "SELECT COUNT(*) FROM outbox WHERE channel = 'webchat'"


@dataclass
class Office:
    """One that writes to its members through an app whose secret the platform does not know."""

    house: House
    platform: WecomPlatform

    def _write(self, connection: Connection) -> None:
        store, now = Store(connection, self.house.machine.keys), self.house.clock.now()
        import_directory(connection, self.house.machine.keys, demo_content(), now)
        for place in range(MEMBERS):
            account = store.people.add_account("wecom", f"member{place}", now)
            store.outbox.put([Letter("wecom_app", "有一条新件", "notice", now, account_id=account.id)], now)

    async def writes(self) -> None:
        await self.house.machine.memory.write(self._write)
        await self.house.until_directory(1)

    async def lives_on(self, minutes: float) -> None:
        """Time passes in small steps, and delivery gets to do what is due in each."""
        for _ in range(int(minutes * 60) // STEP):
            self.house.clock.move(seconds=STEP)
            self.house.machine.delivery.wake()
            await asyncio.sleep(0.02)

    async def degraded(self) -> list[str]:
        status, told = await self.house.look("/readyz")
        assert (status, told["ready"]) == (200, True)
        found: list[str] = told["degraded"]
        return found

    async def is_up(self) -> bool:
        _, figures = await self.house.look("/metrics")
        (line,) = [line for line in figures.splitlines() if line.startswith('liaison_channel_up{channel="wecom_app"}')]
        return float(line.split()[-1]) == 1

    async def told(self) -> int:
        """What the admin has been told, after one more knock of the schedule."""
        await self.house.machine.schedule.watch()
        ((count,),) = await self.house.rows(TOLD)
        return int(count)


@asynccontextmanager
async def office(folder: Path, url: str) -> AsyncIterator[Office]:
    platform = WecomPlatform(secret="another secret")
    async with platform.serve() as base:
        app = {
            "ENABLED": "true",
            "CORP_ID": platform.corp_id,
            "AGENT_ID": str(platform.agent_id),
            "SECRET": CORP_SECRET,
            "TOKEN": platform.token,
            "ENCODING_AES_KEY": platform.aes_key,
            "API_BASE": base,
        }
        more = {f"LIAISON__CHANNELS__WECOM_APP__{key}": value for key, value in app.items()}
        async with machine_house(folder, url, more=more) as house:
            yield Office(house, platform)


async def test_a_wrong_secret_is_seen_costs_little_and_recovers_by_itself(sqlite_url: str, tmp_path: Path) -> None:
    async with office(tmp_path, sqlite_url) as post:
        assert await post.is_up()
        await post.writes()
        await post.house.until(lambda: post.house.machine.delivery.down == ("wecom_app",))
        assert await post.degraded() == ["channels.wecom_app"]
        assert not await post.is_up()
        assert await post.told() == 0

        await post.lives_on(MINUTES)
        assert set(post.platform.calls) == {post.platform.token_path}
        assert len(post.platform.calls) <= FIRST_PAUSES + MINUTES * 60 // LONGEST_PAUSE_MISCONFIGURED + 1
        assert post.platform.sent == []
        assert [await post.told() for _ in range(3)] == [1, 1, 1]
        assert not await post.is_up()

        post.platform.secret = CORP_SECRET
        calls = len(post.platform.calls)
        post.house.clock.move(seconds=LONGEST_PAUSE_MISCONFIGURED)
        await post.house.until_rows(DELIVERED, [("sent", MEMBERS)])
        assert len(post.platform.calls) == calls + 1 + MEMBERS
        assert await post.degraded() == []
        assert await post.is_up()
        assert [await post.told() for _ in range(3)] == [2, 2, 2]
        assert sorted(sent.to for sent in post.platform.sent) == [f"member{place}" for place in range(MEMBERS)]
