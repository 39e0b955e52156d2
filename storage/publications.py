"""推送记录: where each post went and what became of it; the office's count "推送每日一学 xx 次" is counted from here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, case, distinct, func, insert, select, text, update

from storage.rows import columns_of, reader
from storage.tables.messages import ASIDE, outbox
from storage.tables.posts import post_versions, posts, publications


@dataclass(frozen=True, slots=True)
class Publication:
    """One destination of a post. `way`: channel, person or assisted; `state`: queued, paused, sent, failed."""

    id: int
    post_id: int
    version: int
    audience: str
    on_day: date
    way: str
    group_id: int | None
    person_id: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Published:
    """One post on one day to one audience, and how many destinations it reached of how many."""

    on_day: date
    audience: str
    post_id: int
    title: str
    source: str
    reached: int
    places: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """A card as it went out, with its words."""

    on_day: date
    audience: str
    title: str
    text: str
    source: str
    link: str
    tags: Sequence[str]
    media: Sequence[str]


_read = reader(Publication)


class Publications:
    """The book of where posts went, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rows: Iterable[dict[str, Any]], now: datetime) -> list[int]:
        """Their ids, in order."""
        made = [{"state": "queued", "group_id": None, "person_id": None, **row, "made_at": now} for row in rows]
        if not made:
            return []
        query = insert(publications).returning(publications.c.id, sort_by_parameter_order=True)
        return list(self._connection.execute(query, made).scalars())

    def find(self, publication_id: int) -> Publication | None:
        query = select(*columns_of(publications, Publication)).where(publications.c.id == publication_id)
        row = self._connection.execute(query).one_or_none()
        return _read(row) if row else None

    def of_post(self, post_id: int) -> list[Publication]:
        query = select(*columns_of(publications, Publication)).where(publications.c.post_id == post_id)
        return [_read(row) for row in self._connection.execute(query.order_by(publications.c.id))]

    def settle(self, publication_id: int, state: str, now: datetime) -> None:
        self._connection.execute(
            update(publications).where(publications.c.id == publication_id).values(state=state, settled_at=now)
        )

    def ever(self, kind: str, audience: str) -> bool:
        """Whether anything of this kind ever went to this audience."""
        query = select(posts.c.id).where(
            posts.c.kind == kind, posts.c.audience == audience, posts.c.posted_at.is_not(None)
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def hold_all(self) -> int:
        """全部暂停: what waits to be sent does not go; what is being sent this moment cannot be stopped."""
        waiting = (outbox.c.publication_id.is_not(None)) & (outbox.c.delivery == "pending")
        held = self._connection.execute(update(outbox).where(waiting).values(delivery="paused")).rowcount
        queued = (publications.c.state == "queued") & (publications.c.way != "assisted")
        self._connection.execute(update(publications).where(queued).values(state="paused"))
        return int(held)

    def release_all(self, now: datetime) -> int:
        released = (
            update(outbox).where(text(ASIDE), outbox.c.delivery == "paused").values(delivery="pending", due_at=now)
        )
        self._connection.execute(update(publications).where(publications.c.state == "paused").values(state="queued"))
        return int(self._connection.execute(released).rowcount)

    def compiled(self, first: date, last: date) -> list[Compiled]:
        """Every card that went out in these days, both included, once, in order."""
        words = [post_versions.c[name] for name in ("title", "text", "source", "link", "tags", "media")]
        day = func.min(publications.c.on_day).label("day")
        places = (
            select(
                publications.c.post_id, publications.c.audience, func.max(publications.c.version).label("version"), day
            )
            .where(publications.c.state != "failed", publications.c.on_day.between(first, last))
            .group_by(publications.c.post_id, publications.c.audience)
            .subquery()
        )
        query = (
            select(places.c.day, places.c.audience, *words)
            .join(posts, posts.c.id == places.c.post_id)
            .join(
                post_versions, (post_versions.c.post_id == posts.c.id) & (post_versions.c.version == places.c.version)
            )
            .where(posts.c.kind == "study", posts.c.corrects.is_(None))
            .order_by(places.c.day, posts.c.id)
        )
        return [Compiled(*row) for row in self._connection.execute(query)]

    def published(self, kind: str, first: date, last: date) -> list[Published]:
        """Posts of these days, both included, that went to at least one destination or are on their way; corrections are none.

        Of how many: those count, too, that it did not reach.
        """
        is_there = case((publications.c.state.in_(("sent", "queued", "paused")), 1), else_=0)
        reached = func.sum(case((publications.c.state == "sent", 1), else_=0))
        columns = (publications.c.on_day, publications.c.audience, posts.c.id)
        words = (post_versions.c.title, post_versions.c.source)
        query = (
            select(*columns, *words, reached, func.count(distinct(publications.c.id)))
            .join(posts, posts.c.id == publications.c.post_id)
            .join(
                post_versions,
                (post_versions.c.post_id == posts.c.id) & (post_versions.c.version == publications.c.version),
            )
            .where(posts.c.kind == kind, posts.c.corrects.is_(None))
            .where(publications.c.on_day.between(first, last))
            .group_by(*columns, *words)
            .having(func.sum(is_there) > 0)
            .order_by(publications.c.on_day, publications.c.audience)
        )
        return [Published(*row) for row in self._connection.execute(query)]
