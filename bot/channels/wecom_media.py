"""Files on their way out through the WeCom app: put on the platform once, named by its id for three days."""

import hashlib
from collections.abc import Callable

from bot.channels.base import Attachment, MessageKind
from bot.channels.capabilities import MEGABYTE
from bot.channels.platform_client import PlatformClient

_GOOD_SECONDS = 3 * 86_400 - 3_600  # an id is good for three days; the last hour is not counted on
_MOST_KEPT = 500
_VOICE = frozenset({"audio/amr", "audio/AMR"})
_PICTURES = frozenset({"image/jpeg", "image/png"})
_LONGEST_VIDEO = 10 * MEGABYTE


def kind_of(file: Attachment) -> str:
    """What the platform shows it as; what it has no way to show goes as a file."""
    if file.kind is MessageKind.PHOTO and file.content_type in _PICTURES:
        return "image"
    if file.kind is MessageKind.VOICE and file.content_type in _VOICE:
        return "voice"
    if file.kind is MessageKind.VIDEO and file.content_type == "video/mp4" and len(file.content) <= _LONGEST_VIDEO:
        return "video"
    return "file"


class MediaStand:
    """Ids of files that lie on the platform, by content: the same picture for ten people is put there once."""

    def __init__(self, client: PlatformClient, monotonic: Callable[[], float]) -> None:
        self._client = client
        self._monotonic = monotonic
        self._known: dict[tuple[str, bytes], tuple[str, float]] = {}

    async def id_of(self, file: Attachment) -> str:
        key = kind_of(file), hashlib.sha256(file.name.encode() + b"\0" + file.content).digest()
        media_id, until = self._known.get(key, ("", 0.0))
        if self._monotonic() < until:
            return media_id
        media_id = await self._client.upload("/cgi-bin/media/upload", key[0], file)
        self._known[key] = media_id, self._monotonic() + _GOOD_SECONDS
        if len(self._known) > _MOST_KEPT:
            del self._known[next(iter(self._known))]
        return media_id

    def forget(self, media_id: str) -> None:
        """The platform does not know it any more (40007)."""
        self._known = {key: found for key, found in self._known.items() if found[0] != media_id}
