"""A year of 每日一学 by three replicas on PostgreSQL, killed twenty times, all dead over some posting times: once a working day and
audience, and the log says what the played platform received."""

import asyncio
import multiprocessing
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from multiprocessing.connection import Connection as Pipe
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from bot.config import Config, settings_of
from bot.directory_files.json import content_of
from handlers.directory_import import import_directory
from storage.engine import make_engine
from storage.keys import Keyring
from storage.posts import Posts
from storage.publications import Publications, Published
from tests.journeys.waiting import until
from tests.proof.house import House, moving_in
from tests.proof.replica import live

FIRST, LAST = date(2026, 1, 1), date(2027, 1, 6)  # 2027's New Year has no notice yet and is a day off all the same
REPLICAS, KILLS, DAYS_WITHOUT_ANYBODY = 3, 20, 5
JOIN_SECONDS = 30.0
POSTING, LATE = time(8, 30), time(14, 0)
SEED = 2026
GROUPS = {"office": "OFFICE-KEY", "deputies": "DEPUTIES-KEY"}
UNSETTLED = (
    "SELECT COUNT(*) FROM outbox WHERE channel = 'wecom_group' AND delivery NOT IN ('sent', 'unknown', 'failed')"
)
STATES = "SELECT delivery, error, COUNT(*) FROM outbox WHERE channel = 'wecom_group' GROUP BY delivery, error"
CUT_OFF_TWICE = "SELECT COUNT(*) FROM outbox WHERE channel = 'wecom_group' AND delivery = 'unknown' AND unknowns = 2"
ENTRIES = (
    "SELECT p.on_day, p.audience, v.title, p.state FROM publications AS p"
    " JOIN post_versions AS v ON v.post_id = p.post_id AND v.version = p.version ORDER BY p.on_day, p.audience"
)
CUT_OFF = "SELECT COUNT(*) FROM outbox WHERE channel = 'wecom_group' AND unknowns > 0"


@dataclass
class Replica:
    """Forked from a process that has everything loaded: to start it anew costs little."""

    config: Path
    process: ForkServerProcess = field(init=False)
    pipe: Pipe = field(init=False)

    def start(self) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.proof.replica"])
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=live, args=(self.config, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()

    async def has_looked(self) -> None:
        """Until it has done what was due; or it is dead."""
        await asyncio.to_thread(self._answer)

    def _answer(self) -> None:
        try:
            self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(JOIN_SECONDS)
            assert not self.process.is_alive(), "it closed its ears and lives on"


@dataclass
class Year:
    house: House
    chance: random.Random
    replicas: list[Replica]

    async def come_to(self, day: date, at: time, *, kills: bool = False, lookers: int = REPLICAS) -> None:
        """They look at once; one of them may die while it is at it, and is there again for the next time."""
        now = datetime.combine(day, at, settings_of(Config()).timezone)
        looking = []
        for replica in self.chance.sample(self.replicas, lookers):
            replica.pipe.send(now)
            looking.append(asyncio.create_task(replica.has_looked()))
        victim = self.chance.choice(self.replicas) if kills else None
        if victim is not None:
            await asyncio.sleep(self.chance.uniform(0, 0.06))
            victim.process.kill()
        await asyncio.gather(*looking)
        if victim is not None:
            victim.kill()
            victim.start()

    def everybody_dies(self) -> None:
        for replica in self.replicas:
            replica.kill()

    def everybody_comes_back(self) -> None:
        for replica in self.replicas:
            replica.start()


def days() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += timedelta(days=1)


def title(audience: str, number: int) -> str:
    return f"{audience}{number:03d}"


def plan(house: House) -> None:
    """One card a working day for the office, one for the deputies, all agreed to; a group of each."""
    rows = [{"name": name, "audience": name, "channel": "wecom_group", "address": key} for name, key in GROUPS.items()]
    engine, keys = make_engine(house.database_url), keys_of(house)
    with engine.begin() as connection:
        import_directory(connection, keys, content_of({"groups": rows}, "groups"), house.now())
        book = Posts(connection)
        for audience in GROUPS:
            for number in range(270):
                words = {"title": title(audience, number), "text": "代表依法履职。", "source": "中国人大网"}
                columns = {"kind": "study", "audience": audience, "state": "approved"}
                book.add(columns, words, by=None, now=house.now())
    engine.dispose()


def keys_of(house: House) -> Keyring:
    return Keyring.load_or_create(house.folder / "var" / "liaison.key")


def log_of(house: House) -> list[Published]:
    engine = make_engine(house.database_url)
    with engine.begin() as connection:
        found = Publications(connection).published("study", FIRST, LAST)
    engine.dispose()
    return found


async def live_through(year: Year, working: list[date]) -> None:
    kills = set(year.chance.sample(working, KILLS))
    nobody = set(year.chance.sample([day for day in working if day not in kills], DAYS_WITHOUT_ANYBODY))
    year.everybody_comes_back()
    for day in days():
        if day in nobody:
            year.everybody_dies()
            year.everybody_comes_back()  # and nobody was there when it was time
            await year.come_to(day, LATE)
        else:
            lookers = REPLICAS if day in working else 1  # on a day off one is enough to do what it must not
            await year.come_to(day, POSTING, kills=day in kills, lookers=lookers)


@pytest.mark.xdist_group("cluster")
async def test_the_log_is_what_the_platform_received(empty_postgres_url: str, tmp_path: Path) -> None:
    calendar = settings_of(Config()).calendar
    working = [day for day in days() if calendar.is_workday(day)]
    assert date(2026, 10, 10) in working  # a Saturday on which offices work
    assert date(2027, 1, 1) not in working
    pace = {"per_minute": 1000}  # the platform's own is another proof
    async with moving_in(tmp_path, empty_postgres_url, channels__wecom_group=pace) as house:
        plan(house)
        year = Year(house, random.Random(SEED), [Replica(house.config) for _ in range(REPLICAS)])
        try:
            await live_through(year, working)

            async def settled() -> bool:
                return house.number(UNSETTLED) == 0

            await until(settled, lambda: f"posts never came out: {house.rows(STATES)}", seconds=120)
        finally:
            year.everybody_dies()
        what_arrived(house, working)


def what_arrived(house: House, working: list[date]) -> None:
    """A post whose call was cut off by a kill may have come twice, next to itself; one that was cut off twice is listed for a
    person and not counted; nothing else is ever repeated or lost."""
    entries = house.rows(ENTRIES)
    assert Counter((day, audience) for day, audience, _, _ in entries) == Counter(
        (day, name) for day in working for name in GROUPS
    )
    again = listed = 0
    for audience, key in GROUPS.items():
        mine = [(name, state) for _, to, name, state in entries if to == audience]
        assert [name for name, _ in mine] == [title(audience, number) for number in range(len(working))]
        received = [text.split("\n")[0].removeprefix("【每日一学】") for text in house.platforms.wecom.texts_to(key)]
        once = list(dict.fromkeys(received))
        again += len(received) - len(once)
        doubtful = {name for name, state in mine if state != "sent"}
        listed += len(doubtful)
        assert [name for name in once if name not in doubtful] == [name for name, state in mine if state == "sent"]
        assert [one.title for one in log_of(house) if one.audience == audience] == [
            name for name, state in mine if state == "sent"
        ]
    assert listed == house.number(CUT_OFF_TWICE) <= REPLICAS
    assert again <= house.number(CUT_OFF) <= KILLS + REPLICAS * DAYS_WITHOUT_ANYBODY
