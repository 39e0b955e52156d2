"""The outbox as delivery sees it: rows are leased, sent by somebody else, and settled.

Due times are by the service's clock, leases by the database's; the two are never compared.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from storage.keys import Keyring, KeyringError
from storage.leased import Leased, Outcome, Settled, Settlement
from storage.outbox import TALKS_IN_GROUPS, open_body, task_of
from storage.people import People
from storage.statements import Statement, marks, one, read_time, written_time
from storage.tables.messages import ASIDE, UNSETTLED

LEASE_SECONDS = 45
EXPIRE_AFTER = timedelta(hours=72)
_HEADS_TRIED = 5
_FREE = "(leased_until IS NULL OR leased_until < {now})"

# What is told of a row that ends; and whether its channel is down, which only several processes write down.
_ENDED = (
    "report_id, publication_id, ticket,"
    " (SELECT is_down FROM channel_gates WHERE channel_gates.channel = outbox.channel)"
)


def _statement(sql: str, *, lease_seconds: int = 0) -> Statement:
    for name, words in (("{unsettled}", UNSETTLED), ("{aside}", ASIDE), ("{free}", _FREE), ("{ended}", _ENDED)):
        sql = sql.replace(name, words)
    return Statement(sql, lease_seconds=lease_seconds)


# A lane whose row somebody holds keeps its order: also when that somebody is another process, or a dead one.
_DUE = (
    "SELECT lane FROM outbox WHERE {unsettled} AND channel = ? AND due_at <= ?"
    " AND lane NOT IN (SELECT lane FROM outbox WHERE {aside} AND delivery = 'leased' AND leased_until >= {now})"
    " {others} ORDER BY rank, due_at, id LIMIT ?"
)


@lru_cache(maxsize=64)
def _due(busy: int) -> Statement:
    """Lanes of what is due in one channel, the busy ones left out. Only the index is read, never the rows."""
    others = "AND lane NOT IN {busy}".replace("{busy}", marks(1, busy)) if busy else ""
    return _statement(_DUE.replace("{others}", others))


_HEAD = _statement(
    "SELECT id, lane, delivery, unknowns, channel,"
    " (SELECT is_down FROM channel_gates WHERE channel_gates.channel = outbox.channel) FROM outbox WHERE {unsettled} AND lane = ? AND due_at <= ?"
    # A lane that was put off rests as a whole: what was written meanwhile waits, too. Looked up once, not for each row.
    " AND NOT EXISTS (SELECT 1 FROM outbox AS resting WHERE resting.lane = ? AND resting.{unsettled}"
    " AND resting.due_at > ? AND resting.error IS NOT NULL) ORDER BY rank, id LIMIT 1"
)
_LEASE_SQL = (
    "UPDATE outbox SET delivery = 'leased', via = 'message', attempts = attempts + 1, unknowns = ?,"
    " leased_until = {later} WHERE id = ? AND {unsettled}"
)
_LEASED = (
    "id, inbox_id, channel, lane, account_id, group_id, conversation, purpose, body, parts_done, unknowns, created_at"
)
_LEASE = _statement(f"{_LEASE_SQL} AND {{free}} RETURNING {_LEASED}", lease_seconds=LEASE_SECONDS)
_LEASE_HEAD = _statement(f"{_LEASE_SQL} RETURNING {_LEASED}", lease_seconds=LEASE_SECONDS)
_SETTLE = _statement(
    "UPDATE outbox SET delivery = ?, error = ?, settled_at = ?, unknowns = ?, leased_until = NULL"
    " WHERE id = ? AND delivery = 'leased' RETURNING {ended}"
)
_SENT = _statement(
    "UPDATE outbox SET delivery = 'sent', error = NULL, settled_at = ?, unknowns = ?, leased_until = NULL, parts_done = ?,"
    " platform_id = ?, ticket = CASE WHEN used_at IS NULL THEN COALESCE(?, ticket) END"
    " WHERE id = ? AND delivery = 'leased' RETURNING {ended}"
)
# Of a message in several parts, those that are out are not sent again. A card pressed meanwhile is changed by what its press gave.
_PROGRESS = Statement(
    "UPDATE outbox SET parts_done = ?, platform_id = ?,"
    " ticket = CASE WHEN used_at IS NULL THEN COALESCE(?, ticket) END WHERE id = ?"
)
_AGAIN = Statement(
    "UPDATE outbox SET delivery = 'pending', error = ?, unknowns = ?, leased_until = NULL"
    " WHERE id = ? AND delivery = 'leased'"
)
_NOT_TRIED = Statement(
    "UPDATE outbox SET delivery = 'pending', attempts = attempts - 1, leased_until = NULL"
    " WHERE id = ? AND delivery = 'leased'"
)
# The whole lane moves, so that nothing in it overtakes the row that must wait.
_PUT_OFF_LANE = _statement(
    "UPDATE outbox SET due_at = ?, error = COALESCE(error, 'put_off')"
    " WHERE {unsettled} AND lane = ? AND delivery IN ('pending', 'claimed') AND due_at < ?"
)
_GOT_THROUGH = Statement(
    "UPDATE outbox SET delivery = 'sent', settled_at = ? WHERE id = ? AND delivery = 'claimed' AND via = 'passive'"
)
_REFUSE_WAITING = _statement(
    "UPDATE outbox SET refused_since = ? WHERE {unsettled} AND delivery = 'pending' AND channel = ? AND due_at <= ?"
    " AND refused_since IS NULL"
)
_EXPIRED = _statement(
    "SELECT id, report_id, publication_id FROM outbox"
    " WHERE {unsettled} AND delivery = 'pending' AND channel = ? AND refused_since <= ? LIMIT 500"
)
_EXPIRE = Statement("UPDATE outbox SET delivery = 'expired', settled_at = ? WHERE id = ? AND delivery = 'pending'")
_RECOVERED = _statement(
    "UPDATE outbox SET refused_since = NULL"
    " WHERE {unsettled} AND delivery = 'pending' AND channel = ? AND refused_since IS NOT NULL"
)
_ABANDON = _statement("UPDATE outbox SET leased_until = {now} WHERE {aside} AND delivery = 'leased'")
_CHANNELS = _statement("SELECT DISTINCT channel FROM outbox WHERE {unsettled}")
_OLDEST = _statement("SELECT COUNT(*), MIN(due_at) FROM outbox WHERE {unsettled} AND due_at <= ?")
_PUBLISHED = Statement("UPDATE publications SET state = ?, settled_at = ? WHERE id = ?")


class Sending:
    """Leasing and settling, within one transaction. `is_down`: the channel of the row that ended last, as the books have it."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys
        self.settled: list[Settled] = []
        self.is_down = True

    def lease_due(self, channel: str, now: datetime, busy: frozenset[str], limit: int) -> list[Leased]:
        """The first due row of each lane that is not busy: answers before other words, older before newer."""
        taken: dict[str, Leased] = {}
        at = written_time(self._connection, now)
        found = _due(len(busy)).run(self._connection, (channel, at, *sorted(busy), limit * 4)).fetchall()
        for lane in dict.fromkeys(row[0] for row in found):
            if len(taken) == limit:
                break
            leased = self._lease_first(lane, at, now)
            if leased is not None:
                taken[lane] = leased
        return list(taken.values())

    def _lease_first(self, lane: str, at: Any, now: datetime) -> Leased | None:
        """Rows that cannot be opened end here, and the next one of the lane is first."""
        for _ in range(_HEADS_TRIED):
            head = _HEAD.run(self._connection, (lane, at, lane, at)).fetchone()
            leased = self._lease(head[:4], now) if head is not None else None
            if leased is not None or head is None:
                return leased
        return None

    def lease_head(self, lane: str, now: datetime, may_pass: Callable[[str, bool], bool]) -> Leased | None:
        """The lane's first due row, for who alone may send to it: an earlier lease there is a dead one's.

        `may_pass` is asked with the row's channel, and whether that is down.
        """
        at = written_time(self._connection, now)
        values = (lane, at, lane, at)
        while (row := _HEAD.run(self._connection, values).fetchone()) is not None and may_pass(row[4], bool(row[5])):
            leased = self._lease(row[:4], now, _LEASE_HEAD)
            if leased is not None:
                return leased
        return None

    def settle(self, done: Settlement, now: datetime) -> None:
        if done.outcome is Outcome.SENT and self._sent(done, now):
            return
        if done.parts_done != done.row.parts_done or done.outcome is Outcome.KNOCKED:
            progress = (done.parts_done, done.platform_id or None, done.ticket or None, done.row.outbox_id)
            _PROGRESS.run(self._connection, progress)
        if done.outcome is Outcome.UNKNOWN:
            self._settle_unknown(done.row.outbox_id, done.unknowns + 1, done.error, now)
        elif done.outcome is Outcome.OVER_LIMIT:
            self.put_off(done.row, now + timedelta(seconds=done.wait))
        elif done.outcome is Outcome.REFUSED:
            _AGAIN.run(self._connection, (done.error, done.unknowns, done.row.outbox_id))
            self.refused(done.row.channel, now)
        elif done.outcome is Outcome.KNOCKED:
            self._end(done.row.outbox_id, "held", "knocked", done.row.unknowns, now, reached=True)
        else:
            delivery = done.outcome.value
            self._end(done.row.outbox_id, delivery, done.error, done.row.unknowns, now, reached=delivery == "sent")

    def _sent(self, done: Settlement, now: datetime) -> bool:
        """In one statement what is most often to be settled. False where the row is not leased any more."""
        at, ticket = written_time(self._connection, now), done.ticket or None
        values = (at, done.row.unknowns, done.parts_done, done.platform_id or None, ticket, done.row.outbox_id)
        return self._tell_end(done.row.outbox_id, _SENT.run(self._connection, values).fetchall(), now, reached=True)

    def put_off(self, row: Leased, until: datetime) -> None:
        """It was not sent and has not failed: the lane waits for its turn."""
        _NOT_TRIED.run(self._connection, (row.outbox_id,))
        self.put_off_lane(row.lane, until)

    def put_off_lane(self, lane: str, until: datetime) -> None:
        """Nothing goes there before; what is there keeps its order."""
        at = written_time(self._connection, until)
        _PUT_OFF_LANE.run(self._connection, (at, lane, at))

    def got_through(self, outbox_ids: Sequence[int], now: datetime) -> None:
        """The callback's own answers were written to the platform."""
        at = written_time(self._connection, now)
        _GOT_THROUGH.run_many(self._connection, [(at, outbox_id) for outbox_id in outbox_ids])

    def refused(self, channel: str, now: datetime) -> None:
        """The channel takes nothing: what waits for it has waited since now, and not for ever."""
        at = written_time(self._connection, now)
        _REFUSE_WAITING.run(self._connection, (at, channel, at))
        since = written_time(self._connection, now - EXPIRE_AFTER)
        for outbox_id, report_id, publication_id in _EXPIRED.run(self._connection, (channel, since)).fetchall():
            _EXPIRE.run(self._connection, (at, outbox_id))
            self._publish(publication_id, now, reached=False)
            self.settled.append(Settled(outbox_id, report_id, reached=False))

    def recovered(self, channel: str) -> None:
        _RECOVERED.run(self._connection, (channel,))

    def abandon_leases(self) -> int:
        """At the start of the only process: whoever held a lease is gone."""
        return int(_ABANDON.run(self._connection).rowcount)

    def channels_waiting(self) -> list[str]:
        return [str(row[0]) for row in _CHANNELS.run(self._connection).fetchall()]

    def _lease(self, row: Any, now: datetime, lease: Statement = _LEASE) -> Leased | None:
        """A row whose lease ran out was cut off in the call: that counts as an unknown outcome."""
        outbox_id, _, delivery, unknowns = row
        if delivery == "leased":
            unknowns += 1
            if unknowns > 1:
                self._settle_unknown(outbox_id, unknowns, "cut_off", now)
                return None
        leased = lease.run(self._connection, (unknowns, outbox_id)).fetchall()
        if not leased:
            return None
        try:
            return self._open(leased[0])
        except (KeyringError, NoResultFound, ValueError, LookupError):
            # Left in the lane it would be tried for ever, and everything behind it would wait.
            self._end(outbox_id, Outcome.FAILED.value, "unreadable", unknowns, now)
            return None

    def _open(self, row: Any) -> Leased:
        (
            outbox_id,
            inbox_id,
            channel,
            lane,
            account_id,
            group_id,
            conversation,
            purpose,
            sealed,
            parts_done,
            unknowns,
            created_at,
        ) = row
        people, body = People(self._connection, self._keys), open_body(self._keys, sealed)
        is_chat_group = channel in TALKS_IN_GROUPS and bool(conversation)
        robot = ""
        if group_id is not None:
            address, robot = people.group_place(group_id)
        elif is_chat_group or account_id is None:
            address = conversation
        else:
            address = people.address_of(account_id)[1]
        mentions = tuple(people.address_of(called)[1] for called in body.mentions)
        is_group = group_id is not None or is_chat_group
        task = task_of(outbox_id, read_time(created_at))
        return Leased(
            outbox_id,
            task,
            inbox_id,
            channel,
            lane,
            address,
            purpose,
            body,
            mentions,
            is_group,
            parts_done,
            unknowns,
            robot,
        )

    def _settle_unknown(self, outbox_id: int, unknowns: int, error: str, now: datetime) -> None:
        """Repeated once; after that a person must look."""
        if unknowns < 2:
            _AGAIN.run(self._connection, (error, unknowns, outbox_id))
        else:
            self._end(outbox_id, Outcome.UNKNOWN.value, error, unknowns, now)

    def _end(
        self, outbox_id: int, delivery: str, error: str, unknowns: int, now: datetime, *, reached: bool = False
    ) -> None:
        """Of a held row it is told, too, whether the person knows: nobody can say when it will go out."""
        ended_at = None if delivery == "held" else written_time(self._connection, now)
        values = (delivery, error or None, ended_at, unknowns, outbox_id)
        self._tell_end(outbox_id, _SETTLE.run(self._connection, values).fetchall(), now, reached=reached)

    def _tell_end(self, outbox_id: int, ended: Sequence[Any], now: datetime, *, reached: bool) -> bool:
        """Whether the row was there to be ended."""
        if not ended:
            return False
        report_id, publication_id, ticket, is_down = ended[0]
        self.is_down = bool(is_down)
        self._publish(publication_id, now, reached=reached)
        self.settled.append(Settled(outbox_id, report_id, reached, is_card=reached and ticket is not None))
        return True

    def _publish(self, publication_id: int | None, now: datetime, *, reached: bool) -> None:
        if publication_id is not None:
            state = "sent" if reached else "failed"
            _PUBLISHED.run(self._connection, (state, written_time(self._connection, now), publication_id))


def oldest_due(connection: Connection, now: datetime) -> tuple[int, float]:
    """How many rows are due and not settled, and for how many seconds the oldest has been."""
    count, oldest = one(_OLDEST.run(connection, (written_time(connection, now),)))
    seconds = (now - read_time(oldest)).total_seconds() if oldest is not None else 0.0
    return int(count), max(0.0, seconds)
