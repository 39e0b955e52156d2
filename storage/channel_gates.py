"""Which channels are down, as all processes of a deployment on PostgreSQL see it; one of them probes at a time."""

from dataclasses import dataclass

from sqlalchemy import Connection

from storage.statements import Statement, one

_READ = Statement("SELECT channel, is_down, open_at, pause, last_refused FROM channel_gates")
_OPEN = Statement(
    "INSERT INTO channel_gates (channel, is_down, open_at, pause, last_refused, probed_until)"
    " VALUES (?, false, 0, 0, '', 0) ON CONFLICT (channel) DO UPDATE SET channel = excluded.channel"
    " RETURNING channel, is_down, open_at, pause, last_refused"
)
_WRITE = Statement(
    "UPDATE channel_gates SET is_down = ?, open_at = ?, pause = ?, last_refused = ?, probed_until = 0 WHERE channel = ?"
)
_PROBE = Statement(
    "UPDATE channel_gates SET probed_until = ? WHERE channel = ? AND is_down AND open_at <= ? AND probed_until <= ?"
)
_LEAVE_PROBE = Statement("UPDATE channel_gates SET probed_until = 0 WHERE channel = ? AND is_down")
_RECOVER = Statement("UPDATE channel_gates SET is_down = false, last_refused = '' WHERE channel = ? AND is_down")


@dataclass(frozen=True, slots=True)
class GateRow:
    """Times are seconds of the service's clock."""

    channel: str
    is_down: bool
    open_at: float
    pause: float
    last_refused: str


class ChannelGates:
    """Within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def every(self) -> list[GateRow]:
        return [GateRow(*row) for row in _READ.run(self._connection).fetchall()]

    def locked(self, channel: str) -> GateRow:
        """Nobody else changes it until this transaction ends."""
        return GateRow(*one(_OPEN.run(self._connection, (channel,))))

    def write(self, row: GateRow) -> None:
        _WRITE.run(self._connection, (row.is_down, row.open_at, row.pause, row.last_refused, row.channel))

    def may_probe(self, channel: str, now: float, probe_until: float) -> bool:
        """A channel that is down lets one message through when its pause is over; the next not before `probe_until`."""
        return bool(_PROBE.run(self._connection, (probe_until, channel, now, now)).rowcount)

    def leave_probe(self, channel: str) -> None:
        """The message that was let through never came to the platform: another one may."""
        _LEAVE_PROBE.run(self._connection, (channel,))

    def recover(self, channel: str) -> bool:
        """True when it was down."""
        return bool(_RECOVER.run(self._connection, (channel,)).rowcount)
