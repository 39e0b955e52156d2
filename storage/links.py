"""The numbers that a case bears elsewhere: in 12345, on another platform."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.tables.office import links


class Links:
    """The book of links within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, case_id: int) -> list[str]:
        query = select(links.c.number).where(links.c.case_id == case_id).order_by(links.c.id)
        return list(self._connection.execute(query).scalars())

    def add(self, case_id: int, number: str, *, by: int | None, now: datetime) -> None:
        """The same number twice is one."""
        if number not in self.of(case_id):
            row = {"case_id": case_id, "number": number, "linked_by": by, "linked_at": now}
            self._connection.execute(insert(links), row)

    def cases_with(self, number: str) -> list[int]:
        """Also where a platform's name was typed before the number."""
        query = select(links.c.case_id).where(links.c.number.iendswith(number, autoescape=True))
        return list(self._connection.execute(query).scalars())
