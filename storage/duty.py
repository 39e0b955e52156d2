"""The duty roster (值班表): who is called first on which day, and who leads (带班领导). Telephones are ciphertext."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from storage.keys import Keyring
from storage.tables.office import duty_days

CONTEXT = "duty"


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One person of one day; `position` counts from 1, for officers and leaders apart."""

    on_day: date
    position: int
    name: str
    is_leader: bool
    person_id: int | None = None
    telephone: str = field(default="", repr=False)


class DutyRoster:
    """The book of duty days within one transaction."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def replace(self, rows: Iterable[DutyRow]) -> None:
        """The days of these rows become what the rows say; other days stay."""
        rows = list(rows)
        values = [self._values(row) for row in rows]
        for day in sorted({row.on_day for row in rows}):
            self._connection.execute(delete(duty_days).where(duty_days.c.on_day == day))
        if values:
            self._connection.execute(insert(duty_days), values)

    def of(self, day: date) -> list[DutyRow]:
        """Officers in the order in which they are called, then leaders."""
        query = select(duty_days).where(duty_days.c.on_day == day)
        rows = self._connection.execute(query.order_by(duty_days.c.is_leader, duty_days.c.position)).all()
        return [
            DutyRow(row.on_day, row.position, row.name, row.is_leader, row.person_id, self._open(row.telephone))
            for row in rows
        ]

    def has(self, day: date, person_id: int) -> bool:
        query = select(duty_days.c.id).where(duty_days.c.on_day == day, duty_days.c.person_id == person_id)
        return self._connection.execute(query.limit(1)).first() is not None

    def days_with_officer(self, first: date, last: date) -> frozenset[date]:
        """Days from first to last, both included, on which somebody is to be called."""
        span = duty_days.c.on_day.between(first, last) & duty_days.c.is_leader.is_(False)
        return frozenset(self._connection.scalars(select(duty_days.c.on_day).where(span).distinct()))

    def is_kept(self, since: date) -> bool:
        """Whether the office keeps a roster: there is a day of it from `since` on."""
        query = select(duty_days.c.id).where(duty_days.c.on_day >= since)
        return self._connection.execute(query.limit(1)).first() is not None

    def _values(self, row: DutyRow) -> dict[str, object]:
        telephone = self._keys.seal(row.telephone.encode(), CONTEXT) if row.telephone else None
        return {
            "on_day": row.on_day,
            "position": row.position,
            "name": row.name,
            "person_id": row.person_id,
            "is_leader": row.is_leader,
            "telephone": telephone,
        }

    def _open(self, sealed: bytes | None) -> str:
        return self._keys.open(sealed, CONTEXT).decode() if sealed else ""
