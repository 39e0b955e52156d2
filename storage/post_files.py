"""Pictures and attachments of posts: what somebody of the office sent, first for nothing in particular, then for a post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from storage.media import GONE
from storage.tables.media import media


@dataclass(frozen=True, slots=True)
class PostFile:
    """`name` is the file's on disk, `title` what people call it; `state` as in the media book."""

    id: int
    person_id: int
    post_id: int | None
    name: str
    kind: str
    title: str
    content_type: str
    state: str


_COLUMNS = [media.c[name] for name in PostFile.__slots__]


class PostFiles:
    """The book of posts' files within one transaction. That one is to be fetched is written by the media book."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def named(self, names: Sequence[str]) -> list[PostFile]:
        """In the order of the names; a case's file is none of these."""
        found = {one.name: one for one in self._all(media.c.name.in_(names))} if names else {}
        return [found[name] for name in names if name in found]

    def find(self, media_id: int) -> PostFile | None:
        return next(iter(self._all(media.c.id == media_id)), None)

    def unclaimed(self, person_id: int, since: datetime) -> list[PostFile]:
        """What this person sent since then and nobody has said for which post."""
        mine = (media.c.person_id == person_id) & media.c.post_id.is_(None)
        return self._all(mine & (media.c.received_at >= since) & media.c.state.in_(("waiting", "kept")))

    def claim(self, ids: Sequence[int], post_id: int) -> None:
        self._connection.execute(update(media).where(media.c.id.in_(ids)).values(post_id=post_id))

    def _all(self, which: ColumnElement[bool]) -> list[PostFile]:
        query: Any = select(*_COLUMNS).where(which, media.c.person_id.is_not(None), media.c.state != GONE)
        return [PostFile(*row) for row in self._connection.execute(query.order_by(media.c.id))]
