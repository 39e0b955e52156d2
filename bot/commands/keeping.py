"""Commands that look after what is kept: the directory, the outbox, the histories, copies of the database."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.clock import SystemClock
from bot.commands.database import keys_of, opened
from bot.commands.problems import FAILED, CommandStopped
from bot.config import Config
from bot.directory_files.reading import read_directory_file
from bot.exclusive_lock import AlreadyServed, exclusive
from handlers.directory_content import DirectoryError
from handlers.directory_import import import_directory
from storage.cases import all_chains
from storage.history import History
from storage.outbox_desk import OutboxDesk, Stuck


def import_file(config: Config, path: Path) -> str:
    keys = keys_of(config)
    try:
        content = read_directory_file(path)
        with opened(config) as engine, engine.begin() as connection:
            done = import_directory(connection, keys, content, SystemClock().now())
    except DirectoryError as wrong:
        raise CommandStopped(f"名单有错，一行都没有导入。{wrong}") from None
    return f"已导入：新增 {done.added}，修改 {done.changed}，不变 {done.unchanged}"


def write_form(path: Path) -> str:
    from bot.directory_files.template import write_template  # openpyxl is slow to load and rarely needed

    if path.suffix.lower() != ".xlsx":
        raise CommandStopped("名单表格的文件名要以 .xlsx 结尾")
    try:
        write_template(path)
    except OSError:
        raise CommandStopped(f"写不了文件：{path}") from None
    return f"已写好空白名单表格：{path}"


def verify_history(config: Config) -> str:
    """Every case's chain; the first break of each is named."""
    keys, broken, count = keys_of(config), [], 0
    with opened(config) as engine, engine.connect() as connection:
        book = History(connection, keys)
        for chain in all_chains(connection):
            count += 1
            seq = book.fault(chain.number, chain.count, chain.head, book.of(chain.case_id))
            if seq is not None:
                broken.append(f"{chain.number} 第{seq}步")
    if broken:
        raise CommandStopped(f"办理记录有改动：{'、'.join(broken)}", FAILED)
    return f"{count}件的办理记录完整"


def list_outbox(config: Config) -> list[str]:
    with opened(config) as engine, engine.connect() as connection:
        rows = OutboxDesk(connection).stuck()
    return [_line(row) for row in rows] or ["没有没发出去的消息"]


def _line(row: Stuck) -> str:
    case = row.case_number or "-"
    return f"{row.id}\t{row.delivery}\t{row.channel}\t{row.purpose}\t{case}\t{row.created_at:%Y-%m-%d %H:%M}\t{row.error or ''}"


def retry(config: Config, ids: list[int]) -> str:
    with opened(config) as engine, engine.begin() as connection:
        done = OutboxDesk(connection).retry(ids, SystemClock().now())
    return f"{done}条重新发送"


def drop(config: Config, ids: list[int]) -> str:
    with opened(config) as engine, engine.begin() as connection:
        done = OutboxDesk(connection).drop(ids, SystemClock().now())
    return f"{done}条不再发送"


def back_up(config: Config, target: Path) -> str:
    file = _sqlite_file(config, "pg_dump")
    if not file.exists():
        raise CommandStopped(f"没有数据库：{file}")
    if target.exists():
        raise CommandStopped(f"文件已存在：{target}")
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except (sqlite3.Error, OSError):
        raise CommandStopped(f"备份失败：{target}", FAILED) from None
    return f"已备份到 {target}；密钥文件 {config.key_file} 请另外保管"


def restore(config: Config, source: Path) -> str:
    """Only while nothing serves from the file; what was there stays beside it."""
    file = _sqlite_file(config, "pg_restore")
    if not source.is_file():
        raise CommandStopped(f"没有这个备份：{source}")
    try:
        with exclusive(file):
            _swap(source, file)
    except AlreadyServed:
        raise CommandStopped("服务正在运行，请先停止再恢复") from None
    return f"已从 {source} 恢复"


def _swap(source: Path, file: Path) -> None:
    fresh = file.with_name(f"{file.name}.restoring")
    try:
        with closing(sqlite3.connect(source)) as backup, closing(sqlite3.connect(fresh)) as copy:
            if backup.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise CommandStopped(f"备份文件已损坏：{source}", FAILED)
            backup.backup(copy)
    except (sqlite3.Error, OSError):
        raise CommandStopped(f"恢复失败，没有改动：{source}", FAILED) from None
    if file.exists():
        _put_aside(file)
    fresh.replace(file)


def _put_aside(file: Path) -> None:
    """With its journal: after a hard end the last hours may be in there and nowhere else."""
    for ending in ("", "-wal", "-shm"):
        aside = file.with_name(f"{file.name}.before-restore{ending}")
        aside.unlink(missing_ok=True)
        part = file.with_name(f"{file.name}{ending}")
        if part.exists():
            part.replace(aside)


def _sqlite_file(config: Config, tool: str) -> Path:
    if config.database_file is None:
        raise CommandStopped(f"PostgreSQL 请用 {tool}；这个命令只管 SQLite")
    return config.database_file
