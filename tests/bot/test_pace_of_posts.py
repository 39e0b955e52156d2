"""A post to many groups whose robots may speak 20 times a minute: none is too fast, and it ends when it was said to. The clock is moved by hand."""

from pathlib import Path

from sqlalchemy import Connection

from benchmarks.posting.counting import Call, counted, robot_of
from benchmarks.posting.office import publish
from bot.config_sections import GROUP_SECONDS
from bot.courier import ARRIVAL_SECONDS
from bot.directory_files.json import content_of
from handlers.directory_import import import_directory
from handlers.rules.posting_pace import seconds_until_everywhere
from storage.sending import oldest_due
from tests.bot.machine_house import House, machine_house
from tests.platforms.wecom import WecomPlatform

# The first robot is in more groups than two minutes' allowances hold, the second in few.
KEYS = [f"robot1-group{number}" for number in range(40)] + [f"robot2-group{number}" for number in range(20)]
STEP = 3


async def posts(house: House) -> None:
    """One notice to all these groups, as it goes out when it was agreed to."""
    rows = [
        {"name": key, "audience": "office", "channel": "wecom_group", "address": key, "robot": robot_of(key)}
        for key in KEYS
    ]

    def work(connection: Connection) -> None:
        import_directory(connection, house.machine.keys, content_of({"groups": rows}, "groups"), house.clock.now())
        publish(house.machine, connection)

    await house.machine.memory.write(work)


async def nothing_is_due(house: House) -> None:
    def look(connection: Connection) -> int:
        return oldest_due(connection, house.clock.now())[0]

    while await house.machine.memory.read(look):
        house.machine.delivery.wake()


def test_what_is_said_is_what_is_counted() -> None:
    assert GROUP_SECONDS == 60 + ARRIVAL_SECONDS


async def test_each_robot_keeps_its_pace_and_the_last_group_has_it_in_time(sqlite_url: str, tmp_path: Path) -> None:
    wecom = WecomPlatform()
    async with wecom.serve() as address:
        channel = "LIAISON__CHANNELS__WECOM_GROUP__"
        more = {f"{channel}ENABLED": "true", f"{channel}API_BASE": address}
        async with machine_house(tmp_path, sqlite_url, more=more) as house:
            await posts(house)
            began, calls = house.clock.now(), list[Call]()
            while (at := (house.clock.now() - began).total_seconds()) <= 150:
                await nothing_is_due(house)
                calls += [(one.to, at) for one in wecom.sent[len(calls) :]]
                house.clock.move(seconds=STEP)
    found = counted(KEYS, calls)
    assert (found.missing, found.twice) == (0, 0)
    assert found.most_in_a_minute == 18  # two fewer than the platform allows
    assert found.seconds == seconds_until_everywhere({"robot1": 40, "robot2": 20}, 1, 18, GROUP_SECONDS) == 126
    assert max(at for key, at in calls if robot_of(key) == "robot2") == GROUP_SECONDS
