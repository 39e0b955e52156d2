"""Jobs of delivery on PostgreSQL: one for a destination that has something due, deferred in the transaction that makes it due.

The queue is procrastinate's, on the same database. A destination's jobs share a lock, so that no two processes ever send to
one destination. On SQLite there is no queue.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Connection

from storage.engine import is_sqlite
from storage.statements import Statement, marks, one
from storage.tables.messages import UNSETTLED

if TYPE_CHECKING:
    from procrastinate.manager import JobManager

Due: TypeAlias = tuple[str, str]  # a channel, and a destination on it
TASK = "deliver"
SWEEP_LOCK = 0x6C69_6F75  # "liou"
_MOST = 500
_ALONE = Statement(f"SELECT pg_try_advisory_xact_lock({SWEEP_LOCK})")
_WAITS = (
    f"{UNSETTLED} AND due_at <= ? AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs AS jobs"  # noqa: S608
    " WHERE jobs.lock = 'out:' || outbox.lane AND jobs.status IN ('todo', 'doing'))"
)
_DUE = """SELECT DISTINCT channel, lane FROM outbox WHERE {waits} AND channel IN {channels} AND NOT EXISTS
    (SELECT 1 FROM channel_gates WHERE channel_gates.channel = outbox.channel AND is_down) LIMIT ?"""
_PROBE = (
    """SELECT channel, lane FROM outbox WHERE {waits} AND channel = ? ORDER BY lane = ?, rank, due_at, id LIMIT 1"""
)


def queue_of(channel: str) -> str:
    """Each channel has one: some may be used by one process only."""
    return f"outbox:{channel}"


def defer(connection: Connection, due: Iterable[Due]) -> None:
    """Let somebody look at these destinations as soon as this transaction is durable."""
    due = sorted(set(due))
    if not due or is_sqlite(connection):
        return
    from procrastinate.jobs import Job

    jobs = [
        Job(
            id=None,
            queue=queue_of(channel),
            lock=f"out:{lane}",
            queueing_lock=None,
            task_name=TASK,
            task_kwargs={"lane": lane},
        )
        for channel, lane in due
    ]
    _manager().batch_defer_jobs(jobs, connection=connection.connection.driver_connection)


def sweeps_alone(connection: Connection) -> bool:
    """Until this transaction ends nobody else looks for destinations without a job."""
    return bool(one(_ALONE.run(connection))[0])


def lanes_due(connection: Connection, now: datetime, channels: Collection[str]) -> list[Due]:
    """Destinations that have something due on a channel that works, and no job."""
    if not channels:
        return []
    return [(row[0], row[1]) for row in _due(len(channels)).run(connection, (now, *sorted(channels), _MOST)).fetchall()]


def lane_to_probe(connection: Connection, now: datetime, channel: str, refused: str) -> list[Due]:
    """One of a channel that is down, rather another than the one `refused` last: it may be that message's own fault."""
    return [(row[0], row[1]) for row in _probe().run(connection, (now, channel, refused)).fetchall()]


@cache
def _due(channels: int) -> Statement:
    return Statement(_DUE.replace("{waits}", _WAITS).replace("{channels}", marks(1, channels)))


@cache
def _probe() -> Statement:
    return Statement(_PROBE.replace("{waits}", _WAITS))


@cache
def _manager() -> "JobManager":
    """It only ever uses connections it is given."""
    from procrastinate.manager import JobManager
    from procrastinate.sync_psycopg_connector import SyncPsycopgConnector

    return JobManager(SyncPsycopgConnector())
