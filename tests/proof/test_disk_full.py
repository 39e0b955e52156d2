"""The disk is full: the platform is told to try again, nothing is half done, and nothing acknowledged is lost."""

import errno
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.waiting import until
from tests.proof.house import House, moving_in

MOST = 400
DISK = "size=6m"


class Quota:
    """The system lets the service's files grow no further (RLIMIT_FSIZE)."""

    def __init__(self, house: House) -> None:
        self._house = house

    def fill(self) -> None:
        assert self._house.process is not None
        wal = self._house.folder / "liaison.db-wal"
        _, hard = resource.prlimit(self._house.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self._house.process.pid, resource.RLIMIT_FSIZE, (wal.stat().st_size, hard))

    def free(self) -> None:
        assert self._house.process is not None
        _, hard = resource.prlimit(self._house.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self._house.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


class SmallDisk:
    """The database lies on a disk of its own, which somebody else fills to the last byte."""

    def __init__(self, house: House) -> None:
        self._filler = Path(house.database_url.removeprefix("sqlite:///")).with_name("somebody-elses-file")

    def fill(self) -> None:
        with self._filler.open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError as full:
                assert full.errno == errno.ENOSPC

    def free(self) -> None:
        self._filler.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", DISK, "none", str(folder)]
    try:
        subprocess.run(mounting, check=True, capture_output=True)
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip("mounting is not allowed here: the quota alone was tried")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_the_files_may_grow_no_further(tmp_path: Path) -> None:
    async with moving_in(tmp_path, f"sqlite:///{tmp_path / 'liaison.db'}") as house:
        await house.start()
        await fills_up_and_recovers(house, Quota(house))


async def test_the_disk_is_full_to_the_last_byte(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk"):
        async with moving_in(tmp_path, f"sqlite:///{tmp_path / 'disk' / 'liaison.db'}") as house:
            await house.start()
            await fills_up_and_recovers(house, SmallDisk(house))


async def fills_up_and_recovers(house: House, room: Quota | SmallDisk) -> None:
    taken = [place for place in range(1, 11) if await bring(house, place) == 200]
    assert len(taken) == 10
    room.fill()
    refused = await write_until_refused(house, first=11)
    taken += range(11, refused)
    await readyz_becomes(house, 503)
    assert (await house.get("/healthz"))[0] == 200
    assert await bring(house, refused) == 503

    room.free()
    await readyz_becomes(house, 200)
    assert await bring(house, refused) == 200
    await house.is_quiet()
    nothing_is_half_done(house, [*taken, refused])
    verified = await house.command("verify-history")
    assert verified.returncode == 0, verified.stderr


async def readyz_becomes(house: House, status: int) -> None:
    async def look() -> bool:
        return (await house.get("/readyz"))[0] == status

    await until(look, lambda: f"readyz never was {status}")


async def bring(house: House, place: int) -> int:
    """The platform brings the message about this place; the same id each time."""
    platform = house.platforms.official_account
    words = f"柳林村{place}组的路灯坏了，晚上没法走"
    answered = await house.bring(
        house.write(platform.text, f"oVoter{place}", words, str(24_000_000_000_000_000 + place))
    )
    assert answered is not None, "the line broke"
    return answered.status


async def write_until_refused(house: House, first: int) -> int:
    """The first place whose message was not taken; nothing but 200 and 503 is ever answered."""
    for place in range(first, MOST):
        status = await bring(house, place)
        if status != 200:
            assert status == 503
            return place
    raise AssertionError("the disk never became full")


def nothing_is_half_done(house: House, places: list[int]) -> None:
    """Each message taken is one case with one step, one piece of text and one notice to the clerk."""
    for table in ("inbox", "cases", "reports", "fragments", "history"):
        assert house.number(f"SELECT COUNT(*) FROM {table}") == len(places), table  # noqa: S608
    titles = [title for (title,) in house.rows("SELECT title FROM cases ORDER BY id")]
    assert sorted(titles) == sorted(f"柳林村{place}组的路灯坏了" for place in places)
    assert house.rows("PRAGMA integrity_check") == [("ok",)]
    told = house.platforms.wecom.texts_to("zhaomin")
    for (number,) in house.rows("SELECT number FROM cases"):
        assert any("【新件】" in text and number in text for text in told), number
