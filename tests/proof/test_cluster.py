"""Two servers and two workers on PostgreSQL, one killed again and again while 2,000 messages go to 200 people.

None is lost, none overtakes another of the same person, and one goes twice only where its own call was cut off in flight.
"""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from bot.channel_gate import MOST_AT_ONCE
from storage.engine import make_engine
from storage.keys import Keyring
from storage.outbox import Letter, Outbox
from storage.people import People
from tests.journeys.waiting import until
from tests.proof.house import ROOT, House, environment, free_port, moving_in

PEOPLE = 200
WORDS_EACH = 10
KILLS = 5
SEED = int(os.environ.get("LIAISON_TEST_SEED", "20261123"))
SETTLED = "SELECT COUNT(*) FROM outbox WHERE delivery IN ('sent', 'unknown')"


@dataclass(slots=True)
class Member:
    """One process of the deployment, started anew each time it is killed."""

    house: House
    command: str
    number: int
    config: Path = field(init=False)
    process: asyncio.subprocess.Process | None = None

    def settle_in(self) -> None:
        text = self.house.config.read_text(encoding="utf-8")
        self.config = self.house.folder / f"member-{self.number}.toml"
        self.config.write_text(text.replace(f"port = {self.house.port}", f"port = {free_port()}"), encoding="utf-8")

    async def start(self) -> None:
        with self.house.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "--config", str(self.config), self.command,
                cwd=ROOT, env=environment(), stdout=asyncio.subprocess.PIPE, stderr=log,
            )  # fmt: skip
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), 150)
        assert line, self.house.log.read_text(encoding="utf-8")[-2000:]

    async def end(self, number: signal.Signals) -> int:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.process.wait()


@dataclass(slots=True)
class Office:
    """Writes what must go out, as handlers do: rows and jobs in one transaction."""

    house: House
    chance: random.Random
    people: list[int] = field(default_factory=list)

    def found(self) -> None:
        self.write([])
        engine, keys = make_engine(self.house.database_url), self.keys()
        with engine.begin() as connection:
            book = People(connection, keys)
            self.people = [book.add_account("wecom", f"member{n}", self.house.now()).id for n in range(PEOPLE)]
        engine.dispose()

    def keys(self) -> Keyring:
        return Keyring.load_or_create(self.house.folder / "var" / "liaison.key")

    def write(self, words: list[tuple[int, int]]) -> None:
        engine, keys, now = make_engine(self.house.database_url), self.keys(), self.house.now()
        with engine.begin() as connection:
            letters = [
                Letter("wecom_app", f"第{number}句", "notice", now, account_id=self.people[who])
                for who, number in words
            ]
            Outbox(connection, keys).put(letters, now)
        engine.dispose()

    async def rush(self) -> None:
        """Every person's words in their order, everybody's mixed."""
        for number in range(WORDS_EACH):
            whom = self.chance.sample(range(PEOPLE), PEOPLE)
            for start in range(0, PEOPLE, 50):
                await asyncio.to_thread(self.write, [(who, number) for who in whom[start : start + 50]])
                await asyncio.sleep(0.25)


async def kill_again_and_again(members: list[Member], chance: random.Random) -> None:
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0.5, 2.0))
        victim = chance.choice(members)
        await victim.end(signal.SIGKILL)
        await victim.start()


@pytest.mark.xdist_group("cluster")
async def test_nothing_is_lost_or_overtaken_while_one_after_the_other_is_killed(
    empty_postgres_url: str, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    async with moving_in(tmp_path, empty_postgres_url) as house:
        office = Office(house, chance)
        office.found()
        members = [Member(house, command, n) for n, command in enumerate(("serve", "serve", "worker", "worker"))]
        for member in members:
            member.settle_in()
        try:
            await asyncio.gather(*(member.start() for member in members))
            await asyncio.gather(office.rush(), kill_again_and_again(members, chance))
            await everything_is_settled(house)
            assert [await member.end(signal.SIGTERM) for member in members] == [0] * 4
        finally:
            for member in members:
                if member.process is not None:
                    await member.end(signal.SIGKILL)
        what_arrived(house)


async def everything_is_settled(house: House) -> None:
    async def look() -> bool:
        return house.number(SETTLED) == PEOPLE * WORDS_EACH

    await until(look, lambda: f"{house.number(SETTLED)} of {PEOPLE * WORDS_EACH} went out", seconds=150)


def what_arrived(house: House) -> None:
    """A row that was cut off twice is listed for a person, as promised, and is not lost either."""
    twice, listed = 0, house.number("SELECT COUNT(*) FROM outbox WHERE delivery = 'unknown' AND unknowns = 2")
    for person in range(PEOPLE):
        arrived = house.platforms.wecom.texts_to(f"member{person}")
        once = list(dict.fromkeys(arrived))
        assert once == sorted(once), f"overtaken: {arrived}"
        again = [text for before, text in pairwise(arrived) if before == text]
        assert len(arrived) == len(once) + len(again), f"one came again after a later one: {arrived}"
        assert max(Counter(again).values(), default=0) <= 1, f"one came more than twice: {arrived}"
        listed -= WORDS_EACH - len(once)
        twice += len(again)
    assert listed >= 0, f"{-listed} are lost"
    assert twice <= house.number("SELECT COUNT(*) FROM outbox WHERE unknowns > 0") <= KILLS * MOST_AT_ONCE
