"""Messages that did not go out, for the person who looks after the service: listed, tried again, given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.tables.cases import cases
from storage.tables.messages import outbox

STUCK = ("unknown", "failed", "expired", "held")


@dataclass(frozen=True, slots=True)
class Stuck:
    """One message, without its words and without its address."""

    id: int
    delivery: str
    channel: str
    purpose: str
    case_number: str | None
    created_at: datetime
    error: str | None


class OutboxDesk:
    """Within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stuck(self, *, limit: int = 200) -> list[Stuck]:
        """Those that wait for somebody's decision, the newest first."""
        query = (
            select(
                outbox.c.id,
                outbox.c.delivery,
                outbox.c.channel,
                outbox.c.purpose,
                cases.c.number,
                outbox.c.created_at,
                outbox.c.error,
            )
            .outerjoin(cases, cases.c.id == outbox.c.case_id)
            .where(outbox.c.delivery.in_(STUCK))
            .order_by(outbox.c.id.desc())
            .limit(limit)
        )
        return [Stuck(*row) for row in self._connection.execute(query)]

    def retry(self, ids: Sequence[int], now: datetime) -> int:
        """Due at once, as if never tried."""
        fresh = {"unknowns": 0, "error": None, "settled_at": None, "refused_since": None, "leased_until": None}
        values: dict[str, object] = {"delivery": "pending", "due_at": now, **fresh}
        return self._change(ids, values)

    def drop(self, ids: Sequence[int], now: datetime) -> int:
        return self._change(ids, {"delivery": "dropped", "settled_at": now})

    def _change(self, ids: Sequence[int], values: dict[str, object]) -> int:
        chosen = outbox.c.id.in_(ids) & outbox.c.delivery.in_(STUCK)
        return int(self._connection.execute(update(outbox).where(chosen).values(**values)).rowcount)
