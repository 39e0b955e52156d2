"""Texts that people post to ordinary WeChat groups with their own hands, and whether they have."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.keys import Keyring
from storage.tables.office import assisted_posts

_CONTEXT = "assisted"


@dataclass(frozen=True, slots=True)
class AssistedPost:
    """`case_id` is None for a text about several cases."""

    id: int
    case_id: int | None
    text: str
    made_by: int
    made_at: datetime
    posted_at: datetime | None


class AssistedPosts:
    """The book of assisted posts within one transaction."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def add(self, case_id: int | None, text: str, *, by: int, now: datetime) -> int:
        sealed = self._keys.seal(text.encode(), _CONTEXT)
        row = {"case_id": case_id, "text": sealed, "made_by": by, "made_at": now}
        made = self._connection.execute(insert(assisted_posts).values(**row).returning(assisted_posts.c.id))
        return int(made.scalar_one())

    def find(self, post_id: int, *, by: int) -> AssistedPost | None:
        """One's own."""
        row = self._connection.execute(
            select(assisted_posts).where(assisted_posts.c.id == post_id, assisted_posts.c.made_by == by)
        ).one_or_none()
        if row is None:
            return None
        text = self._keys.open(row.text, _CONTEXT).decode()
        return AssistedPost(row.id, row.case_id, text, row.made_by, row.made_at, row.posted_at)

    def posted(self, post_id: int, now: datetime) -> None:
        self._connection.execute(update(assisted_posts).where(assisted_posts.c.id == post_id).values(posted_at=now))
