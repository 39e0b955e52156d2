"""Personal items cut out of people's words, each sealed; every look is recorded, and what its owner wants gone goes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from storage.insertion import Insertion
from storage.keys import Keyring
from storage.tables.cases import vault, vault_looks

CONTEXT = "vault"
# An item that was let go: its row stays, so that no later item takes its placeholder.
GONE = b""
_INSERT = Insertion(vault)


@dataclass(frozen=True, slots=True)
class VaultItem:
    """One item, opened. `account_id` is whose words it was cut out of; None for words of staff."""

    id: int
    case_id: int
    account_id: int | None
    kind: str
    placeholder: str
    value: str
    is_given: bool


class Vault:
    """The book of personal items within one transaction."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def put(
        self,
        case_id: int,
        account_id: int | None,
        items: Iterable[tuple[str, str, str]],
        now: datetime,
        *,
        given: Collection[str] = (),
    ) -> None:
        """Keep (kind, placeholder, value) of one text of one case. `given`: placeholders of contacts given on purpose."""
        for kind, placeholder, value in items:
            sealed = self._keys.seal(value.encode(), CONTEXT)
            of_whom = {"case_id": case_id, "account_id": account_id, "created_at": now}
            row = {"kind": kind, "placeholder": placeholder, "item": sealed, "is_given": placeholder in given}
            _INSERT.run(self._connection, of_whom | row)

    def counts(self, case_id: int) -> dict[str, int]:
        """How many items of each kind the case has: the next placeholder continues from here."""
        query = select(vault.c.kind, func.count()).where(vault.c.case_id == case_id).group_by(vault.c.kind)
        return {kind: int(count) for kind, count in self._connection.execute(query)}

    def items_of(self, case_id: int) -> list[VaultItem]:
        """What the case has, to be masked or shown; whoever is shown a value is recorded with `looked`."""
        return self._open(vault.c.case_id == case_id)

    def items_from(self, account_ids: Sequence[int]) -> list[VaultItem]:
        """What was cut out of these accounts' words."""
        return self._open(vault.c.account_id.in_(account_ids))

    def _open(self, condition: ColumnElement[bool]) -> list[VaultItem]:
        columns = (
            vault.c.id,
            vault.c.case_id,
            vault.c.account_id,
            vault.c.kind,
            vault.c.placeholder,
            vault.c.item,
            vault.c.is_given,
        )
        rows = self._connection.execute(select(*columns).where(condition, vault.c.item != GONE).order_by(vault.c.id))
        return [
            VaultItem(
                row.id,
                row.case_id,
                row.account_id,
                row.kind,
                row.placeholder,
                self._keys.open(row.item, CONTEXT).decode(),
                row.is_given,
            )
            for row in rows
        ]

    def looked(self, vault_ids: Iterable[int], *, person_id: int | None, why: str, now: datetime) -> None:
        """Somebody was shown these items."""
        looks = [{"vault_id": vault_id, "person_id": person_id, "why": why, "at": now} for vault_id in vault_ids]
        if looks:
            self._connection.execute(insert(vault_looks), looks)

    def looks_at(self, vault_ids: Sequence[int]) -> list[tuple[int | None, str, datetime]]:
        """Who was shown any of these items, why and when, oldest first."""
        columns = (vault_looks.c.person_id, vault_looks.c.why, vault_looks.c.at)
        query = select(*columns).where(vault_looks.c.vault_id.in_(vault_ids)).order_by(vault_looks.c.id)
        return [(row.person_id, row.why, row.at) for row in self._connection.execute(query)]

    def let_go(self, account_ids: Sequence[int], case_ids: Sequence[int]) -> int:
        """Items of these accounts in these cases are no more; that they were looked at stays recorded. How many."""
        which = (vault.c.account_id.in_(account_ids), vault.c.case_id.in_(case_ids), vault.c.item != GONE)
        return self._connection.execute(update(vault).where(*which).values(item=GONE)).rowcount
