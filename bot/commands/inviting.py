"""invite, duty and reception-sheet: the papers an office hands out and fills in."""

import os
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.commands.database import keys_of, opened
from bot.commands.problems import FAILED, CommandStopped
from bot.config import Config
from handlers.directory import load_directory
from handlers.directory_content import DirectoryError
from handlers.duty_import import import_roster
from handlers.invitations import invite_everybody
from storage.store import Store


def invite(config: Config, path: Path) -> str:
    """New codes and the sheet that shows them: both, or neither."""
    from bot.invitation_sheet import write_invitations  # openpyxl is slow to load

    _must_be_xlsx(path)
    keys, timezone = keys_of(config), ZoneInfo(config.congress.timezone)
    address = f"{config.server.public_url.rstrip('/')}/chat" if config.channels.webchat.enabled else None
    try:
        with opened(config) as engine, engine.begin() as connection:
            directory = load_directory(connection, keys)
            store = Store(connection, keys)
            invitations = invite_everybody(store, directory, SystemClock().now(), os.urandom)
            if not invitations:
                raise CommandStopped("名单是空的，请先导入名单：liaison directory import 文件", FAILED)
            write_invitations(path, invitations, address, timezone)
    except OSError:
        raise CommandStopped(f"写不了文件：{path}") from None
    return f"已写好{len(invitations)}人的绑定码：{path}（14天内有效，以前没用过的码作废；请当面给本人，发完销毁）"


def import_duty(config: Config, path: Path) -> str:
    from bot.duty_files import read_roster

    keys = keys_of(config)
    try:
        lines = read_roster(path)
        with opened(config) as engine, engine.begin() as connection:
            done = import_roster(Store(connection, keys), load_directory(connection, keys), lines)
    except DirectoryError as wrong:
        raise CommandStopped(f"值班表有错，一行都没有导入。{wrong}") from None
    told = f"已导入{done.days}天、{done.people}人次"
    unknown = "、".join(done.unknown)
    return f"{told}；名单里认不出：{unknown}（机器人通知不到他们，只有电话）" if unknown else told


def write_duty_form(config: Config, path: Path) -> str:
    from bot.duty_files import write_roster_form

    _must_be_xlsx(path)
    today = SystemClock().now().astimezone(ZoneInfo(config.congress.timezone)).date()
    try:
        write_roster_form(path, today + timedelta(days=1))
    except OSError:
        raise CommandStopped(f"写不了文件：{path}") from None
    return f"已写好空白值班表：{path}"


def write_reception(config: Config, path: Path, code: str | None) -> str:
    """`code`: the station whose name stands above the table."""
    from bot.reception_sheet import write_reception_sheet

    _must_be_xlsx(path)
    try:
        write_reception_sheet(path, _station_name(config, code) if code else "")
    except OSError:
        raise CommandStopped(f"写不了文件：{path}") from None
    return f"已写好空白接待登记表：{path}"


def _station_name(config: Config, code: str) -> str:
    keys = keys_of(config)
    with opened(config) as engine, engine.begin() as connection:
        stations = load_directory(connection, keys).stations
    if code not in stations:
        raise CommandStopped(f"--station {code}：名单里没有这个联络站")
    return stations[code].name


def _must_be_xlsx(path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        raise CommandStopped("表格的文件名要以 .xlsx 结尾")
