"""Pictures and papers that an office posts: made so that every group can be shown them, and nothing that runs."""

import io
import zipfile
from functools import partial

import pytest
from PIL import Image
from sqlalchemy import Connection, insert

from bot.media.fetching import MediaFetcher
from bot.media.making import Workshop
from bot.media.sending import MediaLoader
from bot.media.workshop import MOST_IN_GROUP
from storage.media import MediaBook
from storage.post_files import PostFile, PostFiles
from storage.tables.directory import people
from tests.bot import media_samples as samples
from tests.bot.media_house import House, World, house, world

__all__ = ["house", "world"]
NAME = f"{7:032x}"


def paper(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for part in parts:
            file.writestr(part, "x")
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (80, 60)) -> bytes:
    """Of noise, which nothing makes small."""
    image = Image.effect_noise(size, 90).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind, quality=95)
    return out.getvalue()


async def sent(house: House, world: World, kind: str, data: bytes, title: str = "") -> tuple[PostFile, list[str]]:
    """One file of a post, tried once: what stands in the book, and why it was given up."""
    given_up: list[str] = []
    world.wecom.files["m-1"] = data
    with house.engine.begin() as connection:
        person = connection.execute(
            insert(people).returning(people.c.id), {"name": "陈志远", "roles": ["commission"]}
        ).scalar_one()
        whose = {"person_id": person, "title": title}
        book = MediaBook(connection, house.keys)
        book.expect(whose, "wecom_app", {"kind": kind, "reference": "m-1"}, NAME, house.clock.now())
    fetcher = MediaFetcher(
        memory=house.memory,
        keys=house.keys,
        clock=house.clock,
        sources=world.sources,
        files=house.files,
        workshop=Workshop(),
        most_bytes=40_000_000,
        on_lost=partial(_note, given_up),
    )
    assert await fetcher.fetch_due() == 1
    with house.engine.begin() as connection:
        (file,) = PostFiles(connection).named([NAME])
    return file, given_up


def _note(given_up: list[str], _connection: Connection, _media_id: int, why: str) -> None:
    given_up.append(why)


async def called(house: House) -> str:
    """The name under which it goes out."""
    loaded = await MediaLoader(house.memory, house.keys, house.files).load(NAME)
    assert loaded is not None
    return loaded.name


@pytest.mark.parametrize(
    "data", [samples.photo(), picture("JPEG", (3000, 2200)), picture("WEBP"), picture("GIF")], ids=len
)
async def test_every_group_can_be_shown_the_picture(house: House, world: World, data: bytes) -> None:
    file, _ = await sent(house, world, "photo", data)
    assert (file.state, file.content_type) == ("kept", "image/jpeg")
    kept = house.get(NAME)
    assert len(kept) <= MOST_IN_GROUP
    assert b"CAMERA" not in kept


@pytest.mark.parametrize(
    ("data", "title", "name"),
    [
        (paper("word/document.xml"), "代表法解读.docx", "代表法解读.docx"),
        (paper("ppt/presentation.xml"), "课件", "课件.pptx"),
        (b"%PDF-1.7 ", "通知.pdf", "通知.pdf"),
        (b"%PDF-1.7 ", "通知.exe", "通知.exe.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "名单.xls", "名单.xls"),
    ],
)
async def test_papers_go_out_under_their_own_name(
    house: House, world: World, data: bytes, title: str, name: str
) -> None:
    file, _ = await sent(house, world, "file", data, title)
    assert file.state == "kept"
    assert await called(house) == name


@pytest.mark.parametrize(
    "data",
    [
        paper("word/document.xml", "word/vbaProject.bin"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"),
        paper("anything.exe"),
        b"MZ of a program",
        samples.amr(),
    ],
)
async def test_what_runs_or_is_no_paper_is_given_up_and_said_so(house: House, world: World, data: bytes) -> None:
    file, given_up = await sent(house, world, "file", data, "文件")
    assert file.state == "lost"
    assert given_up == ["not_taken"]
    assert house.files.get(NAME) is None
