"""What is made of a file before people are shown it: a thumbnail, sound for a browser. One at a time, in the workshop's process."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import structlog

from bot.channels.base import MessageKind
from bot.media.kinds import JPEG, PAPERS, PNG, FileType, has_macros
from bot.media.traces import Untidy, without_traces
from bot.media.workshop import MOST_IN_GROUP

Work = Literal["thumbnail", "picture", "poster", "page", "sound"]
SECONDS = 25.0
_SHOWN_IN_GROUPS = frozenset({JPEG, PNG})
ROOT = Path(__file__).parent.parent.parent
log = structlog.get_logger("media")


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it is kept, and what was made of it."""

    found: FileType
    data: bytes
    thumbnail: bytes | None = None
    sound: bytes | None = None


class Workshop:
    """Turns to its process for each file; a second one waits, for the machine has other work."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._turn = asyncio.Lock()

    async def prepare(self, data: bytes, found: FileType) -> Made | None:
        """None for a photo that nothing can open: nobody knows what else is in it."""
        try:
            clean = await asyncio.to_thread(without_traces, data, found)
        except Untidy:
            anew = await self.make("picture", data) if found.kind is MessageKind.PHOTO else None
            if anew is None:
                return None
            clean, found = anew, JPEG
        thumbnail = await self.make("thumbnail", clean) if found.kind is MessageKind.PHOTO else None
        needs_sound = found.kind is MessageKind.VOICE and not found.is_played
        return Made(found, clean, thumbnail, await self.make("sound", clean) if needs_sound else None)

    async def prepare_for_groups(self, data: bytes, found: FileType) -> Made | None:
        """What an office posts: a picture that every group can be shown, a paper without a program in it; None for anything else."""
        if found.kind is MessageKind.PHOTO:
            made = await self.prepare(data, found)
            if made is None or (made.found in _SHOWN_IN_GROUPS and len(made.data) <= MOST_IN_GROUP):
                return made
            smaller = await self.make("poster", made.data)
            return Made(JPEG, smaller, made.thumbnail) if smaller is not None else None
        return Made(found, data) if found in PAPERS and not has_macros(data) else None

    async def make(self, work: Work, data: bytes) -> bytes | None:
        """None when it cannot be made within the workshop's time and room."""
        async with self._turn:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.media.workshop",
                work,
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(self._seconds):
                    made, _ = await process.communicate(data)
            except TimeoutError:
                made = b""
                log.warning("workshop_too_slow", work=work)
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        return made if process.returncode == 0 and made else None
