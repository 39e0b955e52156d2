"""Our side of a call to a played platform: a session, a clock that stands still, and what came of it."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest

from bot.channels.base import Channel, DeliveryFailed, Outbound, Receipt
from bot.channels.official_account_out import OfficialAccount
from bot.channels.platform_client import PlatformClient
from bot.channels.platform_tokens import TokenSource, corp_token, stable_token
from bot.channels.transport import Transport
from bot.channels.wecom_app import WecomApp
from bot.channels.wecom_group import WecomGroup
from tests.platforms.official_account import OfficialAccountPlatform
from tests.platforms.wecom import WecomPlatform


class StandingClock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass(frozen=True, slots=True)
class Line:
    """A channel connected to the platform that is played for it."""

    channel: Channel
    tokens: TokenSource
    clock: StandingClock


@asynccontextmanager
async def official_account_line(platform: OfficialAccountPlatform, seconds: float = 10) -> AsyncIterator[Line]:
    async with platform.serve() as base, aiohttp.ClientSession() as session:
        transport, clock = Transport(session, base, total_seconds=seconds), StandingClock()
        tokens = stable_token(transport, platform.app_id, platform.secret, clock)
        yield Line(OfficialAccount(PlatformClient(transport, tokens)), tokens, clock)


@asynccontextmanager
async def wecom_line(platform: WecomPlatform, seconds: float = 10) -> AsyncIterator[Line]:
    async with platform.serve() as base, aiohttp.ClientSession() as session:
        transport, clock = Transport(session, base, total_seconds=seconds), StandingClock()
        tokens = corp_token(transport, platform.corp_id, platform.secret, clock)
        yield Line(WecomApp(PlatformClient(transport, tokens), platform.agent_id, clock), tokens, clock)


@asynccontextmanager
async def group_line(platform: WecomPlatform) -> AsyncIterator[Channel]:
    async with platform.serve() as base, aiohttp.ClientSession() as session:
        yield WecomGroup(Transport(session, base))


def message(account: str = "o-1", text: str = "已登记。", *, mentions: tuple[str, ...] = ()) -> Outbound:
    return Outbound(key=f"{account}:{text[:20]}", account=account, text=text, mentions=mentions)


async def outcome(sending: Awaitable[Receipt]) -> tuple[str, str] | None:
    """What kind of failure, and its code; None where the message went."""
    try:
        await sending
    except DeliveryFailed as failure:
        return type(failure).__name__, failure.code
    return None


async def everything_said_of(asking: Awaitable[object]) -> list[str]:
    """A failure's words, those of all errors behind it, and whatever they carry."""
    with pytest.raises(DeliveryFailed) as caught:
        await asking
    words: list[str] = []
    behind: BaseException | None = caught.value
    while behind is not None:
        words.append(f"{behind} {behind!r} {vars(behind)} {behind.args}")
        behind = behind.__cause__ or behind.__context__
    return [" ".join(words)]
