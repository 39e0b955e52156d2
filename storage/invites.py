"""One-time codes that bind an account to a person, and the wrong ones that were tried. No code is ever kept, only its index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from storage.keys import Keyring
from storage.tables.directory import accounts
from storage.tables.office import invites, wrong_codes

WRONG_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InviteRow:
    """`used_by` is the account that it bound."""

    id: int
    person_id: int
    expires_at: datetime
    used_by: int | None
    undone_at: datetime | None


class Invites:
    """The book of invitations within one transaction."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def add(self, person_id: int, code: str, now: datetime, expires_at: datetime) -> None:
        values = {"code_index": self._index(code), "person_id": person_id, "created_at": now, "expires_at": expires_at}
        self._connection.execute(insert(invites).values(**values))

    def find(self, code: str) -> InviteRow | None:
        query = select(
            invites.c.id, invites.c.person_id, invites.c.expires_at, invites.c.used_by, invites.c.undone_at
        ).where(invites.c.code_index == self._index(code))
        row = self._connection.execute(query).one_or_none()
        return InviteRow(*row) if row is not None else None

    def use(self, invite_id: int, account_id: int, now: datetime) -> bool:
        """False when somebody was quicker: a code binds once."""
        free = invites.c.used_at.is_(None) & invites.c.undone_at.is_(None)
        used = update(invites).where(invites.c.id == invite_id, free).values(used_at=now, used_by=account_id)
        return bool(self._connection.execute(used).rowcount)

    def withdraw(self, person_ids: Sequence[int], now: datetime) -> None:
        """Unused codes of these people are good for nothing from now on."""
        unused = invites.c.used_at.is_(None) & invites.c.undone_at.is_(None)
        self._connection.execute(
            update(invites).where(invites.c.person_id.in_(person_ids), unused).values(undone_at=now)
        )

    def undo(self, account_id: int, now: datetime) -> None:
        """An admin took back what this account was bound by."""
        by_it = (invites.c.used_by == account_id) & invites.c.undone_at.is_(None)
        self._connection.execute(update(invites).where(by_it).values(undone_at=now))

    def add_wrong(self, account_id: int, now: datetime) -> None:
        self._connection.execute(delete(wrong_codes).where(wrong_codes.c.at < now - WRONG_KEPT))
        self._connection.execute(insert(wrong_codes).values(account_id=account_id, at=now))

    def wrong_times(self, account_id: int, limit: int) -> list[datetime]:
        """When this account last typed wrong codes, latest first."""
        query = select(wrong_codes.c.at).where(wrong_codes.c.account_id == account_id)
        return list(self._connection.scalars(query.order_by(wrong_codes.c.at.desc()).limit(limit)))

    def wrong_since(self, namespace: str, since: datetime) -> int:
        """Wrong codes of all accounts of one kind: whoever has many accounts is still one who guesses."""
        query = (
            select(func.count())
            .select_from(wrong_codes.join(accounts, accounts.c.id == wrong_codes.c.account_id))
            .where(accounts.c.namespace == namespace, wrong_codes.c.at > since)
        )
        return self._connection.scalar(query) or 0

    def _index(self, code: str) -> str:
        return self._keys.index("invite", code)
