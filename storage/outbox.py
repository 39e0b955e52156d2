"""What must go out. Written in the same transaction as the change it reports."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from storage.engine import is_sqlite
from storage.keys import Keyring
from storage.queue_jobs import defer
from storage.statements import Statement, marks, written_time

CONTEXT = "outbox"
# The body of a letter whose words were let go: that it went stays known.
EMPTY = b""
CLAIM_SECONDS = 20
_CHUNK = 50
TALKS_IN_GROUPS = frozenset({"webchat", "wecom_aibot"})  # a conversation of theirs is written to by its name
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_COLUMNS = (
    "inbox_id, case_id, report_id, publication_id, channel, account_id, group_id, conversation, lane, purpose, via, body,"
    " delivery, rank, due_at, attempts, unknowns, created_at"
)
_RELEASE = Statement("UPDATE outbox SET delivery = 'pending', due_at = ? WHERE delivery = 'held' AND lane = ?")
_DROP_HELD = Statement(
    "UPDATE outbox SET delivery = 'dropped', settled_at = ?"
    " WHERE delivery = 'held' AND lane = ? AND case_id = ? AND purpose = ?"
)
_BODY = Statement("SELECT body FROM outbox WHERE id = ? AND account_id = ?")
_CASE = Statement(
    "SELECT number, title FROM cases WHERE sealed IS NULL AND id = (SELECT case_id FROM outbox WHERE id = ?)"
)
_OF_PLATFORM = Statement(
    "SELECT id, report_id FROM outbox WHERE platform_id = ? AND account_id = ? AND channel = ?"
    " AND delivery IN ('sent', 'held') ORDER BY id DESC LIMIT 1"
)
_CAME_BACK = Statement("UPDATE outbox SET delivery = 'held', error = ?, parts_done = 0, settled_at = NULL WHERE id = ?")
_ANSWER = Statement("SELECT id, via, delivery, body FROM outbox WHERE inbox_id = ? AND purpose = 'answer'")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to be sent. Exactly one of `account_id`, `group_id` is set, or `conversation` names a built-in chat's group
    (then `account_id` is who it answers). `buttons` are (label, command) pairs.

    `purpose`: answer, aside (what a group must not hear), notice, reminder, reply, question, list, or card: then `text` takes the place of the buttons of an earlier
    card, which costs its `ticket`. `rank` 0 goes before 1 in its lane. `form`: plain or markdown. `facts` are (name, value)
    pairs of the case that a card shows beside the words.
    `mentions` are accounts of people called in a group; `media` names files of the media book that go with the words;
    `articles` are (title, a few words, page, picture).
    """

    channel: str
    text: str
    purpose: str
    due_at: datetime
    account_id: int | None = None
    group_id: int | None = None
    conversation: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    rank: int = 1
    case_id: int | None = None
    report_id: int | None = None
    publication_id: int | None = None
    inbox_id: int | None = None
    via: str = "message"
    form: str = "plain"
    mentions: tuple[int, ...] = ()
    media: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    ticket: str = ""
    articles: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """What a row says, opened; fields as in a Letter."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    form: str = "plain"
    mentions: tuple[int, ...] = ()
    media: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    ticket: str = field(default="", repr=False)
    articles: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FirstWords:
    """The answer to a message as it was written. `is_passive`: it went, or is going, as the callback's own answer."""

    outbox_id: int
    text: str
    is_passive: bool


def lane_of(letter: Letter) -> str:
    """The destination whose order is kept."""
    if letter.group_id is not None:
        return f"group:{letter.group_id}"
    if letter.conversation and letter.channel in TALKS_IN_GROUPS:
        return f"{letter.channel}:{letter.conversation}"
    return account_lane(letter.channel, letter.account_id)


def task_of(outbox_id: int, created_at: datetime) -> str:
    """What a platform knows a row by. The time keeps it apart from a row of the same id in a copy that was restored."""
    return f"out-{outbox_id}-{int(created_at.timestamp()):x}"


def account_lane(channel: str, account_id: int | None) -> str:
    return f"{channel}:{account_id}"


def open_body(keys: Keyring, sealed: bytes) -> Body:
    if sealed == EMPTY:
        return Body("")
    body: dict[str, Any] = json.loads(keys.open(sealed, CONTEXT))
    return Body(
        body["text"],
        tuple((label, command) for label, command in body.get("buttons", ())),
        body.get("form", "plain"),
        tuple(body.get("mentions", ())),
        tuple(body.get("media", ())),
        tuple((name, value) for name, value in body.get("facts", ())),
        body.get("ticket", ""),
        tuple((title, said, page, picture) for title, said, page, picture in body.get("articles", ())),
    )


class Outbox:
    """The book of what must go out, within one transaction; how rows are sent is in storage/sending.py."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def put(self, letters: Sequence[Letter], now: datetime) -> list[int]:
        """Their ids, in order."""
        ids: list[int] = []
        for start in range(0, len(letters), _CHUNK):
            chunk = letters[start : start + _CHUNK]
            ids += self._insert([self._row(letter, "pending", letter.via, letter.due_at, now) for letter in chunk])
        self._defer(letters, now)
        return ids

    def put_with_claimed(self, answer: Letter, others: Sequence[Letter], now: datetime) -> int:
        """An answer that the waiting callback is given. Should that never arrive, the row goes out when it falls due."""
        due_at = now + timedelta(seconds=CLAIM_SECONDS)
        first = [self._row(letter, "pending", letter.via, letter.due_at, now) for letter in others[: _CHUNK - 1]]
        claimed_id = self._insert([self._row(answer, "claimed", "passive", due_at, now), *first])[0]
        self._defer(others[: _CHUNK - 1], now)
        self.put(others[_CHUNK - 1 :], now)
        return claimed_id

    def answer_to(self, inbox_id: int) -> FirstWords | None:
        row = _ANSWER.run(self._connection, (inbox_id,)).fetchone()
        if row is None:
            return None
        return FirstWords(
            row[0], open_body(self._keys, row[3]).text, row[1] == "passive" and row[2] in {"claimed", "sent"}
        )

    def release_held(self, lane: str, now: datetime) -> int:
        """The person wrote again: what waited for their next word may go."""
        released = int(_RELEASE.run(self._connection, (written_time(self._connection, now), lane)).rowcount)
        if released:
            channel, _, _ = lane.partition(":")  # as in `account_lane`
            defer(self._connection, [(channel, lane)])
        return released

    def drop_held(self, lane: str, case_id: int, purpose: str, now: datetime) -> None:
        """What waits for the person's next word, and has become pointless."""
        _DROP_HELD.run(self._connection, (written_time(self._connection, now), lane, case_id, purpose))

    def _defer(self, letters: Sequence[Letter], now: datetime) -> None:
        """Only for what is due now: a job that waited would stand in the way of a later one that is due sooner."""
        defer(self._connection, [(letter.channel, lane_of(letter)) for letter in letters if letter.due_at <= now])

    def command_of(self, outbox_id: int, account_id: int, label: str) -> str | None:
        """What a button of a message to this person says; None when there is no such button of theirs."""
        row = _BODY.run(self._connection, (outbox_id, account_id)).fetchone()
        if row is None:
            return None
        return dict(open_body(self._keys, row[0]).buttons).get(label)

    def case_of(self, outbox_id: int) -> tuple[str, str] | None:
        """Number and title of the case a message is about; of a sealed one nothing."""
        row = _CASE.run(self._connection, (outbox_id,)).fetchone()
        return None if row is None else (row[0], row[1])

    def came_back(self, channel: str, account_id: int, platform_id: str, why: str) -> int | None:
        """What the platform had taken did not arrive after all: it waits for the person's next word. The report it told of."""
        row = _OF_PLATFORM.run(self._connection, (platform_id, account_id, channel)).fetchone()
        if row is None:
            return None
        _CAME_BACK.run(self._connection, (why[:200], row[0]))
        return None if row[1] is None else int(row[1])

    def _insert(self, rows: Sequence[tuple[Any, ...]]) -> list[int]:
        values = [value for row in rows for value in row]
        cursor = _inserting(len(rows), is_sqlite=is_sqlite(self._connection)).run(self._connection, values)
        if is_sqlite(self._connection):
            last = int(cursor.lastrowid)  # rows of one statement have consecutive ids
            return list(range(last - len(rows) + 1, last + 1))
        # The claimed one is named by what it is: it alone must not be mistaken for another.
        returned = sorted(cursor.fetchall(), key=lambda row: (row[1] != "claimed", row[0]))
        return [int(row[0]) for row in returned]

    def _row(self, letter: Letter, delivery: str, via: str, due_at: datetime, now: datetime) -> tuple[Any, ...]:
        return (
            letter.inbox_id,
            letter.case_id,
            letter.report_id,
            letter.publication_id,
            letter.channel,
            letter.account_id,
            letter.group_id,
            letter.conversation,
            lane_of(letter),
            letter.purpose,
            via,
            self._keys.seal(_body(letter), CONTEXT),
            delivery,
            letter.rank,
            written_time(self._connection, due_at),
            0,
            0,
            written_time(self._connection, now),
        )


def _body(letter: Letter) -> bytes:
    body: dict[str, Any] = {"text": letter.text}
    if letter.buttons:
        body["buttons"] = letter.buttons
    if letter.form != "plain":
        body["form"] = letter.form
    if letter.mentions:
        body["mentions"] = letter.mentions
    if letter.media:
        body["media"] = letter.media
    if letter.facts:
        body["facts"] = letter.facts
    if letter.ticket:
        body["ticket"] = letter.ticket
    if letter.articles:
        body["articles"] = letter.articles
    return _to_json(body).encode("utf-8", "replace")


@lru_cache(maxsize=2 * _CHUNK)
def _inserting(rows: int, *, is_sqlite: bool) -> Statement:
    ending = "" if is_sqlite else " RETURNING id, delivery"
    return Statement(f"INSERT INTO outbox ({_COLUMNS}) VALUES {marks(rows, 18)}{ending}")  # noqa: S608
