"""Signed lists of heads, one a day, outside the database: whoever rewrote a case's whole chain would have to rewrite them, too."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.writing import Memory
from handlers.settings import Settings
from storage.heads import Head, heads_between
from storage.keys import Keyring

SIGNATURE = "signature"
# A service that was away writes the days it missed, but not those of years.
MOST_DAYS = 60
log = structlog.get_logger("heads")


class BadList(Exception):
    """A list that was changed, or signed with another key. Carries the file's name."""


class DailyHeads:
    """Several processes may write the same day: the list is the same."""

    def __init__(
        self, memory: Memory, keys: Keyring, clock: Clock, settings: Callable[[], Settings], folder: Path
    ) -> None:
        self._memory = memory
        self._keys = keys
        self._clock = clock
        self._settings = settings
        self._folder = folder

    async def run_daily(self) -> None:
        """The days that are over and have no list yet."""
        today = self._settings().local_day(self._clock.now())
        for number in range(MOST_DAYS, 0, -1):
            day = today - timedelta(days=number)
            if self._is_wanted(day):
                heads = await self._memory.read(partial(self._heads, day))
                self._write(day, heads)

    def _is_wanted(self, day: date) -> bool:
        """Not before the first list: history of before this was kept has none."""
        if file_of(self._folder, day).exists():
            return False
        first = min((file.stem for file in self._folder.glob("*.txt")), default="")
        yesterday = self._settings().local_day(self._clock.now()) - timedelta(days=1)
        return day.isoformat() > first if first else day == yesterday

    def _heads(self, day: date, connection: Connection) -> list[Head]:
        since = datetime.combine(day, time(), self._settings().timezone)
        return list(heads_between(connection, since, since + timedelta(days=1)))

    def _write(self, day: date, heads: list[Head]) -> None:
        text = signed(self._keys, day, heads)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = file_of(self._folder, day).with_suffix(".part")
            draft.write_text(text, encoding="utf-8")
            draft.replace(file_of(self._folder, day))
        except OSError as error:  # the next round tries again
            log.error("heads_not_written", day=day.isoformat(), error=type(error).__name__)


def file_of(folder: Path, day: date) -> Path:
    return folder / f"{day.isoformat()}.txt"


def signed(keys: Keyring, day: date, heads: Iterable[Head]) -> str:
    """One case a line; the last line covers all before it and the day."""
    body = "".join(f"{head.number} {head.seq} {head.mac}\n" for head in heads)
    return f"{body}{_signature(keys, day.isoformat(), body)}\n"


def _signature(keys: Keyring, day: str, body: str) -> str:
    return f"{SIGNATURE} {keys.mac((day + chr(10) + body).encode())}"


def read_list(keys: Keyring, file: Path) -> list[Head]:
    """BadList where the signature does not fit."""
    text = file.read_text(encoding="utf-8")
    body, _, last = text.rstrip("\n").rpartition("\n")
    body = f"{body}\n" if body else ""
    if last != _signature(keys, file.stem, body):
        raise BadList(file.name)
    rows = (line.split() for line in body.splitlines())
    return [Head(number, int(seq), mac) for number, seq, mac in rows]
