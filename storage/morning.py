"""New work for staff that waits for the next working morning's one list."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, update

from storage.insertion import Insertion
from storage.tables.cases import morning_lines


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One line of a person's morning list, and the case it is about."""

    case_id: int
    text: str


_INSERT = Insertion(morning_lines)


class Morning:
    """The book of held lines within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, person_id: int, case_id: int, line: str, due_at: datetime) -> None:
        row = {"person_id": person_id, "case_id": case_id, "line": line, "due_at": due_at}
        _INSERT.run(self._connection, row)

    def take_due(self, now: datetime) -> dict[int, list[HeldLine]]:
        """Lines that may go out now, by person, oldest first. They count as sent: two who ask at once share them out."""
        claim = (
            update(morning_lines)
            .where(morning_lines.c.sent_at.is_(None), morning_lines.c.due_at <= now)
            .values(sent_at=now)
            .returning(*(morning_lines.c[name] for name in ("id", "person_id", "case_id", "line")))
        )
        lines: dict[int, list[HeldLine]] = {}
        for _, person_id, case_id, line in sorted(tuple(row) for row in self._connection.execute(claim)):
            lines.setdefault(person_id, []).append(HeldLine(case_id, line))
        return lines
