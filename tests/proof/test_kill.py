"""Killed at any moment: whatever was acknowledged exists once, is handled, and everyone is told."""

import asyncio
import os
import random
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.journeys.people import NUMBER
from tests.journeys.waiting import until
from tests.platforms.callback_request import CallbackRequest
from tests.proof.house import House, moving_in

KILLS = 4
# So many that the clerk is told of all of them within two minutes of the 企业微信 limit of one member.
VOTERS = 3
PAUSES = (0.5, 1.2)
SEED = int(os.environ.get("LIAISON_TEST_SEED", "20261123"))
PLACE = re.compile(r"柳林村(\d+)组的路灯坏了")


@dataclass(slots=True)
class Rush:
    """People who write one message after the other, and a platform that tries each of them again until it is taken."""

    house: House
    chance: random.Random
    is_over: bool = False
    places: dict[int, bool] = field(default_factory=dict)
    dispatches: dict[str, bool] = field(default_factory=dict)

    async def voter(self, openid: str) -> None:
        platform = self.house.platforms.official_account
        while not self.is_over:
            place = len(self.places) + 1
            self.places[place] = False
            message_id = str(24_000_000_000_000_000 + place)
            words = f"柳林村{place}组的路灯坏了，晚上没法走"
            await asyncio.sleep(self.chance.uniform(*PAUSES))
            self.places[place] = await self.deliver(partial(self.house.write, platform.text, openid, words, message_id))

    async def clerk(self) -> None:
        """Dispatches whatever it is told of."""
        platform = self.house.platforms.wecom
        while not self.is_over:
            told = {found[0] for text in platform.texts_to("zhaomin") if (found := NUMBER.search(text))}
            for number in sorted(told - self.dispatches.keys())[:1]:
                self.dispatches[number] = False
                message_id = str(8_800_000_000_000_000 + int(number[-4:]))
                words = f"交办 {number} 城管局"
                write = partial(self.house.write, platform.text, "zhaomin", words, message_id)
                self.dispatches[number] = await self.deliver(write)
            await asyncio.sleep(0.02)

    async def deliver(self, write: Callable[[], CallbackRequest]) -> bool:
        """The platform tries three times in all; true when one of them was acknowledged."""
        for _ in range(3):
            answered = await self.house.bring(write())
            if answered is not None and answered.status == 200:
                return True
            await asyncio.sleep(self.chance.uniform(0.05, 0.6))
        return False

    async def killer(self) -> None:
        for _ in range(KILLS):
            await asyncio.sleep(self.chance.uniform(0.1, 0.9))
            await self.house.end(signal.SIGKILL)
            await self.house.start()
        # A slow machine may have done little between two kills: it lives on until it has done enough, and is killed once more.
        await until(self._has_done_enough, lambda: "too little came in to prove anything")
        await asyncio.sleep(0.3)
        self.is_over = True

    async def _has_done_enough(self) -> bool:
        return sum(self.places.values()) > 2 * KILLS and any(self.dispatches.values())


async def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(empty_database_url: str, tmp_path: Path) -> None:
    async with moving_in(tmp_path, empty_database_url) as house:
        await house.start()
        rush = Rush(house, random.Random(SEED))
        people = [rush.voter(f"oVoter{place}") for place in range(VOTERS)]
        await asyncio.gather(rush.killer(), rush.clerk(), *people)
        await house.end(signal.SIGKILL)
        let_a_minute_pass(house)
        await house.start()
        await house.is_quiet(seconds=200)
        cases = cases_by_place(house)
        every_matter_stands_once(rush, cases)
        every_dispatch_stands_once(rush, house)
        everyone_is_told(house, cases)
        verified = await house.command("verify-history")
        assert verified.returncode == 0, verified.stderr
        assert await house.end(signal.SIGTERM) == 0


def let_a_minute_pass(house: House) -> None:
    """What was claimed or leased by the killed process is given up by time; the time is taken off here."""
    house.rows("UPDATE outbox SET due_at = created_at WHERE delivery = 'claimed'")
    house.rows("UPDATE outbox SET leased_until = created_at WHERE delivery = 'leased'")


def cases_by_place(house: House) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for number, title in house.rows("SELECT number, title FROM cases"):
        place = PLACE.search(title)
        assert place, title
        found.setdefault(int(place[1]), []).append(number)
    return found


def every_matter_stands_once(rush: Rush, cases: dict[int, list[str]]) -> None:
    acknowledged = {place for place, is_taken in rush.places.items() if is_taken}
    assert len(acknowledged) > 2 * KILLS, "too little came in to prove anything"
    assert acknowledged <= cases.keys(), "acknowledged and lost"
    assert {place: numbers for place, numbers in cases.items() if len(numbers) > 1} == {}


def every_dispatch_stands_once(rush: Rush, house: House) -> None:
    taken = {number for number, is_taken in rush.dispatches.items() if is_taken}
    assert taken, "nothing was dispatched"
    rows = house.rows("SELECT cases.number FROM dispatches JOIN cases ON cases.id = dispatches.case_id")
    numbers = [number for (number,) in rows]
    assert len(numbers) == len(set(numbers))
    assert taken <= set(numbers)


def everyone_is_told(house: House, cases: dict[int, list[str]]) -> None:
    """The clerk of every case, the department of every dispatched one; at least once, seldom twice."""
    to_clerk = house.platforms.wecom.texts_to("zhaomin")
    to_officer = house.platforms.wecom.texts_to("wangqiang")
    for (number,) in house.rows("SELECT number FROM cases"):
        assert 1 <= sum("【新件】" in told and number in told for told in to_clerk) <= 1 + KILLS, number
    for (number,) in house.rows("SELECT number FROM cases WHERE status = 'dispatched'"):
        assert 1 <= sum("【转办单】" in told and number in told for told in to_officer) <= 1 + KILLS, number
    assert house.number("SELECT COUNT(*) FROM outbox WHERE delivery NOT IN ('sent', 'unknown')") == 0
