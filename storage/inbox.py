"""What came in. A message is here before it is answered for, and its words leave the row once it is handled."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, func, select

from storage.engine import is_sqlite
from storage.keys import Keyring
from storage.people import account_index
from storage.statements import Statement, marks, one, read_time, written_time
from storage.tables.messages import inbox

_CHUNK = 400
_LONGEST_KEY = 200
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_PROBE_BYTES = 8192
_CONTEXT = "inbox"
_COLUMNS = "channel, message_key, sender_key, payload, received_at, attempts"
_OLDEST = Statement(
    "SELECT id, channel, message_key, payload, received_at, attempts, next_try FROM inbox"
    " WHERE sender_key = ? AND handled_at IS NULL ORDER BY received_at, id LIMIT 1"
)
_HANDLED = Statement("UPDATE inbox SET handled_at = ?, payload = NULL, error = ? WHERE id = ?")
_FAILED = Statement("UPDATE inbox SET attempts = attempts + 1, next_try = ?, error = ? WHERE id = ?")
_FIND = Statement("SELECT id, handled_at FROM inbox WHERE channel = ? AND message_key = ?")
_WAITING = Statement(
    "SELECT sender_key FROM inbox WHERE handled_at IS NULL GROUP BY sender_key ORDER BY MIN(received_at) LIMIT ?"
)
_PROBE = Statement(f"INSERT INTO inbox ({_COLUMNS}) VALUES {marks(1, 6)} ON CONFLICT DO NOTHING")  # noqa: S608
_PROBED = Statement("DELETE FROM inbox WHERE channel = ?")
_NEWEST = Statement("SELECT received_at FROM inbox ORDER BY id DESC LIMIT 1")
_LOCK = Statement("SELECT pg_advisory_xact_lock(?)")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it is put into the inbox; the payload is already sealed."""

    channel: str
    message_key: str
    sender_key: str
    payload: bytes
    received_at: datetime

    @property
    def key(self) -> tuple[str, str]:
        return self.channel, self.message_key


@dataclass(frozen=True, slots=True)
class Stored:
    """Where an arrival lies; `is_new` is false when it was there before."""

    inbox_id: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sender's oldest message that is not handled yet."""

    inbox_id: int
    channel: str
    message_key: str
    payload: bytes
    received_at: datetime
    attempts: int
    next_try: datetime | None


def arrival(
    keys: Keyring,
    payload: dict[str, Any],
    at: datetime,
    *,
    namespace: str,
    channel: str,
    message_key: str,
    account: str,
) -> Arrival:
    """Seal a message. `payload` is the Inbound as a JSON object."""
    words = _to_json(payload).encode("utf-8", "replace")
    sender_key = account_index(keys, namespace, account)
    return Arrival(channel, _safe_key(keys, channel, message_key), sender_key, keys.seal(words, _CONTEXT), at)


def _safe_key(keys: Keyring, channel: str, message_key: str) -> str:
    """A key the column cannot hold must not spoil the messages that are stored beside it."""
    if len(message_key) <= _LONGEST_KEY and message_key.isascii() and message_key.isprintable():
        return message_key
    return keys.index(f"message:{channel}", message_key.encode("utf-8", "backslashreplace").decode())


def open_payload(keys: Keyring, sealed: bytes) -> dict[str, Any]:
    payload: dict[str, Any] = json.loads(keys.open(sealed, _CONTEXT))
    return payload


def insert_all(connection: Connection, arrivals: Sequence[Arrival]) -> list[Stored]:
    """Put many at once; the same key is taken once, whether it comes again later or beside itself."""
    first: dict[tuple[str, str], Arrival] = {}
    for item in arrivals:
        first.setdefault(item.key, item)
    rows = list(first.values())
    if not is_sqlite(connection):
        # Two processes given the same repeats then rarely wait for each other crosswise.
        rows.sort(key=lambda row: row.sender_key)
    insert = _insert_sqlite if is_sqlite(connection) else _insert_postgres
    found: dict[tuple[str, str], Stored] = {}
    for start in range(0, len(rows), _CHUNK):
        found.update(insert(connection, rows[start : start + _CHUNK]))
    return list(_once_new(arrivals, found))


def _once_new(arrivals: Sequence[Arrival], found: dict[tuple[str, str], Stored]) -> Iterator[Stored]:
    for item in arrivals:
        stored = found[item.key]
        yield stored
        found[item.key] = Stored(stored.inbox_id, is_new=False)


def _insert_sqlite(connection: Connection, rows: Sequence[Arrival]) -> dict[tuple[str, str], Stored]:
    """One statement, one step: its new rows have consecutive ids, so that only repeats need to be looked up."""
    cursor = _insert(connection, rows, "")
    last, added = cursor.lastrowid, cursor.rowcount
    if added == len(rows):
        return {row.key: Stored(last - added + 1 + place, is_new=True) for place, row in enumerate(rows)}
    first_new = last - added + 1 if added else float("inf")
    return {row.key: Stored(known, is_new=known >= first_new) for row in rows if (known := _id_of(connection, row.key))}


def _insert_postgres(connection: Connection, rows: Sequence[Arrival]) -> dict[tuple[str, str], Stored]:
    cursor = _insert(connection, rows, " RETURNING channel, message_key, id")
    stored = {(channel, key): Stored(inbox_id, is_new=True) for channel, key, inbox_id in cursor.fetchall()}
    for row in rows:
        if row.key not in stored:
            stored[row.key] = Stored(_id_of(connection, row.key), is_new=False)
    return stored


def _insert(connection: Connection, rows: Sequence[Arrival], ending: str) -> Any:
    values: list[Any] = []
    for row in rows:
        at = written_time(connection, row.received_at)
        values += (row.channel, row.message_key, row.sender_key, row.payload, at, 0)
    return _inserting(len(rows), ending).run(connection, values)


@lru_cache(maxsize=2 * _CHUNK)
def _inserting(rows: int, ending: str) -> Statement:
    return Statement(f"INSERT INTO inbox ({_COLUMNS}) VALUES {marks(rows, 6)} ON CONFLICT DO NOTHING{ending}")  # noqa: S608


def _id_of(connection: Connection, key: tuple[str, str]) -> int:
    return int(one(_FIND.run(connection, key))[0])


class Inbox:
    """The book of what came in, within one transaction."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def put(self, item: Arrival) -> Stored:
        return insert_all(self._connection, [item])[0]

    def find(self, channel: str, message_key: str) -> tuple[int, bool] | None:
        """The id of a message by the platform's key, and whether it is handled."""
        row = _FIND.run(self._connection, (channel, message_key)).fetchone()
        return None if row is None else (int(row[0]), row[1] is not None)

    def lock_sender(self, sender_key: str) -> None:
        """One sender's messages are handled one after the other, by whichever process. SQLite has one writer anyhow."""
        if not is_sqlite(self._connection):
            _LOCK.run(self._connection, (lock_number(sender_key),))

    def oldest_of(self, sender_key: str) -> Waiting | None:
        row = _OLDEST.run(self._connection, (sender_key,)).fetchone()
        if row is None:
            return None
        next_try = None if row[6] is None else read_time(row[6])
        return Waiting(row[0], row[1], row[2], row[3], read_time(row[4]), row[5], next_try)

    def open(self, row: Waiting) -> dict[str, Any]:
        return open_payload(self._keys, row.payload)

    def handled(self, inbox_id: int, now: datetime, *, error: str | None = None) -> None:
        _HANDLED.run(self._connection, (written_time(self._connection, now), error, inbox_id))

    def failed(self, inbox_id: int, next_try: datetime, error: str) -> None:
        _FAILED.run(self._connection, (written_time(self._connection, next_try), error, inbox_id))


def waiting_senders(connection: Connection, limit: int) -> list[str]:
    """Senders of messages that are not handled, the longest waiting first."""
    return [str(row[0]) for row in _WAITING.run(connection, (limit,)).fetchall()]


def count_waiting(connection: Connection) -> int:
    return connection.scalar(select(func.count()).where(inbox.c.handled_at.is_(None))) or 0


def newest_arrival(connection: Connection) -> datetime | None:
    """When the last message that is still in the book came in."""
    row = _NEWEST.run(connection).fetchone()
    return None if row is None else read_time(row[0])


def lock_number(sender_key: str) -> int:
    """PostgreSQL's locks are numbers of 64 bits; the sender's key is already a hash in hex."""
    try:
        return int(sender_key[:15], 16)
    except ValueError:
        return zlib.crc32(sender_key.encode())


def try_room(connection: Connection, now: datetime) -> None:
    """Store a message and take it away again: raises when there is no room for one."""
    at = written_time(connection, now)
    _PROBE.run(connection, ("probe", str(at), "", bytes(_PROBE_BYTES), at, 0))
    _PROBED.run(connection, ("probe",))
