"""Commands that look after what is kept: the directory, the outbox, the histories."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.clock import SystemClock
from bot.commands.database import keys_of, opened
from bot.commands.problems import FAILED, CommandStopped
from bot.config import Config
from bot.directory_files.reading import read_directory_file
from bot.heads import BadList, read_list
from handlers.directory_content import DirectoryError
from handlers.directory_import import import_directory
from handlers.robot import CHANNEL
from handlers.words import robot as words
from storage.cases import all_chains
from storage.heads import missing_heads
from storage.history import History
from storage.keys import Keyring
from storage.outbox_desk import OutboxDesk, Stuck
from storage.owners import Owners


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
        broken += _not_as_signed(config, keys, connection)
    if broken:
        raise CommandStopped(f"办理记录有改动：{'、'.join(broken)}", FAILED)
    return f"{count}件的办理记录完整"


def _not_as_signed(config: Config, keys: Keyring, connection: Connection) -> list[str]:
    """What the daily lists outside the database say and the database does not."""
    wrong = []
    for file in sorted(config.heads_dir.glob("*.txt")):
        try:
            heads = read_list(keys, file)
        except (BadList, ValueError):
            wrong.append(f"签名清单 {file.name}")
            continue
        wrong += [
            f"{head.number} 第{head.seq}步（与{file.stem}的签名清单不符）" for head in missing_heads(connection, heads)
        ]
    return wrong


def robot_status(config: Config) -> str:
    with opened(config) as engine, engine.connect() as connection:
        return words.THROWN_OUT if Owners(connection).is_blocked(CHANNEL) else words.NOT_BLOCKED


def resume_robot(config: Config) -> str:
    with opened(config) as engine, engine.begin() as connection:
        return words.RESUMED if Owners(connection).unblock(CHANNEL) else words.NOT_BLOCKED


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages of the outbox: these, or all of a channel and in a state."""

    ids: list[int]
    channel: str = ""
    status: str = ""


def list_outbox(config: Config, wanted: Wanted) -> list[str]:
    """The newest first; how many more there are stands at the end."""
    now = SystemClock().now()
    with opened(config) as engine, engine.connect() as connection:
        desk = OutboxDesk(connection)
        rows = desk.stuck(channel=wanted.channel, status=wanted.status)
        count = desk.count(channel=wanted.channel, status=wanted.status)
    more = [f"……还有{count - len(rows)}条更早的"] if count > len(rows) else []
    return [*(_line(row, now) for row in rows), *more] or ["没有没发出去的消息"]


def _line(row: Stuck, now: datetime) -> str:
    """The destination is the number of an account or a group in our books, never its address."""
    columns = (row.id, row.delivery, row.channel, row.lane, row.purpose, row.case_number or "-", _age(row, now))
    return "\t".join([*map(str, columns), row.error or ""])


def _age(row: Stuck, now: datetime) -> str:
    minutes = int((now - row.created_at).total_seconds()) // 60
    if minutes >= 2 * 24 * 60:
        return f"{minutes // (24 * 60)}天"
    return f"{minutes // 60}小时" if minutes >= 120 else f"{minutes}分钟"


def retry(config: Config, wanted: Wanted) -> str:
    with opened(config) as engine, engine.begin() as connection:
        desk = OutboxDesk(connection)
        done = desk.retry(_chosen(desk, wanted), SystemClock().now())
    return f"{done}条重新发送"


def drop(config: Config, wanted: Wanted) -> str:
    with opened(config) as engine, engine.begin() as connection:
        desk = OutboxDesk(connection)
        done = desk.drop(_chosen(desk, wanted), SystemClock().now())
    return f"{done}条不再发送"


def _chosen(desk: OutboxDesk, wanted: Wanted) -> list[int]:
    has_filter = wanted.channel or wanted.status
    return [*wanted.ids, *(desk.ids(channel=wanted.channel, status=wanted.status) if has_filter else ())]
