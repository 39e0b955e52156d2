"""What is wrong with the machine and has been told; and what waits in each channel, by which it is seen."""

from datetime import datetime

from sqlalchemy import Connection

from storage.statements import Statement, read_time, written_time
from storage.tables.messages import UNSETTLED

Waiting = tuple[str, int, datetime, datetime | None]
_STANDING = Statement("SELECT name, began_at FROM episodes")
_BEGIN = Statement("INSERT INTO episodes (name, began_at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")
_END = Statement("DELETE FROM episodes WHERE name = ?")
_WAITING = Statement(
    "SELECT channel, COUNT(*), MIN(due_at), MIN(refused_since) FROM outbox"  # noqa: S608
    f" WHERE {UNSETTLED} AND due_at <= ? GROUP BY channel"
)


class Episodes:
    """Within one transaction. Of several processes that begin or end the same one, one is told that it did."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self) -> dict[str, datetime]:
        return {name: read_time(at) for name, at in _STANDING.run(self._connection).fetchall()}

    def begin(self, name: str, at: datetime) -> bool:
        return _BEGIN.run(self._connection, (name, written_time(self._connection, at))).rowcount == 1

    def end(self, name: str) -> bool:
        return _END.run(self._connection, (name,)).rowcount == 1


def waiting_by_channel(connection: Connection, now: datetime) -> list[Waiting]:
    """Messages that are due and not settled: the channel, how many, the oldest's time, and since when it is refused."""
    rows = _WAITING.run(connection, (written_time(connection, now),)).fetchall()
    return [
        (channel, int(count), read_time(oldest), None if since is None else read_time(since))
        for channel, count, oldest, since in rows
    ]
