"""liaison menu: the words under the chat of the 公众号."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.commands.menu import put_menu
from bot.commands.problems import CommandStopped
from bot.config import Config
from tests.platforms.faults import error_code
from tests.platforms.official_account import OfficialAccountPlatform

MENU = """[
    { name = "我要反映", say = "我要反映" },
    { name = "我的件", say = "我的件" },
    { name = "更多", entries = [{ name = "帮助", say = "帮助" }, { name = "公开", url = "https://e.cn/public" }] },
]"""


def config_of(folder: Path, platform: OfficialAccountPlatform, menu: str = MENU) -> Config:
    file = folder / "config.toml"
    keys = {"app_id": platform.app_id, "app_secret": platform.secret, "token": platform.token}
    lines = [f'{key} = "{value}"' for key, value in {**keys, "api_base": platform.base_url}.items()]
    file.write_text("\n".join(["[channels.official_account]", "enabled = true", *lines, f"menu = {menu}", ""]), "utf-8")
    return Config.load(file, {})


async def put(folder: Path, platform: OfficialAccountPlatform) -> str:
    return await asyncio.to_thread(put_menu, config_of(folder, platform), SystemClock())


async def test_the_menu_says_words_and_opens_pages(tmp_path: Path) -> None:
    platform = OfficialAccountPlatform()
    async with platform.serve():
        assert "我要反映、我的件、更多" in await put(tmp_path, platform)
    (menu,) = platform.menus
    buttons: Any = menu["button"]
    assert buttons[1] == {"type": "click", "name": "我的件", "key": "我的件"}
    assert [one["type"] for one in buttons[2]["sub_button"]] == ["click", "view"]


async def test_a_refused_menu_is_told_by_its_number(tmp_path: Path) -> None:
    platform = OfficialAccountPlatform()
    platform.faults.once(error_code(40018))
    async with platform.serve():
        with pytest.raises(CommandStopped, match="40018"):
            await put(tmp_path, platform)


async def test_an_empty_menu_changes_nothing(tmp_path: Path) -> None:
    platform = OfficialAccountPlatform()
    async with platform.serve():
        with pytest.raises(CommandStopped, match="menu"):
            await asyncio.to_thread(put_menu, config_of(tmp_path, platform, "[]"), SystemClock())
    assert platform.menus == []
