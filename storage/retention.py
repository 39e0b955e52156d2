"""What is kept for a time and then goes, kind by kind; the ledger says how much went.

What is old enough is looked for beside the writer, on a reading connection; only what was found is then taken away, in
pieces, each asked once more whether it may go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, delete, exists, or_, select, update

from storage.chat import KEPT_OVERHEARD
from storage.keys import Keyring
from storage.media import MediaBook, forget_uploads
from storage.outbox import EMPTY
from storage.removals import Removals
from storage.tables.cases import cases, fragments, history, morning_lines, vault_looks
from storage.tables.chat import chat_media, chat_messages
from storage.tables.media import discards, media
from storage.tables.messages import inbox, outbox, overheard

# Where a case rests for good. What went into another case rests when that one does.
ENDED = ("closed", "rejected", "referred", "withdrawn")
Which = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Ages:
    """How long each kind stays; None: for good. `media` counts from the last step of a case that has ended."""

    chat: timedelta | None = timedelta(days=365)
    uploads: timedelta = timedelta(hours=24)
    inbox: timedelta = timedelta(days=30)
    letters: timedelta | None = timedelta(days=365)
    media: timedelta | None = timedelta(days=365)
    looks: timedelta | None = timedelta(days=1095)


@dataclass(frozen=True, slots=True)
class Kind:
    """`which` rows are older than a time, and how those of them go; `key` names a row."""

    name: str
    age: timedelta | None
    key: Column[Any]
    which: Callable[[datetime], Which]
    remove: Callable[[Connection, Keyring, Which, datetime], int]


def kinds(ages: Ages) -> tuple[Kind, ...]:
    """Everything that goes by age."""
    old = ages.chat
    return (
        Kind("chat_lines", old, chat_messages.c.id, lambda before: chat_messages.c.at < before, _delete(chat_messages)),
        Kind("chat_files", old, chat_media.c.name, lambda before: chat_media.c.created_at < before, _uploads),
        Kind("uploads", ages.uploads, chat_media.c.name, _never_sent, _uploads),
        Kind("overheard", KEPT_OVERHEARD, overheard.c.key, lambda before: overheard.c.at <= before, _delete(overheard)),
        Kind("inbox", ages.inbox, inbox.c.id, lambda before: inbox.c.handled_at < before, _inbox),
        Kind("letters", ages.letters, outbox.c.id, _done_with_words, _letters),
        Kind(
            "morning_lines",
            ages.letters,
            morning_lines.c.id,
            lambda before: morning_lines.c.sent_at < before,
            _delete(morning_lines),
        ),
        Kind("media", ages.media, media.c.id, _rested, _media),
        Kind("post_files", ages.uploads, media.c.id, _for_no_post, _media),
        Kind("looks", ages.looks, vault_looks.c.id, lambda before: vault_looks.c.at < before, _delete(vault_looks)),
        Kind("discards", ages.looks, discards.c.id, lambda before: discards.c.gone_at < before, _delete(discards)),
    )


def choose(connection: Connection, kind: Kind, before: datetime, limit: int) -> list[Any]:
    """Keys of what is old enough, for a reading connection."""
    return list(connection.execute(select(kind.key).where(kind.which(before)).limit(limit)).scalars())


def let_go(
    connection: Connection, keys: Keyring, kind: Kind, chosen: Sequence[Any], before: datetime, now: datetime
) -> int:
    """One piece of one kind and its line in the ledger, in one transaction. How many went."""
    amount = kind.remove(connection, keys, and_(kind.key.in_(chosen), kind.which(before)), now)
    Removals(connection).note(kind.name, amount, now, before=before)
    return amount


def _delete(table: Any) -> Callable[[Connection, Keyring, Which, datetime], int]:
    def remove(connection: Connection, _keys: Keyring, which: Which, _now: datetime) -> int:
        return connection.execute(delete(table).where(which)).rowcount

    return remove


def _never_sent(before: datetime) -> Which:
    return and_(chat_media.c.sent_at.is_(None), chat_media.c.created_at < before)


def _uploads(connection: Connection, _keys: Keyring, which: Which, now: datetime) -> int:
    return forget_uploads(connection, which, now)


def _inbox(connection: Connection, _keys: Keyring, which: Which, _now: datetime) -> int:
    """Handled rows; until then they tell a repeat from a new message."""
    ids = list(connection.execute(select(inbox.c.id).where(which)).scalars())
    connection.execute(update(outbox).where(outbox.c.inbox_id.in_(ids)).values(inbox_id=None))
    return connection.execute(delete(inbox).where(inbox.c.id.in_(ids))).rowcount


def _done_with_words(before: datetime) -> Which:
    return and_(outbox.c.settled_at < before, outbox.c.body != EMPTY)


def _letters(connection: Connection, _keys: Keyring, which: Which, _now: datetime) -> int:
    """The words of a letter that has come to its end; that it went, or did not, stays."""
    return connection.execute(update(outbox).where(which).values(body=EMPTY)).rowcount


def _rested(before: datetime) -> Which:
    """Photos and recordings of cases that ended long ago. What is under seal is evidence and stays."""
    target = cases.alias("target")
    ended = and_(cases.c.status.in_(ENDED), ~exists().where(history.c.case_id == cases.c.id, history.c.at >= before))
    ended_there = and_(
        cases.c.status == "merged",
        exists().where(
            target.c.id == cases.c.merged_into,
            target.c.status.in_(ENDED),
            ~exists().where(history.c.case_id == target.c.id, history.c.at >= before),
        ),
    )
    rested = select(cases.c.id).where(cases.c.sealed.is_(None), or_(ended, ended_there))
    pieces = select(fragments.c.id).where(fragments.c.case_id.in_(rested))
    return and_(media.c.state.in_(("kept", "lost")), media.c.fragment_id.in_(pieces))


def _for_no_post(before: datetime) -> Which:
    """Photos that somebody of the office sent, and then never said for which post."""
    is_unclaimed = media.c.person_id.is_not(None) & media.c.post_id.is_(None) & (media.c.state != "gone")
    return and_(is_unclaimed, media.c.received_at < before)


def _media(connection: Connection, keys: Keyring, which: Which, now: datetime) -> int:
    return MediaBook(connection, keys).remove(which, now)
