"""What must go out. Written in the same transaction as the change it reports."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to be sent. Exactly one of `account_id`, `group_id` is set, or `conversation` names a built-in chat's group
    (then `account_id` is who it answers). `buttons` are (label, command) pairs.

    `purpose`: answer, notice, reply, question, list. `rank` 0 goes before 1 in its lane.
    """

    channel: str
    text: str
    purpose: str
    due_at: datetime
    account_id: int | None = None
    group_id: int | None = None
    conversation: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    rank: int = 1
    case_id: int | None = None
    report_id: int | None = None
    inbox_id: int | None = None
    via: str = "message"
