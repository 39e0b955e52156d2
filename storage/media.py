"""The media book: every photo, recording and file of a case or a post, from what the platform calls it to what lies on disk."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, or_, select, update

from storage.keys import Keyring
from storage.removals import Removals
from storage.statements import Statement
from storage.tables.cases import fragments, reports
from storage.tables.chat import chat_media
from storage.tables.media import media

CONTEXT = "media"
WAITING, KEPT, LOST, GONE = "waiting", "kept", "lost", "gone"
# What the built-in chat names its files: they are here already.
CHAT_NAME = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{3,4}")


@dataclass(frozen=True, slots=True)
class MediaRow:
    """One file of a case. `name` is the file's on disk."""

    id: int
    case_id: int
    fragment_id: int
    channel: str
    kind: str
    name: str
    state: str
    error: str | None
    content_type: str
    size: int
    has_thumbnail: bool
    has_sound: bool
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ToFetch:
    """A file that is due. `source` is where the platform keeps it: reference, url, format, aeskey."""

    id: int
    channel: str
    kind: str
    name: str
    source: Mapping[str, str] = field(repr=False)
    attempts: int
    received_at: datetime
    is_of_post: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a file that was fetched."""

    content_type: str
    size: int
    has_thumbnail: bool = False
    has_sound: bool = False


# Asked for every new case.
_ANY_OF_CASE = Statement(
    "SELECT 1 FROM media JOIN fragments ON fragments.id = media.fragment_id"
    " WHERE fragments.case_id = ? AND media.state <> ? LIMIT 1"
)
_COLUMNS = (
    media.c.id,
    fragments.c.case_id,
    *(media.c[name] for name in MediaRow.__slots__ if name not in {"id", "case_id"}),
)


class MediaBook:
    """Within one transaction. Whose a file is follows from its piece: that one's case and reporter."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def expect(self, whose: Mapping[str, Any], channel: str, sent: Mapping[str, str], name: str, now: datetime) -> str:
        """A file is to be fetched; its name on disk. A file of the built-in chat lies under its own name already.

        `whose`: `fragment_id` of a case's piece, or `person_id`, `post_id` and `title` of one for a post.
        """
        reference = sent.get("reference", "")
        if channel == "webchat" and CHAT_NAME.fullmatch(reference):
            name = reference
        row = {
            **whose,
            "channel": channel,
            "kind": sent["kind"],
            "name": name,
            "source": self._seal(sent),
            "next_try": now,
            "received_at": now,
        }
        self._connection.execute(insert(media), row)
        return name

    def due(self, now: datetime, limit: int) -> list[ToFetch]:
        """What waits to be fetched and may be tried now, the longest waiting first."""
        query = select(media).where(media.c.state == WAITING, media.c.next_try <= now)
        rows = self._connection.execute(query.order_by(media.c.next_try, media.c.id).limit(limit))
        return [
            ToFetch(
                row.id,
                row.channel,
                row.kind,
                row.name,
                self._open(row.source),
                row.attempts,
                row.received_at,
                row.fragment_id is None,
            )
            for row in rows
        ]

    def claim(self, item: ToFetch, next_try: datetime) -> bool:
        """True for the one process that may try now. If it dies in the attempt, the next one comes at `next_try`."""
        mine = (media.c.id == item.id) & (media.c.state == WAITING) & (media.c.attempts == item.attempts)
        values = {"attempts": item.attempts + 1, "next_try": next_try}
        return self._connection.execute(update(media).where(mine).values(**values)).rowcount == 1

    def put_off(self, media_id: int, next_try: datetime, error: str) -> None:
        self._change(media_id, {"next_try": next_try, "error": error[:100]})

    def kept(self, media_id: int, what: Kept) -> bool:
        """It is on disk. False when it was let go meanwhile: then its bytes are to go as well."""
        values = {name: getattr(what, name) for name in Kept.__slots__}
        return self._change(media_id, {**values, "state": KEPT, "source": None, "next_try": None, "error": None})

    def lost(self, media_id: int, error: str) -> None:
        """It can be had no more; the clerk is told so where the file would stand."""
        self._change(media_id, {"state": LOST, "source": None, "next_try": None, "error": error[:100]})

    def heard(self, media_id: int, text: str, confidence: float) -> None:
        sealed = self._keys.seal(text.encode(), CONTEXT)
        mine = update(media).where(media.c.id == media_id)
        self._connection.execute(mine.values(transcript=sealed, confidence=confidence))

    def transcripts_of(self, case_id: int) -> list[tuple[str, float]]:
        """What an engine heard in the recordings of a case, and how sure it was."""
        query = (
            select(media.c.transcript, media.c.confidence)
            .join(fragments, fragments.c.id == media.c.fragment_id)
            .where(fragments.c.case_id == case_id, media.c.transcript.is_not(None))
            .order_by(media.c.id)
        )
        rows = self._connection.execute(query)
        return [(self._keys.open(row.transcript, CONTEXT).decode(), row.confidence or 0.0) for row in rows]

    def find(self, media_id: int) -> MediaRow | None:
        row = self._connection.execute(_rows(media.c.id == media_id)).one_or_none()
        return None if row is None else MediaRow(*row)

    def named(self, name: str) -> MediaRow | None:
        row = self._connection.execute(_rows(media.c.name == name)).one_or_none()
        return None if row is None else MediaRow(*row)

    def of_case(self, case_id: int) -> list[MediaRow]:
        """Every file of a case that was not let go, in the order in which they came. Most cases have none."""
        if _ANY_OF_CASE.run(self._connection, (case_id, GONE)).fetchone() is None:
            return []
        query = _rows((fragments.c.case_id == case_id) & (media.c.state != GONE))
        return [MediaRow(*row) for row in self._connection.execute(query)]

    def of_fragment(self, fragment_id: int) -> list[MediaRow]:
        query = _rows((media.c.fragment_id == fragment_id) & (media.c.state != GONE))
        return [MediaRow(*row) for row in self._connection.execute(query)]

    def move(self, from_fragment: int, to_fragment: int) -> None:
        self._connection.execute(
            update(media).where(media.c.fragment_id == from_fragment).values(fragment_id=to_fragment)
        )

    def let_go(self, account_ids: Sequence[int], case_ids: Sequence[int], now: datetime) -> int:
        """What these accounts sent to these cases. How many files."""
        theirs = (
            select(fragments.c.id)
            .join(reports, reports.c.id == fragments.c.report_id)
            .where(fragments.c.case_id.in_(case_ids), reports.c.account_id.in_(account_ids))
        )
        return self.remove(media.c.fragment_id.in_(theirs), now)

    def remove(self, which: ColumnElement[bool], now: datetime) -> int:
        """They are handed out no more from this commit on, and their bytes are to be unlinked."""
        rows = self._connection.execute(select(media.c.id, media.c.name).where(which, media.c.state != GONE)).all()
        if not rows:
            return 0
        values = {"state": GONE, "source": None, "next_try": None, "transcript": None, "confidence": None}
        ids = [row.id for row in rows]
        self._connection.execute(update(media).where(media.c.id.in_(ids)).values(**values))
        return Removals(self._connection).discard([row.name for row in rows], now)

    def count_waiting(self) -> int:
        query = select(func.count()).select_from(media).where(media.c.state == WAITING)
        return int(self._connection.execute(query).scalar_one())

    def _change(self, media_id: int, values: Mapping[str, Any]) -> bool:
        mine = (media.c.id == media_id) & (media.c.state == WAITING)
        return self._connection.execute(update(media).where(mine).values(**values)).rowcount == 1

    def _seal(self, sent: Mapping[str, str]) -> bytes:
        return self._keys.seal(json.dumps(dict(sent), ensure_ascii=False).encode(), CONTEXT)

    def _open(self, sealed: bytes) -> dict[str, str]:
        source: dict[str, str] = json.loads(self._keys.open(sealed, CONTEXT))
        return source


def _rows(which: ColumnElement[bool]) -> Select[Any]:
    joined = media.join(fragments, fragments.c.id == media.c.fragment_id)
    return select(*_COLUMNS).select_from(joined).where(which).order_by(media.c.id)


def unclaimed_uploads(connection: Connection, names: Sequence[str]) -> list[str]:
    """Of these files of the built-in chat those that belong to no case."""
    held = select(media.c.name).where(media.c.name.in_(names), or_(media.c.state == WAITING, media.c.state == KEPT))
    kept = set(connection.execute(held).scalars())
    return [name for name in names if name not in kept]


def forget_uploads(connection: Connection, which: ColumnElement[bool], now: datetime) -> int:
    """Files of the built-in chat that its pages hand out no more; those that belong to no case are unlinked."""
    names = list(connection.execute(select(chat_media.c.name).where(which)).scalars())
    if names:
        connection.execute(chat_media.delete().where(chat_media.c.name.in_(names)))
        Removals(connection).discard(unclaimed_uploads(connection, names), now)
    return len(names)
