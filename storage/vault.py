"""Personal items cut out of people's words, each sealed; every look is recorded."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from storage.insertion import Insertion
from storage.keys import Keyring
from storage.tables.cases import vault, vault_looks

CONTEXT = "vault"
_INSERT = Insertion(vault)


class Vault:
    """The book of personal items within one transaction."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def put(self, case_id: int, account_id: int | None, items: Iterable[tuple[str, str, str]], now: datetime) -> None:
        """Keep (kind, placeholder, value) of one text of one case."""
        for kind, placeholder, value in items:
            sealed = self._keys.seal(value.encode(), CONTEXT)
            of_whom = {"case_id": case_id, "account_id": account_id, "created_at": now}
            row = {"kind": kind, "placeholder": placeholder, "item": sealed}
            _INSERT.run(self._connection, of_whom | row)

    def counts(self, case_id: int) -> dict[str, int]:
        """How many items of each kind the case has: the next placeholder continues from here."""
        query = select(vault.c.kind, func.count()).where(vault.c.case_id == case_id).group_by(vault.c.kind)
        return {kind: int(count) for kind, count in self._connection.execute(query)}

    def look(
        self, case_id: int, placeholders: Sequence[str], *, person_id: int | None, why: str, now: datetime
    ) -> dict[str, str]:
        """The values behind the placeholders; that they were looked at is recorded with who and why."""
        query = select(vault.c.id, vault.c.placeholder, vault.c.item).where(
            vault.c.case_id == case_id, vault.c.placeholder.in_(placeholders)
        )
        rows = self._connection.execute(query).all()
        if rows:
            looks = [{"vault_id": row.id, "person_id": person_id, "why": why, "at": now} for row in rows]
            self._connection.execute(insert(vault_looks), looks)
        return {row.placeholder: self._keys.open(row.item, CONTEXT).decode() for row in rows}
