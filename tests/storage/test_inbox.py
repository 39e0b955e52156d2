"""What came in: once, sealed, in order."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from storage.inbox import Arrival, Inbox, arrival, count_waiting, insert_all, lock_number, try_room, waiting_senders
from storage.keys import Keyring
from tests.storage.conftest import NOON, Desk


def _arrival(keys: Keyring, key: str, account: str = "oVoter", said: str = "路灯不亮", minutes: int = 0) -> Arrival:
    at = NOON + timedelta(minutes=minutes)
    return arrival(
        keys,
        {"channel": "official_account", "account": account, "kind": "text", "text": said},
        at,
        namespace="official_account",
        channel="official_account",
        message_key=key,
        account=account,
    )


def test_the_same_message_is_stored_once_also_when_it_comes_beside_itself(desk: Desk, keys: Keyring) -> None:
    together = [_arrival(keys, key) for key in ("m1", "m2", "m1", "m3", "m2")]
    stored = desk.do(lambda connection: insert_all(connection, together))
    assert [one.is_new for one in stored] == [True, True, False, True, False]
    assert stored[0].inbox_id == stored[2].inbox_id
    again = desk.do(lambda connection: insert_all(connection, [_arrival(keys, key) for key in ("m3", "m4", "m1")]))
    assert [one.is_new for one in again] == [False, True, False]
    assert (again[0].inbox_id, again[2].inbox_id) == (stored[3].inbox_id, stored[0].inbox_id)
    assert desk.do(count_waiting) == 4


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=12), max_size=6))
def test_however_repeats_are_mixed_each_key_has_one_row(desk: Desk, keys: Keyring, batches: list[list[int]]) -> None:
    def work(connection: Connection) -> None:
        connection.execute(text("DELETE FROM inbox"))
        seen: dict[int, int] = {}
        for batch in batches:
            for number, stored in zip(
                batch, insert_all(connection, [_arrival(keys, f"m{number}") for number in batch]), strict=True
            ):
                assert stored.is_new == (number not in seen)
                assert seen.setdefault(number, stored.inbox_id) == stored.inbox_id
        assert count_waiting(connection) == len(seen)

    desk.do(work)


def test_a_message_is_not_readable_in_the_database(desk: Desk, keys: Keyring) -> None:
    desk.do(lambda connection: insert_all(connection, [_arrival(keys, "m1", account="oVoter", said="张大爷的电话")]))
    row = desk.do(lambda connection: tuple(connection.execute(text("SELECT * FROM inbox")).one()))
    assert "oVoter" not in str(row)
    assert all("张大爷".encode() not in bytes(value) for value in row if isinstance(value, bytes))


def test_the_words_leave_the_row_once_it_is_handled(desk: Desk, keys: Keyring) -> None:
    def work(connection: Connection) -> Any:
        insert_all(connection, [_arrival(keys, "m1")])
        inbox = Inbox(connection, keys)
        row = inbox.oldest_of(_arrival(keys, "m1").sender_key)
        assert row is not None
        assert inbox.open(row)["text"] == "路灯不亮"
        inbox.handled(row.inbox_id, NOON)
        assert inbox.find("official_account", "m1") == (row.inbox_id, True)
        return connection.execute(text("SELECT payload FROM inbox")).scalar()

    assert desk.do(work) is None


def test_one_senders_messages_come_out_as_they_came_in(desk: Desk, keys: Keyring) -> None:
    mixed = [_arrival(keys, f"m{n}", account="oA" if n % 2 else "oB", minutes=n) for n in range(8)]
    desk.do(lambda connection: insert_all(connection, mixed))

    def take(connection: Connection, account: str) -> str | None:
        inbox = Inbox(connection, keys)
        row = inbox.oldest_of(_arrival(keys, "x", account=account).sender_key)
        if row is not None:
            inbox.handled(row.inbox_id, NOON)
        return row.message_key if row else None

    assert [desk.do(lambda connection: take(connection, "oA")) for _ in range(5)] == ["m1", "m3", "m5", "m7", None]
    assert [desk.do(lambda connection: take(connection, "oB")) for _ in range(4)] == ["m0", "m2", "m4", "m6"]


def test_the_sweep_sees_each_waiting_sender_once_the_longest_waiting_first(desk: Desk, keys: Keyring) -> None:
    arrivals = [_arrival(keys, f"m{n}", account=f"o{n % 3}", minutes=-n) for n in range(6)]
    desk.do(lambda connection: insert_all(connection, arrivals))
    expected = [arrivals[n].sender_key for n in (5, 4, 3)]
    assert desk.do(lambda connection: waiting_senders(connection, limit=10)) == expected
    assert desk.do(lambda connection: waiting_senders(connection, limit=1)) == expected[:1]


def test_a_failed_message_keeps_its_place_and_says_when_to_try_again(desk: Desk, keys: Keyring) -> None:
    item = _arrival(keys, "m1")
    stored = desk.do(lambda connection: insert_all(connection, [item]))[0]
    later = NOON + timedelta(seconds=5)
    desk.do(lambda connection: Inbox(connection, keys).failed(stored.inbox_id, later, "ValueError"))
    row = desk.do(lambda connection: Inbox(connection, keys).oldest_of(item.sender_key))
    assert row is not None
    assert (row.attempts, row.next_try, row.received_at) == (1, later, NOON)


@pytest.mark.parametrize("key", ["k" * 500, "钥匙", "nul\x00", "half\ud800", "line\nbreak"])
def test_a_key_that_no_column_can_hold_is_taken_all_the_same(desk: Desk, keys: Keyring, key: str) -> None:
    for is_new in (True, False):
        stored = desk.do(lambda connection: insert_all(connection, [_arrival(keys, key)]))
        assert stored[0].is_new is is_new


def test_looking_for_room_leaves_nothing_behind(desk: Desk) -> None:
    for _ in range(2):
        desk.do(lambda connection: try_room(connection, NOON))
    assert desk.do(count_waiting) == 0


def test_every_sender_has_a_number_to_lock_by() -> None:
    assert 0 <= lock_number("f" * 64) < 2**63
    assert lock_number("a" * 64) != lock_number("b" * 64)
    assert lock_number("no hex") >= 0
