"""What the office sends out by plan: cards and notices, their versions, who agreed to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from storage.rows import reader
from storage.tables.posts import attendances, post_reviews, post_versions, posting_pauses, posts

WAITING = ("draft", "review", "leader", "approved")


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with its words of now. `planned_on`, `event_on` are local days."""

    id: int
    kind: str
    audience: str
    state: str
    version: int
    series: str | None
    position: int | None
    planned_on: date | None
    on_day_off: bool
    event_on: date | None
    invites: bool
    people: Sequence[int] | None
    corrects: int | None
    author_id: int | None
    posted_at: datetime | None
    title: str
    text: str
    source: str
    link: str
    media: Sequence[str]
    tags: Sequence[str]


@dataclass(frozen=True, slots=True)
class Review:
    """Who agreed to a version, or sent it back with a reason. `as_role`: reviewer or leader."""

    version: int
    person_id: int
    as_role: str
    agreed: bool
    reason: str
    at: datetime


_WORDS = ("title", "text", "source", "link", "media", "tags")
_OF_POST = [name for name in PostRow.__slots__ if name not in _WORDS]
_read = reader(PostRow)
_SELECT = select(*(posts.c[name] for name in _OF_POST), *(post_versions.c[name] for name in _WORDS)).join(
    post_versions, (post_versions.c.post_id == posts.c.id) & (post_versions.c.version == posts.c.version)
)
# Asked by every tick.
_WAITING = _SELECT.where(posts.c.kind == bindparam("wanted"), posts.c.state.in_(WAITING)).order_by(posts.c.id)
_WAITING_OF = _WAITING.where(posts.c.audience == bindparam("whose"))


class Posts:
    """The book of posts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, post: Mapping[str, Any], words: Mapping[str, Any], *, by: int | None, now: datetime) -> int:
        """`post` are columns of the post, `words` of its first version."""
        values = {"state": "draft", **post, "version": 1, "author_id": by, "created_at": now}
        post_id = int(self._connection.execute(insert(posts).values(**values).returning(posts.c.id)).scalar_one())
        self._write(post_id, 1, words, by=by, now=now)
        return post_id

    def revise(self, post: PostRow, words: Mapping[str, Any], *, by: int | None, now: datetime) -> None:
        """New words are a new version, and nobody has agreed to them yet."""
        old = {name: getattr(post, name) for name in _WORDS}
        self._write(post.id, post.version + 1, {**old, **words}, by=by, now=now)
        self.set(post.id, version=post.version + 1, state="draft", approved_at=None)

    def set(self, post_id: int, **values: Any) -> None:
        self._connection.execute(update(posts).where(posts.c.id == post_id).values(**values))

    def open_for_files(self, post_id: int, by: int, until: datetime) -> None:
        """Photos and files this person sends until then are for this post, and for no other."""
        self._connection.execute(update(posts).where(posts.c.files_by == by).values(files_by=None, files_until=None))
        self.set(post_id, files_by=by, files_until=until)

    def open_by(self, person_id: int, now: datetime) -> PostRow | None:
        """The post for which this person's photos and files are taken now."""
        is_open = (posts.c.files_by == person_id) & (posts.c.files_until > now) & posts.c.state.in_(WAITING)
        return self._one(_SELECT.where(is_open))

    def put_files(self, post_id: int, names: Sequence[str]) -> None:
        """What goes with the words of now, on which nobody has decided yet."""
        now = select(posts.c.version).where(posts.c.id == post_id).scalar_subquery()
        mine = (post_versions.c.post_id == post_id) & (post_versions.c.version == now)
        self._connection.execute(update(post_versions).where(mine).values(media=list(names)))

    def latest_of(self, person_id: int, most: int) -> list[PostRow]:
        """The newest posts of this author that are not out."""
        mine = _SELECT.where(posts.c.author_id == person_id, posts.c.state.in_(WAITING))
        return self._all(mine.order_by(posts.c.id.desc()).limit(most))

    def find(self, post_id: int) -> PostRow | None:
        return self._one(_SELECT.where(posts.c.id == post_id))

    def find_key(self, source_key: str) -> PostRow | None:
        """The card that was imported under this key."""
        return self._one(_SELECT.where(posts.c.source_key == source_key))

    def waiting(self, kind: str, audience: str | None = None) -> list[PostRow]:
        """Not out yet, in the order in which they were written."""
        query = _WAITING if audience is None else _WAITING_OF
        return self._all(query, {"wanted": kind, "whose": audience})

    def corrections(self) -> list[PostRow]:
        """Those of cards that were agreed to and are not out."""
        return self._all(
            _SELECT.where(posts.c.corrects.is_not(None), posts.c.kind == "study", posts.c.state == "approved")
        )

    def audiences(self, kind: str) -> list[str]:
        """Those for whom something waits."""
        query = select(posts.c.audience).where(posts.c.kind == kind, posts.c.state.in_(WAITING)).distinct()
        return sorted(self._connection.execute(query).scalars())

    def posted_on(self, kind: str, audience: str, since: datetime) -> PostRow | None:
        """The last that went out since this moment."""
        query = _SELECT.where(posts.c.kind == kind, posts.c.audience == audience, posts.c.posted_at >= since)
        return self._one(query.where(posts.c.corrects.is_(None)).order_by(posts.c.posted_at.desc()).limit(1))

    def review(self, post: PostRow, *, by: int, as_role: str, agreed: bool, reason: str, now: datetime) -> None:
        row = {"post_id": post.id, "version": post.version, "person_id": by, "as_role": as_role}
        self._connection.execute(insert(post_reviews).values(**row, agreed=agreed, reason=reason, at=now))

    def reviews_of(self, post_id: int) -> list[Review]:
        columns = [post_reviews.c[name] for name in Review.__slots__]
        rows = self._connection.execute(
            select(*columns).where(post_reviews.c.post_id == post_id).order_by(post_reviews.c.id)
        )
        return [Review(*row) for row in rows]

    def attend(self, post_id: int, person_id: int, *, attends: bool, reason: str, now: datetime) -> None:
        """The last word counts."""
        mine = (attendances.c.post_id == post_id) & (attendances.c.person_id == person_id)
        values = {"attends": attends, "reason": reason, "at": now}
        if self._connection.execute(update(attendances).where(mine).values(**values)).rowcount == 0:
            self._connection.execute(insert(attendances).values(post_id=post_id, person_id=person_id, **values))

    def attendance_of(self, post_id: int) -> list[tuple[int, bool, str]]:
        """Person, whether they come, and why not."""
        columns = (attendances.c.person_id, attendances.c.attends, attendances.c.reason)
        query = select(*columns).where(attendances.c.post_id == post_id).order_by(attendances.c.at)
        return [(row[0], row[1], row[2]) for row in self._connection.execute(query)]

    def is_paused(self) -> bool:
        running = select(posting_pauses.c.id).where(posting_pauses.c.resumed_at.is_(None)).limit(1)
        return self._connection.execute(running).first() is not None

    def pause(self, by: int, now: datetime) -> None:
        self._connection.execute(insert(posting_pauses).values(by_person=by, paused_at=now))

    def resume(self, by: int, now: datetime) -> None:
        running = update(posting_pauses).where(posting_pauses.c.resumed_at.is_(None))
        self._connection.execute(running.values(resumed_by=by, resumed_at=now))

    def _write(self, post_id: int, version: int, words: Mapping[str, Any], *, by: int | None, now: datetime) -> None:
        row = {"link": "", "media": [], "tags": [], **words, "written_by": by, "written_at": now}
        self._connection.execute(insert(post_versions).values(post_id=post_id, version=version, **row))

    def _one(self, query: Select[Any]) -> PostRow | None:
        row = self._connection.execute(query).first()
        return _read(row) if row else None

    def _all(self, query: Select[Any], values: dict[str, Any] | None = None) -> list[PostRow]:
        return [_read(row) for row in self._connection.execute(query, values)]
