"""A wrong secret: seen by whoever watches, asked about seldom, told to the admins, and over by itself once it is right."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.channels.platform_tokens import LONGEST_PAUSE_MISCONFIGURED
from bot.demo.county import demo_content
from handlers.directory_import import import_directory
from tests.journeys.waiting import until
from tests.platforms.api_server import ApiServer
from tests.platforms.faults import SLOW
from tests.proof.fault_kinds import KINDS
from tests.proof.fault_post import STEP, Post, post_office, process

WRITTEN = {"official_account": ("words", "menu", "answer"), "wecom_app": ("app_words", "app_card", "app_answer")}
FIRST_PAUSES = 6  # 1, 2, 4, 8, 16 and 32 seconds, until the longest
TURNS = 60
TOLD = "SELECT COUNT(*) FROM outbox WHERE channel = 'webchat'"
# The tokens' rows are by the database's clock, which no test can move: so they are.
PASS_TIME = "UPDATE platform_tokens SET not_before = not_before - :seconds * interval '1 second'"


class Office:
    """One that writes through a channel whose secret the platform does not know."""

    def __init__(self, post: Post, channel: str) -> None:
        self.post, self.channel = post, channel
        post.kinds = {name: KINDS[name] for name in WRITTEN[channel]}
        self.server: ApiServer = post.server(WRITTEN[channel][0])
        self._right = self.server.secret
        self.server.secret = "another secret"

    async def moves_in(self) -> None:
        def write(connection: Connection) -> None:
            import_directory(connection, self.post.machine.keys, demo_content(), self.post.clock.now())

        await self.post.machine.memory.write(write)

        async def is_known() -> bool:
            return self.post.machine.directory.current.version > 0

        await until(is_known, lambda: "the directory never came")

    def is_put_right(self) -> None:
        self.server.secret = self._right

    @property
    def asked(self) -> int:
        return self.server.calls.count(self.server.token_path)

    async def passes(self, seconds: float, *others: Post) -> None:
        self.post.clock.move(seconds=seconds)
        if not self.post.machine.is_alone:
            await self.post.machine.memory.write(lambda found: found.execute(text(PASS_TIME), {"seconds": seconds}))
        for one in (self.post, *others):
            await one.lives_on(1, seconds=0)

    async def is_settled(self, *others: Post) -> None:
        async def look() -> bool:
            await self.passes(LONGEST_PAUSE_MISCONFIGURED, *others)
            return {state for pair in (await self.post.states()).values() for state in pair} == {"sent"}

        await until(look, lambda: "it never went out")

    async def told(self) -> int:
        """How often the admins have been told, after one more knock of the schedule."""
        await self.post.machine.schedule.watch()
        return int(await self.post.machine.memory.read(lambda found: found.execute(text(TOLD)).scalar_one()))


@asynccontextmanager
async def office(folder: Path, url: str, channel: str) -> AsyncIterator[Office]:
    async with post_office(folder, url) as post:
        found = Office(post, channel)
        await found.moves_in()
        yield found


@pytest.mark.parametrize("channel", WRITTEN)
async def test_a_wrong_secret_is_seen_costs_little_and_recovers_by_itself(
    database_url: str, tmp_path: Path, channel: str
) -> None:
    async with office(tmp_path, database_url, channel) as ours:
        post = ours.post
        assert await post.is_up(channel)
        await post.send()
        await post.names_as_degraded({f"channels.{channel}"})
        assert not await post.is_up(channel)
        assert await ours.told() == 0

        for _ in range(TURNS):
            await ours.passes(STEP)
        assert set(ours.server.calls) == {ours.server.token_path}
        assert ours.asked <= FIRST_PAUSES + TURNS * STEP // LONGEST_PAUSE_MISCONFIGURED + 1
        assert [await ours.told() for _ in range(3)] == [1, 1, 1]

        ours.is_put_right()
        asked = ours.asked
        await ours.is_settled()
        assert ours.asked == asked + 1
        await post.names_as_degraded(set())
        assert await post.is_up(channel)
        assert [await ours.told() for _ in range(3)] == [2, 2, 2]
        assert all(len(post.heard(name)) == 2 for name in post.kinds)


@pytest.mark.parametrize("channel", WRITTEN)
async def test_two_processes_never_ask_at_once(postgres_url: str, tmp_path: Path, channel: str) -> None:
    """Not while the secret is wrong, not when it is right again, and not when another system has made the token invalid."""
    async with office(tmp_path, postgres_url, channel) as ours:
        post = ours.post
        async with process(post.config, post.platforms, post.clock, tmp_path) as other:
            ours.server.token_faults.always(SLOW)
            await post.send()
            await post.names_as_degraded({f"channels.{channel}"})
            for _ in range(TURNS // 4):
                await ours.passes(STEP, other)
            assert set(ours.server.calls) == {ours.server.token_path}
            assert ours.asked <= FIRST_PAUSES + TURNS // 4 * STEP // LONGEST_PAUSE_MISCONFIGURED + 1
            ours.is_put_right()
            asked = ours.asked
            await ours.is_settled(other)
            assert ours.asked <= asked + 1  # one may have been under way

            ours.server.invalidate_token()
            await post.send()
            await ours.is_settled(other)
            assert ours.server.most_asking_at_once == 1
            assert all(len(post.heard(name)) == 4 for name in post.kinds)
