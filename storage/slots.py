"""Which planned times the schedule has already used: several replicas ask, one gets it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, text
from sqlalchemy.exc import IntegrityError

from storage.tables.messages import slots

_RESTORED = "restored"  # its slot is the moment of a restore: planned times before it are missed


_TAKEN_OR_MISSED = (
    select(slots.c.job)
    .where(
        or_(
            and_(slots.c.job == bindparam("wanted"), slots.c.slot == bindparam("planned")),
            and_(slots.c.job == _RESTORED, slots.c.slot >= bindparam("planned")),
        )
    )
    .limit(1)
)
_ALONE = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")


def is_alone(connection: Connection, job: str) -> bool:
    """Whether no other process does this job in this moment; until the end of the transaction none will. SQLite has one writer."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.execute(_ALONE, {"name": f"job:{job}"}).scalar_one())


def is_over(connection: Connection, job: str, slot: datetime) -> bool:
    """Whether this planned time is used already, or was missed."""
    return connection.execute(_TAKEN_OR_MISSED, {"wanted": job, "planned": slot}).first() is not None


def claim_slot(connection: Connection, job: str, slot: datetime, now: datetime) -> bool:
    """True for the first who asks for this job at this planned time; the claim commits with what it causes.

    What was planned before a restore counts as missed: most of it was done, and the backup does not know it.
    """
    if is_over(connection, job, slot):
        return False
    try:
        with connection.begin_nested():
            connection.execute(insert(slots), {"job": job, "slot": slot, "claimed_at": now})
    except IntegrityError:
        return False
    return True


def miss_slots(connection: Connection, until: datetime) -> None:
    """The books were restored just now."""
    connection.execute(insert(slots), {"job": _RESTORED, "slot": until, "claimed_at": until})


def forget_slots(connection: Connection, now: datetime, *, after: timedelta = timedelta(days=400)) -> None:
    connection.execute(delete(slots).where(slots.c.slot < now - after))
