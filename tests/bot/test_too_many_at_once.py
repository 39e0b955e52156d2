"""A platform that takes so many calls at once and no more (45033): called less, until it is content."""

import asyncio
from pathlib import Path

import aiohttp
from sqlalchemy import Connection

from bot.channels.platform_client import PlatformClient
from bot.channels.platform_tokens import corp_token
from bot.channels.transport import Transport
from bot.channels.wecom_app import WecomApp
from storage.outbox import Letter
from storage.store import Store
from tests.bot.hand_clock import HandClock
from tests.bot.machine_house import machine_house
from tests.platforms.wecom import WecomPlatform

MEMBERS = 60
WAITING = "SELECT COUNT(*) FROM outbox WHERE delivery <> 'sent'"


async def test_too_many_at_once_leads_to_fewer_at_once(database_url: str, tmp_path: Path) -> None:
    """45033 again and again until we call as often as the platform likes; nothing is lost by it."""
    platform, clock = WecomPlatform(), HandClock()
    platform.most_at_once, platform.takes_seconds = 2, 0.05
    async with platform.serve() as base, aiohttp.ClientSession() as session:
        transport = Transport(session, base)
        tokens = corp_token(transport, platform.corp_id, platform.secret, clock.monotonic)
        app = WecomApp(PlatformClient(transport, tokens), platform.agent_id, clock.monotonic)
        async with machine_house(tmp_path, database_url, clock=clock, channels={"wecom_app": app}) as house:

            def write(connection: Connection) -> None:
                store, now = Store(connection, house.machine.keys), clock.now()
                for place in range(MEMBERS):
                    account = store.people.add_account("wecom", f"m{place}", now)
                    letter = Letter("wecom_app", f"第{place}位，您好", "notice", now, account_id=account.id)
                    store.outbox.put([letter], now)

            await house.machine.memory.write(write)
            for _ in range(400):
                house.machine.delivery.wake()
                await asyncio.sleep(0.03)
                if await house.rows(WAITING) == [(0,)]:
                    break
                clock.move(seconds=16)
            assert await house.rows(WAITING) == [(0,)]
        told = [sent.to for sent in platform.sent]
        assert sorted(told) == sorted({f"m{place}" for place in range(MEMBERS)})
        assert sum("message" in path for path in platform.calls) < MEMBERS * 2
