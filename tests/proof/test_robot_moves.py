"""The robot's long connection moves from a killed process to another one: nothing lost, nothing said twice."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.journeys.people import Via
from tests.journeys.robot_line import RobotPerson, by_websocket, robot_platform
from tests.journeys.settings import Table
from tests.journeys.waiting import until
from tests.platforms.aibot_socket import AibotSocketPlatform
from tests.proof.house import House, moving_in


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@asynccontextmanager
async def beside(first: House, folder: Path, **changes: Table) -> AsyncIterator[House]:
    """Another machine of the same office: the same database and key, a port and files of its own."""
    second = House(made(folder), first.database_url, first.session, first.platforms)
    key_file = str(first.folder / "var" / "liaison.key")
    second.settle_in(security={"key_file": key_file}, **changes)
    try:
        yield second
    finally:
        if second.process is not None:
            await second.end(signal.SIGKILL)


async def is_gone(robot: AibotSocketPlatform) -> None:
    async def look() -> bool:
        return not robot.is_joined

    await until(look, lambda: "the platform still has a connection")


async def voter_says(house: House, place: int) -> None:
    words = f"柳林村{place}组的路灯坏了，晚上没法走"
    message = house.write(house.platforms.official_account.text, f"oVoter{place}", words, f"2400000000000000{place}")
    answered = await house.bring(message)
    assert answered is not None
    assert answered.status == 200


async def test_it_moves_from_a_killed_process_to_another(empty_postgres_url: str, tmp_path: Path) -> None:
    async with robot_platform() as robot:
        changes = {"channels__wecom_aibot": by_websocket(robot), "channels__wecom_app": {"enabled": False}}
        async with (
            moving_in(made(tmp_path / "a"), empty_postgres_url, None, **changes) as first,
            beside(first, tmp_path / "b", **changes) as second,
        ):
            await first.start()
            await robot.until_joined()
            await second.start()
            limei, clerk = RobotPerson(robot, "limei"), RobotPerson(robot, "zhaomin")
            await clerk.says("待办").hears("没有", via=Via.PASSIVE)
            numbers = [(await limei.says("柳林村1组的路灯坏了，晚上没法走").hears("编号", via=Via.PASSIVE)).number]
            await voter_says(second, 2)  # taken in by one process, told by the other, which has the connection
            await clerk.hears("柳林村2组")
            await first.is_quiet()
            assert robot.subscribes == [0]

            await first.end(signal.SIGKILL)
            await is_gone(robot)
            await voter_says(second, 3)  # nobody has the connection now: what it causes waits
            numbers.append((await limei.says("柳林村4组的路灯坏了，晚上没法走").hears("编号", via=Via.PASSIVE)).number)
            await clerk.hears("柳林村3组")
            await second.is_quiet()
            assert robot.subscribes == [0, 0]

            await first.start()
            assert await second.end(signal.SIGTERM) == 0  # gives it up: nobody has to wait for the lease
            await is_gone(robot)
            numbers.append((await limei.says("柳林村5组的路灯坏了，晚上没法走").hears("编号", via=Via.PASSIVE)).number)
            await first.is_quiet()
            await limei.listen()
            await clerk.listen()
            assert robot.subscribes == [0, 0, 0]
            assert len(set(numbers)) == len(numbers)
            assert [limei.count("收到了，编号", number) for number in numbers] == [1, 1, 1]
            assert [clerk.count("【", f"柳林村{place}组") for place in range(1, 6)] == [1, 1, 1, 1, 1]
            assert first.number("SELECT COUNT(*) FROM cases") == 5
            assert first.number("SELECT COUNT(*) FROM channel_owners WHERE blocked_at IS NOT NULL") == 0
