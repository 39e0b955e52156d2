"""Every fault of the WeCom platform against every kind of message: once to the person, or given up where staff can see it."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import Connection

from bot.channels.platform_client import PlatformClient
from bot.channels.platform_tokens import corp_token
from bot.channels.transport import Transport
from bot.channels.wecom_app import WecomApp
from storage.outbox import Letter
from storage.store import Store
from tests.bot.machine_house import HandClock, House, machine_house
from tests.platforms.faults import (
    BAD_GATEWAY,
    CUT_AFTER_TAKING,
    CUT_BEFORE_READING,
    HANG,
    NOT_JSON,
    Fault,
    error_code,
)
from tests.platforms.wecom import WecomPlatform

STATES = "SELECT delivery, COUNT(*) FROM outbox GROUP BY delivery ORDER BY delivery"
WAITING = "SELECT COUNT(*) FROM outbox WHERE delivery IN ('pending', 'leased', 'claimed')"
BUTTONS = (("签收", "签收 2026-0012"), ("申退", "申退 2026-0012"))
LONG = "【转办单】2026-0012《西关村涵洞塌陷》\n" + "昨夜大雨后塌了半边，车过不去。" * 60
KINDS: dict[str, dict[str, object]] = {
    "answer": {"purpose": "answer", "text": "已受理2026-0012《西关村涵洞塌陷》，请交办。", "rank": 0},
    "notice": {"purpose": "notice", "text": "【催办】2026-0012《西关村涵洞塌陷》请抓紧办理。"},
    "plain notice": {"purpose": "notice", "text": "有一位选民想和您说话。"},
    "card": {"purpose": "notice", "text": "【转办单】2026-0012《西关村涵洞塌陷》\n塌了半边", "buttons": BUTTONS},
    "card with words before it": {"purpose": "notice", "text": LONG, "buttons": BUTTONS},
    "list": {"purpose": "list", "text": "**待办** 2026-0012", "form": "markdown"},
    "change": {"purpose": "card", "text": "已签收", "ticket": "RC-0"},
}
CALLS = 9 + len(KINDS)  # the long one is more than one call; and behind each there is a second message
TAKEN = "之后的一条"

Once = dict[str, Fault]
HELD: Once = {
    "busy": error_code(-1),
    "too many a minute": error_code(45009),
    "too many at once": error_code(45033),
    "address not trusted": error_code(60020),
    "wrong secret": error_code(40001),
    "gateway": BAD_GATEWAY,
    "login page": NOT_JSON,
}
CUT: Once = {"cut before": CUT_BEFORE_READING, "cut after": CUT_AFTER_TAKING, "slow": HANG}
REFUSED: Once = {"no such member": error_code(60111), "out of range": error_code(81013), "bad words": error_code(40058)}


@dataclass
class Post:
    """An office that writes through the app to a platform with faults."""

    house: House
    platform: WecomPlatform
    clock: HandClock

    async def put(self) -> None:
        """One of each kind, each to a person of their own, and one more message behind it."""

        def write(connection: Connection) -> None:
            store = Store(connection, self.house.machine.keys)
            for place, fields in enumerate(KINDS.values()):
                account = store.people.add_account("wecom", f"u{place}", self.clock.now())
                whole: dict[str, object] = {
                    "channel": "wecom_app",
                    "account_id": account.id,
                    "due_at": self.clock.now(),
                }
                behind = {**whole, "purpose": "notice", "text": TAKEN}
                store.outbox.put([Letter(**one) for one in (whole | fields, behind)], self.clock.now())  # type: ignore[arg-type]

        await self.house.machine.memory.write(write)

    async def until_settled(self, step: float = 16.0) -> None:
        for _ in range(400):
            self.house.machine.delivery.wake()
            await asyncio.sleep(0.03)
            if await self.house.rows(WAITING) == [(0,)]:
                return
            self.clock.move(seconds=step)
        raise AssertionError(await self.house.rows("SELECT id, delivery, attempts, error FROM outbox"))

    async def states(self) -> dict[str, int]:
        return dict(await self.house.rows(STATES))

    def calls(self) -> int:
        return sum("message" in path for path in self.platform.calls)

    def in_order(self) -> bool:
        """Nobody heard what stood behind a message before the message itself."""
        for place, fields in enumerate(KINDS.values()):
            texts = self.platform.texts_to(f"u{place}")
            heard_it = fields["purpose"] == "card" or bool(texts and texts[0] != TAKEN)
            if TAKEN in texts and not heard_it:
                return False
        return True

    def twice(self) -> int:
        """Messages that somebody was told more than once."""
        told = [(sent.to, str(sent.payload)) for sent in self.platform.sent]
        return len(told) - len(set(told))


@asynccontextmanager
async def office(folder: Path, url: str) -> AsyncIterator[Post]:
    platform, clock = WecomPlatform(), HandClock()
    async with platform.serve() as base, aiohttp.ClientSession() as session:
        transport = Transport(session, base, total_seconds=0.5)
        tokens = corp_token(transport, platform.corp_id, platform.secret, clock.monotonic)
        app = WecomApp(PlatformClient(transport, tokens), platform.agent_id, clock.monotonic)
        async with machine_house(folder, url, clock=clock, channels={"wecom_app": app}) as house:
            yield Post(house, platform, clock)


@pytest.mark.parametrize(("fault", "times"), list(itertools.product(HELD, (1, 3))))
async def test_what_was_refused_for_the_moment_arrives_once(
    sqlite_url: str, tmp_path: Path, fault: str, times: int
) -> None:
    async with office(tmp_path, sqlite_url) as post:
        post.platform.faults.times(times, HELD[fault])
        await post.put()
        await post.until_settled()
        assert await post.states() == {"sent": 2 * len(KINDS)}
        assert (post.twice(), post.in_order()) == (0, True)
        assert post.calls() <= CALLS + 2 * times


@pytest.mark.parametrize(("fault", "times"), list(itertools.product(CUT, (1, 3))))
async def test_what_was_cut_off_is_repeated_once(sqlite_url: str, tmp_path: Path, fault: str, times: int) -> None:
    """At most one message too many for each call that was cut off in flight; what stays unknown can be seen."""
    async with office(tmp_path, sqlite_url) as post:
        post.platform.faults.times(times, CUT[fault])
        await post.put()
        await post.until_settled()
        states = await post.states()
        assert set(states) <= {"sent", "unknown"}
        assert sum(states.values()) == 2 * len(KINDS)
        assert post.twice() <= times
        assert post.in_order()
        assert post.calls() <= CALLS + times


@pytest.mark.parametrize("fault", REFUSED)
async def test_what_the_platform_will_never_take_is_given_up_and_seen(
    sqlite_url: str, tmp_path: Path, fault: str
) -> None:
    async with office(tmp_path, sqlite_url) as post:
        post.platform.faults.always(REFUSED[fault])
        await post.put()
        await post.until_settled()
        states = await post.states()
        assert states["failed"] == 2 * len(KINDS) - 1
        assert states["sent"] == 1  # a card that cannot be changed is nobody's loss
        assert post.platform.sent == []
        assert post.calls() <= 2 * CALLS  # what may be too long is tried in smaller pieces
        assert await post.house.rows("SELECT COUNT(*) FROM outbox WHERE delivery = 'failed' AND error IS NULL") == [
            (0,)
        ]


@pytest.mark.parametrize("fault", ["busy", "gateway", "wrong secret"])
async def test_a_platform_that_is_down_for_good_is_probed_now_and_then(
    sqlite_url: str, tmp_path: Path, fault: str
) -> None:
    async with office(tmp_path, sqlite_url) as post:
        post.platform.faults.always(HELD[fault])
        await post.put()
        for _ in range(20):
            post.house.machine.delivery.wake()
            await asyncio.sleep(0.03)
            post.clock.move(seconds=16)
        assert post.house.machine.delivery.down == ("wecom_app",)
        assert post.calls() <= 2 * (len(KINDS) + 21)
        post.clock.move(hours=73)
        await post.until_settled()
        assert await post.states() == {"expired": 2 * len(KINDS)}


async def test_too_many_at_once_leads_to_fewer_at_once(sqlite_url: str, tmp_path: Path) -> None:
    """45033 again and again until we call as often as the platform likes; nothing is lost by it."""
    async with office(tmp_path, sqlite_url) as post:
        post.platform.most_at_once, post.platform.takes_seconds = 2, 0.05

        def write(connection: Connection) -> None:
            store = Store(connection, post.house.machine.keys)
            for place in range(60):
                account = store.people.add_account("wecom", f"m{place}", post.clock.now())
                letter = Letter("wecom_app", f"第{place}位，您好", "notice", post.clock.now(), account_id=account.id)
                store.outbox.put([letter], post.clock.now())

        await post.house.machine.memory.write(write)
        await post.until_settled()
        assert await post.states() == {"sent": 60}
        assert (len(post.platform.sent), post.twice()) == (60, 0)
        assert post.calls() < 60 * 2
