"""The platforms' tokens as all processes on PostgreSQL share them: sealed, asked for by one at a time, less often after failures.

Times are the database's. A row's name is a hash of the account it belongs to.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from storage.keys import Keyring
from storage.statements import Statement, one

CONTEXT = "token"
LEASE_SECONDS = 20
_ADD = Statement("INSERT INTO platform_tokens (name, failures) VALUES (?, 0) ON CONFLICT DO NOTHING")
_READ = Statement(
    "SELECT sealed, extract(epoch FROM fresh_until - clock_timestamp()), failures, error,"
    " extract(epoch FROM not_before - clock_timestamp()), extract(epoch FROM leased_until - clock_timestamp())"
    " FROM platform_tokens WHERE name = ? FOR UPDATE"
)
_LEASE = Statement("UPDATE platform_tokens SET leased_until = {later} WHERE name = ?", lease_seconds=LEASE_SECONDS)
_KEEP = Statement(
    "UPDATE platform_tokens SET sealed = ?, fresh_until = clock_timestamp() + ? * interval '1 second', failures = 0,"
    " error = NULL, not_before = NULL, leased_until = NULL WHERE name = ?"
)
_FAIL = Statement(
    "UPDATE platform_tokens SET failures = failures + 1, error = ?, leased_until = NULL,"
    " not_before = clock_timestamp() + ? * interval '1 second' WHERE name = ?"
)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """`value` is fresh for so many seconds; `wait` until it may be asked for again, `busy` while somebody else asks."""

    value: str = field(repr=False)
    seconds: float
    failures: int
    error: str
    wait: float
    busy: float


class PlatformTokens:
    """Within one transaction, for one account."""

    def __init__(self, connection: Connection, keys: Keyring, account: str) -> None:
        self._connection = connection
        self._keys = keys
        self._name = keys.index(CONTEXT, account)

    def locked(self) -> TokenRow:
        """Nobody else looks until this transaction ends."""
        _ADD.run(self._connection, (self._name,))
        sealed, seconds, failures, error, wait, busy = one(_READ.run(self._connection, (self._name,)))
        value = "" if sealed is None else self._keys.open(bytes(sealed), CONTEXT).decode()
        return TokenRow(value, float(seconds or 0), failures, error or "", float(wait or 0), float(busy or 0))

    def lease(self) -> None:
        _LEASE.run(self._connection, (self._name,))

    def keep(self, value: str, seconds: float) -> None:
        _KEEP.run(self._connection, (self._keys.seal(value.encode(), CONTEXT), seconds, self._name))

    def fail(self, error: str, pause: float) -> None:
        _FAIL.run(self._connection, (error[:200], pause, self._name))
