"""Which planned times the schedule has already used: several replicas ask, one gets it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from storage.tables.messages import slots


def claim_slot(connection: Connection, job: str, slot: datetime, now: datetime) -> bool:
    """True for the first who asks for this job at this planned time; the claim commits with what it causes."""
    taken = select(slots.c.job).where(slots.c.job == job, slots.c.slot == slot)
    if connection.execute(taken).first():
        return False
    try:
        with connection.begin_nested():
            connection.execute(insert(slots), {"job": job, "slot": slot, "claimed_at": now})
    except IntegrityError:
        return False
    return True


def forget_slots(connection: Connection, now: datetime, *, after: timedelta = timedelta(days=400)) -> None:
    connection.execute(delete(slots).where(slots.c.slot < now - after))
