"""A kept file as it goes out with a message: its bytes, what they are, and its name."""

import asyncio
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.channels.base import Attachment, MessageKind
from bot.media.files import MediaFiles
from bot.media.kinds import OLD_OFFICE, OLE, suffix_of
from bot.writing import Memory
from storage.keys import Keyring
from storage.media import KEPT, MediaBook, MediaRow
from storage.post_files import PostFile, PostFiles


@dataclass(frozen=True, slots=True)
class MediaLoader:
    memory: Memory
    keys: Keyring
    files: MediaFiles

    async def load(self, name: str) -> Attachment | None:
        """None for what is not here, or not any more: the words go without it."""
        row = await self.memory.read(lambda connection: self._find(connection, name))
        if row is None or row.state != KEPT:
            return None
        data = await asyncio.to_thread(self.files.get, name)
        if data is None:
            return None
        return Attachment(MessageKind(row.kind), _called(row), row.content_type, data)

    def _find(self, connection: Connection, name: str) -> MediaRow | PostFile | None:
        return MediaBook(connection, self.keys).named(name) or next(iter(PostFiles(connection).named([name])), None)


def _called(row: MediaRow | PostFile) -> str:
    """A post's attachment bears the title its author gave it; a person's file says nothing of anybody."""
    suffix = suffix_of(row.content_type)
    if isinstance(row, PostFile) and row.title:
        stem, _, ending = row.title.rpartition(".")
        fits = ending.lower() == suffix or (suffix == OLE.suffix and ending.lower() in OLD_OFFICE)
        return row.title if stem and fits else f"{row.title}.{suffix}"
    return f"{row.kind}-{row.id}.{suffix}"
