"""Which platforms this configuration opens: their doors in, and the ways out.

What reads their XML is loaded where it is opened: wechatpy brings a whole HTTP client along, and takes its time.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import ClientSession

from bot.channels.aibot_socket import WecomAibotSocket
from bot.channels.alarm import Alarm
from bot.channels.base import CallbackChannel, Channel
from bot.channels.capabilities import CAPABILITIES, Capability, Rate
from bot.channels.official_account_out import OfficialAccount, Permits
from bot.channels.platform_client import PlatformClient
from bot.channels.platform_tokens import TokenShelf, corp_token, stable_token
from bot.channels.scene_codes import SceneCodes
from bot.channels.template_fields import Template
from bot.channels.transport import Transport
from bot.channels.wecom_aibot import UrlBook, WecomAibot, WecomAibotCallback
from bot.channels.wecom_group import WecomGroup
from bot.clock import Clock
from bot.config import Config
from bot.config_sections import GROUP_MARGIN
from bot.group_states import GroupStates
from handlers.rules.windows import Quota


def doors_in(config: Config) -> dict[str, CallbackChannel]:
    """The channels that are called by their platform."""
    window = config.intake.timestamp_window_minutes
    account, app, robot = config.channels.official_account, config.channels.wecom_app, config.channels.wecom_aibot
    doors: list[CallbackChannel] = []
    if account.enabled:
        from bot.channels.official_account import OfficialAccountCallback

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
        from bot.channels.wecom_app import WecomAppCallback

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


def abilities(config: Config) -> Mapping[str, Capability]:
    """What each channel carries here: the published table, with the numbers this office has changed."""
    account, group = config.channels.official_account, config.channels.wecom_group
    return {
        **CAPABILITIES,
        "wecom_aibot": _robot(config),
        "official_account": replace(
            CAPABILITIES["official_account"],
            text_bytes=account.text_bytes,
            buttons=CAPABILITIES["official_account"].buttons if account.menu_bytes else 0,
            shown_bytes=min(account.menu_bytes, account.text_bytes),
            window_hours=account.service_hours,
            quota=account.service_messages,
        ),
        "wecom_group": replace(
            CAPABILITIES["wecom_group"],
            markdown_bytes=0 if group.markdown == "none" else CAPABILITIES["wecom_group"].markdown_bytes,
            rates=(Rate(group.per_minute, 60, margin=GROUP_MARGIN),),
        ),
    }


def _robot(config: Config) -> Capability:
    """By url its files go by the app; where there is none, nothing carries them."""
    can, has_app = CAPABILITIES["wecom_aibot"], config.channels.wecom_app.enabled
    is_without = config.channels.wecom_aibot.mode == "url" and not has_app
    return replace(can, images=0, recordings=0, files=0) if is_without else can


def quota(config: Config) -> Quota:
    account = config.channels.official_account
    return Quota(account.service_messages, account.service_hours, account.event_messages, account.event_seconds)


def templates(config: Config) -> Mapping[str, Template]:
    """What the 公众号 may tell after 48 hours, by purpose."""
    written = config.channels.official_account.templates.items()
    return {purpose: Template(one.id, one.kind, one.fields, one.url) for purpose, one in written}


def _until_midnight(now: datetime, tz: ZoneInfo) -> float:
    """Seconds to the next day of the congress, a little more rather than less."""
    tomorrow = datetime.combine(now.astimezone(tz).date() + timedelta(days=1), time(0, 1), tz)
    return (tomorrow - now).total_seconds()


def ways_out(
    config: Config,
    session: ClientSession,
    clock: Clock,
    permits: Permits,
    groups: GroupStates,
    shelf: Callable[[str], TokenShelf],
    urls: UrlBook,
) -> Mapping[str, Channel]:
    """The channels that can be written to. The built-in chat is added by who holds its board.

    `shelf` keeps the token of an account, by the account's name.
    """
    account, app, group = config.channels.official_account, config.channels.wecom_app, config.channels.wecom_group
    ways: list[Channel] = []
    if account.enabled:
        ways.append(
            OfficialAccount(
                _account_client(config, session, clock.monotonic, shelf(f"official_account:{account.app_id}")),
                permits=permits,
                templates=templates(config),
                until_midnight=lambda: _until_midnight(clock.now(), ZoneInfo(config.congress.timezone)),
                monotonic=clock.monotonic,
            )
        )
    if app.enabled:
        from bot.channels.wecom_app import WecomApp

        transport = Transport(session, app.api_base)
        kept = shelf(f"wecom_app:{app.corp_id}:{app.agent_id}")
        tokens = corp_token(transport, app.corp_id, app.secret.get_secret_value(), clock.monotonic, kept)
        ways.append(WecomApp(PlatformClient(transport, tokens), app.agent_id, clock.monotonic))
    robot = config.channels.wecom_aibot
    if robot.enabled and robot.mode == "websocket":
        ways.append(WecomAibotSocket(clock.monotonic))
    elif robot.enabled:
        ways.append(WecomAibot(Transport(session, ""), urls, ways[-1] if app.enabled else None))
    if group.enabled:
        ways.append(
            WecomGroup(
                Transport(session, group.api_base),
                can=abilities(config)["wecom_group"],
                markdown=group.markdown,
                is_closed=groups.is_closed,
                on_gone=groups.gone,
            )
        )
    url = config.alarm.url.get_secret_value()
    if config.alarm.command or url:
        ways.append(Alarm(session, command=config.alarm.command, url=url))
    return {way.name: way for way in ways}


def scene_codes(config: Config, session: ClientSession, monotonic: Callable[[], float]) -> SceneCodes:
    """Codes of the official account, which must be enabled."""
    return SceneCodes(_account_client(config, session, monotonic))


def _account_client(
    config: Config, session: ClientSession, monotonic: Callable[[], float], shelf: TokenShelf | None = None
) -> PlatformClient:
    account = config.channels.official_account
    transport = Transport(session, account.api_base)
    tokens = stable_token(transport, account.app_id, account.app_secret.get_secret_value(), monotonic, shelf)
    return PlatformClient(transport, tokens)
