"""invite, duty and reception-sheet: the papers an office hands out and fills in."""

import asyncio
import os
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.commands.coding import ask_for, chat_address
from bot.commands.database import keys_of, opened
from bot.commands.problems import FAILED, CommandStopped
from bot.config import Config
from handlers.directory import load_directory
from handlers.directory_content import DirectoryError
from handlers.duty_import import import_roster
from handlers.invitations import draw_codes, invite_everybody
from handlers.rules.one_time_codes import VALID_FOR, scene_of
from storage.store import Store


def invite(config: Config, path: Path) -> tuple[str, str]:
    """New codes and the sheet that shows them: both, or neither. What was written; and what was not got.

    The platform is asked while nothing is locked.
    """
    from bot.invitation_sheet import write_invitations  # openpyxl is slow to load

    _must_be_xlsx(path)
    keys, timezone = keys_of(config), ZoneInfo(config.congress.timezone)
    with opened(config) as engine:
        with engine.begin() as connection:
            codes = draw_codes(Store(connection, keys), load_directory(connection, keys), os.urandom)
        if not codes:
            raise CommandStopped("名单是空的，请先导入名单：liaison directory import 文件", FAILED)
        pictures, trouble = _pictures(config, codes.values())
        try:
            with engine.begin() as connection:
                directory = load_directory(connection, keys)
                invitations = invite_everybody(Store(connection, keys), directory, codes, SystemClock().now())
                write_invitations(path, invitations, pictures, timezone)
        except OSError:
            raise CommandStopped(f"写不了文件：{path}") from None
    told = f"已写好{len(invitations)}人的绑定码：{path}（14天内有效，以前没用过的码作废；请当面给本人，发完销毁）"
    return told, trouble


def _pictures(config: Config, codes: Iterable[str]) -> tuple[dict[str, str], str]:
    """What each code's picture carries: the official account's scene, else the chat's address, else the words to type."""
    scenes = {code: scene_of(code) for code in codes}
    urls: Mapping[str, str] = {}
    trouble, otherwise = "", "图里是要发的字"
    if config.channels.official_account.enabled:
        urls, trouble = asyncio.run(ask_for(config, list(scenes.values()), VALID_FOR))
    pictures = {code: f"绑定 {code}" for code in scenes}
    if config.channels.webchat.enabled:
        pictures, otherwise = (
            {code: chat_address(config, scene) for code, scene in scenes.items()},
            "改用网页聊天的链接",
        )
    pictures |= {code: urls[scene] for code, scene in scenes.items() if scene in urls}
    return pictures, trouble and f"{trouble}，{otherwise}"


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
