"""What must hold between the keys of config.toml, told as the key and the words of the first thing that is wrong."""

import re
from collections.abc import Iterator
from datetime import date
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.calendar import BadNotice, work_calendar
from bot.config_sections import HALF_A_YEAR
from handlers.rules.deadlines import BadLimit, Limit
from handlers.rules.letter_fields import FIELDS, unknown_fields
from handlers.rules.local_limits import OPINION, PRESETS, SUGGESTION, Written

if TYPE_CHECKING:
    from bot.config import Config

Problem = tuple[str, str]
MIN_TOKEN = 32


def is_loopback(host: str | None) -> bool:
    """Only this machine can be reached there."""
    if host is None:
        return False
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def problems(config: "Config") -> Iterator[Problem]:
    """Everything that is wrong, the most telling first."""
    yield from _congress(config)
    yield from _aes_keys(config)
    yield from _missing_keys(config)
    yield from _account_templates(config)
    yield from _menus(config)
    yield from _letter(config)
    yield from _demo(config)
    yield from _tokens(config)
    yield from _limits(config)
    yield from _calendar(config)
    yield from _retention(config)


def _congress(config: "Config") -> Iterator[Problem]:
    try:
        ZoneInfo(config.congress.timezone)
    except (KeyError, ValueError, OSError):
        yield "congress.timezone", "没有这个时区，例如 Asia/Shanghai"
    if any(session_days(written) is None for written in config.workflow.sessions):
        yield "workflow.sessions", "应是先后两个日期，例如 2027-01-12..2027-01-16"
    if urlsplit(config.server.public_url).hostname is None:
        yield "server.public_url", "应是以 http:// 或 https:// 开头的地址"
    hours = config.notices.working_hours
    if hours[:5] >= hours[6:]:
        yield "notices.working_hours", "下班时刻应晚于上班时刻"


def session_days(written: str) -> tuple[date, date] | None:
    """First and last day of a session; None where these are no days, or stand the wrong way round."""
    try:
        first, last = map(date.fromisoformat, written.split(".."))
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _aes_keys(config: "Config") -> Iterator[Problem]:
    channels = config.channels
    keys = {
        "official_account": channels.official_account.encoding_aes_key,
        "wecom_app": channels.wecom_app.encoding_aes_key,
        "wecom_aibot": channels.wecom_aibot.encoding_aes_key,
    }
    for name, key in keys.items():
        if key.get_secret_value() and not re.fullmatch(r"[A-Za-z0-9+/]{43}", key.get_secret_value()):
            yield f"channels.{name}.encoding_aes_key", "应是 43 位的 EncodingAESKey"


def _missing_keys(config: "Config") -> Iterator[Problem]:
    """A channel that is on has what it needs to be talked with."""
    channels = config.channels
    needed: dict[str, tuple[str, ...]] = {
        "official_account": ("app_id", "app_secret", "token"),
        "wecom_app": ("corp_id", "agent_id", "secret", "token", "encoding_aes_key"),
        "wecom_aibot": ("token", "encoding_aes_key") if channels.wecom_aibot.mode == "url" else ("bot_id", "secret"),
    }
    for name, keys in needed.items():
        section = getattr(channels, name)
        for key in keys if section.enabled else ():
            value = getattr(section, key)
            if not (value.get_secret_value() if isinstance(value, SecretStr) else value):
                yield f"channels.{name}.{key}", "渠道已启用，必须填写"


_PLACES = frozenset({"number", "title", "text", "date", "time"})


def _account_templates(config: "Config") -> Iterator[Problem]:
    account = config.channels.official_account
    for purpose, template in account.templates.items():
        for name, pattern in template.fields.items():
            for place in re.findall(r"\{([^{}]*)\}", pattern):
                if place not in _PLACES:
                    key = f"channels.official_account.templates.{purpose}.fields.{name}"
                    yield key, f"没有 {{{place}}}，可以写 {'、'.join(f'{{{one}}}' for one in sorted(_PLACES))}"


def _letter(config: "Config") -> Iterator[Problem]:
    for name, text in config.letter.texts().items():
        for place in unknown_fields(text):
            yield f"letter.{name}", f"没有 {{{place}}}，可以写 {'、'.join(f'{{{one}}}' for one in FIELDS)}"


def _menus(config: "Config") -> Iterator[Problem]:
    menus = {"official_account": config.channels.official_account.menu, "wecom_app": config.channels.wecom_app.menu}
    for name, menu in menus.items():
        for place, entry in enumerate(menu):
            for one in entry.entries or (entry,):
                if bool(one.say) == bool(one.url):
                    yield f"channels.{name}.menu.{place}", f"“{one.name}”应有 say 或 url 中的一个"


def _demo(config: "Config") -> Iterator[Problem]:
    """Playing any role is for one machine alone: nobody else may come in, and nothing may go out."""
    channels = config.channels
    if not channels.webchat.demo_personas:
        return
    key = "channels.webchat.demo_personas"
    if not is_loopback(config.server.host):
        yield key, "演示身份只能在本机使用，server.host 应是 127.0.0.1"
    if not is_loopback(urlsplit(config.server.public_url).hostname):
        yield key, "演示身份只能在本机使用，server.public_url 的主机应是 127.0.0.1"
    addresses = {
        "official_account": (channels.official_account.enabled, channels.official_account.api_base),
        "wecom_app": (channels.wecom_app.enabled, channels.wecom_app.api_base),
        "wecom_aibot": (channels.wecom_aibot.enabled, channels.wecom_aibot.ws_url),
        "wecom_group": (channels.wecom_group.enabled, channels.wecom_group.api_base),
    }
    for name, (enabled, address) in addresses.items():
        if enabled and not is_loopback(urlsplit(address).hostname):
            yield key, f"演示身份不能与真实渠道同用，请关闭 channels.{name} 或去掉 demo_personas"


def _tokens(config: "Config") -> Iterator[Problem]:
    for position, token in enumerate(config.api.tokens, start=1):
        if len(token.get_secret_value()) < MIN_TOKEN or not token.get_secret_value().isascii():
            yield "api.tokens", f"第 {position} 个令牌太短，至少 {MIN_TOKEN} 个字母或数字"


def _retention(config: "Config") -> Iterator[Problem]:
    """The law sets a least for records of who looked at what."""
    if 0 < config.retention.look_days < HALF_A_YEAR:
        yield "retention.look_days", f"应是 0（一直保存）或不少于 {HALF_A_YEAR} 的整数（天，法定至少六个月）"


def _limits(config: "Config") -> Iterator[Problem]:
    if config.limits.preset not in PRESETS:
        yield "limits.preset", f"应是 {'、'.join(PRESETS)} 之一"
    yield from _limits_of("opinion", config.limits.opinion, OPINION)
    yield from _limits_of("suggestion", config.limits.suggestion, SUGGESTION)


def _limits_of(kind: str, written: Written, known: Written) -> Iterator[Problem]:
    for name, value in written.items():
        if name not in known:
            yield f"limits.{kind}.{name}", "没有这个键"
            continue
        try:
            Limit.parse(value)
        except BadLimit:
            yield f"limits.{kind}.{name}", '应是数和单位，例如 "10W"（工作日）、"7D"（自然日）、"3M"（月）'


def _calendar(config: "Config") -> Iterator[Problem]:
    for year, notice in config.calendar.items():
        try:
            work_calendar({year: notice})
        except BadNotice as wrong:
            yield f"calendar.{year}", str(wrong)
