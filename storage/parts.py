"""分办: what each of several leads answered to its own part of a suggestion."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from storage.rows import columns_of, reader
from storage.tables.suggestions import part_replies


@dataclass(frozen=True, slots=True)
class PartReplyRow:
    """One lead's answer in one round; it stands until it is sent back. `awaits_sign_off`: a draft for the unit's head."""

    id: int
    case_id: int
    dispatch_id: int
    department: str
    round: int
    answer_class: str
    text: str
    promised_on: date | None
    kept_at: datetime | None
    submitted_by: int | None
    submitted_at: datetime
    sent_back_at: datetime | None
    awaits_sign_off: bool


_read = reader(PartReplyRow)


class Parts:
    """The book of the parts' answers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, values: dict[str, Any]) -> None:
        self._connection.execute(insert(part_replies), values)

    def of(self, case_id: int) -> list[PartReplyRow]:
        """Those that were not sent back, of every round, drafts too, oldest first."""
        query = select(*columns_of(part_replies, PartReplyRow)).where(
            part_replies.c.case_id == case_id, part_replies.c.sent_back_at.is_(None)
        )
        return [_read(row) for row in self._connection.execute(query.order_by(part_replies.c.id))]

    def change(self, reply_id: int, values: dict[str, Any]) -> None:
        self._connection.execute(update(part_replies).where(part_replies.c.id == reply_id).values(**values))

    def drop_draft(self, dispatch_id: int) -> None:
        """A new wording takes the place of one that was not signed."""
        draft = (part_replies.c.dispatch_id == dispatch_id) & part_replies.c.awaits_sign_off
        self._connection.execute(delete(part_replies).where(draft))
