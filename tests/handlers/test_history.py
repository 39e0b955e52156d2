"""What was done is written down in a chain: nothing is changed afterwards unnoticed, and it leads to where the case stands."""

import pytest
from sqlalchemy import text

from tests.handlers.office import Office
from tests.handlers.stories import COVER, ZHANG, fault, history, released, reported


def life(office: Office) -> str:
    """report, dispatch, reply, release, rate: five rows."""
    number = released(office)
    office.say(ZHANG, "满意")
    return number


def change(office: Office, statement: str) -> None:
    with office.engine.begin() as connection:
        connection.execute(text(statement))


TAMPERED = [
    ("UPDATE history SET step = 'accept' WHERE seq = 2", 2),
    ("UPDATE history SET to_status = 'closed' WHERE seq = 3", 3),
    ("UPDATE history SET from_status = NULL WHERE seq = 4", 4),
    ("UPDATE history SET actor_role = 'commission' WHERE seq = 5", 5),
    ("UPDATE history SET actor_person = 1 WHERE seq = 1", 1),
    ("UPDATE history SET actor_account = 99 WHERE seq = 1", 1),
    ("UPDATE history SET at = '2026-11-01 00:00:00.000000' WHERE seq = 2", 2),
    ("UPDATE history SET note = '交给别人' WHERE seq = 2", 2),
    ("UPDATE history SET note_hash = 'x' WHERE seq = 2", 2),
    ("UPDATE history SET mac = 'x' WHERE seq = 3", 3),
    ("DELETE FROM history WHERE seq = 3", 3),
    ("DELETE FROM history WHERE seq = 5", 5),
    ("DELETE FROM history", 1),
    ("UPDATE cases SET history_count = 4", 6),
    ("UPDATE cases SET history_head = 'x'", 6),
]


def test_the_chain_of_an_untouched_case_holds(office: Office) -> None:
    number = life(office)
    assert [row.step for row in history(office, number)] == ["report", "dispatch", "reply", "release", "rate"]
    assert fault(office, number) is None


@pytest.mark.parametrize(("statement", "row"), TAMPERED)
def test_a_change_is_found_at_the_right_row(office: Office, statement: str, row: int) -> None:
    number = life(office)
    change(office, statement)
    assert fault(office, number) == row


def test_a_note_erased_by_law_leaves_the_chain_whole(office: Office) -> None:
    number = life(office)
    change(office, "UPDATE history SET note = NULL")
    assert fault(office, number) is None


def test_a_row_of_another_case_does_not_fit(office: Office) -> None:
    number = life(office)
    other = reported(office, ZHANG, COVER)
    change(office, "UPDATE history SET seq = 77 WHERE case_id = 1 AND seq = 1")
    change(office, "UPDATE history SET case_id = 1 WHERE case_id = 2")
    change(office, "UPDATE history SET case_id = 2, seq = 1 WHERE seq = 77")
    assert fault(office, number) == 1
    assert fault(office, other) == 1


def test_every_row_knows_who_took_the_step(office: Office) -> None:
    number = life(office)
    rows = history(office, number)
    assert [row.actor_role for row in rows] == ["voter", "commission", "case_officer", "commission", "voter"]
    assert all(row.actor_account is not None for row in rows)
    assert [row.actor_person is None for row in rows] == [True, False, False, False, True]
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
