"""In a group of the chat: people hear each other at once, and what is not for the bot is written down nowhere."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.channels.base import Outbound
from tests.bot.chat_house import GROUP, House, Person, chat_house, texts
from tests.bot.test_media_kinds import jpeg

PRIVATE = "老王家的事咱们私下说"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with chat_house(tmp_path) as house:
        yield house


@pytest.fixture
async def people(house: House) -> AsyncIterator[dict[str, Person]]:
    async with AsyncExitStack() as stack:
        names = {"zhang": "demo-zhang", "zhaomin": "demo-zhaomin", "limei": "demo-limei"}
        yield {
            name: Person(house, await stack.enter_async_context(ClientSession()), account)
            for name, account in names.items()
        }


def everything_on_disk(house: House) -> bytes:
    return b"".join(file.read_bytes() for file in house.database.parent.rglob("*") if file.is_file())


def count(house: House, table: str) -> int:
    with sqlite3.connect(house.database) as connection:
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
    connection.close()
    return int(found)


async def test_members_hear_each_other_by_name(house: House, people: dict[str, Person]) -> None:
    async with people["zhaomin"].page() as page:
        await page.hear("lines")
        await page.hear("lines")
        await people["limei"].send("大家好", conversation=GROUP)
        heard = await page.hear("line")
    assert (heard["conversation"], heard["item"]["name"], heard["item"]["mine"]) == (GROUP, "李梅", False)
    assert "key" not in heard["item"]


async def test_what_is_not_for_the_bot_is_written_nowhere(house: House, people: dict[str, Person]) -> None:
    await people["limei"].send(PRIVATE, conversation=GROUP)
    assert texts(await people["zhaomin"].read(GROUP)) == [PRIVATE]
    assert PRIVATE.encode() not in everything_on_disk(house)
    assert b"demo-limei" not in everything_on_disk(house)
    assert (count(house, "chat_messages"), count(house, "inbox"), count(house, "overheard")) == (0, 0, 1)
    assert house.inbound == []


async def test_a_photo_among_people_is_written_nowhere(house: House, people: dict[str, Person]) -> None:
    limei, zhaomin = people["limei"], people["zhaomin"]
    status, taken = await limei.upload(jpeg(), GROUP)
    await limei.send(kind="photo", media=taken["media"], conversation=GROUP)
    assert status == 200
    assert await zhaomin.fetch(taken["media"]) == (200, jpeg())
    assert (await people["zhang"].fetch(taken["media"]))[0] == 404
    assert not house.media.exists()
    assert (count(house, "chat_messages"), count(house, "chat_media")) == (0, 0)


async def test_what_is_said_to_the_bot_is_kept_and_answered_in_the_group(
    house: House, people: dict[str, Person]
) -> None:
    await people["limei"].send("@小联 反映：垃圾没人清运", conversation=GROUP)
    await house.answered()
    assert [(heard.text, heard.conversation) for heard in house.inbound] == [("反映：垃圾没人清运", GROUP)]
    said = await people["zhaomin"].read(GROUP)
    assert texts(said) == ["@小联 反映：垃圾没人清运", "收到：反映：垃圾没人清运"]
    assert said[1]["bot"] is True
    assert count(house, "inbox") == 1


async def test_an_answer_to_the_bots_words_is_for_the_bot(house: House, people: dict[str, Person]) -> None:
    await house.channel.send(Outbound("n1", GROUP, "请补充地点", is_group=True))
    place = (await people["limei"].read(GROUP))[0]["place"]
    _, answer = await people["limei"].send("北关社区", conversation=GROUP, reply_to=place)
    assert [heard.text for heard in house.inbound] == ["北关社区"]
    assert answer["item"]["quoted"] == {"name": "小联", "text": "请补充地点"}


async def test_a_photo_in_answer_to_the_bot_is_kept(house: House, people: dict[str, Person]) -> None:
    await house.channel.send(Outbound("n1", GROUP, "请发一张照片", is_group=True))
    place = (await people["limei"].read(GROUP))[0]["place"]
    _, taken = await people["limei"].upload(jpeg(), GROUP)
    await people["limei"].send(kind="photo", media=taken["media"], conversation=GROUP, reply_to=place)
    assert house.inbound[0].media[0].reference == taken["media"]
    assert house.files.get(taken["media"]) == jpeg()
    assert (await people["zhaomin"].fetch(taken["media"]))[0] == 200


async def test_an_answer_to_a_person_is_not_for_the_bot(house: House, people: dict[str, Person]) -> None:
    _, said = await people["zhaomin"].send("周三开会", conversation=GROUP)
    await people["limei"].send("好的", conversation=GROUP, reply_to=said["item"]["place"])
    assert house.inbound == []


async def test_who_is_no_member_neither_reads_nor_speaks(house: House, people: dict[str, Person]) -> None:
    zhang = people["zhang"]
    status, answer = await zhang.send("@小联 您好", conversation=GROUP)
    assert (status, answer["error"]) == (404, "您不在这个群里。")
    async with zhang.session.get(
        f"{house.url}/chat/messages", params={"as": "demo-zhang", "conversation": GROUP}
    ) as got:
        assert got.status == 404
    assert (await zhang.upload(jpeg(), GROUP))[0] == 404
    async with zhang.page() as page:
        assert len((await page.hear("welcome"))["conversations"]) == 1


async def test_a_group_message_sent_again_is_heard_once(house: House, people: dict[str, Person]) -> None:
    for _ in range(3):
        await people["limei"].send("大家好", key="again-and-again", conversation=GROUP)
    assert texts(await people["zhaomin"].read(GROUP)) == ["大家好"]


async def test_after_a_restart_a_repeat_is_still_known_though_its_words_are_gone(tmp_path: Path) -> None:
    for expected in (["大家好"], []):
        async with chat_house(tmp_path) as house, ClientSession() as session:
            limei = Person(house, session, "demo-limei")
            assert (await limei.send("大家好", key="again-and-again", conversation=GROUP))[0] == 200
            assert texts(await limei.read(GROUP)) == expected


async def test_what_was_overheard_is_forgotten_after_a_day(house: House, people: dict[str, Person]) -> None:
    await people["limei"].send("大家好", conversation=GROUP)
    house.clock.move(hours=24)
    await people["limei"].send("再见", conversation=GROUP)
    assert count(house, "overheard") == 1


async def test_a_page_that_comes_back_to_a_group_hears_what_it_missed(house: House, people: dict[str, Person]) -> None:
    limei, zhaomin = people["limei"], people["zhaomin"]
    _, first = await limei.send("一", conversation=GROUP)
    for text in ("二", "@小联 三", "四"):
        await limei.send(text, conversation=GROUP)
        await house.answered()
    seen = {GROUP: first["item"]["place"], "": 0}
    async with zhaomin.page(seen=seen) as page:
        assert texts((await page.hear("lines"))["items"]) == ["二", "@小联 三", "收到：三", "四"]


async def test_places_in_a_group_rise_even_when_the_clock_stands_still(house: House, people: dict[str, Person]) -> None:
    places = [(await people["limei"].send(str(n), conversation=GROUP))[1]["item"]["place"] for n in range(5)]
    house.clock.move(hours=-1)
    places.append((await people["limei"].send("x", conversation=GROUP))[1]["item"]["place"])
    assert places == sorted(set(places))


async def test_unread_in_a_group_counts_what_others_said(house: House, people: dict[str, Person]) -> None:
    for text in ("一", "@小联 二"):
        await people["limei"].send(text, conversation=GROUP)
        await house.answered()
    await people["zhaomin"].send("三", conversation=GROUP)
    async with people["zhaomin"].page() as page:
        assert [one["unread"] for one in (await page.hear("welcome"))["conversations"]] == [0, 3]


async def test_only_the_last_two_hundred_lines_stay(house: House, people: dict[str, Person]) -> None:
    for number in range(205):
        await people["limei"].send(str(number), conversation=GROUP)
    said = texts(await people["zhaomin"].read(GROUP, after=0))
    assert said == [str(number) for number in range(5, 205)]
