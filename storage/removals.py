"""What is let go: files to be unlinked, and the ledger of how much of what went when."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.tables.media import discards, removals


class Removals:
    """The book of what goes, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def discard(self, names: Iterable[str], now: datetime) -> int:
        """These files are nobody's any more. They are unlinked after the commit, by the sweep."""
        rows = [{"name": name, "asked_at": now} for name in names]
        if rows:
            self._connection.execute(insert(discards), rows)
        return len(rows)

    def waiting(self, limit: int, before: datetime) -> list[tuple[int, str]]:
        """(id, name) of files that were let go before this time and are still to be unlinked."""
        query = select(discards.c.id, discards.c.name).where(
            discards.c.gone_at.is_(None), discards.c.asked_at <= before
        )
        return [(row.id, row.name) for row in self._connection.execute(query.order_by(discards.c.id).limit(limit))]

    def unlinked(self, ids: Sequence[int], now: datetime) -> None:
        """They are gone from the disk: the ledger gets them in the same step."""
        mine = update(discards).where(discards.c.id.in_(ids), discards.c.gone_at.is_(None)).values(gone_at=now)
        self.note("files", self._connection.execute(mine).rowcount, now)

    def note(self, kind: str, amount: int, now: datetime, *, before: datetime | None = None) -> None:
        """The ledger's line; nothing went, nothing is noted."""
        if amount:
            row = {"at": now, "kind": kind, "amount": amount, "before": before}
            self._connection.execute(insert(removals), row)
