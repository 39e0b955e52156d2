"""What the bot puts on the board: its lines, and the pictures and papers it shows beside them."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.channels.base import Attachment
from bot.media.files import MediaFiles
from bot.media.kinds import suffix_of
from bot.pages.chat_board import ChatBoard, Memory
from storage.chat import MediaFile
from storage.keys import Keyring


class ChatWall:
    """Shown again after a crash, a file lies under the same name as before, and a line is not said twice."""

    def __init__(
        self, board: ChatBoard, memory: Memory, files: MediaFiles, keys: Keyring, now: Callable[[], datetime]
    ) -> None:
        self._board = board
        self._memory = memory
        self._files = files
        self._keys = keys
        self._now = now

    async def append(self, conversation: str, key: str, body: dict[str, Any]) -> int | None:
        return await self._board.append(conversation, key, body)

    async def close(self, conversation: str, place: int, label: str) -> None:
        await self._board.close(conversation, place, label)

    async def show(self, conversation: str, key: str, file: Attachment) -> int | None:
        """The file lies there before anybody is told its name."""
        name = f"{self._mark(conversation, file)}.{suffix_of(file.content_type)}"
        kept = MediaFile(name, "", conversation, file.kind.value, file.content_type, len(file.content))
        await self._memory.write(lambda connection: self._enter(connection, kept))
        await asyncio.to_thread(self._files.put, name, file.content)
        is_paper = file.kind.value == "file"
        body = {"kind": file.kind.value, "text": file.name if is_paper else "", "media": name}
        return await self._board.append(conversation, key, body)

    def _mark(self, conversation: str, file: Attachment) -> str:
        digest = hashlib.sha256(file.content).hexdigest()
        return self._keys.mac(f"shown:{conversation}:{digest}".encode())[:32]

    def _enter(self, connection: Connection, kept: MediaFile) -> None:
        book = self._board.book(connection)
        if book.media(kept.name) is None:
            book.keep_media(kept, self._now())
            book.sent_media(kept.name, self._now())
