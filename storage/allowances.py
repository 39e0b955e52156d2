"""How often a platform may be called: what was taken within each window, counted where everybody who calls can see it.

A wanted allowance is a key, how many calls within how many seconds, and how many this message needs. In no stretch of that
length are more taken than allowed, wherever the platform lets its own windows begin.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

from sqlalchemy import Connection

from storage.keys import Keyring
from storage.statements import Statement, one

Wanted: TypeAlias = tuple[str, int, float, int]
NAMESPACE = "allowance"
_KEPT_SECONDS = 2 * 86400
_MOST_KEYS = 10_000
_OPEN = Statement(
    "INSERT INTO allowances (key, taken, used_at) VALUES (?, '[]', clock_timestamp())"
    " ON CONFLICT (key) DO UPDATE SET used_at = clock_timestamp()"
    " RETURNING taken, extract(epoch FROM clock_timestamp())"
)
_KEEP = Statement("UPDATE allowances SET taken = ? WHERE key = ?")
_FORGET = Statement("DELETE FROM allowances WHERE used_at < clock_timestamp() - interval '2 days'")


class Allowances(Protocol):
    def take(self, connection: Connection, wanted: Sequence[Wanted]) -> float:
        """0 when all were taken; else how many seconds to wait, and none was."""

    def add(self, connection: Connection, wanted: Sequence[Wanted]) -> None:
        """Taken now, whether there is room or not: calls that were made already."""


def seconds_to_wait(taken: Sequence[float], wanted: Iterable[Wanted], now: float) -> float:
    """`taken` are the times of earlier calls under one key, the oldest first."""
    wait = 0.0
    for _, most, seconds, calls in wanted:
        recent = taken[bisect_right(taken, now - seconds) :]
        over = len(recent) + min(calls, most) - most
        if over > 0:
            wait = max(wait, recent[over - 1] + seconds - now)
    return wait


class MemoryAllowances:
    """For one process. What a lost transaction took stays taken: rather one call too few."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._taken: dict[str, list[float]] = {}

    def take(self, _connection: Connection, wanted: Sequence[Wanted]) -> float:
        now, by_key = self._monotonic(), _by_key(wanted)
        waits = [seconds_to_wait(self._taken.get(key, ()), of_key, now) for key, of_key in by_key.items()]
        if any(waits):
            return max(waits)
        if len(self._taken) > _MOST_KEYS:
            self._forget(now)
        self._add(by_key, now)
        return 0.0

    def add(self, _connection: Connection, wanted: Sequence[Wanted]) -> None:
        self._add(_by_key(wanted), self._monotonic())

    def _add(self, by_key: Mapping[str, list[Wanted]], now: float) -> None:
        for key, of_key in by_key.items():
            self._taken[key] = _with_these(self._taken.get(key, ()), of_key, now)

    def _forget(self, now: float) -> None:
        """Keys of people who have not been written to for long."""
        old = now - _KEPT_SECONDS
        self._taken = {key: taken for key, taken in self._taken.items() if taken[-1] > old}


class KeptAllowances:
    """For several processes: a row a key, locked until the transaction ends, by the database's clock. Keys are hashed."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def take(self, connection: Connection, wanted: Sequence[Wanted]) -> float:
        wait, granted = self._look(connection, wanted)
        if granted and not wait:
            _KEEP.run_many(connection, granted)
        return wait

    def add(self, connection: Connection, wanted: Sequence[Wanted]) -> None:
        _, granted = self._look(connection, wanted)
        _KEEP.run_many(connection, granted)

    def _look(self, connection: Connection, wanted: Sequence[Wanted]) -> tuple[float, list[tuple[str, str]]]:
        """How long to wait, and the rows as they are once these are taken."""
        granted: list[tuple[str, str]] = []
        wait = 0.0
        for key, of_key in sorted(_by_key(wanted).items()):  # all lock in the same order
            index = self._keys.index(NAMESPACE, key)
            kept, clock = one(_OPEN.run(connection, (index,)))
            taken, now = json.loads(kept), float(clock)
            wait = max(wait, seconds_to_wait(taken, of_key, now))
            granted.append((json.dumps(_with_these(taken, of_key, now)), index))
        return wait, granted


def forget_allowances(connection: Connection) -> None:
    """Rows that nobody has asked for in days. There are none on SQLite, whose clock this does not know."""
    if connection.dialect.name != "sqlite":
        _FORGET.run(connection)


def _by_key(wanted: Sequence[Wanted]) -> dict[str, list[Wanted]]:
    found: dict[str, list[Wanted]] = {}
    for one_wanted in wanted:
        found.setdefault(one_wanted[0], []).append(one_wanted)
    return found


def _with_these(taken: Sequence[float], of_key: Sequence[Wanted], now: float) -> list[float]:
    """Those of the longest window, and the calls of this message."""
    since = now - max(seconds for _, _, seconds, _ in of_key)
    return [*taken[bisect_right(taken, since) :], *[now] * max(calls for _, _, _, calls in of_key)]
