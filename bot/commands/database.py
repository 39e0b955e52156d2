"""The database as commands open it: there, at the right revision, and with its key."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.commands.problems import FAILED, CommandStopped
from bot.config import Config
from storage.copying import copy_sqlite
from storage.engine import make_engine
from storage.keys import Keyring
from storage.revisions import head, is_current, revision_of, revisions


@contextmanager
def opened(config: Config) -> Iterator[Engine]:
    """An engine on a database at this version's revision; a SQLite file that is not there yet is made."""
    with engine_of(config) as engine:
        revision = revision_of(engine)
        if revision is None and config.is_sqlite:
            _upgrade(engine)
        elif not is_current(engine):
            raise CommandStopped("数据库的版本和程序不一致，请先运行 liaison migrate")
        yield engine


@contextmanager
def engine_of(config: Config) -> Iterator[Engine]:
    """An engine, whatever the revision. Trouble with the database becomes one line without its address."""
    file = config.database_file
    if file is not None:
        make_folder(file.parent)
    engine = make_engine(config.storage.url)
    try:
        yield engine
    except OperationalError:
        where = str(file) if file else "storage.url 所指的 PostgreSQL"
        raise CommandStopped(f"打不开数据库：{where}") from None
    except DatabaseError as error:
        if file is not None and "not a database" in str(error.orig):
            raise CommandStopped(f"这不是数据库文件：{file}") from None
        raise CommandStopped(f"数据库出错：{type(error.orig).__name__}", FAILED) from None
    finally:
        engine.dispose()


def make_folder(folder: Path, key: str = "storage.url") -> None:
    """`key` is what an office must change when the folder cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".liaison-write-test"
        probe.touch()
        probe.unlink()
    except OSError:
        raise CommandStopped(f"文件夹不能写：{folder}（{key}）") from None


def keys_of(config: Config) -> Keyring:
    try:
        return Keyring.load_or_create(config.key_file)
    except OSError:
        raise CommandStopped(f"密钥文件不能读写：{config.key_file}") from None


def migrate(config: Config) -> str:
    """To this version's tables; a SQLite file with older ones is copied first. What was done, in one line."""
    with engine_of(config) as engine:
        before = revision_of(engine)
        if before is not None and before not in revisions():
            raise CommandStopped(f"数据库（{before}）比程序（{head()}）新，请换用新版本的程序")
        if is_current(engine):
            return f"数据库已是最新版本（{before}）"
        if before is not None and config.database_file is not None:
            engine.dispose()
            _copy(config.database_file, before)
        _upgrade(engine)
        return f"数据库已更新到版本 {head()}"


def _upgrade(engine: Engine) -> None:
    from storage.migrate import upgrade  # Alembic is slow to load, and a database of today has no need of it

    upgrade(engine)


def _copy(file: Path, revision: str) -> None:
    """The file as it was before the migration stays beside it."""
    import sqlite3

    target = file.with_name(f"{file.name}.before-{revision}-{head()}")
    try:
        copy_sqlite(file, target)
        shutil.copymode(file, target)
    except (sqlite3.Error, OSError):
        raise CommandStopped(f"更新前备份失败，没有改动：{target}", FAILED) from None
