"""From a channel into the inbox: once, and durable before anybody is answered."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.channels.base import Inbound, Media, MessageKind
from bot.intake import NotStored
from handlers.message import Message
from storage.inbox import Inbox
from tests.bot.hand_clock import HandClock
from tests.bot.machine_house import House, inbound, machine_house

COUNT = "SELECT COUNT(*) FROM inbox"


async def test_a_message_is_in_the_inbox_when_it_is_received(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        received = await house.machine.intake.receive(inbound("路灯", who="oZhang", key="1", at=house.clock.now()))
        assert received.is_new
        assert await house.rows("SELECT id, channel, message_key FROM inbox") == [
            (received.inbox_id, "official_account", "1")
        ]


async def test_a_repeat_names_the_first_and_what_was_said_to_it(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        message = inbound("路灯", who="oZhang", key="1", at=house.clock.now())
        first = await house.machine.intake.receive(message)
        await house.until_rows("SELECT COUNT(*) FROM inbox WHERE handled_at IS NULL", [(0,)])
        again = await house.machine.intake.receive(message)
        assert (again.inbox_id, again.is_new, again.is_handled) == (first.inbox_id, False, True)
        assert again.answer is not None
        assert again.answer.text == "收到：路灯"
        assert await house.rows(COUNT) == [(1,)]


async def test_many_at_once_share_few_commits_and_each_is_stored(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        messages = [inbound("别回", who=f"o{n % 7}", key=f"k{n % 90}", at=house.clock.now()) for n in range(120)]
        received = await asyncio.gather(*(house.machine.intake.receive(message) for message in messages))
        assert sum(one.is_new for one in received) == 90
        assert await house.rows(COUNT) == [(90,)]
        await house.until_rows("SELECT COUNT(*) FROM inbox WHERE handled_at IS NULL", [(0,)])
        assert len(house.office.seen) == 90


async def test_all_that_was_sent_reaches_the_handler(sqlite_url: str, tmp_path: Path) -> None:
    photo = Inbound(
        channel="official_account",
        message_key="p1",
        account="oZhang",
        kind=MessageKind.PHOTO,
        sent_at=HandClock().now(),
        text="涵洞\x00塌了\ud800",
        media=(Media(MessageKind.PHOTO, "media-1", url="http://x/1", format="jpg"),),
        event="scan",
        scene="ST01",
        latitude=36.5,
        longitude=117.25,
        recognised=True,
    )
    async with machine_house(tmp_path, sqlite_url) as house:
        message = await _opened(house, photo)
    assert (message.kind, message.account, message.text) == ("photo", "oZhang", "涵洞塌了?")
    assert message.media == ({"kind": "photo", "reference": "media-1", "url": "http://x/1", "format": "jpg"},)
    assert (message.event, message.scene, message.latitude, message.longitude) == ("scan", "ST01", 36.5, 117.25)
    assert message.recognised


async def _opened(house: House, message: Inbound) -> Message:
    item = house.machine.intake.seal(message)

    def work(connection: Connection) -> Message:
        inbox = Inbox(connection, house.machine.keys)
        inbox.put(item)
        row = inbox.oldest_of(item.sender_key)
        assert row is not None
        opened = Message.from_payload(row.inbox_id, row.received_at, inbox.open(row))
        inbox.handled(row.inbox_id, house.clock.now())
        return opened

    return await house.machine.memory.write(work)


async def test_a_full_disk_is_told_as_not_stored_and_nothing_is_half_done(sqlite_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, sqlite_url) as house:
        await _limit(house, 1)
        with pytest.raises(NotStored):
            for number in range(500):
                await house.stores("别回" + "长" * 300, key=f"k{number}")
        stored = (await house.rows(COUNT))[0][0]
        assert (await house.look("/readyz"))[0] == 503
        await _limit(house, 1_000_000)
        house.clock.move(seconds=2)
        assert await house.look("/readyz") == (200, {"ready": True, "degraded": []})
        await house.stores("别回，有地方了", key="later")
        assert await house.rows(COUNT) == [(stored + 1,)]
        await house.until_rows("SELECT COUNT(*) FROM inbox WHERE handled_at IS NULL", [(0,)])


async def _limit(house: House, pages: int) -> None:
    """SQLite grows no further than this; fewer pages than there are cannot be had."""
    await house.machine.memory.write(
        lambda connection: connection.execute(text(f"PRAGMA max_page_count = {pages}")).scalar()
    )


async def test_the_stored_message_survives_what_kills_the_process(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        await house.stores("别回", key="1")
    async with machine_house(tmp_path, database_url) as house:
        assert await house.rows(COUNT) == [(1,)]
