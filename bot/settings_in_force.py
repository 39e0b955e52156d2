"""The settings as they are now: those of config.toml, with the calendar read again when a notice was imported."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from bot.calendar import work_calendar
from bot.config_sections import Notice
from bot.writing import Memory
from handlers.settings import Settings
from storage.notices import NoticeRow, all_notices, calendar_version


class SettingsInForce:
    """One picture at a time: a turn that has begun keeps the one it began with."""

    def __init__(self, memory: Memory, settings: Settings, added: Mapping[int, Notice]) -> None:
        self._memory = memory
        self._added = added
        self._current = settings
        self._version = 0  # nothing was ever imported

    @property
    def current(self) -> Settings:
        return self._current

    async def refresh(self) -> bool:
        """True when there was another calendar."""
        version, imported = await self._memory.read(self._look)
        if imported is None:
            return False
        self._current = replace(self._current, calendar=work_calendar(self._added, imported))
        self._version = version
        return True

    def _look(self, connection: Connection) -> tuple[int, list[NoticeRow] | None]:
        """Number and rows come from one transaction, so that they belong together."""
        version = calendar_version(connection)
        return version, None if version == self._version else all_notices(connection)
