"""What was done to a case, step after step; rows are only ever added, each chained to the one before.

A row's mac covers the row before, its own plain columns and a salted hash of its note: a note can be erased by law
while the chain still holds. The case keeps count and head, so rows missing at the end are noticed too.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection, select

from storage.insertion import Insertion
from storage.keys import Keyring
from storage.rows import columns_of, reader
from storage.tables.cases import history


@dataclass(frozen=True, slots=True)
class HistoryRow:
    case_id: int
    seq: int
    at: datetime
    step: str
    from_status: str | None
    to_status: str
    actor_role: str
    actor_person: int | None
    actor_account: int | None
    note: str | None
    note_salt: str
    note_hash: str
    mac: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written: one step of one actor."""

    at: datetime
    step: str
    from_status: str | None
    to_status: str
    actor_role: str
    actor_person: int | None = None
    actor_account: int | None = None
    note: str = ""


_COLUMNS = columns_of(history, HistoryRow)
_read = reader(HistoryRow)
_INSERT = Insertion(history)


class History:
    """The book of steps within one transaction."""

    def __init__(
        self, connection: Connection, keys: Keyring, random_bytes: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._connection = connection
        self._keys = keys
        self._random_bytes = random_bytes

    def chained(self, number: str, seq: int, head: str, entry: Entry) -> dict[str, object]:
        """The row to be written after `head`; its `mac` is the new head. The case's number stands for its id."""
        salt = self._random_bytes(16).hex()
        note_hash = hash_note(salt, entry.note)
        mac = self._keys.mac(_covered(number, seq, head, entry, note_hash))
        return {
            "seq": seq,
            "at": entry.at,
            "step": entry.step,
            "from_status": entry.from_status,
            "to_status": entry.to_status,
            "actor_role": entry.actor_role,
            "actor_person": entry.actor_person,
            "actor_account": entry.actor_account,
            "note": entry.note,
            "note_salt": salt,
            "note_hash": note_hash,
            "mac": mac,
        }

    def add(self, case_id: int, row: dict[str, object]) -> None:
        _INSERT.run(self._connection, {**row, "case_id": case_id})

    def of(self, case_id: int) -> list[HistoryRow]:
        return steps_of(self._connection, case_id)

    def fault(self, number: str, count: int, head: str, rows: Iterable[HistoryRow]) -> int | None:
        """The seq of the first row that does not fit the chain (count + 1 when rows are missing at the end), or None."""
        before = ""
        seq = 0
        for seq, row in enumerate(rows, 1):
            if row.seq != seq or row.mac != self._mac_of(number, row, before):
                return seq
            if row.note is not None and row.note_hash != hash_note(row.note_salt, row.note):
                return seq
            before = row.mac
        return None if seq == count and before == head else seq + 1

    def _mac_of(self, number: str, row: HistoryRow, before: str) -> str:
        entry = Entry(
            row.at, row.step, row.from_status, row.to_status, row.actor_role, row.actor_person, row.actor_account
        )
        return self._keys.mac(_covered(number, row.seq, before, entry, row.note_hash))


def steps_of(connection: Connection, case_id: int) -> list[HistoryRow]:
    """A case's steps in order, for who only reads them."""
    query = select(*_COLUMNS).where(history.c.case_id == case_id).order_by(history.c.seq)
    return [_read(row) for row in connection.execute(query)]


def hash_note(salt: str, note: str) -> str:
    return sha256(f"{salt}|{note}".encode()).hexdigest()


def _covered(number: str, seq: int, head: str, entry: Entry, note_hash: str) -> bytes:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = (head, number, seq, at, entry.step, entry.from_status, entry.to_status, entry.actor_role)
    return "\x1f".join(str(part) for part in (*parts, entry.actor_person, entry.actor_account, note_hash)).encode()
