"""Who was called about a person in danger, in order."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.tables.office import calls


@dataclass(frozen=True, slots=True)
class CallRow:
    case_id: int
    position: int
    person_id: int | None
    name: str
    called_at: datetime


class Calls:
    """The book of calls within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, case_id: int, position: int, person_id: int | None, name: str, now: datetime) -> None:
        row = {"case_id": case_id, "position": position, "person_id": person_id, "name": name, "called_at": now}
        self._connection.execute(insert(calls), row)

    def of(self, case_id: int) -> list[CallRow]:
        columns = (calls.c.case_id, calls.c.position, calls.c.person_id, calls.c.name, calls.c.called_at)
        query = select(*columns).where(calls.c.case_id == case_id).order_by(calls.c.position)
        return [CallRow(*row) for row in self._connection.execute(query)]
