"""Photos and voices of the chat: those for the bot lie on disk, those people of a group show each other only in memory."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.pages.chat_board import ChatBoard, Memory
from bot.pages.chat_files import FileType, file_type, without_traces
from storage.chat import MediaFile, is_group

NAME_SHAPE = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{3,4}")
MOST_IN_MEMORY = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Passing:
    """A file of a group that nobody has addressed to the bot."""

    file: MediaFile
    data: bytes


class Shelf:
    """`token(n)` gives n unguessable bytes in hex: a file's name says nothing."""

    def __init__(self, board: ChatBoard, memory: Memory, folder: Path, token: Callable[[int], str]) -> None:
        self._board = board
        self._memory = memory
        self._folder = folder
        self._token = token
        self._passing: OrderedDict[str, Passing] = OrderedDict()

    async def put(self, account: str, conversation: str, data: bytes, now: datetime) -> MediaFile | None:
        """Take a file in, or None when it is neither a photo nor a voice."""
        found = file_type(data)
        if found is None:
            return None
        clean = without_traces(data, found)
        file = self._named(account, conversation, found, len(clean))
        if is_group(conversation):
            self._hold(Passing(file, clean))
        else:
            await self._store(file, clean, now)
        return file

    async def find(self, name: str) -> MediaFile | None:
        if not NAME_SHAPE.fullmatch(name):
            return None
        if name in self._passing:
            return self._passing[name].file
        return await self._memory.read(lambda connection: self._board.book(connection).media(name))

    async def keep(self, name: str, now: datetime) -> None:
        """What was only passing is for the bot after all."""
        passing = self._passing.pop(name, None)
        if passing is not None:
            await self._store(passing.file, passing.data, now)

    def content(self, file: MediaFile) -> bytes | Path:
        passing = self._passing.get(file.name)
        return self._folder / file.name if passing is None else passing.data

    def _named(self, account: str, conversation: str, found: FileType, size: int) -> MediaFile:
        name = f"{self._token(16)}.{found.suffix}"
        return MediaFile(name, account, conversation, found.kind.value, found.content_type, size)

    def _hold(self, passing: Passing) -> None:
        self._passing[passing.file.name] = passing
        while sum(held.file.size for held in self._passing.values()) > MOST_IN_MEMORY:
            self._passing.popitem(last=False)

    async def _store(self, file: MediaFile, data: bytes, now: datetime) -> None:
        """The file first, the row after: a row never names a file that is not there."""
        await asyncio.to_thread(_write, self._folder, file.name, data)
        await self._memory.write(lambda connection: self._board.book(connection).keep_media(file, now))


def _write(folder: Path, name: str, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
