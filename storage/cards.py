"""Messages with buttons (cards) that went out: to whom, whether one was pressed, and what changing them costs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from storage.keys import Keyring
from storage.outbox import Body, open_body, task_of
from storage.statements import Statement, marks, read_time, written_time

# What a platform knows a card by; of a message in several parts each has a number behind it.
TASK = re.compile(r"(out-(\d{1,18})-[0-9a-f]+)(?:-\d+)?")
_SELECT = "SELECT id, channel, account_id, case_id, body, created_at, used_at, choice, ticket FROM outbox"
_FIND = Statement(f"{_SELECT} WHERE id = ?")
_USE = Statement("UPDATE outbox SET used_at = ?, choice = ?, ticket = NULL WHERE id = ? AND used_at IS NULL")
_TAKE_TICKET = Statement("UPDATE outbox SET ticket = NULL WHERE id = ? AND ticket = ?")
_OPEN = Statement(
    f"{_SELECT} WHERE case_id = ? AND ticket IS NOT NULL AND delivery = 'sent' AND settled_at >= ? ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Card:
    """A row of the outbox with its buttons. `ticket` is empty once it was spent; `choice` is the button that was pressed.

    `written_at` is when the row was written: the steps before it are what it tells of.
    """

    id: int
    task: str
    channel: str
    account_id: int | None
    case_id: int | None
    body: Body
    written_at: datetime
    used_at: datetime | None
    choice: int | None
    ticket: str


class Cards:
    """The book of cards within one transaction."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def find(self, outbox_id: int) -> Card | None:
        row = _FIND.run(self._connection, (outbox_id,)).fetchone()
        return None if row is None else self._read(row)

    def use(self, outbox_id: int, choice: int, now: datetime) -> bool:
        """True for the first press; with it what the platform gave for changing the card is spent."""
        values = (written_time(self._connection, now), choice, outbox_id)
        return int(_USE.run(self._connection, values).rowcount) == 1

    def take_ticket(self, card: Card) -> bool:
        """True for the one who may change the card with it."""
        return int(_TAKE_TICKET.run(self._connection, (card.id, card.ticket)).rowcount) == 1

    def open_of(self, case_id: int, since: datetime) -> list[Card]:
        """Cards of a case that lie with somebody, were sent since then, and can be changed."""
        rows = _OPEN.run(self._connection, (case_id, written_time(self._connection, since))).fetchall()
        return [self._read(row) for row in rows]

    def _read(self, row: Sequence[Any]) -> Card:
        outbox_id, channel, account_id, case_id, body, created_at, used_at, choice, ticket = row
        written_at = read_time(created_at)
        task = task_of(outbox_id, written_at)
        used = None if used_at is None else read_time(used_at)
        opened = open_body(self._keys, body)
        return Card(outbox_id, task, channel, account_id, case_id, opened, written_at, used, choice, ticket or "")


def choices(connection: Connection, tasks: Sequence[str]) -> dict[str, int]:
    """By task the place of the button that was pressed; cards that were not pressed, or are none of ours, are left out."""
    rows = {int(found[2]): task for task in tasks if (found := TASK.fullmatch(task))}
    if not rows:
        return {}
    used = _choices(len(rows)).run(connection, tuple(rows)).fetchall()
    whose = {task_of(row, read_time(created_at)): (rows[row], choice) for row, created_at, choice in used}
    return {task: choice for own, (task, choice) in whose.items() if task.startswith(own) and choice is not None}


@lru_cache(maxsize=64)
def _choices(count: int) -> Statement:
    return Statement(
        f"SELECT id, created_at, choice FROM outbox WHERE used_at IS NOT NULL AND id IN {marks(1, count)}"  # noqa: S608
    )
