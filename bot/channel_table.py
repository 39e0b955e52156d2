"""Which platforms this configuration opens: their doors in, and the ways out."""

import os
from collections.abc import Callable, Mapping

from aiohttp import ClientSession

from bot.channels.alarm import Alarm
from bot.channels.base import CallbackChannel, Channel
from bot.channels.official_account import OfficialAccount, OfficialAccountCallback
from bot.channels.platform_client import PlatformClient
from bot.channels.platform_tokens import corp_token, stable_token
from bot.channels.transport import Transport
from bot.channels.wecom_aibot import WecomAibotCallback
from bot.channels.wecom_app import WecomApp, WecomAppCallback
from bot.channels.wecom_group import WecomGroup
from bot.config import Config


def doors_in(config: Config) -> dict[str, CallbackChannel]:
    """The channels that are called by their platform."""
    window = config.intake.timestamp_window_minutes
    account, app, robot = config.channels.official_account, config.channels.wecom_app, config.channels.wecom_aibot
    doors: list[CallbackChannel] = []
    if account.enabled:
        doors.append(
            OfficialAccountCallback(
                token=account.token.get_secret_value(),
                encoding_aes_key=account.encoding_aes_key.get_secret_value(),
                app_id=account.app_id,
                account_id=account.account_id,
                window_minutes=window,
                random_bytes=os.urandom,
            )
        )
    if app.enabled:
        doors.append(
            WecomAppCallback(
                token=app.token.get_secret_value(),
                encoding_aes_key=app.encoding_aes_key.get_secret_value(),
                corp_id=app.corp_id,
                window_minutes=window,
                random_bytes=os.urandom,
            )
        )
    if robot.enabled and robot.mode == "url":
        doors.append(
            WecomAibotCallback(
                token=robot.token.get_secret_value(),
                encoding_aes_key=robot.encoding_aes_key.get_secret_value(),
                bot_name=config.congress.bot_name,
                window_minutes=window,
                random_bytes=os.urandom,
            )
        )
    return {door.name: door for door in doors}


def ways_out(config: Config, session: ClientSession, monotonic: Callable[[], float]) -> Mapping[str, Channel]:
    """The channels that can be written to. The built-in chat is added by who holds its board."""
    account, app, group = config.channels.official_account, config.channels.wecom_app, config.channels.wecom_group
    ways: list[Channel] = []
    if account.enabled:
        transport = Transport(session, account.api_base)
        tokens = stable_token(transport, account.app_id, account.app_secret.get_secret_value(), monotonic)
        ways.append(OfficialAccount(PlatformClient(transport, tokens)))
    if app.enabled:
        transport = Transport(session, app.api_base)
        tokens = corp_token(transport, app.corp_id, app.secret.get_secret_value(), monotonic)
        ways.append(WecomApp(PlatformClient(transport, tokens), app.agent_id, monotonic))
    if group.enabled:
        ways.append(WecomGroup(Transport(session, group.api_base)))
    url = config.alarm.url.get_secret_value()
    if config.alarm.command or url:
        ways.append(Alarm(session, command=config.alarm.command, url=url))
    return {way.name: way for way in ways}
