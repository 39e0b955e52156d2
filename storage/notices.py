"""The yearly notices of days off that were imported, over those that the program brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.tables.time import notices
from storage.versions import bump, version_of

NAME = "calendar"


@dataclass(frozen=True, slots=True)
class NoticeRow:
    year: int
    source: str
    off: tuple[str, ...]
    work: tuple[str, ...]
    imported_at: datetime


def calendar_version(connection: Connection) -> int:
    return version_of(connection, NAME)


def all_notices(connection: Connection) -> list[NoticeRow]:
    rows = connection.execute(select(notices).order_by(notices.c.year))
    return [NoticeRow(row.year, row.source, tuple(row.off), tuple(row.work), row.imported_at) for row in rows]


def put_notices(connection: Connection, rows: Sequence[NoticeRow]) -> None:
    """In the place of earlier ones of the same years; every running service sees it."""
    connection.execute(delete(notices).where(notices.c.year.in_([row.year for row in rows])))
    values = [
        {
            "year": row.year,
            "source": row.source,
            "off": list(row.off),
            "work": list(row.work),
            "imported_at": row.imported_at,
        }
        for row in rows
    ]
    connection.execute(insert(notices), values)
    bump(connection, NAME)
