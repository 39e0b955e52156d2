"""Alone with the bot: what is said is kept once, answered, shown to the page, and comes back after a broken line."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import Connection, event

from bot.channels.base import MessageKind, Outbound
from tests.bot.chat_house import House, Page, Person, chat_house, texts
from tests.bot.test_media_kinds import PLACE, exif, jpeg, part

SOUND = b"ID3\x04" + b"\0" * 60


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with chat_house(tmp_path) as house:
        yield house


@pytest.fixture
async def zhang(house: House) -> AsyncIterator[Person]:
    async with ClientSession() as session:
        yield Person(house, session, "demo-zhang")


@pytest.fixture
async def zhaomin(house: House) -> AsyncIterator[Person]:
    async with ClientSession() as session:
        yield Person(house, session, "demo-zhaomin")


def rows(house: House, sql: str) -> list[Any]:
    with sqlite3.connect(house.database) as connection:
        found = connection.execute(sql).fetchall()
    connection.close()
    return found


async def test_a_message_is_stored_with_its_inbox_row_and_answered(house: House, zhang: Person) -> None:
    status, answer = await zhang.send("路灯坏了", key="first-one")
    await house.answered()
    assert status == 200
    assert answer["item"]["mine"] is True
    assert answer["item"]["key"] == "first-one"
    said = await zhang.read()
    assert texts(said) == ["路灯坏了", "收到：路灯坏了"]
    assert (said[1]["bot"], said[1]["name"], said[1]["buttons"][0]) == (True, "小联", ["查进度", "查 12"])
    assert rows(house, "SELECT channel, message_key FROM inbox") == [("webchat", "demo-zhang:first-one")]
    heard = house.inbound[0]
    assert (heard.channel, heard.account, heard.conversation, heard.kind) == (
        "webchat",
        "demo-zhang",
        "",
        MessageKind.TEXT,
    )


async def test_a_message_sent_again_is_the_same_message(house: House, zhang: Person) -> None:
    first = await zhang.send("路灯坏了", key="same-key")
    again = await asyncio.gather(*(zhang.send("路灯坏了", key="same-key") for _ in range(5)))
    await house.answered()
    assert {json.dumps(answer) for _, answer in [first, *again]} == {json.dumps(first[1])}
    assert len(house.inbound) == 1
    assert len(rows(house, "SELECT id FROM inbox")) == 1
    assert len(await zhang.read()) == 2


async def test_a_full_disk_keeps_neither_half_and_the_same_message_may_come_again(house: House, zhang: Person) -> None:
    rows(house, "VACUUM")  # no room is left of what migrations dropped
    pages = [rows(house, "PRAGMA page_count")[0][0]]

    @event.listens_for(house.engine, "begin")
    def no_more_than(connection: Connection) -> None:  # a limit belongs to a connection, and there are several
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages[-1]}")

    status, answer = await zhang.send("长" * 4000, key="when-full")
    assert (status, answer["later"]) == (503, True)
    assert rows(house, "SELECT 1 FROM inbox UNION ALL SELECT 1 FROM chat_messages") == []
    pages.append(100_000)
    assert (await zhang.send("长" * 4000, key="when-full"))[0] == 200
    assert len(rows(house, "SELECT 1 FROM inbox")) == 1


async def test_two_people_may_use_the_same_key(house: House, zhang: Person, zhaomin: Person) -> None:
    await zhang.send("您好", key="same-key")
    await zhaomin.send("待办", key="same-key")
    assert [heard.text for heard in house.inbound] == ["您好", "待办"]


async def test_the_words_are_nowhere_in_the_file_as_they_were_written(house: House, zhang: Person) -> None:
    await zhang.send("我的电话是13800001234")
    await house.answered()
    files = [file.read_bytes() for file in house.database.parent.glob("liaison.db*")]
    assert not any(b"13800001234" in data or "我的电话".encode() in data for data in files)


async def test_the_bots_message_is_shown_once_a_key(house: House, zhang: Person) -> None:
    letter = Outbound("out-7", "demo-zhang", "您的件办好了")
    first, second = await house.channel.send(letter), await house.channel.send(letter)
    assert first.platform_id
    assert second.platform_id == ""
    assert texts(await zhang.read()) == ["您的件办好了"]


async def test_nobody_reads_anothers_conversation(house: House, zhang: Person, zhaomin: Person) -> None:
    await zhang.send("路灯坏了")
    await house.answered()
    assert await zhaomin.read() == []
    query = {"as": "demo-zhaomin", "conversation": "bot:demo-zhang"}
    async with zhaomin.session.get(f"{house.url}/chat/messages", params=query) as answer:
        assert answer.status == 404


async def test_an_open_page_hears_the_answer_at_once(house: House, zhang: Person) -> None:
    async with zhang.page() as page:
        welcome = await page.hear("welcome")
        assert [one["title"] for one in welcome["conversations"]] == ["小联"]
        await page.hear("lines")
        await page.say(type="send", key="from-page", kind="text", text="路灯坏了")
        ack = await page.hear("ack")
        assert (ack["key"], ack["item"]["text"]) == ("from-page", "路灯坏了")
    await house.answered()
    async with zhang.page() as page:
        assert texts((await page.hear("lines"))["items"]) == ["路灯坏了", "收到：路灯坏了"]


async def next_lines(page: Page, count: int) -> list[str]:
    return [(await page.hear("line"))["item"]["text"] for _ in range(count)]


async def test_a_page_that_comes_back_hears_exactly_what_it_missed(house: House, zhang: Person) -> None:
    await house.channel.send(Outbound("1", "demo-zhang", "第一条"))
    async with zhang.page() as page:
        place = (await page.hear("lines"))["items"][-1]["place"]
    for number in ("2", "3"):
        await house.channel.send(Outbound(number, "demo-zhang", f"第{number}条"))
    async with zhang.page(seen={"": place}) as page:
        assert texts((await page.hear("lines"))["items"]) == ["第2条", "第3条"]
        await house.channel.send(Outbound("4", "demo-zhang", "第4条"))
        assert await next_lines(page, 1) == ["第4条"]


async def test_a_page_that_missed_very_much_hears_all_of_it_in_order(house: House, zhang: Person) -> None:
    for number in range(450):
        await house.channel.send(Outbound(str(number), "demo-zhang", str(number)))
    heard: list[str] = []
    async with zhang.page(seen={"": 0}) as page:
        while len(heard) < 450:
            heard += texts((await page.hear("lines"))["items"])
    assert heard == [str(number) for number in range(450)]


async def test_nothing_is_lost_between_catching_up_and_listening(house: House, zhang: Person) -> None:
    async def speak() -> None:
        for number in range(60):
            await house.channel.send(Outbound(str(number), "demo-zhang", str(number)))

    async def listen() -> list[str]:
        """A line that breaks again and again, as on a train."""
        heard: dict[int, str] = {}
        while len(heard) < 60:
            async with zhang.page(seen={"": max(heard, default=0)}) as page:
                for _ in range(7):
                    event = json.loads(await page.socket.receive_str(timeout=10))
                    items = event.get("items", [event["item"]] if "item" in event else [])
                    heard |= {item["place"]: item["text"] for item in items}
                    if len(heard) == 60:
                        break
        return [heard[place] for place in sorted(heard)]

    _, heard = await asyncio.gather(speak(), listen())
    assert heard == [str(number) for number in range(60)]


async def test_unread_counts_go_down_when_read_and_never_count_ones_own(house: House, zhang: Person) -> None:
    await zhang.send("路灯坏了")
    await house.answered()
    await house.channel.send(Outbound("n1", "demo-zhang", "有进展了"))
    async with zhang.page() as page:
        assert (await page.hear("welcome"))["conversations"][0]["unread"] == 2
        place = (await page.hear("lines"))["items"][-1]["place"]
        await page.say(type="read", conversation="", place=place)
        await page.say(type="ping")
        await page.hear("pong")
    async with zhang.page() as page:
        assert (await page.hear("welcome"))["conversations"][0]["unread"] == 0


async def test_a_photo_reaches_the_bot_without_its_place_and_only_its_owner_sees_it(
    house: House, zhang: Person, zhaomin: Person
) -> None:
    status, taken = await zhang.upload(jpeg(part(0xE1, exif(1))))
    assert (status, taken["kind"]) == (200, "photo")
    await zhang.send(kind="photo", media=taken["media"])
    heard = house.inbound[0]
    assert (heard.kind, heard.media[0].reference, heard.media[0].format) == (MessageKind.PHOTO, taken["media"], "jpg")
    assert (await zhang.fetch(taken["media"]))[0] == 200
    assert PLACE not in (house.files.get(taken["media"]) or b"")
    assert b"JFIF" not in (house.media / taken["media"]).read_bytes()
    assert (await zhaomin.fetch(taken["media"]))[0] == 404
    assert (await zhaomin.send(kind="photo", media=taken["media"]))[0] == 400


async def test_a_voice_is_taken_and_served_as_what_it_is(house: House, zhang: Person) -> None:
    _, taken = await zhang.upload(SOUND)
    status, answer = await zhang.send(kind="voice", media=taken["media"])
    assert (status, answer["item"]["media"]) == (200, taken["media"])
    async with zhang.session.get(f"{house.url}/chat/media/{taken['media']}?as=demo-zhang") as got:
        assert got.headers["Content-Type"] == "audio/mpeg"
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert await got.read() == SOUND


@pytest.mark.parametrize("data", [b"<script>alert(1)</script>", b"", b"%PDF-1.7 ..."])
async def test_other_files_are_refused_in_plain_words(zhang: Person, data: bytes) -> None:
    status, answer = await zhang.upload(data)
    assert status == 415
    assert "只能发照片" in answer["error"]


async def test_a_file_beyond_ten_megabytes_is_refused(house: House, zhang: Person) -> None:
    status, answer = await zhang.upload(SOUND + b"\0" * (10 * 1024 * 1024))
    assert status == 413
    assert "10 MB" in answer["error"]
    assert not house.media.exists()


@pytest.mark.parametrize(
    "name", ["../liaison.db", "..%2Fliaison.db", "%2e%2e%2fkey", "....//key", "a" * 32 + ".jpg", "%00", "key"]
)
async def test_no_name_leads_out_of_the_folder_of_photos(house: House, zhang: Person, name: str) -> None:
    await zhang.upload(SOUND)
    async with zhang.session.get(f"{house.url}/chat/media/{name}?as=demo-zhang") as answer:
        assert answer.status == 404


async def test_a_place_is_sent_with_its_name_and_degrees(house: House, zhang: Person) -> None:
    await zhang.send("西关村村口", kind="location", latitude=34.25, longitude=108.95)
    heard = house.inbound[0]
    assert (heard.kind, heard.text, heard.latitude, heard.longitude) == (
        MessageKind.LOCATION,
        "西关村村口",
        34.25,
        108.95,
    )


async def test_the_code_scanned_at_a_station_comes_with_the_message(house: House, zhang: Person) -> None:
    await zhang.send("路灯坏了", scene="ST01")
    scan, heard = house.inbound
    assert (scan.kind, scan.event, scan.scene, scan.text) == (MessageKind.EVENT, "scan", "ST01", "")
    assert (heard.kind, heard.event, heard.scene, heard.text) == (MessageKind.TEXT, "", "ST01", "路灯坏了")
    assert rows(house, "SELECT message_key FROM inbox ORDER BY id") == [(scan.message_key,), (heard.message_key,)]


async def test_a_code_alone_is_told_to_the_bot_and_leaves_no_bubble(house: House, zhang: Person) -> None:
    for _ in range(2):
        assert await zhang.send(kind="event", scene="ST01", key="the-same-scan") == (200, {"item": None})
    assert len(rows(house, "SELECT id FROM inbox")) == 1
    await house.answered()
    assert [item["mine"] for item in await zhang.read()] == [False]


@pytest.mark.parametrize(
    "body",
    [
        0,
        [],
        "您好",
        {},
        {"key": "abcdefgh"},
        {"key": "abcdefgh", "text": "   "},
        {"key": "short", "text": "您好"},
        {"key": "has:colon", "text": "您好"},
        {"key": ["a"], "text": "您好"},
        {"key": "abcdefgh", "text": {"a": 1}},
        {"key": "abcdefgh", "kind": "event", "text": "您好"},
        {"key": "abcdefgh", "kind": "photo", "text": "您好"},
        {"key": "abcdefgh", "kind": "photo", "media": "../key"},
        {"key": "abcdefgh", "kind": "text", "text": "您好", "media": "a.jpg"},
        {"key": "abcdefgh", "kind": "location"},
        {"key": "abcdefgh", "kind": "location", "latitude": 1e999, "longitude": 0},
        {"key": "abcdefgh", "conversation": "group:没有的群", "text": "您好"},
        {"key": "abcdefgh", "conversation": "bot:demo-limei", "text": "您好"},
    ],
)
async def test_what_is_no_message_is_refused_and_leaves_nothing(house: House, zhang: Person, body: Any) -> None:
    async with zhang.session.post(f"{house.url}/chat/send?as=demo-zhang", json=body) as answer:
        assert answer.status in {400, 404}
        assert (await answer.json())["error"]
    assert rows(house, "SELECT 1 FROM inbox UNION ALL SELECT 1 FROM chat_messages") == []


async def test_a_very_long_message_is_refused_in_plain_words(zhang: Person) -> None:
    status, answer = await zhang.send("长" * 5001)
    assert (status, answer["error"]) == (413, "这条消息太长，请分几次发。")


@pytest.mark.parametrize("frame", ["", "{", "[]", "1", '{"type": "hello", "seen": 5}', '{"type": "read"}', '"x"'])
async def test_a_page_that_talks_nonsense_harms_nobody(zhang: Person, frame: str) -> None:
    async with zhang.page() as page:
        await page.hear("lines")
        await page.socket.send_str(frame)
        await page.say(type="ping")
        await page.hear("pong")


async def test_half_a_character_in_a_message_does_not_stop_it(house: House, zhang: Person) -> None:
    body = b'{"key": "abcdefgh", "text": "\\ud83d \\u0000 ok"}'
    headers = {"Content-Type": "application/json"}
    async with zhang.session.post(f"{house.url}/chat/send?as=demo-zhang", data=body, headers=headers) as answer:
        assert answer.status == 200
    assert house.inbound[0].text.endswith("ok")
