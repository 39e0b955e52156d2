"""Messages that did not go out, for the person who looks after the service: listed, tried again, given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, select, text, update

from storage.outbox import EMPTY
from storage.tables.cases import cases
from storage.tables.messages import ASIDE, outbox

RESTORED = "restored"
STUCK = ("unknown", "failed", "expired", "held", RESTORED)
_NOT_SETTLED = ("pending", "claimed", "leased", "held")
_CHUNK = 500
_FRESH: dict[str, object] = {
    "unknowns": 0,
    "error": None,
    "settled_at": None,
    "refused_since": None,
    "leased_until": None,
}


@dataclass(frozen=True, slots=True)
class Stuck:
    """One message, without its words and without its address."""

    id: int
    delivery: str
    channel: str
    lane: str
    purpose: str
    case_number: str | None
    created_at: datetime
    error: str | None


class OutboxDesk:
    """Within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stuck(self, *, channel: str = "", status: str = "", limit: int = 200, skip: int = 0) -> list[Stuck]:
        """Those that wait for somebody's decision, the newest first."""
        query = (
            select(
                outbox.c.id,
                outbox.c.delivery,
                outbox.c.channel,
                outbox.c.lane,
                outbox.c.purpose,
                cases.c.number,
                outbox.c.created_at,
                outbox.c.error,
            )
            .outerjoin(cases, cases.c.id == outbox.c.case_id)
            .where(_stuck(channel, status))
            .order_by(outbox.c.id.desc())
            .limit(limit)
            .offset(skip)
        )
        return [Stuck(*row) for row in self._connection.execute(query)]

    def retry(self, ids: Sequence[int], now: datetime) -> int:
        """Due at once, as if never tried; what waited for a later time still does. Not what has lost its words."""
        due_at = case((outbox.c.due_at < now, now), else_=outbox.c.due_at)
        return self._change(ids, {"delivery": "pending", "due_at": due_at, **_FRESH}, outbox.c.body != EMPTY)

    def drop(self, ids: Sequence[int], now: datetime) -> int:
        return self._change(ids, {"delivery": "dropped", "settled_at": now})

    def hold_all(self) -> int:
        """After a restore nobody knows which of these went out since the backup: each waits for a person's word."""
        waiting = outbox.c.delivery.in_(_NOT_SETTLED)
        held = update(outbox).where(waiting).values(delivery=RESTORED, **_FRESH)
        return int(self._connection.execute(held).rowcount)

    def ids(self, *, channel: str = "", status: str = "") -> list[int]:
        return list(self._connection.scalars(select(outbox.c.id).where(_stuck(channel, status))))

    def count(self, *, channel: str = "", status: str = "") -> int:
        """How many wait for somebody's decision."""
        query = select(func.count()).select_from(outbox).where(_stuck(channel, status))
        return self._connection.scalar(query) or 0

    def _change(self, ids: Sequence[int], values: dict[str, object], *which: ColumnElement[bool]) -> int:
        pieces = (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
        return sum(self._change_some(piece, values, *which) for piece in pieces)

    def _change_some(self, ids: Sequence[int], values: dict[str, object], *which: ColumnElement[bool]) -> int:
        chosen = and_(outbox.c.id.in_(ids), outbox.c.delivery.in_(STUCK), *which)
        return int(self._connection.execute(update(outbox).where(chosen).values(**values)).rowcount)


def _stuck(channel: str, status: str) -> ColumnElement[bool]:
    """Of this channel and in this state; an empty word means every one."""
    chosen = and_(text(ASIDE), outbox.c.delivery.in_(STUCK) if not status else outbox.c.delivery == status)
    return and_(chosen, outbox.c.channel == channel) if channel else chosen
