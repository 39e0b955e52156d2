"""A group whose webhook the platform has ended is closed in the directory, and the admins hear of it."""

from collections.abc import Callable

from sqlalchemy import Connection

from bot.channels.wecom_group import NAME
from bot.writing import Memory
from handlers.desk import Desk
from handlers.directory import Directory
from handlers.groups import closed


class GroupStates:
    def __init__(self, memory: Memory, desk: Callable[[Connection], Desk], directory: Callable[[], Directory]) -> None:
        self._memory = memory
        self._desk = desk
        self._directory = directory

    def is_closed(self, key: str) -> bool:
        return any(group.channel == NAME and group.address == key for group in self._directory().closed_groups)

    async def gone(self, key: str, why: str) -> None:
        def close(connection: Connection) -> None:
            desk = self._desk(connection)
            closed(desk, NAME, key, why)
            desk.store.outbox.put(desk.letters, desk.now)

        await self._memory.write(close)
