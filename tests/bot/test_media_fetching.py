"""Files are fetched behind the answer, again until it works or is over, once by whoever comes first, and made ready to be seen."""

import asyncio
import io

import pytest
from PIL import Image
from typing_extensions import override

from bot.channels.base import DeliveryFailed, RefusedForNow, Rejected
from bot.channels.downloads import MediaSource, Source
from bot.media.files import SOUND, THUMBNAIL
from storage.media import MediaBook
from storage.removals import Removals
from storage.tables.media import media
from tests.bot import media_samples as samples
from tests.bot.media_house import MOST, House, World, house, world
from tests.platforms.faults import (
    BAD_GATEWAY,
    CUT_AFTER_TAKING,
    CUT_BEFORE_READING,
    NOT_JSON,
    Fault,
    answer,
    error_code,
)
from tests.platforms.official_account import AES_KEY
from tests.platforms.robot_files import sealed

__all__ = ["house", "world"]


async def test_a_photo_is_fetched_without_its_traces_and_with_a_small_one_beside_it(house: House, world: World) -> None:
    world.account.files["photo-1"] = samples.photo()
    name = house.expect("photo", "photo-1")
    assert await house.fetcher(world.sources).fetch_due() == 1
    row = house.row(name)
    assert (row.state, row.content_type, row.has_thumbnail) == ("kept", "image/jpeg", True)
    kept = house.get(name)
    assert b"CAMERA" not in kept
    with Image.open(io.BytesIO(kept)) as whole:
        assert dict(whole.getexif()) == {0x0112: 6}
    with Image.open(io.BytesIO(house.get(f"{name}{THUMBNAIL}"))) as small:
        assert small.size == (360, 480)  # upright
    assert house.heard == [row.id]
    assert await house.fetcher(world.sources).fetch_due() == 0


async def test_files_lie_on_disk_sealed_and_under_names_that_say_nothing(house: House, world: World) -> None:
    world.account.files["photo-1"] = samples.photo()
    name = house.expect("photo", "photo-1")
    await house.fetcher(world.sources).fetch_due()
    for file in house.folder.iterdir():
        assert file.name.startswith(name)
        data = file.read_bytes()
        assert b"JFIF" not in data
        assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("made", "content_type"), [(samples.amr, "audio/amr"), (samples.silk, "audio/silk")])
async def test_a_recording_can_be_played_in_a_browser(
    house: House, world: World, made: object, content_type: str
) -> None:
    data = samples.amr() if content_type == "audio/amr" else samples.silk()
    world.wecom.files["voice-1"] = data
    name = house.expect("voice", "voice-1", "wecom_app", format="amr")
    await house.fetcher(world.sources).fetch_due()
    row = house.row(name)
    assert (row.state, row.content_type, row.has_sound) == ("kept", content_type, True)
    assert house.get(name) == data
    wav = house.get(f"{name}{SOUND}")
    assert 0.9 < samples.seconds_of(wav) < 1.2
    assert samples.loudness(wav) > 1000


async def test_a_recording_nobody_can_decode_is_kept_for_download(house: House, world: World) -> None:
    world.wecom.files["voice-1"] = b"#!AMR\n" + bytes(200)
    name = house.expect("voice", "voice-1", "wecom_app")
    await house.fetcher(world.sources).fetch_due()
    assert (house.row(name).state, house.row(name).has_sound) == ("kept", False)


async def test_a_film_comes_by_another_address(house: House, world: World) -> None:
    world.account.files["film-1"] = samples.film()
    name = house.expect("video", "film-1")
    await house.fetcher(world.sources).fetch_due()
    assert (house.row(name).state, house.row(name).content_type) == ("kept", "video/mp4")


@pytest.mark.parametrize("own_key", ["", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"])
async def test_the_robots_files_are_opened(house: House, world: World, own_key: str) -> None:
    url = world.robot.put("photo-1", sealed(samples.photo(), own_key or AES_KEY))
    name = house.expect("photo", "m-1", "wecom_aibot", url=url, aeskey=own_key)
    await house.fetcher(world.sources).fetch_due()
    assert house.row(name).state == "kept"
    with Image.open(io.BytesIO(house.get(name))) as whole:
        assert whole.size == (1600, 1200)


LOST = {
    "an id that is over": ("photo", "unknown", None, "40007"),
    "a file of no kind we take": ("file", "script", b"<html><script>alert(1)</script>", "not_taken"),
    "a photo that is none": ("photo", "broken", b"\xff\xd8\xff\xe1\xff\xff" + bytes(20), "not_taken"),
    "a file that is too big": ("file", "big", b"%PDF-" + bytes(MOST), "too_big"),
    "a file without an id": ("photo", "", None, "no_media_id"),
}


@pytest.mark.parametrize(("kind", "reference", "data", "why"), LOST.values(), ids=LOST)
async def test_what_can_be_had_no_more_is_lost_and_says_why(
    house: House, world: World, kind: str, reference: str, data: bytes | None, why: str
) -> None:
    if data is not None:
        world.account.files[reference] = data
    name = house.expect(kind, reference)
    await house.fetcher(world.sources).fetch_due()
    assert (house.row(name).state, house.row(name).error) == ("lost", why)
    house.clock.move(days=1)
    assert await house.fetcher(world.sources).fetch_due() == 0


@pytest.mark.parametrize(
    "fault",
    [
        BAD_GATEWAY,
        NOT_JSON,
        CUT_BEFORE_READING,
        CUT_AFTER_TAKING,
        error_code(-1),
        error_code(45009),
        answer("<html>", 500),
    ],
    ids=repr,
)
async def test_what_fails_for_now_is_tried_again_until_it_works(house: House, world: World, fault: Fault) -> None:
    world.account.files["photo-1"] = samples.photo((40, 30))
    world.account.file_faults.always(fault)
    name = house.expect("photo", "photo-1")
    fetcher = house.fetcher(world.sources)
    for _ in range(2):
        assert await fetcher.fetch_due() == 1
        assert house.row(name).state == "waiting"
        assert await fetcher.fetch_due() == 0  # not before its time
        house.clock.move(seconds=15)
    world.account.file_faults.clear()
    await fetcher.fetch_due()
    assert house.row(name).state == "kept"


async def test_a_token_that_is_over_is_renewed(house: House, world: World) -> None:
    for number in range(2):
        world.account.files[f"photo-{number}"] = samples.photo((40, 30))
        name = house.expect("photo", f"photo-{number}")
        await house.fetcher(world.sources).fetch_due()
        assert house.row(name).state == "kept"
        world.account.invalidate_token()


async def test_after_three_days_it_is_over(house: House, world: World) -> None:
    world.account.file_faults.always(BAD_GATEWAY)
    name, fetcher = house.expect("photo", "photo-1"), house.fetcher(world.sources)
    for _ in range(80):
        await fetcher.fetch_due()
        house.clock.move(hours=1)
    assert (house.row(name).state, house.row(name).error) == ("lost", "expired")
    assert len(world.account.calls) < 90


async def test_an_address_is_over_after_five_minutes(house: House, world: World) -> None:
    world.robot.faults.always(BAD_GATEWAY)
    name = house.expect("photo", "m-1", "wecom_aibot", url=world.robot.put("photo-1", b""))
    fetcher = house.fetcher(world.sources)
    for _ in range(12):
        await fetcher.fetch_due()
        house.clock.move(seconds=60)
    assert house.row(name).state == "lost"


async def test_two_processes_fetch_a_file_once(house: House, world: World) -> None:
    world.account.files["photo-1"] = samples.photo((40, 30))
    house.expect("photo", "photo-1")
    await asyncio.gather(*(house.fetcher(world.sources).fetch_due() for _ in range(4)))
    assert world.account.calls.count("/cgi-bin/media/get") == 1


class Hanging(MediaSource):
    """A platform that does not answer until the process is gone."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    @property
    @override
    def by_address(self) -> bool:
        return False

    @override
    async def fetch(self, source: Source, most: int) -> bytes:
        self.asked.set()
        await asyncio.Event().wait()
        return b""


async def test_a_process_that_dies_in_a_try_leaves_it_to_the_next(house: House, world: World) -> None:
    world.account.files["photo-1"] = samples.photo((40, 30))
    name, hanging = house.expect("photo", "photo-1"), Hanging()
    dying = asyncio.create_task(house.fetcher({"official_account": hanging}).fetch_due())
    await hanging.asked.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    assert await house.fetcher(world.sources).fetch_due() == 0
    house.clock.move(minutes=3)
    assert await house.fetcher(world.sources).fetch_due() == 1
    assert house.row(name).state == "kept"


class LetGo(MediaSource):
    """The person wants their data gone while the platform answers."""

    def __init__(self, house: House, data: bytes) -> None:
        self._house = house
        self._data = data

    @property
    @override
    def by_address(self) -> bool:
        return False

    @override
    async def fetch(self, source: Source, most: int) -> bytes:
        with self._house.engine.begin() as connection:
            MediaBook(connection, self._house.keys).remove(media.c.id > 0, self._house.clock.now())
        return self._data


async def test_what_was_let_go_while_it_was_fetched_goes(house: House) -> None:
    house.expect("photo", "photo-1")
    await house.fetcher({"official_account": LetGo(house, samples.photo((40, 30)))}).fetch_due()
    assert house.heard == []
    house.clock.move(minutes=3)
    with house.engine.begin() as connection:
        waiting = Removals(connection).waiting(10, house.clock.now())
    for _, name in waiting:
        house.files.remove(name)
    assert list(house.folder.iterdir()) == []


async def test_a_channel_without_a_source_loses_what_it_cannot_fetch(house: House) -> None:
    name = house.expect("photo", "photo-1", "wecom_app")
    await house.fetcher({}).fetch_due()
    assert (house.row(name).state, house.row(name).error) == ("lost", "no_source")


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("", Rejected),
        ("file:///etc/passwd", Rejected),
        ("http://", Rejected),
        ("http://127.0.0.1:1/x", RefusedForNow),
        ("http://[::1/x", Rejected),
    ],
)
async def test_an_address_that_is_none_is_refused_without_being_named(
    world: World, url: str, error: type[DeliveryFailed]
) -> None:
    with pytest.raises(error) as refused:
        await world.sources["wecom_aibot"].fetch(Source("m", url), MOST)
    assert url not in str(refused.value) or not url
    assert refused.value.__cause__ is None
