"""The heads of the chains of steps, day by day: what a signed list outside the database holds, and whether it still fits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.tables.cases import cases, history


@dataclass(frozen=True, slots=True)
class Head:
    """A case's last step of a day: its place in the chain and its mac."""

    number: str
    seq: int
    mac: str


def heads_between(connection: Connection, since: datetime, until: datetime) -> Iterator[Head]:
    """Of every case that moved in this time the last step, by the number of the case.

    Asked once a day of a reading connection: an index for it would cost every step of every case.
    """
    moved = (
        select(history.c.case_id, func.max(history.c.seq).label("seq"))
        .where(history.c.at >= since, history.c.at < until)
        .group_by(history.c.case_id)
        .subquery()
    )
    query = (
        select(cases.c.number, history.c.seq, history.c.mac)
        .join(moved, (moved.c.case_id == history.c.case_id) & (moved.c.seq == history.c.seq))
        .join(cases, cases.c.id == history.c.case_id)
        .order_by(cases.c.number)
    )
    for row in connection.execute(query):
        yield Head(row.number, row.seq, row.mac)


def missing_heads(connection: Connection, heads: Iterable[Head]) -> Iterator[Head]:
    """Those that the database no longer has as they were signed."""
    for head in heads:
        query = (
            select(history.c.mac)
            .join(cases, cases.c.id == history.c.case_id)
            .where(cases.c.number == head.number, history.c.seq == head.seq)
        )
        if connection.execute(query).scalar_one_or_none() != head.mac:
            yield head
