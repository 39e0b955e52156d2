"""/media/…: a photo, recording or file for whom a link was made, while they may see its case; for all others it does not exist."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from aiohttp import web
from sqlalchemy import Connection

from bot.clock import Clock
from bot.media.files import SOUND, THUMBNAIL, MediaFiles
from bot.media.kinds import suffix_of
from bot.pages.ranged import ranged
from bot.writing import Memory
from handlers.desk import Desk
from handlers.media_links import read_link
from handlers.media_rights import may_see
from handlers.words import media as words
from storage.keys import Keyring
from storage.media import GONE, LOST, WAITING, MediaRow

SAFE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; img-src 'self'; media-src 'self'",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_PAGE = "<!doctype html><html lang=zh-CN><meta charset=utf-8><meta name=viewport content='width=device-width'><p>{}</p>"


@dataclass(frozen=True, slots=True)
class MediaPages:
    memory: Memory
    keys: Keyring
    clock: Clock
    desk: Callable[[Connection], Desk]
    files: MediaFiles

    def register(self, app: web.Application) -> None:
        app.router.add_get("/media/{token}", self.show)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """`?v=small` is the thumbnail, `?v=original` what was sent; without it, what a browser can show or play."""
        row = await self._row_for(request.match_info["token"])
        if row is None:
            raise web.HTTPNotFound
        if row.state == WAITING:
            return _told(words.NOT_YET, 503)
        if row.state == LOST:
            return _told(words.LOST, 410)
        ending, content_type = _which(row, request.query.get("v", ""))
        data = await asyncio.to_thread(self.files.get, f"{row.name}{ending}")
        if data is None:
            raise web.HTTPNotFound
        return ranged(
            request, data, {**SAFE, "Content-Type": content_type, "Content-Disposition": _name(row, content_type)}
        )

    async def _row_for(self, token: str) -> MediaRow | None:
        meant = read_link(self.keys, token, self.clock.now())
        if meant is None:
            return None
        media_id, account_id = meant

        def look(connection: Connection) -> MediaRow | None:
            desk = self.desk(connection)
            row = desk.store.media.find(media_id)
            if row is None or row.state == GONE or not may_see(desk, row, account_id):
                return None
            return row

        return await self.memory.read(look)


def _which(row: MediaRow, wanted: str) -> tuple[str, str]:
    if wanted == "small" and row.has_thumbnail:
        return THUMBNAIL, "image/jpeg"
    if wanted != "original" and row.has_sound:
        return SOUND, "audio/wav"
    return "", row.content_type


def _name(row: MediaRow, content_type: str) -> str:
    """Shown where a browser can, else kept under a name that says nothing of anybody."""
    is_shown = content_type.startswith(("image/", "video/", "audio/")) and content_type not in {
        "audio/amr",
        "audio/silk",
    }
    how = "inline" if is_shown else "attachment"
    return f'{how}; filename="{row.kind}-{row.id}.{suffix_of(content_type)}"'


def _told(text: str, status: int) -> web.Response:
    return web.Response(
        text=_PAGE.format(escape(text)), content_type="text/html", status=status, headers={**SAFE, "Retry-After": "30"}
    )
