"""A kept file as it goes out with a message: its bytes, what they are, and a name that says nothing of anybody."""

import asyncio
from dataclasses import dataclass

from bot.channels.base import Attachment, MessageKind
from bot.media.files import MediaFiles
from bot.media.kinds import suffix_of
from bot.writing import Memory
from storage.keys import Keyring
from storage.media import KEPT, MediaBook


@dataclass(frozen=True, slots=True)
class MediaLoader:
    memory: Memory
    keys: Keyring
    files: MediaFiles

    async def load(self, name: str) -> Attachment | None:
        """None for what is not here, or not any more: the words go without it."""
        row = await self.memory.read(lambda connection: MediaBook(connection, self.keys).named(name))
        if row is None or row.state != KEPT:
            return None
        data = await asyncio.to_thread(self.files.get, name)
        if data is None:
            return None
        kind = MessageKind(row.kind)
        return Attachment(kind, f"{kind.value}-{row.id}.{suffix_of(row.content_type)}", row.content_type, data)
