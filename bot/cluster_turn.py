"""One transaction of a destination's job: what came of the last call, and the row that goes next.

Whether a channel is down is a row that all processes share; of a channel that is, one message at a time is tried.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.channel_gate import Gate, has_failed, is_ours
from bot.courier import ABSENT_SECONDS, Courier
from bot.one_send import Sent
from storage.channel_gates import ChannelGates, GateRow
from storage.leased import Leased, Outcome
from storage.queue_jobs import defer, lane_to_probe, lanes_due, sweeps_alone
from storage.sending import Sending

PROBE_SECONDS = 20.0  # a probe that tells nothing is followed by another one
REST_SECONDS = 2.0  # before a message of unknown outcome is sent again


class ClusterTurn:
    """Works for the writer: each method is one transaction."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier
        self._clock = courier.clock
        self._absent_at = 0.0
        self._failed: set[str] = set()

    def go_on(self, lane: str, sent: Sent | None, connection: Connection) -> Leased | None:
        """Settle, then lease the first due row, if there is one and its channel may be called."""
        sending = Sending(connection, self._courier.keys)
        self._settle(connection, sending, sent)
        row = sending.lease_head(lane, self._clock.now(), self._gate(connection))
        self._courier.tell(connection, sending.settled)
        return row if row is not None and self._courier.may_send(connection, sending, row) else None

    def end(self, sent: Sent, connection: Connection) -> None:
        """Settle and stop; another job goes on, behind those of other destinations."""
        sending = Sending(connection, self._courier.keys)
        self._settle(connection, sending, sent)
        self._courier.tell(connection, sending.settled)
        defer(connection, [(sent.row.channel, sent.row.lane)])

    def sweep(self, gates: Sequence[GateRow], connection: Connection) -> None:
        """Rows that fell due, whose channel works again, or whose job was lost, get a job."""
        if not sweeps_alone(connection):
            return
        now = self._clock.now()
        due = lanes_due(connection, now, self._courier.channels)
        for gate in gates:
            if gate.is_down and gate.open_at <= now.timestamp():
                due += lane_to_probe(connection, now, gate.channel, gate.last_refused)
        defer(connection, due)
        if now.timestamp() >= self._absent_at:
            self._absent_at = now.timestamp() + ABSENT_SECONDS
            self._look_for_absent(connection)

    def _look_for_absent(self, connection: Connection) -> None:
        sending = Sending(connection, self._courier.keys)
        failed = {name for name, channel in self._courier.channels.items() if has_failed(channel)}
        for channel in self._failed - failed:
            sending.recovered(channel)
        self._failed = failed
        self._courier.refuse_absent(sending)
        self._courier.tell(connection, sending.settled)

    def _settle(self, connection: Connection, sending: Sending, sent: Sent | None) -> None:
        if sent is None:
            return
        now, channel = self._clock.now(), sent.row.channel
        sending.settle(sent.settlement, now)
        self._courier.count_late(connection, sent)
        if sent.outcome is Outcome.REFUSED:
            self._shut(ChannelGates(connection), sent)
        elif sent.outcome is Outcome.UNKNOWN:
            sending.put_off_lane(sent.row.lane, now + timedelta(seconds=REST_SECONDS))
        elif not sent.was_asked:
            ChannelGates(connection).leave_probe(channel)
        elif sending.is_down and ChannelGates(connection).recover(channel):
            sending.recovered(channel)

    def _shut(self, gates: ChannelGates, sent: Sent) -> None:
        row = gates.locked(sent.row.channel)
        gate = Gate(row.is_down, row.open_at, row.pause, last_refused=row.last_refused)
        gate.refused(self._clock.now().timestamp(), sent.row.lane, sent.retry_after)
        gates.write(GateRow(row.channel, gate.is_down, gate.open_at, gate.pause, gate.last_refused))

    def _gate(self, connection: Connection) -> Callable[[str, bool], bool]:
        now = self._clock.now().timestamp()

        def may_pass(channel: str, is_down: bool) -> bool:
            way = self._courier.channels.get(channel)
            if way is None or not is_ours(way):
                return False
            return not is_down or ChannelGates(connection).may_probe(channel, now, now + PROBE_SECONDS)

        return may_pass
