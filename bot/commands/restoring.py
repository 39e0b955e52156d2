"""restore: a backup takes the place of what is there, whole or not at all, and nothing old goes out by itself afterwards."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from bot.clock import SystemClock
from bot.commands.backing_up import put_aside, tool_for
from bot.commands.database import engine_of, make_folder
from bot.commands.problems import FAILED, USAGE, CommandStopped
from bot.config import Config, settings_of
from bot.exclusive_lock import AlreadyServed, exclusive
from handlers.after_restore import Settled, settle
from storage.archive import DATABASE, MEDIA, Archive, ArchiveError, ArchiveFault, checksum
from storage.copying import BadCopy, check_sqlite, fold
from storage.engine import make_engine
from storage.keys import Keyring, KeyringError
from storage.migrate import BrokenReferences, upgrade, upgrade_within
from storage.people import check_keys
from storage.postgres_tools import ToolFailed, empty_schema, play
from storage.queue_schema import bring_queue_up_to_date
from storage.revisions import head, revision_within, revisions
from storage.serving_lock import alone

_ENDINGS = ("", "-wal", "-shm")
RUNNING = "服务正在运行，请先停止再恢复"
_BY_THE_OFFICE = frozenset({ArchiveFault.TOO_NEW, ArchiveFault.WRONG_KEY})  # another file, or another program, will do
_FAULTS = {
    ArchiveFault.NO_BACKUP: "这不是 liaison backup 做的备份",
    ArchiveFault.TOO_NEW: "备份是更新版本的程序做的，请换用新版本的程序",
    ArchiveFault.WRONG_KEY: "密钥文件和备份不相配（security.key_file），请换成做备份时用的那一份",
    ArchiveFault.DAMAGED: "备份文件已损坏",
}


@dataclass(frozen=True, slots=True)
class Restoring:
    """One restore under way. `folder` holds what came out of the backup, until it is in its place."""

    config: Config
    keys: Keyring
    archive: Archive
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / DATABASE


def restore(config: Config, source: Path) -> str:
    try:
        with _undisturbed(config):
            return _restore(config, source)
    except AlreadyServed:
        raise CommandStopped(RUNNING) from None


@contextmanager
def _undisturbed(config: Config) -> Iterator[None]:
    """On SQLite nobody may serve from the file; on PostgreSQL that is asked in the transaction that restores."""
    if config.database_file is None:
        _refuse_served(config)
        yield
        return
    make_folder(config.database_file.parent)
    with exclusive(config.database_file):
        yield


def _refuse_served(config: Config) -> None:
    with engine_of(config) as engine, engine.begin() as connection:
        if not alone(connection):
            raise CommandStopped(RUNNING)


def _restore(config: Config, source: Path) -> str:
    """Everything is looked at before anything is changed."""
    if not source.is_file():
        raise CommandStopped(f"没有这个备份：{source}")
    if not config.key_file.is_file():
        raise CommandStopped(f"没有密钥文件，请先把做备份时用的那一份放回来：{config.key_file}（security.key_file）")
    keys = Keyring.load_or_create(config.key_file)
    make_folder(config.media_dir, "storage.media_dir")
    with _told(source), ExitStack() as stack:
        archive = stack.enter_context(Archive(source, keys))
        _check_facts(config, archive)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix=".restoring-", dir=config.media_dir))
        work = Restoring(config, keys, archive, Path(folder))
        archive.extract(DATABASE, work.database)
        missing = _bring_media(work)
        settled, aside = (_into_sqlite if config.is_sqlite else _into_postgresql)(work, lambda: _place(missing))
    return _report(work, source, settled, aside)


@contextmanager
def _told(source: Path) -> Iterator[None]:
    """Whatever stops it, one line, and nothing has changed."""
    try:
        yield
    except ArchiveError as wrong:
        code = USAGE if wrong.fault in _BY_THE_OFFICE else FAILED
        raise CommandStopped(f"{_FAULTS[wrong.fault]}，没有改动：{source}", code) from None
    except KeyringError:
        raise CommandStopped(f"{_FAULTS[ArchiveFault.WRONG_KEY]}，没有改动：{source}") from None
    except (BadCopy, BrokenReferences, ToolFailed, sqlite3.Error, OSError, DatabaseError) as error:
        raise CommandStopped(f"恢复失败（{type(error).__name__}），没有改动：{source}", FAILED) from None


def _check_facts(config: Config, archive: Archive) -> None:
    facts = archive.facts
    if (facts.kind == "sqlite") != config.is_sqlite:
        kinds = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise CommandStopped(f"这是 {kinds[facts.kind]} 的备份，和 storage.url 不是同一种数据库，没有改动")
    if facts.revision not in revisions():
        raise CommandStopped(f"备份（{facts.revision}）比程序（{head()}）新，请换用新版本的程序，没有改动")


def _bring_media(work: Restoring) -> list[tuple[Path, Path]]:
    """Files that are not there, or not as they were, come out of the backup, still aside; with where they belong."""
    moves: list[tuple[Path, Path]] = []
    for name in work.archive.media():
        place = work.config.media_dir / name.removeprefix(MEDIA)
        if place.is_file() and checksum(place) == work.archive.entries[name]:
            continue
        out = work.folder / f"media-{len(moves)}"
        work.archive.extract(name, out)
        moves.append((out, place))
    return moves


def _place(moves: list[tuple[Path, Path]]) -> None:
    """What is there under such a name was spoilt, and stays under another."""
    for out, place in moves:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.rename(_aside(place))
        out.chmod(0o600)
        out.replace(place)


def _aside(place: Path, ending: str = "") -> Path:
    """A free name beside it for what was there."""
    stem = f"{place.name}.before-restore-{SystemClock().now():%Y%m%d-%H%M%S}"
    names = chain([""], (f"-{number}" for number in count(2)))
    return next(free for more in names if not (free := place.with_name(f"{stem}{more}{ending}")).exists())


def _settle(work: Restoring, connection: Connection) -> Settled:
    check_keys(connection, work.keys)
    return settle(connection, work.keys, settings_of(work.config), SystemClock().now())


def _into_sqlite(work: Restoring, place_media: Callable[[], None]) -> tuple[Settled, Path | None]:
    """Made ready beside the file, then put in its place."""
    file = work.config.database_file or work.database
    fresh = file.with_name(f"{file.name}.restoring")
    try:
        shutil.move(work.database, fresh)
        settled = _make_ready(work, fresh)
        place_media()
        return settled, _swap(fresh, file)
    finally:
        for ending in _ENDINGS:
            fresh.with_name(f"{fresh.name}{ending}").unlink(missing_ok=True)


def _make_ready(work: Restoring, fresh: Path) -> Settled:
    fresh.chmod(0o600)
    check_sqlite(fresh)
    engine = make_engine(f"sqlite:///{fresh}")
    try:
        upgrade(engine)
        with engine.begin() as connection:
            settled = _settle(work, connection)
    finally:
        engine.dispose()
    fold(fresh)
    return settled


def _swap(fresh: Path, file: Path) -> Path | None:
    """What was there stays, with its journal: the last hours may be in there and nowhere else. Halfway is taken back."""
    aside = _aside(file)
    is_there = file.exists()
    with ExitStack() as back:
        for ending in _ENDINGS:
            part, kept = file.with_name(f"{file.name}{ending}"), aside.with_name(f"{aside.name}{ending}")
            if part.exists():
                part.replace(kept)
                back.callback(kept.replace, part)
        fresh.replace(file)
        back.pop_all()
    return aside if is_there else None


def _into_postgresql(work: Restoring, place_media: Callable[[], None]) -> tuple[Settled, Path | None]:
    """One transaction: at its end everything is as in the backup, or nothing has changed."""
    tool = tool_for("pg_restore", work.archive.facts.tool)
    engine = make_engine(work.config.storage.url)
    try:
        with engine.begin() as connection:
            if not alone(connection):
                raise CommandStopped(RUNNING)
            aside = _keep_what_is_there(work, connection)
            empty_schema(connection)
            play(tool, work.database, connection)
            if revision_within(connection) != work.archive.facts.revision:
                raise ArchiveError(ArchiveFault.DAMAGED)
            upgrade_within(connection)
            settled = _settle(work, connection)
            place_media()
        bring_queue_up_to_date(engine)
    finally:
        engine.dispose()
    return settled, aside


def _keep_what_is_there(work: Restoring, connection: Connection) -> Path | None:
    """As a backup of its own, which `restore` takes."""
    if revision_within(connection) is None:
        return None
    aside = _aside(work.config.media_dir.with_name("database"), ".backup")
    put_aside(work.config, connection.engine, work.keys, aside)
    return aside


def _report(work: Restoring, source: Path, settled: Settled, aside: Path | None) -> str:
    taken_at = settings_of(work.config).local(datetime.fromisoformat(work.archive.facts.taken_at))
    lines = [
        f"已从 {source}（{taken_at:%Y-%m-%d %H:%M} 的备份）恢复；今年下一件从 {settled.next_number} 编起，错过的定时消息不补发"
    ]
    if settled.held:
        told = "备份时还没发的消息{}条已扣住，请先看（liaison outbox list），再决定重发还是放弃"
        lines.append(f"{told.format(settled.held)}：liaison outbox retry --restored 或 liaison outbox drop --restored")
    if aside is not None:
        lines.append(f"原来的数据库留在 {aside}，确认无误后再删")
    return "\n".join(lines)
