"""Photos, voices and papers of the chat: those for the bot lie on disk, those people of a group show each other only in memory."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.media.files import MediaFiles
from bot.media.kinds import PAPERS, SPOKEN_AND_SHOWN, FileType, file_type
from bot.media.traces import Untidy, without_traces
from bot.pages.chat_board import ChatBoard, Memory
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

    def __init__(
        self,
        board: ChatBoard,
        memory: Memory,
        files: MediaFiles,
        token: Callable[[int], str],
        takes_papers: Callable[[str], Awaitable[bool]],
    ) -> None:
        self._board = board
        self._memory = memory
        self._files = files
        self._token = token
        self._takes_papers = takes_papers
        self._passing: OrderedDict[str, Passing] = OrderedDict()

    async def put(self, account: str, conversation: str, data: bytes, now: datetime) -> MediaFile | None:
        """Take a file in, or None when it is neither a photo nor a voice, nor a paper of somebody who may send one to the bot."""
        found = file_type(data)
        if found is None or not await self._is_taken(found, account, conversation):
            return None
        try:
            clean = await asyncio.to_thread(without_traces, data, found)
        except Untidy:
            return None
        file = self._named(account, conversation, found, len(clean))
        if is_group(conversation):
            self._hold(Passing(file, clean))
        else:
            await self._store(file, clean, now)
        return file

    async def _is_taken(self, found: FileType, account: str, conversation: str) -> bool:
        if found in SPOKEN_AND_SHOWN:
            return True
        return found in PAPERS and not is_group(conversation) and await self._takes_papers(account)

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

    async def content(self, file: MediaFile) -> bytes | None:
        """Its bytes; None when they are gone."""
        passing = self._passing.get(file.name)
        return await asyncio.to_thread(self._files.get, file.name) if passing is None else passing.data

    def _named(self, account: str, conversation: str, found: FileType, size: int) -> MediaFile:
        name = f"{self._token(16)}.{found.suffix}"
        return MediaFile(name, account, conversation, found.kind.value, found.content_type, size)

    def _hold(self, passing: Passing) -> None:
        self._passing[passing.file.name] = passing
        while sum(held.file.size for held in self._passing.values()) > MOST_IN_MEMORY:
            self._passing.popitem(last=False)

    async def _store(self, file: MediaFile, data: bytes, now: datetime) -> None:
        """The row first: what a crash leaves on disk is known to the books, and goes as an upload that was never sent."""
        await self._memory.write(lambda connection: self._board.book(connection).keep_media(file, now))
        await asyncio.to_thread(self._files.put, file.name, data)
