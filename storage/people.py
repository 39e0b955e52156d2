"""The accounts people write from: known by an index, kept as ciphertext, opened only to deliver."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from storage.directory import bump_directory
from storage.insertion import Insertion
from storage.keys import Keyring
from storage.statements import Statement, one, read_time
from storage.tables.cases import reports
from storage.tables.directory import accounts, groups

_SELECT = (
    "SELECT id, namespace, account, person_id, is_reachable, station, question, question_case_id, question_at,"
    " spoke_at, spoke_used, tapped_at, tapped_used, deputy_id, of_robot FROM accounts"
)
_FIND = Statement(f"{_SELECT} WHERE namespace = ? AND account_index = ?")
_GET = Statement(f"{_SELECT} WHERE id = ?")
_INSERT = Insertion(accounts)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account. `person_id` is None for a voter; `station`, `deputy_id` are those of the code scanned last.

    When they last spoke or tapped, and what was sent by itself since, counts on the 公众号 only. `of_robot`: of 企业微信,
    heard through the 智能机器人 alone.
    """

    id: int
    namespace: str
    sealed: bytes
    person_id: int | None
    is_reachable: bool
    station: str | None
    question: str | None
    question_case_id: int | None
    question_at: datetime | None = None
    spoke_at: datetime | None = None
    spoke_used: int = 0
    tapped_at: datetime | None = None
    tapped_used: int = 0
    deputy_id: int | None = None
    of_robot: bool = False


def account_index(keys: Keyring, namespace: str, account: str) -> str:
    """企业微信 tells no difference between capital and small letters of a userid, and offices type them as they like."""
    return keys.index(f"account:{namespace}", account.lower() if namespace == "wecom" else account)


def seal_account(keys: Keyring, namespace: str, account: str) -> bytes:
    return keys.seal(account.encode(), f"account:{namespace}")


def group_index(keys: Keyring, channel: str, address: str) -> str:
    return keys.index(f"group:{channel}", address)


def seal_group_address(keys: Keyring, channel: str, address: str) -> bytes:
    return keys.seal(address.encode(), f"group:{channel}")


def open_group_address(keys: Keyring, channel: str, sealed: bytes) -> str:
    return keys.open(sealed, f"group:{channel}").decode()


class People:
    """The book of accounts, within one transaction."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def find_account(self, namespace: str, account: str) -> AccountRow | None:
        index = account_index(self._keys, namespace, account)
        row = _FIND.run(self._connection, (namespace, index)).fetchone()
        return _account_row(row) if row is not None else None

    def get_account(self, account_id: int) -> AccountRow:
        return _account_row(one(_GET.run(self._connection, (account_id,))))

    def add_account(
        self, namespace: str, account: str, now: datetime, *, person_id: int | None = None, **more: Any
    ) -> AccountRow:
        """`more` is what a first word opens, and of_robot."""
        sealed = seal_account(self._keys, namespace, account)
        values = {
            "namespace": namespace,
            "account_index": account_index(self._keys, namespace, account),
            "account": sealed,
            "person_id": person_id,
            "created_at": now,
            **more,
        }
        account_id = _INSERT.run(self._connection, values)
        return AccountRow(account_id, namespace, sealed, person_id, True, None, None, None, **more)

    def open_account(self, row: AccountRow) -> str:
        return self._keys.open(row.sealed, f"account:{row.namespace}").decode()

    def address_of(self, account_id: int) -> tuple[str, str]:
        """Namespace and account id, to deliver to."""
        row = self.get_account(account_id)
        return row.namespace, self.open_account(row)

    def group_address(self, group_id: int) -> str:
        return self.group_place(group_id)[0]

    def group_place(self, group_id: int) -> tuple[str, str]:
        """The group's address, and what its robot is called."""
        columns = (groups.c.channel, groups.c.address, groups.c.robot)
        row = self._connection.execute(select(*columns).where(groups.c.id == group_id)).one()
        return open_group_address(self._keys, row.channel, row.address), row.robot

    def close_group(self, group_id: int, why: str) -> bool:
        """Nothing can be posted there any more. False when that was known."""
        is_open = groups.c.closed_as.is_(None)
        closing = update(groups).where(groups.c.id == group_id, is_open).values(closed_as=why)
        if self._connection.execute(closing).rowcount == 0:
            return False
        bump_directory(self._connection)
        return True

    def open_group(self, group_id: int) -> None:
        self._connection.execute(update(groups).where(groups.c.id == group_id).values(closed_as=None))
        bump_directory(self._connection)

    def put_question(self, account_id: int, kind: str, case_id: int | None, at: datetime) -> None:
        """The last question put to this person; there is one at most."""
        self._change(account_id, question=kind, question_case_id=case_id, question_at=at)

    def clear_question(self, account_id: int) -> None:
        self._change(account_id, question=None, question_case_id=None, question_at=None)

    def set_reachable(self, account_id: int, *, is_reachable: bool) -> None:
        self._change(account_id, is_reachable=is_reachable)

    def heard_by_app(self, account_id: int) -> None:
        """An id of the robot's that the app knows, too: the directory in memory is read anew."""
        self._change(account_id, of_robot=False)
        bump_directory(self._connection)

    def open_window(self, account_id: int, **window: Any) -> None:
        """They spoke, or tapped: what may be sent counts from here."""
        self._change(account_id, **window)

    def use_window(self, account_id: int, column: str, by: int) -> None:
        """A message was taken from it, or given back."""
        used = accounts.c[column]
        self._change(account_id, **{column: used + by})

    def scanned(self, account_id: int, station: str | None, deputy_id: int | None) -> None:
        """The station and the deputy of the code this person scanned last."""
        self._change(account_id, station=station, deputy_id=deputy_id)

    def raised_through(self, account_id: int) -> None:
        """The deputy's code has had its opinion."""
        self._change(account_id, deputy_id=None)

    def bind(self, account_id: int, person_id: int) -> None:
        """From now on, and for what was reported before, this account is this person."""
        bind_account(self._connection, account_id, person_id)
        bump_directory(self._connection)

    def bound_to(self, person_id: int) -> list[tuple[int, str]]:
        """Accounts of this person, as (id, namespace)."""
        query = select(accounts.c.id, accounts.c.namespace).where(accounts.c.person_id == person_id)
        return [(row.id, row.namespace) for row in self._connection.execute(query.order_by(accounts.c.id))]

    def unbind(self, account_id: int) -> None:
        bind_account(self._connection, account_id, None)
        bump_directory(self._connection)

    def _change(self, account_id: int, **values: Any) -> None:
        self._connection.execute(update(accounts).where(accounts.c.id == account_id).values(**values))


def bind_account(connection: Connection, account_id: int, person_id: int | None) -> None:
    """The account and what was reported from it change hands together."""
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(person_id=person_id))
    connection.execute(update(reports).where(reports.c.account_id == account_id).values(person_id=person_id))


def check_keys(connection: Connection, keys: Keyring) -> None:
    """With another key file every known person would quietly become a stranger: KeyringError instead."""
    row = connection.execute(select(accounts.c.namespace, accounts.c.account).order_by(accounts.c.id).limit(1)).first()
    if row is not None:
        keys.open(row.account, f"account:{row.namespace}")


def _account_row(row: Sequence[Any]) -> AccountRow:
    account_id, namespace, sealed, person_id, is_reachable, station, question, case_id, *asked = row
    asked_at, spoke_at, spoke_used, tapped_at, tapped_used, deputy_id, of_robot = asked
    return AccountRow(
        account_id,
        namespace,
        sealed,
        person_id,
        bool(is_reachable),
        station,
        question,
        case_id,
        _time(asked_at),
        _time(spoke_at),
        spoke_used,
        _time(tapped_at),
        tapped_used,
        deputy_id,
        bool(of_robot),
    )


def _time(value: Any) -> datetime | None:
    return None if value is None else read_time(value)
