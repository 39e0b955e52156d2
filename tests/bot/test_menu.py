"""liaison menu: the words under the chats of the 公众号 and the 企业微信 app."""

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
from tests.platforms.wecom import WecomPlatform

MENU = """[
    { name = "我要反映", say = "我要反映" },
    { name = "我的件", say = "我的件" },
    { name = "更多", entries = [{ name = "帮助", say = "帮助" }, { name = "公开", url = "https://e.cn/public" }] },
]"""


def of_account(platform: OfficialAccountPlatform, menu: str = MENU) -> str:
    keys = {"app_id": platform.app_id, "app_secret": platform.secret, "token": platform.token}
    return section("official_account", {**keys, "api_base": platform.base_url}, f"menu = {menu}")


def of_app(platform: WecomPlatform, *more: str) -> str:
    keys = {"corp_id": platform.corp_id, "secret": platform.secret, "token": platform.token}
    sealed = {"encoding_aes_key": platform.aes_key, "api_base": platform.base_url}
    return section("wecom_app", keys | sealed, f"agent_id = {platform.agent_id}", *more)


def section(name: str, keys: dict[str, str], *more: str) -> str:
    lines = [f'{key} = "{value}"' for key, value in keys.items()]
    return "\n".join([f"[channels.{name}]", "enabled = true", *lines, *more, ""])


async def put(folder: Path, *sections: str) -> str:
    file = folder / "config.toml"
    file.write_text("\n".join(sections), "utf-8")
    return await asyncio.to_thread(put_menu, Config.load(file, {}), SystemClock())


async def test_the_menu_says_words_and_opens_pages(tmp_path: Path) -> None:
    platform = OfficialAccountPlatform()
    async with platform.serve():
        assert "我要反映、我的件、更多" in await put(tmp_path, of_account(platform))
    (menu,) = platform.menus
    buttons: Any = menu["button"]
    assert buttons[1] == {"type": "click", "name": "我的件", "key": "我的件"}
    assert [one["type"] for one in buttons[2]["sub_button"]] == ["click", "view"]


async def test_one_command_puts_the_menus_of_the_account_and_of_the_app(tmp_path: Path) -> None:
    account, app = OfficialAccountPlatform(), WecomPlatform()
    async with account.serve(), app.serve():
        told = await put(tmp_path, of_account(account), of_app(app))
    assert "公众号菜单已更新：我要反映、我的件、更多" in told
    assert "企业微信应用菜单已更新：待办、今天、帮助" in told
    assert len(account.menus) == 1
    assert app.menu is not None
    assert app.menu["button"][0] == {"type": "click", "name": "待办", "key": "待办"}


async def test_the_apps_menu_is_the_offices_own(tmp_path: Path) -> None:
    app = WecomPlatform()
    async with app.serve():
        told = await put(tmp_path, of_app(app, 'menu = [{ name = "逾期", say = "逾期" }]'))
    assert "企业微信应用菜单已更新：逾期" in told
    assert app.menu == {"button": [{"type": "click", "name": "逾期", "key": "逾期"}]}


async def test_a_refused_menu_is_told_by_its_number(tmp_path: Path) -> None:
    platform = OfficialAccountPlatform()
    platform.faults.once(error_code(40018))
    async with platform.serve():
        with pytest.raises(CommandStopped, match="40018"):
            await put(tmp_path, of_account(platform))


async def test_what_one_platform_refuses_the_other_still_gets(tmp_path: Path) -> None:
    account, app = OfficialAccountPlatform(), WecomPlatform()
    account.faults.once(error_code(40018))
    async with account.serve(), app.serve():
        with pytest.raises(CommandStopped, match=r"公众号.*40018；企业微信应用菜单已更新"):
            await put(tmp_path, of_account(account), of_app(app))
    assert app.menu is not None


async def test_an_empty_menu_changes_nothing(tmp_path: Path) -> None:
    account, app = OfficialAccountPlatform(), WecomPlatform()
    async with account.serve(), app.serve():
        with pytest.raises(CommandStopped, match="menu"):
            await put(tmp_path, of_account(account, "[]"), of_app(app, "menu = []"))
    assert (account.menus, app.menu) == ([], None)
