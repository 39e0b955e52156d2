"""What is kept for a time goes by age, in pieces, with a line in the ledger; files leave the disk after the books."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, update
from typing_extensions import override

from bot.config import Config, ages_of, settings_of
from bot.config_sections import Retention as Section
from bot.media.files import SOUND, THUMBNAIL, MediaFiles
from bot.retention import Retention
from bot.writing import Memory, announce_to
from handlers.settings import Settings
from storage.engine import make_engine
from storage.keys import Keyring
from storage.media import Kept, MediaBook
from storage.outbox import EMPTY
from storage.outbox_desk import OutboxDesk
from storage.postgres_writer import PostgresWriter
from storage.reader import Reader
from storage.removals import Removals
from storage.retention import Ages
from storage.sqlite_writer import SqliteWriter
from storage.tables.cases import cases, fragments, history, morning_lines, vault, vault_looks
from storage.tables.chat import chat_media, chat_messages
from storage.tables.directory import accounts, people
from storage.tables.media import discards, media, removals
from storage.tables.messages import inbox, outbox, overheard
from tests.bot.hand_clock import HandClock

NAME = "{:032x}.jpg"


@dataclass
class House:
    """The books of a service and its disk; `old` and `young` lie on either side of every age."""

    engine: Engine
    memory: Memory
    keys: Keyring
    files: MediaFiles
    folder: Path
    clock: HandClock = field(default_factory=HandClock)
    ages: Ages = field(default_factory=Ages)

    @property
    def old(self) -> datetime:
        return self.clock.now() - timedelta(days=2000)

    @property
    def young(self) -> datetime:
        return self.clock.now() - timedelta(minutes=5)

    def retention(self) -> Retention:
        return Retention(
            memory=self.memory,
            keys=self.keys,
            clock=self.clock,
            settings=_settings,
            ages=self.ages,
            files=self.files,
        )

    def put(self, table: Any, *rows: dict[str, Any]) -> None:
        with self.engine.begin() as connection:
            connection.execute(insert(table), list(rows))

    def count(self, table: Any) -> int:
        with self.engine.begin() as connection:
            return connection.scalar(select(func.count()).select_from(table)) or 0

    def rows(self, query: Any) -> list[tuple[Any, ...]]:
        with self.engine.begin() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def ledger(self) -> dict[str, int]:
        found = self.rows(select(removals.c.kind, func.sum(removals.c.amount)).group_by(removals.c.kind))
        return {kind: int(amount) for kind, amount in found}


def _settings() -> Settings:
    return settings_of(Config())


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    engine, reading = make_engine(database_url), make_engine(database_url, read_only=True)
    announce = announce_to(asyncio.get_running_loop())
    writer = SqliteWriter(engine, announce) if engine.dialect.name == "sqlite" else PostgresWriter(engine, announce)
    reader = Reader(reading)
    keys = Keyring.load_or_create(tmp_path / "key")
    yield House(engine, Memory(writer, reader), keys, MediaFiles(tmp_path / "media", keys), tmp_path / "media")
    writer.stop()
    reader.stop()
    engine.dispose()
    reading.dispose()


def case(house: House, number: int, status: str, **more: Any) -> None:
    """A case whose last step was long ago, with one photo."""
    at = more.pop("at", house.old)
    row = {"id": number, "number": f"2020-{number:04d}", "year": 2020, "seq": number, "kind": "opinion"}
    house.put(cases, row | {"status": status, "received_at": house.old, "received_on": house.old.date()} | more)
    step = {"case_id": number, "seq": 1, "at": at, "step": "report", "to_status": status, "actor_role": "voter"}
    house.put(history, step | {"note_salt": "", "note_hash": "", "mac": ""})
    house.put(fragments, {"id": number, "case_id": number, "kind": "photo", "at": house.old})
    house.files.put(NAME.format(number), b"photo")
    with house.engine.begin() as connection:
        book = MediaBook(connection, house.keys)
        book.expect(
            {"fragment_id": number}, "webchat", {"kind": "photo", "reference": NAME.format(number)}, "", house.old
        )
        (item,) = book.due(house.clock.now(), 1)
        assert book.kept(item.id, Kept("image/jpeg", 5))


async def test_everything_goes_by_its_age_and_the_ledger_says_how_much(house: House) -> None:
    old, young = house.old, house.young
    house.put(accounts, {"id": 1, "namespace": "webchat", "account_index": "a", "account": b"", "created_at": old})
    house.put(people, {"id": 1, "name": "赵敏", "roles": []})
    case(house, 1, "closed")
    for at in (old, young):
        line = {"conversation": "bot:a", "message_key": str(at), "sender": "a", "body": b"x", "at": at}
        house.put(chat_messages, line)
        upload = {"account": "a", "conversation": "bot:a", "kind": "photo", "content_type": "image/jpeg", "size": 1}
        house.put(chat_media, upload | {"name": NAME.format(100 + (at is old)), "created_at": at})
        house.put(overheard, {"key": str(at), "at": at})
        row = {"channel": "webchat", "message_key": str(at), "sender_key": "a", "received_at": at, "handled_at": at}
        house.put(inbox, row)
        letter = {"channel": "webchat", "lane": "a", "purpose": "notice", "body": b"x", "delivery": "sent"}
        house.put(outbox, letter | {"inbox_id": None, "due_at": at, "created_at": at, "settled_at": at})
        house.put(morning_lines, {"person_id": 1, "case_id": 1, "line": "x", "due_at": at, "sent_at": at})
        item = {"case_id": 1, "kind": "电话", "placeholder": str(at), "item": b"x", "created_at": at}
        house.put(vault, item)
        house.put(vault_looks, {"vault_id": house.count(vault), "why": "查看办件", "at": at})
        house.put(discards, {"name": "x", "asked_at": at, "gone_at": at})
    house.put(inbox, {"channel": "webchat", "message_key": "waiting", "sender_key": "a", "received_at": old})
    lately = {"name": NAME.format(102), "created_at": house.clock.now() - timedelta(days=2)}
    house.put(chat_media, upload | lately)
    with house.engine.begin() as connection:
        connection.execute(update(outbox).values(inbox_id=1))
        sent = {"kind": "photo", "reference": "m-1"}
        book = MediaBook(connection, house.keys)
        book.expect({"person_id": 1}, "wecom_app", sent, NAME.format(200), house.clock.now() - timedelta(days=2))
    gone = await house.retention().run()
    assert gone == dict.fromkeys(gone, 1)
    assert len(gone) == 9 + 2
    assert house.ledger() == gone
    assert [house.count(table) for table in (chat_messages, chat_media, overheard, morning_lines, vault_looks)] == [
        1
    ] * 5
    assert house.rows(select(inbox.c.message_key).order_by(inbox.c.id)) == [(str(young),), ("waiting",)]
    assert house.rows(select(outbox.c.body).order_by(outbox.c.id)) == [(EMPTY,), (b"x",)]
    assert await house.retention().run() == dict.fromkeys(gone, 0)


async def test_photos_of_cases_that_are_in_hand_or_under_seal_or_ended_lately_stay(house: House) -> None:
    case(house, 1, "closed")
    case(house, 2, "handling")
    case(house, 3, "closed", sealed="accusation")
    case(house, 4, "closed", at=house.young)
    case(house, 5, "merged", merged_into=1)
    case(house, 6, "merged", merged_into=2)
    case(house, 7, "merged", merged_into=4)
    assert (await house.retention().run())["media"] == 2
    assert house.rows(select(media.c.id).where(media.c.state == "gone").order_by(media.c.id)) == [(1,), (5,)]


async def test_what_shall_stay_for_good_stays(house: House) -> None:
    case(house, 1, "closed")
    house.ages = ages_of(Section(media_days=0, chat_days=0, letter_days=0, look_days=0))
    assert set(await house.retention().run()) == {"uploads", "overheard", "inbox", "post_files"}


async def test_files_leave_the_disk_after_the_books_and_no_crash_forgets_one(house: House) -> None:
    case(house, 1, "closed")
    name = NAME.format(1)
    house.files.put(f"{name}{THUMBNAIL}", b"small")
    house.files.put(f"{name}{SOUND}", b"heard")
    (house.folder / f".{name}").write_bytes(b"left by a crash")
    retention = house.retention()
    await retention.run()
    assert await retention.sweep() == 0  # a fetch under way may still be writing
    assert house.files.get(name) == b"photo"
    house.clock.move(minutes=3)
    house.files.remove(name)  # a sweep that was killed after unlinking, before its commit
    assert await house.retention().sweep() == 1
    assert list(house.folder.iterdir()) == []
    assert house.ledger()["files"] == 1
    assert await retention.sweep() == 0


async def test_a_file_that_a_case_has_survives_the_upload_s_row(house: House) -> None:
    case(house, 1, "handling")
    old = {"account": "a", "conversation": "bot:a", "kind": "photo", "content_type": "image/jpeg", "size": 1}
    house.put(chat_media, old | {"name": NAME.format(1), "created_at": house.old})
    house.put(chat_media, old | {"name": NAME.format(9), "created_at": house.old})
    assert (await house.retention().run())["chat_files"] == 2
    assert house.rows(select(discards.c.name)) == [(NAME.format(9),)]


async def test_a_letter_without_words_is_not_sent_again(house: House) -> None:
    letter = {"channel": "webchat", "lane": "a", "purpose": "notice", "delivery": "failed", "settled_at": house.old}
    rest = {"due_at": house.old, "created_at": house.old}
    house.put(outbox, letter | rest | {"body": EMPTY}, letter | rest | {"body": b"x"})
    with house.engine.begin() as connection:
        assert OutboxDesk(connection).retry([1, 2], house.clock.now()) == 1
    assert house.rows(select(outbox.c.delivery).order_by(outbox.c.id)) == [("failed",), ("pending",)]


async def test_much_goes_in_pieces_and_all_of_it(house: House) -> None:
    """More than is looked for at once, more than one piece."""
    rows = [{"key": str(number), "at": house.old} for number in range(4500)]
    house.put(overheard, *rows)
    assert (await house.retention().run())["overheard"] == 4500
    pieces = house.rows(select(removals.c.amount).where(removals.c.kind == "overheard"))
    assert len(pieces) > 4500 / 400
    assert max(amount for (amount,) in pieces) <= 400


async def test_of_several_processes_one_does_the_day_s_work(house: House) -> None:
    runs = []

    class Counted(Retention):
        @override
        async def run(self) -> dict[str, int]:
            runs.append(self)
            return {}

    def one() -> Retention:
        return Counted(
            memory=house.memory,
            keys=house.keys,
            clock=house.clock,
            settings=_settings,
            ages=house.ages,
            files=house.files,
        )

    await asyncio.gather(*(one().run_daily() for _ in range(3)))
    assert len(runs) == 1
    house.clock.move(hours=23)
    await one().run_daily()
    assert len(runs) == 2


def test_the_books_note_nothing_when_nothing_went(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        Removals(connection).note("letters", 0, datetime(2026, 1, 1, tzinfo=UTC))
        assert connection.scalar(select(func.count()).select_from(removals)) == 0
    engine.dispose()
