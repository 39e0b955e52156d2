"""Links to photos and recordings: for whom they were made, while they see the case; for everybody else there is nothing."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.media.files import SOUND, THUMBNAIL, MediaFiles
from bot.pages.media import MediaPages
from bot.writing import Memory
from handlers.media_links import read_link
from storage.engine import make_engine
from storage.keys import Keyring
from storage.media import Kept, MediaBook
from storage.reader import Reader
from storage.sqlite_writer import SqliteWriter
from tests.handlers.office import Office, open_office
from tests.handlers.stories import CITY, HE, LAMP, LI, OFFICE, SECRECY, ZHANG, ZHAO, play, reported

NAME = "{:032x}.jpg"
LINK = re.compile(r"/media/[0-9a-f-]+")
GHOST = "/media/1-1-7fffff-00000000000000000000000000000000"


class OfficeClock:
    """The office's own."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def now(self) -> datetime:
        return self._office.now

    def monotonic(self) -> float:
        return 0.0


class Place:
    """An office with a page for its files."""

    def __init__(self, office: Office, files: MediaFiles, url: str, session: ClientSession) -> None:
        self.office, self.files, self.url, self.session = office, files, url, session

    def sends(self, number: int, kind: str = "photo", who: str = ZHANG) -> str:
        name = NAME.format(number)
        sent = {"kind": kind, "reference": name, "url": "", "format": "jpg"}
        self.office.send(who, kind=kind, media=[sent])
        self.files.put(name, b"0123456789")
        return name

    def keep(self, what: Kept) -> None:
        """The fetcher has been."""
        with self.office.engine.begin() as connection:
            book = MediaBook(connection, self.office.keys)
            for item in book.due(self.office.now, 10):
                assert book.kept(item.id, what)

    def links(self, who: str, line: str = "查 1") -> list[str]:
        return LINK.findall(self.office.say(who, line))

    async def get(self, link: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        async with self.session.get(f"{self.url}{link}", headers=headers) as answer:
            return answer.status, await answer.read(), dict(answer.headers)


PHOTO = Kept("image/jpeg", 10, has_thumbnail=True)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    engine, reading = make_engine(url), make_engine(url, read_only=True)
    office = open_office(tmp_path, engine)
    files = MediaFiles(tmp_path / "media", office.keys)
    writer, reader = SqliteWriter(engine), Reader(reading)
    app = web.Application()
    MediaPages(Memory(writer, reader), office.keys, OfficeClock(office), office.desk, files).register(app)
    server = TestServer(app)
    await server.start_server()
    async with ClientSession() as session:
        yield Place(office, files, str(server.make_url("")).rstrip("/"), session)
    await server.close()
    writer.stop()
    reader.stop()
    engine.dispose()
    reading.dispose()


async def test_who_sees_the_case_gets_a_link_of_their_own_and_the_picture(place: Place) -> None:
    reported(place.office)
    place.sends(1)
    place.keep(PHOTO)
    told = "\n".join(place.office.heard(ZHAO))
    assert "照片1 http" in told
    (link,) = place.links(ZHAO)
    status, body, headers = await place.get(link)
    assert (status, body, headers["Content-Type"]) == (200, b"0123456789", "image/jpeg")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Disposition"].startswith("inline")
    assert place.links(ZHAO) != place.links(OFFICE)


async def test_a_player_may_ask_for_a_part(place: Place) -> None:
    reported(place.office)
    name = place.sends(1, "voice")
    place.files.put(f"{name}{SOUND}", b"RIFFsound")
    place.keep(Kept("audio/amr", 10, has_sound=True))
    (link,) = place.links(ZHAO)
    status, body, headers = await place.get(link, Range="bytes=2-5")
    assert (status, body, headers["Content-Range"]) == (206, b"FFso", "bytes 2-5/9")
    assert headers["Content-Type"] == "audio/wav"
    assert (await place.get(link, Range="bytes=50-"))[0] == 416
    assert (await place.get(f"{link}?v=original"))[1] == b"0123456789"
    assert (await place.get(f"{link}?v=original"))[2]["Content-Disposition"].startswith("attachment")


async def test_a_small_picture_comes_first(place: Place) -> None:
    reported(place.office)
    name = place.sends(1)
    place.files.put(f"{name}{THUMBNAIL}", b"small")
    place.keep(PHOTO)
    (link,) = place.links(ZHAO)
    assert (await place.get(f"{link}?v=small"))[1] == b"small"


async def test_a_link_is_worth_nothing_once_its_owner_may_not_see_the_case(place: Place) -> None:
    reported(place.office)
    place.sends(1)
    place.keep(PHOTO)
    place.office.say(ZHAO, "交办 1 城管局")
    (link,) = place.links(CITY)
    assert (await place.get(link))[0] == 200
    play(place.office, [(CITY, "申退 1 不归我们", "申退"), (OFFICE, "同意退办 1 住建局", "住")])
    ghost = await place.get(GHOST)
    gone = await place.get(link)
    assert (gone[0], gone[1]) == (ghost[0], ghost[1]) == (404, ghost[1])


async def test_links_of_sealed_cases_are_those_of_the_duty(place: Place) -> None:
    place.office.say(ZHANG, "我不想活了")
    place.sends(1)
    place.keep(PHOTO)
    (link,) = place.links(SECRECY)
    assert (await place.get(link))[0] == 200
    with place.office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE people SET duties = '[\"secrecy\"]' WHERE name = '郑宝'")
        connection.exec_driver_sql("UPDATE versions SET version = version + 1")
    place.office.reload_directory()
    assert (await place.get(link))[0] == 404


async def test_a_link_ends(place: Place) -> None:
    reported(place.office)
    place.sends(1)
    place.keep(PHOTO)
    (link,) = place.links(ZHAO)
    place.office.pass_time(hours=71)
    assert (await place.get(link))[0] == 200
    place.office.pass_time(hours=3)
    assert (await place.get(link))[0] == 404
    assert (await place.get(place.links(ZHAO)[0]))[0] == 200


async def test_a_link_that_was_changed_opens_nothing(place: Place) -> None:
    reported(place.office)
    place.sends(1)
    place.sends(2)
    place.keep(PHOTO)
    first, second = place.links(ZHAO)
    parts = first.removeprefix("/media/").split("-")
    for position, value in ((0, "2"), (1, "99"), (2, "7fffff"), (3, "0" * 32), (3, second[-32:])):
        changed = [value if index == position else part for index, part in enumerate(parts)]
        assert (await place.get(f"/media/{'-'.join(changed)}"))[0] == 404


async def test_what_is_not_here_yet_says_so_to_those_who_may_see_it(place: Place) -> None:
    reported(place.office)
    place.sends(1)
    (link,) = place.links(ZHAO)
    status, body, _ = await place.get(link)
    assert (status, "还在" in body.decode()) == (503, True)
    with place.office.engine.begin() as connection:
        MediaBook(connection, place.office.keys).lost(1, "40007")
    assert "照片1没有取到" in place.office.say(ZHAO, "查 1")
    assert "没有取到" in (await place.get(link))[1].decode()


async def test_nobody_is_given_links_to_what_they_do_not_see(place: Place) -> None:
    reported(place.office)
    place.sends(1)
    assert place.links(HE) == []
    assert place.links(LI) == []  # a deputy of the station sees that there is a case, without what is personal


async def test_a_department_is_sent_the_links_with_its_slip(place: Place) -> None:
    reported(place.office, text=LAMP)
    place.sends(1)
    place.office.say(ZHAO, "交办 1 城管局")
    (slip,) = [text for text in place.office.heard(CITY) if "转办单" in text]
    (link,) = LINK.findall(slip)
    place.keep(PHOTO)
    assert (await place.get(link))[0] == 200
    assert re.fullmatch(r"/media/[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]{32}", link)


async def test_links_say_nothing_of_anybody(place: Place) -> None:
    reported(place.office)
    place.sends(1)
    for link in place.links(ZHAO):
        assert ZHAO not in link
        assert "2026" not in link


@given(st.text(alphabet="0123456789abcdef-", max_size=80) | st.text(max_size=40))
def test_anything_as_a_link_is_read_without_harm(token: str) -> None:
    keys = Keyring([("k1", b"k" * 32)])
    assert read_link(keys, token, datetime(2026, 11, 23, tzinfo=UTC)) is None
