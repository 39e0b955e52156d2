"""Papers and pictures in the built-in chat: staff send papers to the bot, and the bot shows both in a group."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.channels.base import Attachment, MessageKind, Outbound
from tests.bot.chat_house import GROUP, House, Person, chat_house

PAPER = b"%PDF-1.7 \n"
PICTURE = Attachment(MessageKind.PHOTO, "photo-1.jpg", "image/jpeg", b"\xff\xd8\xff a picture")
LEAFLET = Attachment(MessageKind.FILE, "代表法解读.pdf", "application/pdf", PAPER)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with chat_house(tmp_path) as house:
        yield house


@pytest.fixture
async def zhaomin(house: House) -> AsyncIterator[Person]:
    async with ClientSession() as session:
        yield Person(house, session, "demo-zhaomin")


@pytest.fixture
async def zhang(house: House) -> AsyncIterator[Person]:
    async with ClientSession() as session:
        yield Person(house, session, "demo-zhang")


async def test_staff_send_a_paper_under_its_name_and_voters_send_none(
    house: House, zhaomin: Person, zhang: Person
) -> None:
    status, taken = await zhaomin.upload(PAPER)
    assert (status, taken["kind"]) == (200, "file")
    await zhaomin.send("代表法解读.pdf", kind="file", media=taken["media"])
    (heard,) = house.inbound
    assert (heard.kind, heard.text, heard.media[0].reference) == (MessageKind.FILE, "代表法解读.pdf", taken["media"])
    assert (await zhang.upload(PAPER))[0] == 415
    assert (await zhaomin.upload(PAPER, GROUP))[0] == 415


async def test_the_group_is_shown_the_picture_and_the_paper_once_each(
    house: House, zhaomin: Person, zhang: Person
) -> None:
    for key, file in (("k-2", PICTURE), ("k-3", LEAFLET), ("k-2", PICTURE)):
        await house.channel.send(Outbound(key, "县人大代表交流群", "", is_group=True, media=(file,)))
    shown = await zhaomin.read(GROUP)
    assert [(item["kind"], item["text"]) for item in shown] == [("photo", ""), ("file", "代表法解读.pdf")]
    assert await zhaomin.fetch(shown[0]["media"]) == (200, PICTURE.content)
    assert (await zhang.fetch(shown[0]["media"]))[0] == 404
    url = f"{house.url}/chat/media/{shown[1]['media']}?as=demo-zhaomin"
    async with zhaomin.session.get(url) as got:
        assert got.headers["Content-Disposition"] == "attachment"
        assert await got.read() == PAPER
