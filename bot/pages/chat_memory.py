"""The database for pages: works go to the one who writes or to those who only read, and the page waits without blocking."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from typing_extensions import override

from bot.pages.chat_board import Memory
from storage.reader import Reader
from storage.sqlite_writer import BatchLost
from storage.writer import Writer, WriterStopped, submit

Result = TypeVar("Result")


class CannotKeep(Exception):
    """The database does not take anything at the moment: the disk is full, or the service goes down."""


class PageMemory(Memory):
    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    @override
    async def write(self, work: Callable[[Connection], Result]) -> Result:
        try:
            return await asyncio.wrap_future(submit(self._writer, work))
        except (SQLAlchemyError, BatchLost, WriterStopped) as why:
            raise CannotKeep from why

    @override
    async def read(self, work: Callable[[Connection], Result]) -> Result:
        return await asyncio.wrap_future(self._reader.read(work))
