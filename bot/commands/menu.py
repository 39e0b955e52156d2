"""menu: what the office has written for the 公众号's menu under the chat is put there."""

import asyncio

from aiohttp import ClientSession

from bot.channels.base import DeliveryFailed
from bot.channels.official_account_out import MenuWord, OfficialAccount
from bot.channels.platform_client import PlatformClient
from bot.channels.platform_tokens import stable_token
from bot.channels.transport import Transport
from bot.clock import Clock
from bot.commands.problems import CommandStopped
from bot.config import Config
from bot.config_sections import MenuEntry


def put_menu(config: Config, clock: Clock) -> str:
    account = config.channels.official_account
    if not account.enabled:
        raise CommandStopped("channels.official_account 没有启用")
    if not account.menu:
        raise CommandStopped("config.toml 的 channels.official_account.menu 还是空的")
    words = tuple(map(_word, account.menu))
    refused = asyncio.run(_put(config, clock, words))
    if refused:
        raise CommandStopped(f"公众号没有收下菜单，错误码 {refused}")
    return f"公众号菜单已更新：{'、'.join(word.name for word in words)}（手机上几分钟后看到）"


def _word(entry: MenuEntry) -> MenuWord:
    return MenuWord(entry.name, entry.say, entry.url, tuple(map(_word, entry.entries)))


async def _put(config: Config, clock: Clock, words: tuple[MenuWord, ...]) -> str:
    account = config.channels.official_account
    async with ClientSession() as session:
        transport = Transport(session, account.api_base)
        tokens = stable_token(transport, account.app_id, account.app_secret.get_secret_value(), clock.monotonic)
        try:
            await OfficialAccount(PlatformClient(transport, tokens)).put_menu(words)
        except DeliveryFailed as failure:
            return failure.code
    return ""
