"""Where each channel's files are fetched from: its own account, or for the 智能机器人 the addresses it is given."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from aiohttp import ClientSession

from bot.channels.base import Channel
from bot.channels.downloads import Downloads, MediaSource, RobotMedia
from bot.config import Config

ROBOT = "wecom_aibot"


@runtime_checkable
class HasMedia(Protocol):
    """A channel whose platform keeps what people send."""

    def media(self) -> MediaSource: ...


def sources_of(config: Config, ways: Mapping[str, Channel], session: ClientSession) -> dict[str, MediaSource]:
    found = {name: way.media() for name, way in ways.items() if isinstance(way, HasMedia)}
    robot = config.channels.wecom_aibot
    if robot.enabled:
        found[ROBOT] = RobotMedia(Downloads(session), robot.encoding_aes_key.get_secret_value())
    return found
