"""Pictures and attachments of posts: sent by somebody of the office, first for nothing in particular, or imported with a card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from storage.media import GONE
from storage.tables.media import media

IMPORTED = "import"


@dataclass(frozen=True, slots=True)
class PostFile:
    """`name` is the file's on disk, `title` what people call it; `state` as in the media book."""

    id: int
    person_id: int | None
    post_id: int | None
    name: str
    kind: str
    title: str
    content_type: str
    state: str


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that lies on disk already, under `name`; it came with an imported card."""

    name: str
    kind: str
    title: str
    content_type: str
    size: int


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

    def keep(self, post_id: int, file: OwnFile, now: datetime) -> None:
        """Once: what is there stays as it is."""
        if self.named([file.name]):
            return
        values = {name: getattr(file, name) for name in OwnFile.__slots__}
        row = {**values, "post_id": post_id, "channel": IMPORTED, "state": "kept", "received_at": now}
        self._connection.execute(insert(media).values(**row))

    def _all(self, which: ColumnElement[bool]) -> list[PostFile]:
        query: Any = select(*_COLUMNS).where(which, media.c.fragment_id.is_(None), media.c.state != GONE)
        return [PostFile(*row) for row in self._connection.execute(query.order_by(media.c.id))]
