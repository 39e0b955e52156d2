"""Addresses at which the 智能机器人 may say one more thing within the hour (response_url); each is given away once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.keys import Keyring
from storage.statements import Statement, read_time, written_time

_CONTEXT = "response_url"
_LIFE = timedelta(minutes=58)  # the platform says an hour from its own sending
_PUT = Statement("INSERT INTO response_urls (place, inbox_id, url, expires_at) VALUES (?, ?, ?, ?)")
_FIND = Statement(
    "SELECT id, inbox_id, url, expires_at FROM response_urls WHERE place = ? AND expires_at > ?"
    " ORDER BY CASE WHEN inbox_id = ? THEN 0 ELSE 1 END, id LIMIT 5"
)
_TAKE = Statement("DELETE FROM response_urls WHERE id = ?")
_FORGET = Statement("DELETE FROM response_urls WHERE expires_at <= ?")


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """One address, taken out of the book."""

    place: str
    inbox_id: int
    url: str = field(repr=False)
    expires_at: datetime


class ResponseUrls:
    """Within one transaction. A place is a single chat or a group: what is meant for one must not be said in the other."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def put(self, account: str, conversation: str, inbox_id: int, url: str, now: datetime) -> None:
        place = _place(conversation or account, is_group=bool(conversation))
        self.put_back(ResponseUrl(place, inbox_id, url, now + _LIFE))

    def put_back(self, given: ResponseUrl) -> None:
        """Nothing was said at it after all."""
        sealed = self._keys.seal(given.url.encode(), _CONTEXT)
        at = written_time(self._connection, given.expires_at)
        _PUT.run(self._connection, (self._index(given.place), given.inbox_id, sealed, at))

    def take(self, address: str, inbox_id: int | None, now: datetime, *, is_group: bool) -> ResponseUrl | None:
        """Rather the one of the message that is answered, else the oldest; whoever deletes the row has it."""
        place = _place(address, is_group=is_group)
        values = (self._index(place), written_time(self._connection, now), inbox_id or 0)
        for row_id, of_inbox, sealed, expires_at in _FIND.run(self._connection, values).fetchall():
            if _TAKE.run(self._connection, (row_id,)).rowcount == 1:
                url = self._keys.open(sealed, _CONTEXT).decode()
                return ResponseUrl(place, of_inbox, url, read_time(expires_at))
        return None

    def _index(self, place: str) -> str:
        return self._keys.index("response_url", place)


def forget_response_urls(connection: Connection, now: datetime) -> None:
    _FORGET.run(connection, (written_time(connection, now),))


def _place(address: str, *, is_group: bool) -> str:
    """企业微信 tells no difference between capital and small letters of a userid."""
    return f"group:{address}" if is_group else f"single:{address.lower()}"
