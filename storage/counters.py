"""Small counts and marks that no table of their own would be worth: what was no matter, who has had the notice."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from storage.statements import Statement, one
from storage.tables.cases import counters

NO_MATTER = "no_matter"
# In one statement: of two processes that begin a sequence at once, one waits for the other.
_NEXT = Statement(
    "INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1"
    " RETURNING value"
)
_MARK = Statement("INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT (name) DO NOTHING")


class Counters:
    """The book of counts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def no_matter(self, day: date, kind: str) -> None:
        """One more thing of this kind, on this local day, that became no case."""
        self.next(f"{NO_MATTER}-{day.isoformat()}-{kind}")

    def add(self, name: str) -> None:
        """One more of this name."""
        self.next(name)

    def next(self, name: str) -> int:
        """The next number of this sequence, from 1."""
        return int(one(_NEXT.run(self._connection, (name,)))[0])

    def first_notice(self, account_id: int) -> bool:
        """True once for each account: now it is told who reads what it says."""
        return _MARK.run(self._connection, (f"notice-{account_id}",)).rowcount == 1


def no_matters(connection: Connection, first: date, last: date) -> Mapping[str, int]:
    """How much of each kind was no matter of the office's, both days included."""
    low, high = f"{NO_MATTER}-{first.isoformat()}-", f"{NO_MATTER}-{last.isoformat()}-~"
    rows = connection.execute(select(counters).where(counters.c.name.between(low, high)).order_by(counters.c.name))
    found: dict[str, int] = {}
    for row in rows:
        kind = row.name[len(low) :]
        found[kind] = found.get(kind, 0) + int(row.value)
    return found


def counts_of(connection: Connection, name: str) -> Mapping[str, int]:
    """The counts whose name begins with this one, by what follows it."""
    rows = connection.execute(select(counters).where(counters.c.name.between(f"{name}-", f"{name}-~")))
    return {row.name[len(name) + 1 :]: int(row.value) for row in rows}
