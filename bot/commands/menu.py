"""menu: what the office has written for the menus under the chats of the 公众号 and the 企业微信 app is put there."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import ClientSession

from bot.channels.base import DeliveryFailed
from bot.channels.menus import MenuWord
from bot.channels.official_account_out import OfficialAccount
from bot.channels.platform_client import PlatformClient
from bot.channels.platform_tokens import corp_token, stable_token
from bot.channels.transport import Transport
from bot.channels.wecom_app import WecomApp
from bot.clock import Clock
from bot.commands.problems import CommandStopped
from bot.config import Config
from bot.config_sections import MenuEntry


class HasMenu(Protocol):
    async def put_menu(self, words: Sequence[MenuWord]) -> None: ...


@dataclass(frozen=True, slots=True)
class Menu:
    place: str
    channel: HasMenu
    words: tuple[MenuWord, ...]


def put_menu(config: Config, clock: Clock) -> str:
    """Every channel that is on gets its menu, also when another one refuses."""
    channels = config.channels
    if not (channels.official_account.enabled or channels.wecom_app.enabled):
        raise CommandStopped("channels.official_account 和 channels.wecom_app 都没有启用")
    told = asyncio.run(_put_all(config, clock))
    if not told:
        raise CommandStopped("config.toml 里已启用渠道的 menu 还是空的")
    refused = [f"{menu.place}没有收下菜单，错误码 {code}" for menu, code in told if code]
    done = [f"{menu.place}菜单已更新：{_names(menu)}（手机上几分钟后看到）" for menu, code in told if not code]
    if refused:
        raise CommandStopped("；".join(refused + done))
    return "\n".join(done)


async def _put_all(config: Config, clock: Clock) -> list[tuple[Menu, str]]:
    async with ClientSession() as session:
        return [(menu, await _put(menu)) for menu in _menus(config, session, clock) if menu.words]


async def _put(menu: Menu) -> str:
    """The platform's number where it refuses."""
    try:
        await menu.channel.put_menu(menu.words)
    except DeliveryFailed as failure:
        return failure.code
    return ""


def _menus(config: Config, session: ClientSession, clock: Clock) -> Iterator[Menu]:
    account, app = config.channels.official_account, config.channels.wecom_app
    if account.enabled:
        transport = Transport(session, account.api_base)
        tokens = stable_token(transport, account.app_id, account.app_secret.get_secret_value(), clock.monotonic)
        yield Menu("公众号", OfficialAccount(PlatformClient(transport, tokens)), _words(account.menu))
    if app.enabled:
        transport = Transport(session, app.api_base)
        tokens = corp_token(transport, app.corp_id, app.secret.get_secret_value(), clock.monotonic)
        client = PlatformClient(transport, tokens)
        yield Menu("企业微信应用", WecomApp(client, app.agent_id, clock.monotonic), _words(app.menu))


def _words(entries: Iterable[MenuEntry]) -> tuple[MenuWord, ...]:
    return tuple(MenuWord(entry.name, entry.say, entry.url, _words(entry.entries)) for entry in entries)


def _names(menu: Menu) -> str:
    return "、".join(word.name for word in menu.words)
