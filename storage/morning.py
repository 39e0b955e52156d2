"""New work for staff that waits for the next working morning's one list."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.tables.cases import morning_lines


class Morning:
    """The book of held lines within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, person_id: int, case_id: int, line: str, due_at: datetime) -> None:
        row = {"person_id": person_id, "case_id": case_id, "line": line, "due_at": due_at}
        self._connection.execute(insert(morning_lines), row)

    def due(self, now: datetime) -> dict[int, list[tuple[int, int, str]]]:
        """Lines that may go out now, by person: (id, case id, line), oldest first."""
        query = (
            select(morning_lines.c.person_id, morning_lines.c.id, morning_lines.c.case_id, morning_lines.c.line)
            .where(morning_lines.c.sent_at.is_(None), morning_lines.c.due_at <= now)
            .order_by(morning_lines.c.id)
        )
        lines: dict[int, list[tuple[int, int, str]]] = {}
        for person_id, line_id, case_id, line in self._connection.execute(query):
            lines.setdefault(person_id, []).append((line_id, case_id, line))
        return lines

    def sent(self, line_ids: Sequence[int], now: datetime) -> None:
        self._connection.execute(update(morning_lines).where(morning_lines.c.id.in_(line_ids)).values(sent_at=now))
