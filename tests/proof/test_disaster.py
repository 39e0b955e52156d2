"""The disaster drill: backed up while people write, lost, brought back; nothing twice, nothing late, and no number again."""

import asyncio
import json
import secrets
import signal
import zipfile
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path

from sqlalchemy import text

from bot.media.files import MediaFiles
from storage.engine import make_engine
from storage.keys import Keyring
from tests.journeys.people import NUMBER
from tests.journeys.waiting import until
from tests.platforms.faults import BAD_GATEWAY
from tests.proof.house import House, moving_in

PHOTO = (
    bytes.fromhex("89504e470d0a1a0a")
    + b"\0\0\0\rIHDR"
    + b"\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU"
    + b"\0\0\0\0IEND\xaeB`\x82"
)
PAUSE = 0.05
KEPT = (
    "SELECT (SELECT COUNT(*) FROM cases) + (SELECT COUNT(*) FROM history)"
    " + (SELECT COUNT(*) FROM inbox) + (SELECT COUNT(*) FROM chat_media)"
)


@dataclass(slots=True)
class Voters:
    """They write one message after the other; each is kept once its callback has been acknowledged."""

    house: House
    taken: list[str] = field(default_factory=list)
    most: int = 12
    is_over: bool = False

    async def have_begun(self) -> bool:
        return len(self.taken) >= 10

    async def write_on(self, openid: str) -> None:
        while not self.is_over:
            await asyncio.sleep(PAUSE)
            if len(self.taken) >= self.most:
                continue
            place = f"柳林村{secrets.randbelow(10**9)}组"
            request = self.house.platforms.official_account.text(openid, f"{place}的路灯坏了", now=self.house.now())
            answered = await self.house.bring(request)
            if answered is not None and answered.status == 200:
                self.taken.append(place)


async def send_photo(house: House) -> str:
    """By a visitor of the built-in chat; the file's name."""
    async with house.session.get(f"{house.url}/chat") as page:
        cookies = {name: morsel.value for name, morsel in page.cookies.items()}
    async with house.session.post(f"{house.url}/chat/media", data=BytesIO(PHOTO), cookies=cookies) as answer:
        assert answer.status == 200, await answer.text()
        name: str = (await answer.json())["media"]
    body = {"key": secrets.token_hex(8), "kind": "photo", "media": name}
    async with house.session.post(f"{house.url}/chat/send", json=body, cookies=cookies) as answer:
        assert answer.status == 200, await answer.text()
    return name


def lose_everything(house: House) -> None:
    """The disk is gone; the key file was kept elsewhere."""
    media = house.folder / "var" / "media"
    for file in media.rglob("*"):
        file.unlink()
    if house.is_sqlite:
        for file in house.folder.glob("liaison.db*"):
            file.unlink()
        return
    engine = make_engine(house.database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def seen(house: House, photo: str) -> bytes:
    """The photo as its case shows it."""
    files = MediaFiles(house.folder / "var" / "media", Keyring.load_or_create(house.folder / "var" / "liaison.key"))
    return files.get(photo) or b""


def titles(house: House) -> str:
    return "\n".join(title for (title,) in house.rows("SELECT title FROM cases"))


async def test_the_disaster_drill(empty_database_url: str, tmp_path: Path) -> None:
    async with moving_in(tmp_path, empty_database_url) as house:
        clerk = house.platforms.wecom
        clerk.faults.always(BAD_GATEWAY)  # so that something waits to go out
        await house.start()
        photo = await send_photo(house)
        voters = Voters(house)
        writing = [asyncio.create_task(voters.write_on(f"oVoter{number}")) for number in range(4)]
        await until(voters.have_begun, lambda: "nobody wrote")
        before, backup = list(voters.taken), house.folder / "copy.backup"
        voters.most = 60
        done = await house.command("backup", str(backup))
        assert done.returncode == 0, done.stderr
        assert "liaison.key" in done.stdout
        assert len(voters.taken) > len(before), "nothing came in while the backup was taken"
        voters.is_over = True
        await asyncio.gather(*writing)
        assert "正在运行" in (await house.command("restore", str(backup))).stderr
        await house.end(signal.SIGKILL)
        last = house.number("SELECT MAX(seq) FROM cases")
        lose_everything(house)

        done = await house.command("restore", str(backup))
        assert done.returncode == 0, done.stderr
        assert all(place in titles(house) for place in before)
        assert seen(house, photo).startswith(PHOTO[:8])
        held = house.number("SELECT COUNT(*) FROM outbox WHERE delivery = 'restored'")
        assert held > 0
        assert f"{held}条" in done.stdout
        clerk.faults.clear()
        await house.start()
        assert (await house.command("verify-history")).returncode == 0
        number = await new_case(house)  # what lay unhandled in the backup may have come first
        assert 100 <= number < 100 + len(voters.taken)
        assert last < 100
        await house.is_quiet()
        told = numbers_told(house)
        assert number in told
        assert min(told) >= 100, "an old message went out by itself"
        assert f"{held}条" in (await house.command("outbox", "retry", "--restored")).stdout
        await until(partial(old_ones_are_told, house), lambda: "the held messages never went out")
        assert await house.end(signal.SIGTERM) == 0


def numbers_told(house: House) -> list[int]:
    """The running numbers of the cases the clerk was told of."""
    return [int(NUMBER.findall(text)[0][-4:]) for text in house.platforms.wecom.texts_to("zhaomin")]


async def old_ones_are_told(house: House) -> bool:
    return min(numbers_told(house)) < 100


async def new_case(house: House) -> int:
    """Somebody writes after the restore; the running number of what comes of it."""
    request = house.platforms.official_account.text("oLater", "东街社区的水渠塌了，淹了地", now=house.now())
    assert await house.bring(request) is not None
    await house.is_quiet()
    return house.number("SELECT seq FROM cases WHERE title LIKE '%水渠%'")


async def test_a_backup_stands_alone_and_tells_what_is_in_it(empty_database_url: str, tmp_path: Path) -> None:
    """One file, for its owner's eyes, without the key; a second one of the same name is refused."""
    async with moving_in(tmp_path, empty_database_url) as house:
        backup = house.folder / "copy.backup"
        assert (await house.command("backup", str(backup))).returncode == 0
        assert backup.stat().st_mode & 0o077 == 0
        with zipfile.ZipFile(backup) as archive:
            told = json.loads(archive.read("contents.json"))
            key = (house.folder / "var" / "liaison.key").read_bytes().split(b":")[1].strip()
            assert all(key not in archive.read(name) for name in archive.namelist())
        assert told["kind"] == ("sqlite" if house.is_sqlite else "postgresql")
        assert list(told["files"]) == ["database"]
        again = await house.command("backup", str(backup))
        assert (again.returncode, "已存在" in again.stderr) == (2, True)


async def test_what_was_there_can_be_taken_back(empty_database_url: str, tmp_path: Path) -> None:
    """Restored over a database that holds more: that one stays aside, and both are whole."""
    async with moving_in(tmp_path, empty_database_url) as house:
        backup = house.folder / "copy.backup"
        assert (await house.command("backup", str(backup))).returncode == 0
        house.rows("UPDATE stations SET name = 'later' WHERE code = 'ST01'")
        done = await house.command("restore", str(backup))
        assert done.returncode == 0, done.stderr
        assert house.rows("SELECT name FROM stations WHERE code = 'ST01'") == [("城关镇代表联络站",)]
        aside = done.stdout.rpartition("留在 ")[2].partition("，")[0]
        if house.is_sqlite:
            (house.folder / aside).replace(house.folder / "liaison.db")
        else:
            assert (await house.command("restore", aside)).returncode == 0
        assert house.rows("SELECT name FROM stations WHERE code = 'ST01'") == [("later",)]


async def test_a_backup_that_does_not_fit_changes_nothing(empty_database_url: str, tmp_path: Path) -> None:
    async with moving_in(tmp_path, empty_database_url) as house:
        backup, key = house.folder / "copy.backup", house.folder / "var" / "liaison.key"
        assert (await house.command("backup", str(backup))).returncode == 0
        house.rows("UPDATE stations SET name = 'later' WHERE code = 'ST01'")
        kept = house.number(KEPT)

        async def is_refused(source: Path, code: int, *words: str) -> None:
            done = await house.command("restore", str(source))
            assert done.returncode == code, done.stdout + done.stderr
            assert all(word in done.stderr for word in words), done.stderr
            assert done.stderr.count("\n") == 1
            assert house.number(KEPT) == kept
            assert house.rows("SELECT name FROM stations WHERE code = 'ST01'") == [("later",)]
            assert list(house.folder.rglob("*restor*")) == []

        await is_refused(house.folder / "none.backup", 2, "none.backup")
        await is_refused(house.config, 1, "不是", "没有改动")
        await is_refused(spoilt(backup), 1, "已损坏", "没有改动")
        own = key.rename(house.folder / "own.key")
        await is_refused(backup, 2, "密钥文件", "放回来")
        assert not key.exists()
        key.write_text("k1:" + "A" * 43 + "=\n")
        key.chmod(0o600)
        await is_refused(backup, 2, "不相配", "没有改动")
        own.rename(key)
        assert (await house.command("restore", str(backup))).returncode == 0


def spoilt(backup: Path) -> Path:
    """One bit of the database is another."""
    data = bytearray(backup.read_bytes())
    with zipfile.ZipFile(backup) as archive:
        told = archive.getinfo("database")
    data[told.header_offset + 60 + told.compress_size // 2] ^= 1
    copy = backup.with_name("spoilt.backup")
    copy.write_bytes(data)
    return copy
