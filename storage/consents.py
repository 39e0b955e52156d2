"""Which 订阅通知 somebody has allowed, how many are left of each."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from storage.tables.directory import consents


class Consents:
    """Within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def allow(self, account_id: int, template_id: str, now: datetime) -> None:
        """One more message of this template, or all to come: which of the two is the template's own kind."""
        mine = self._of(account_id, template_id)
        values = {"remaining": consents.c.remaining + 1, "changed_at": now}
        if self._connection.execute(update(consents).where(*mine).values(**values)).rowcount == 0:
            row = {"account_id": account_id, "template_id": template_id, "remaining": 1, "changed_at": now}
            self._connection.execute(insert(consents), row)

    def use(self, account_id: int, template_id: str, now: datetime) -> None:
        values = {"remaining": consents.c.remaining - 1, "changed_at": now}
        mine = (*self._of(account_id, template_id), consents.c.remaining > 0)
        self._connection.execute(update(consents).where(*mine).values(**values))

    def withdraw(self, account_id: int, template_id: str) -> None:
        self._connection.execute(delete(consents).where(*self._of(account_id, template_id)))

    def left(self, account_id: int, template_id: str) -> int:
        query = select(consents.c.remaining).where(*self._of(account_id, template_id))
        return self._connection.execute(query).scalar_one_or_none() or 0

    def _of(self, account_id: int, template_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return consents.c.account_id == account_id, consents.c.template_id == template_id
