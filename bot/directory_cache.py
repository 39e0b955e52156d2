"""The directory as every handler sees it, read again when its number in the database has changed."""

from sqlalchemy import Connection

from bot.route import Duties
from bot.writing import Memory
from handlers.directory import Directory
from storage.directory import directory_version
from storage.keys import Keyring


class DirectoryCache:
    """One picture at a time: a turn that has begun keeps the one it began with."""

    def __init__(self, memory: Memory, keys: Keyring, duties: Duties) -> None:
        self._memory = memory
        self._keys = keys
        self._duties = duties
        self._current: Directory | None = None
        self._version = -1

    @property
    def current(self) -> Directory:
        if self._current is None:
            raise LookupError("the directory has not been read yet")
        return self._current

    async def refresh(self) -> bool:
        """True when there was a new one."""
        version, directory = await self._memory.read(self._look)
        if directory is not None:
            self._current, self._version = directory, version
        return directory is not None

    def _look(self, connection: Connection) -> tuple[int, Directory | None]:
        """Number and rows come from one transaction, so that they belong together."""
        version = directory_version(connection)
        if version == self._version:
            return version, None
        return version, self._duties.load_directory(connection, self._keys)
