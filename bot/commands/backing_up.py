"""backup: database and media in one file, taken while the service runs; the key file is left out on purpose."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from bot.clock import SystemClock
from bot.commands.database import engine_of, keys_of
from bot.commands.problems import FAILED, CommandStopped
from bot.config import Config
from bot.version import VERSION
from storage.archive import Archive, ArchiveError, Facts, write_archive
from storage.copying import BadCopy, check_sqlite, copy_sqlite
from storage.keys import Keyring
from storage.people import check_keys
from storage.postgres_tools import Tool, ToolFailed, ToolMissing, dump, find_tool, schema_of, server_version
from storage.revisions import revision_within


@dataclass(frozen=True, slots=True)
class Taken:
    """The database's copy, and what the backup says of it."""

    file: Path
    facts: Facts


def back_up(config: Config, target: Path) -> str:
    _check_target(target)
    keys = keys_of(config)
    with engine_for(config) as engine, tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        with engine.connect() as connection:
            check_keys(connection, keys)
        taken = take(config, engine, Path(folder))
        count = _write(Path(folder) / "whole", target, taken, config.media_dir, keys)
    size = target.stat().st_size / 1024 / 1024
    told = f"已备份到 {target}：数据库和{count}个照片、语音等文件，共{size:.1f} MB"
    return f"{told}。注意：密钥文件 {config.key_file} 不在里面，请另存一份在别处，没有它这份备份打不开"


def _check_target(target: Path) -> None:
    if target.exists():
        raise CommandStopped(f"文件已存在：{target}")
    if not target.parent.is_dir():
        raise CommandStopped(f"没有这个文件夹：{target.parent}")


@contextmanager
def engine_for(config: Config) -> Iterator[Engine]:
    """An engine on a database that is there; opening a SQLite file that is not would make one."""
    file = config.database_file
    if file is not None and not file.is_file():
        raise CommandStopped(f"没有数据库：{file}")
    with engine_of(config) as engine:
        yield engine


def take(config: Config, engine: Engine, folder: Path) -> Taken:
    """The database as it is at one moment."""
    copy = folder / "database"
    with engine.connect() as connection:
        revision = revision_within(connection)
        if revision is None:
            raise CommandStopped("数据库还是空的，没有可备份的内容")
        tool = None if config.is_sqlite else tool_for("pg_dump", server_version(connection))
        schema = "" if config.is_sqlite else schema_of(connection)
    if tool is None:
        _copy_file(config.database_file, copy)
    else:
        _dump(tool, config, schema, copy)
    kind, version = "sqlite" if tool is None else "postgresql", 0 if tool is None else tool.version
    return Taken(copy, Facts(kind, revision, VERSION, SystemClock().now().isoformat(), version))


def _copy_file(file: Path | None, copy: Path) -> None:
    try:
        copy_sqlite(file or copy, copy)
        check_sqlite(copy)
    except (sqlite3.Error, OSError):
        raise CommandStopped(f"备份失败，数据库读不全或磁盘已满：{file}", FAILED) from None
    except BadCopy:
        raise CommandStopped(f"数据库文件已损坏，没有备份：{file}", FAILED) from None


def _dump(tool: Tool, config: Config, schema: str, copy: Path) -> None:
    try:
        dump(tool, config.storage.url, schema, copy)
    except (ToolFailed, OSError):
        raise CommandStopped(f"备份失败：{tool.path} 没有做完", FAILED) from None


def tool_for(name: str, needed: int) -> Tool:
    """pg_dump does not read a newer server, nor pg_restore what a newer pg_dump wrote."""
    try:
        return find_tool(name, needed)
    except ToolMissing as missing:
        found = f"只有版本 {'、'.join(map(str, missing.found))}，太旧" if missing.found else "没有找到"
        hint = f"请安装 postgresql-client-{missing.needed} 或更新的版本"
        raise CommandStopped(f"{missing.name}（版本 {missing.needed} 以上）{found}，{hint}") from None


def _write(whole: Path, target: Path, taken: Taken, media: Path | None, keys: Keyring) -> int:
    """Under its name only once all of it is there and has been read back."""
    try:
        whole.touch(mode=0o600)
        count = write_archive(whole, taken.facts, taken.file, media, keys)
        with Archive(whole, keys) as archive:
            for name in archive.entries:
                archive.extract(name, whole.with_name("read-back"))
        _to_disk(whole)
        whole.rename(target)
    except (OSError, ArchiveError):
        raise CommandStopped(f"备份失败，写不了文件或磁盘已满：{target}", FAILED) from None
    return count


def _to_disk(file: Path) -> None:
    """Also when the stick is pulled out a moment later."""
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def put_aside(config: Config, engine: Engine, keys: Keyring, target: Path) -> None:
    """What the database holds now, without media, as a backup of its own."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        taken = take(config, engine, Path(folder))
        _write(Path(folder) / "whole", target, taken, None, keys)
