"""People who talk with the 智能机器人 over its long connection."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from typing_extensions import override

from tests.journeys.people import Heard, Line, Person, Via
from tests.journeys.settings import Table
from tests.platforms.aibot_socket import AibotSocketPlatform, Frame

ANSWERS = {"aibot_respond_msg", "aibot_respond_welcome_msg", "aibot_respond_update_msg"}


class RobotPerson(Person):
    """In a single chat, or in a group: what is heard there is heard by all of it."""

    def __init__(self, platform: AibotSocketPlatform, userid: str, group: str = "") -> None:
        super().__init__(userid)
        self.platform = platform
        self.group = group
        self._listened = 0

    @override
    async def listen(self) -> None:
        said = [one for one in self.platform.said if one.chat == (self.group or self.name)]
        for one in said[self._listened :]:
            self.heard.append(Heard(one.text, Via.PASSIVE if one.cmd in ANSWERS else Via.MESSAGE))
        self._listened = len(said)

    @override
    async def speak(self, text: str) -> None:
        await self.platform.text(self.name, text, group=self.group)

    def quotes(self, quoted: str, text: str) -> Line:
        quote: Frame = {"msgtype": "text", "text": {"content": quoted}}
        return Line(self, lambda: self.platform.text(self.name, text, group=self.group, quote=quote))

    def does(self, act: Callable[[], Awaitable[Any]]) -> Line:
        return Line(self, act)


@asynccontextmanager
async def robot_platform() -> AsyncIterator[AibotSocketPlatform]:
    platform = AibotSocketPlatform()
    async with platform.serve():
        yield platform


def by_websocket(platform: AibotSocketPlatform) -> Table:
    return {
        "enabled": True,
        "mode": "websocket",
        "bot_id": platform.bot_id,
        "secret": platform.secret,
        "ws_url": platform.url,
    }
