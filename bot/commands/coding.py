"""qrcode: the codes of stations and deputies, through the official account and for the built-in chat, as pictures and as pages."""

import asyncio
import re
import time
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientSession

from bot.channel_table import scene_codes
from bot.channels.base import DeliveryFailed
from bot.channels.scene_codes import SceneCodes
from bot.clock import SystemClock
from bot.commands.database import keys_of, opened
from bot.commands.problems import FAILED, CommandStopped
from bot.config import Config
from bot.qr_pages import Code, Page, write_page
from handlers.directory import Directory, Person, load_directory
from handlers.rules.case_flow import Role
from handlers.rules.scenes import deputy_scene, may_be_scene

AT_ONCE = 4
SCAN = "微信扫一扫"
FOLLOWING = "扫码关注公众号"
NO_FOLLOWING = "不关注公众号，扫这个也行"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One sheet: the scene it carries, the name of its files, and whose it is."""

    scene: str
    name: str
    station: str
    deputy: Person | None = None


def write_codes(
    config: Config, folder: Path, *, stations: Sequence[str], deputies: Sequence[str], days: int | None
) -> tuple[str, str]:
    """What was written; and what was not got, for a person to read."""
    account, chat = config.channels.official_account.enabled, config.channels.webchat.enabled
    if not account and not chat:
        raise CommandStopped(
            "公众号和网页聊天都没有启用（channels.official_account、channels.webchat），没有可扫的入口"
        )
    with opened(config) as engine, engine.begin() as connection:
        directory = load_directory(connection, keys_of(config))
    wanted = [_station(directory, code) for code in stations] + [_deputy(directory, said) for said in deputies]
    life = None if days is None else timedelta(days=days)
    urls, trouble = asyncio.run(ask_for(config, [one.scene for one in wanted], life)) if account else ({}, "")
    if trouble and not chat:
        raise CommandStopped(f"{trouble}，网页聊天也没有启用，没有写", FAILED)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in wanted:
            write_page(folder, one.name, _page(config, directory, one, urls.get(one.scene), life))
    except OSError:
        raise CommandStopped(f"写不了文件：{folder}") from None
    names = "、".join(f"{one.name}.html" for one in wanted)
    return (
        f"已写好：{folder} 里的 {names}，打开后按 A4 打印；同名的 .png 是二维码图片",
        trouble and f"{trouble}，改用网页聊天的链接",
    )


def _station(directory: Directory, code: str) -> Wanted:
    station = directory.stations.get(code)
    if station is None or not station.is_active:
        raise CommandStopped(f"--station {code}：名单里没有这个联络站（写编号，例如 ST01）")
    if not may_be_scene(code):
        raise CommandStopped(f"--station {code}：做二维码的编号只能用字母、数字、减号和下划线")
    return Wanted(code, code, code)


def _deputy(directory: Directory, said: str) -> Wanted:
    """By name; where two share it, by their station's code in front: ST01李梅."""
    found = [
        one
        for one in directory.people.values()
        if Role.DEPUTY in one.roles and said in {one.name, f"{one.station or ''}{one.name}"}
    ]
    if not found:
        raise CommandStopped(f"--deputy {said}：名单里没有这位代表")
    if len(found) > 1:
        ways = "、".join(f"{one.station or '（没有联络站）'}{one.name}" for one in found)
        raise CommandStopped(f"--deputy {said}：有几位，请连联络站编号一起写：{ways}")
    scene = deputy_scene(found[0].id)
    name = re.sub(r"[\\/:*?\"<>|\s]", "", found[0].name)
    return Wanted(scene, f"{name}-{scene}", found[0].station or "", found[0])


async def ask_for(config: Config, scenes: Sequence[str], life: timedelta | None) -> tuple[Mapping[str, str], str]:
    """The addresses of these scenes. After the first refusal nothing more is asked, and none are given: one sheet, one kind."""
    async with ClientSession() as session:
        codes = scene_codes(config, session, time.monotonic)
        found: dict[str, str] = {}
        for start in range(0, len(scenes), AT_ONCE):
            some = scenes[start : start + AT_ONCE]
            told = await asyncio.gather(*(_ask(codes, scene, life) for scene in some), return_exceptions=True)
            for scene, outcome in zip(some, told, strict=True):
                if isinstance(outcome, DeliveryFailed):
                    return {}, f"公众号没有给出带参数的二维码（{outcome.code}）"
                if isinstance(outcome, BaseException):
                    raise outcome
                found[scene] = outcome
    return found, ""


def _ask(codes: SceneCodes, scene: str, life: timedelta | None) -> Coroutine[Any, Any, str]:
    return codes.permanent(scene) if life is None else codes.temporary(scene, life)


def chat_address(config: Config, scene: str) -> str:
    return f"{config.server.public_url.rstrip('/')}/chat?s={scene}"


def _page(config: Config, directory: Directory, one: Wanted, url: str | None, life: timedelta | None) -> Page:
    station = directory.stations.get(one.station)
    codes = [Code(one.name, url, FOLLOWING)] if url else []
    if config.channels.webchat.enabled:
        name, caption = (f"{one.name}-chat", NO_FOLLOWING) if url else (one.name, SCAN)
        codes.append(Code(name, chat_address(config, one.scene), caption))
    now = SystemClock().now().astimezone(ZoneInfo(config.congress.timezone))
    return Page(
        congress=config.congress.name,
        station=station.name if station else "",
        hours=station.hours if station else "",
        telephone=station.telephone if station else "",
        deputy=one.deputy.name if one.deputy else "",
        district=one.deputy.district if one.deputy else "",
        codes=codes,
        until=(now + life).date() if url and life else None,
    )
