"""Who uses a channel that one process at a time may use: a lease by the database's clock, and a bolt against taking it again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from storage.statements import Statement, written_time

LEASE_SECONDS = 20
_TAKE = Statement(
    "INSERT INTO channel_owners (channel, owner, leased_until) VALUES (?, ?, {later})"
    " ON CONFLICT (channel) DO UPDATE SET owner = excluded.owner, leased_until = excluded.leased_until"
    " WHERE channel_owners.blocked_at IS NULL"
    " AND (channel_owners.owner = excluded.owner OR channel_owners.leased_until <= {now})",
    lease_seconds=LEASE_SECONDS,
)
_BLOCKED = Statement("SELECT 1 FROM channel_owners WHERE channel = ? AND blocked_at IS NOT NULL")
_GIVE_UP = Statement("UPDATE channel_owners SET leased_until = {now} WHERE channel = ? AND owner = ?")
_ABANDON = Statement("UPDATE channel_owners SET leased_until = {now} WHERE channel = ?")
_BLOCK = Statement(
    "UPDATE channel_owners SET blocked_at = ?"
    " WHERE channel = ? AND owner = ? AND leased_until > {now} AND blocked_at IS NULL"
)
_UNBLOCK = Statement(
    "UPDATE channel_owners SET blocked_at = NULL, leased_until = {now} WHERE channel = ? AND blocked_at IS NOT NULL"
)


class Hold(StrEnum):
    """Whose the channel is."""

    OURS = "ours"
    OTHERS = "others"
    BLOCKED = "blocked"


class Owners:
    """Within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, channel: str, owner: str) -> Hold:
        """Ours for the next 20 s when nobody else has it; asked again in time, it stays ours."""
        if _TAKE.run(self._connection, (channel, owner)).rowcount == 1:
            return Hold.OURS
        return Hold.BLOCKED if self.is_blocked(channel) else Hold.OTHERS

    def give_up(self, channel: str, owner: str) -> None:
        _GIVE_UP.run(self._connection, (channel, owner))

    def abandon(self, channel: str) -> None:
        """At the start of the only process: whoever had it is gone."""
        _ABANDON.run(self._connection, (channel,))

    def block(self, channel: str, owner: str, now: datetime) -> bool:
        """False when it was not this owner's any more: then another process of ours has taken it, and all is well."""
        values = (written_time(self._connection, now), channel, owner)
        return _BLOCK.run(self._connection, values).rowcount == 1

    def is_blocked(self, channel: str) -> bool:
        return _BLOCKED.run(self._connection, (channel,)).fetchone() is not None

    def unblock(self, channel: str) -> bool:
        """True when there was something to undo."""
        return _UNBLOCK.run(self._connection, (channel,)).rowcount == 1
