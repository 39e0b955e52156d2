"""Every fault of the robot's long connection (智能机器人) × every kind of message that goes over it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.app import build
from bot.channels.aibot_connection import AibotConnection, Frame
from bot.channels.aibot_socket import WecomAibotSocket
from bot.config import Config
from bot.machine import Machine
from bot.robot import Pace, Robot, RobotAccount
from storage.outbox import Letter
from storage.outbox_desk import OutboxDesk
from storage.store import Store
from tests.bot.hand_clock import HandClock
from tests.journeys.robot_line import by_websocket
from tests.journeys.settings import Platforms, office_settings, write_config
from tests.platforms.aibot_socket import AibotSocketPlatform
from tests.platforms.faults import (
    CUT_AFTER_TAKING,
    CUT_BEFORE_READING,
    HANG,
    NOT_JSON,
    SILENT_DROP,
    SLOW,
    Fault,
    Faults,
    error_code,
)
from tests.proof.fault_kinds import BUTTONS, SECOND

LONG = "".join(f"第{number}处路灯已经修好，请大家放心走夜路。" for number in range(1, 1000))
KINDS: dict[str, dict[str, Any]] = {
    "words": {"text": "一：有一位选民想和您说话。"},
    "markdown": {"text": "一：**待办** 2026-0012", "form": "markdown", "purpose": "list"},
    "pieces": {"text": f"一：{LONG}"},
    "card": {"text": "一：2026-0012《西关村涵洞塌陷》\n塌了半边", "buttons": BUTTONS},
    "group": {"text": "一：收到，私聊回复您。", "conversation": "group"},
}
PIECES = {"pieces": 3}
HASTY_SECONDS = 1.0  # in place of five, where an ack never comes
PASSING = {
    "busy": (error_code(-1), 1),
    "busy three times": (error_code(-1), 3),
    "too often": (error_code(45009), 1),
    "slow": (SLOW, 1),
}
CUT = {"no ack": HANG, "no json": NOT_JSON, "cut before": CUT_BEFORE_READING, "cut after": CUT_AFTER_TAKING}
FINAL = {"not in the group": error_code(93001), "never spoken": error_code(93006), "empty": error_code(93017)}


class RobotPost:
    """An office whose robot holds its connection, on a clock that is moved by hand."""

    def __init__(self, machine: Machine, platform: AibotSocketPlatform, clock: HandClock) -> None:
        self.machine, self.platform, self.clock = machine, platform, clock
        self.ids: dict[str, list[int]] = {}

    def strike(self, fault: Fault, times: int) -> None:
        for name in KINDS:
            faults = self.platform.faults_to[name] = Faults()
            if times:
                faults.times(times, fault)
            else:
                faults.always(fault)

    async def send(self) -> None:
        def write(connection: Connection) -> None:
            store, now = Store(connection, self.machine.keys), self.clock.now()
            for name, fields in KINDS.items():
                account = store.people.add_account("wecom", name, now)
                to: dict[str, Any] = {"channel": "wecom_aibot", "account_id": account.id, "due_at": now}
                where = {"conversation": fields.get("conversation", "")}
                letters = [
                    Letter(**{"purpose": "notice", **to, **fields}),
                    Letter(text=SECOND, purpose="notice", **to, **where),
                ]
                self.ids[name] = store.outbox.put(letters, now)

        self.platform.spoken.update(KINDS)
        await self.machine.memory.write(write)

    async def states(self) -> dict[str, list[str]]:
        def look(connection: Connection) -> dict[int, str]:
            return {row.id: row.delivery for row in connection.execute(text("SELECT id, delivery FROM outbox"))}

        found = await self.machine.memory.read(look)
        return {name: [found[one] for one in ids] for name, ids in self.ids.items()}

    async def settle(self) -> dict[str, list[str]]:
        for _ in range(600):
            self.machine.delivery.wake()
            await asyncio.sleep(0.02)
            states = await self.states()
            found = {one for pair in states.values() for one in pair}
            if not found.intersection(("pending", "leased", "claimed")):
                return states
            if "leased" not in found:
                self.clock.move(seconds=5)
        raise AssertionError(states)

    async def stuck(self) -> set[int]:
        return {one.id for one in await self.machine.memory.read(lambda found: OutboxDesk(found).stuck(limit=1000))}

    def has_heard_all(self, name: str, *, most_twice: int = 0) -> None:
        """In order; so many of them twice, whichever were under way when the line was cut."""
        heard, wanted = self.platform.texts_to(name), PIECES.get(name, 1)
        *firsts, second = dict.fromkeys(heard)
        assert (len(firsts), firsts[0][:2], second) == (wanted, "一：", SECOND), f"{name}: {heard}"
        assert heard[-1] == SECOND, f"{name}: {heard}"
        assert len(heard) <= wanted + 1 + most_twice, f"{name}: {heard}"


async def _hears_nothing(_connection: AibotConnection, _frame: Frame) -> None:
    """Only what goes out is looked at here."""


@pytest.fixture
async def post(database_url: str, tmp_path: Path) -> AsyncIterator[RobotPost]:
    async with robot_post(tmp_path, database_url) as post:
        yield post


@pytest.fixture
async def hasty(database_url: str, tmp_path: Path) -> AsyncIterator[RobotPost]:
    async with robot_post(tmp_path, database_url, HASTY_SECONDS) as post:
        yield post


@asynccontextmanager
async def robot_post(folder: Path, database_url: str, ack: float = 5.0) -> AsyncIterator[RobotPost]:
    platform, clock = AibotSocketPlatform(), HandClock()
    async with platform.serve():
        tables = office_settings(Platforms(), database_url) | {"channels.wecom_aibot": by_websocket(platform)}
        for other in ("official_account", "wecom_app", "wecom_group"):
            tables[f"channels.{other}"] = {"enabled": False}
        config = Config.load(write_config(folder, tables), {})
        machine = await build(config, clock)
        channel = machine.robot_parts.ways["wecom_aibot"]
        assert isinstance(channel, WecomAibotSocket)
        robot = Robot(
            account=RobotAccount(platform.url, platform.bot_id, platform.secret),
            channel=channel,
            session=machine.session,
            memory=machine.memory,
            clock=clock,
            desk=machine.robot_parts.desk,
            owner="one",
            hear=_hears_nothing,
            on_letters=machine.delivery.wake,
            is_alone=machine.is_alone,
            pace=Pace(renew=0.01, first_pause=0.02, ack=ack),
        )
        await machine.start_delivering()
        await robot.start()
        await platform.until_joined()
        try:
            yield RobotPost(machine, platform, clock)
        finally:
            await robot.stop()
            await machine.stop()


@pytest.mark.parametrize(("fault", "times"), PASSING.values(), ids=PASSING)
async def test_a_fault_that_passes_costs_nobody_a_message(post: RobotPost, fault: Fault, times: int) -> None:
    post.strike(fault, times)
    await post.send()
    states = await post.settle()
    for name in KINDS:
        assert states[name] == ["sent", "sent"], name
        post.has_heard_all(name)
        assert post.platform.calls_to[name] <= PIECES.get(name, 1) + 1 + times


@pytest.mark.parametrize("fault", CUT.values(), ids=CUT)
async def test_an_answer_that_never_came_is_asked_for_once_more(hasty: RobotPost, fault: Fault) -> None:
    """A cut line takes all that was under way with it: each of those may come twice, and none is lost."""
    if fault in (CUT_BEFORE_READING, CUT_AFTER_TAKING):
        hasty.platform.faults_to["card"] = Faults()
        hasty.platform.faults_to["card"].once(fault)
    else:
        hasty.strike(fault, 1)
    await hasty.send()
    states = await hasty.settle()
    for name in KINDS:
        assert states[name] == ["sent", "sent"], name
        hasty.has_heard_all(name, most_twice=1)
        assert hasty.platform.calls_to[name] <= PIECES.get(name, 1) + 1 + 2


@pytest.mark.parametrize("fault", FINAL.values(), ids=FINAL)
async def test_what_can_never_arrive_is_given_up_where_it_is_seen(post: RobotPost, fault: Fault) -> None:
    post.strike(fault, 0)
    await post.send()
    states = await post.settle()
    assert {state for pair in states.values() for state in pair} <= {"failed", "held"}
    assert await post.stuck() == {row for rows in post.ids.values() for row in rows}
    assert not any(post.platform.texts_to(name) for name in KINDS)
    assert all(post.platform.calls_to[name] <= 2 for name in KINDS)


async def test_what_is_never_acknowledged_is_left_to_a_person(hasty: RobotPost) -> None:
    hasty.strike(HANG, 0)
    await hasty.send()
    states = await hasty.settle()
    assert {state for pair in states.values() for state in pair} == {"unknown"}
    assert await hasty.stuck() == {row for rows in hasty.ids.values() for row in rows}
    assert {hasty.platform.calls_to[name] for name in KINDS} == {4}


async def test_what_the_platform_swallows_is_said_once_and_not_repeated(post: RobotPost) -> None:
    post.strike(SILENT_DROP, 1)
    await post.send()
    await post.settle()
    for name in KINDS:
        assert post.platform.texts_to(name)[-1] == SECOND
        assert post.platform.calls_to[name] == PIECES.get(name, 1) + 1
