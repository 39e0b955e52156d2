"""The built-in chat's memory: who came, what was said where, what was read, which files belong to it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from storage.keys import Keyring
from storage.tables.chat import chat_media, chat_messages, chat_reads, chat_visitors
from storage.tables.messages import overheard

CONTEXT = "chat"
KEPT_OVERHEARD = timedelta(hours=24)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said in a conversation. `place` orders it there: the row's id with the bot, microseconds in a group."""

    place: int
    conversation: str
    key: str
    sender: str
    body: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class MediaFile:
    name: str
    account: str
    conversation: str
    kind: str
    content_type: str
    size: int


def is_group(conversation: str) -> bool:
    return conversation.startswith("group:")


def micros(at: datetime) -> int:
    """The place of a time in a group."""
    return (at - EPOCH) // timedelta(microseconds=1)


class ChatBook:
    """The book of the chat within one transaction."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def visitor(self, cookie: str) -> str | None:
        """The account of a cookie seen before."""
        query = select(chat_visitors.c.account).where(chat_visitors.c.cookie_index == self._index(cookie))
        return self._connection.execute(query).scalar_one_or_none()

    def welcome(self, cookie: str, account: str, now: datetime) -> str:
        """The account of this cookie, from now on; two first requests at once get the same one."""
        self._lock(self._index(cookie))
        known = self.visitor(cookie)
        if known is not None:
            return known
        row = {"account": account, "cookie_index": self._index(cookie), "created_at": now}
        self._connection.execute(insert(chat_visitors), row)
        return account

    def add(self, conversation: str, key: str, sender: str, body: dict[str, Any], at: datetime) -> tuple[Line, bool]:
        """Keep a line once; the second try with the same key gets the first line and False."""
        self._lock(conversation)
        known = self.find(conversation, key)
        if known is not None:
            return known, False
        row = {"conversation": conversation, "message_key": key, "sender": sender, "body": self._sealed(body), "at": at}
        found = self._connection.execute(insert(chat_messages).returning(chat_messages.c.id), row).scalar_one()
        place = micros(at) if is_group(conversation) else found
        return Line(place, conversation, key, sender, body, at), True

    def close(self, conversation: str, place: int, label: str) -> Line | None:
        """The buttons of a line in the chat with the bot are over; the line as it is from now on."""
        mine = (chat_messages.c.conversation == conversation) & (chat_messages.c.id == place)
        row = self._connection.execute(select(chat_messages).where(mine).with_for_update()).one_or_none()
        if row is None:
            return None
        line = self._line(row)
        line.body["closed"] = label
        self._connection.execute(update(chat_messages).where(mine).values(body=self._sealed(line.body)))
        return line

    def find(self, conversation: str, key: str) -> Line | None:
        query = select(chat_messages).where(
            chat_messages.c.conversation == conversation, chat_messages.c.message_key == key
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else self._line(row)

    def after(self, conversation: str, place: int, limit: int) -> list[Line]:
        """What came after a place, oldest first."""
        column, value = self._place(conversation, place)
        query = select(chat_messages).where(chat_messages.c.conversation == conversation, column > value)
        rows = self._connection.execute(query.order_by(chat_messages.c.id).limit(limit))
        return [self._line(row) for row in rows]

    def before(self, conversation: str, place: int | None, limit: int) -> list[Line]:
        """The last lines before a place (or of all), oldest first."""
        query = select(chat_messages).where(chat_messages.c.conversation == conversation)
        if place is not None:
            column, value = self._place(conversation, place)
            query = query.where(column < value)
        rows = self._connection.execute(query.order_by(chat_messages.c.id.desc()).limit(limit))
        return [self._line(row) for row in rows][::-1]

    def newest(self, after_row: int, limit: int) -> tuple[int, list[Line]]:
        """The last row, and the lines of all conversations after a row, oldest first; of too many the last ones."""
        query = select(chat_messages).where(chat_messages.c.id > after_row).order_by(chat_messages.c.id.desc())
        rows = list(self._connection.execute(query.limit(2 * limit)))
        return max((row.id for row in rows), default=after_row), [self._line(row) for row in rows[::-1]]

    def read_up_to(self, conversation: str, account: str) -> int:
        query = select(chat_reads.c.read_up_to).where(
            chat_reads.c.conversation == conversation, chat_reads.c.account == account
        )
        return self._connection.execute(query).scalar_one_or_none() or 0

    def mark_read(self, conversation: str, account: str, place: int) -> None:
        """A person has seen everything up to this place; it never goes back."""
        self._lock(f"{conversation} {account}")
        mine = (chat_reads.c.conversation == conversation) & (chat_reads.c.account == account)
        moved = update(chat_reads).where(mine, chat_reads.c.read_up_to < place).values(read_up_to=place)
        if self._connection.execute(moved).rowcount or self._connection.execute(select(chat_reads).where(mine)).first():
            return
        row = {"conversation": conversation, "account": account, "read_up_to": place}
        self._connection.execute(insert(chat_reads), row)

    def unread(self, conversation: str, account: str) -> int:
        """How many stored lines of others this person has not seen."""
        column, value = self._place(conversation, self.read_up_to(conversation, account))
        query = select(func.count()).where(
            chat_messages.c.conversation == conversation, column > value, chat_messages.c.sender != account
        )
        return int(self._connection.execute(query).scalar_one())

    def keep_media(self, media: MediaFile, now: datetime) -> None:
        row = {name: getattr(media, name) for name in MediaFile.__slots__}
        self._connection.execute(insert(chat_media), {**row, "created_at": now})

    def sent_media(self, name: str, now: datetime) -> None:
        self._connection.execute(update(chat_media).where(chat_media.c.name == name).values(sent_at=now))

    def media(self, name: str) -> MediaFile | None:
        columns = [chat_media.c[field] for field in MediaFile.__slots__]
        row = self._connection.execute(select(*columns).where(chat_media.c.name == name)).one_or_none()
        return None if row is None else MediaFile(*row)

    def overhear(self, key: str, now: datetime) -> bool:
        """True the first time within a day. Only a salted key and the time are kept, never who or what."""
        index = self._index(f"overheard {key}")
        self._lock(index)
        self._connection.execute(delete(overheard).where(overheard.c.at <= now - KEPT_OVERHEARD))
        if self._connection.execute(select(overheard.c.key).where(overheard.c.key == index)).first():
            return False
        self._connection.execute(insert(overheard), {"key": index, "at": now})
        return True

    def _sealed(self, body: dict[str, Any]) -> bytes:
        return self._keys.seal(json.dumps(body, ensure_ascii=False).encode(), CONTEXT)

    def _index(self, value: str) -> str:
        return self._keys.index(CONTEXT, value)

    def _line(self, row: Row[Any]) -> Line:
        body = json.loads(self._keys.open(row.body, CONTEXT))
        place = micros(row.at) if is_group(row.conversation) else row.id
        return Line(place, row.conversation, row.message_key, row.sender, body, row.at)

    @staticmethod
    def _place(conversation: str, place: int) -> tuple[Any, Any]:
        if is_group(conversation):
            return chat_messages.c.at, EPOCH + timedelta(microseconds=place)
        return chat_messages.c.id, place

    def _lock(self, name: str) -> None:
        """One at a time within a conversation, so that its ids become visible in order (SQLite has one writer anyway)."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})
