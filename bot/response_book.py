"""The response_urls of the 智能机器人 as the channel uses them: taken out of the database by one call at a time."""

from bot.channels.base import Outbound
from bot.channels.wecom_aibot import GivenUrl
from bot.clock import Clock
from bot.writing import Memory
from storage.keys import Keyring
from storage.response_urls import ResponseUrl, ResponseUrls


class ResponseBook:
    def __init__(self, memory: Memory, keys: Keyring, clock: Clock) -> None:
        self._memory = memory
        self._keys = keys
        self._clock = clock

    async def take(self, message: Outbound) -> ResponseUrl | None:
        now = self._clock.now()
        return await self._memory.write(
            lambda connection: ResponseUrls(connection, self._keys).take(
                message.account, message.inbox_id, now, is_group=message.is_group
            )
        )

    async def put_back(self, given: GivenUrl) -> None:
        if isinstance(given, ResponseUrl):
            await self._memory.write(lambda connection: ResponseUrls(connection, self._keys).put_back(given))
