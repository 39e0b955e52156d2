"""After a restore, on both databases: what waited is held, the year's numbers jump, and what was planned before is missed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from handlers.after_restore import Settled, settle
from storage.engine import make_engine
from storage.outbox import Letter
from storage.outbox_desk import OutboxDesk
from storage.slots import claim_slot
from storage.store import Store
from tests.handlers.office import MONDAY, Office, open_office


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    engine = make_engine(database_url)
    yield open_office(tmp_path, engine, staff_at_once=False)
    engine.dispose()


def restored(office: Office) -> Settled:
    with office.engine.begin() as connection:
        return settle(connection, office.keys, office.settings, office.now)


def rows(office: Office, statement: str) -> list[Any]:
    with office.engine.begin() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def put(office: Office, **fields: Any) -> int:
    with office.engine.begin() as connection:
        store = Store(connection, office.keys)
        account = store.people.add_account("webchat", f"visitor-{fields}", office.now)
        letter = Letter("webchat", "您好", "notice", fields.get("due_at", office.now), account_id=account.id)
        return store.outbox.put([letter], office.now)[0]


def test_whatever_was_not_settled_is_held_and_nothing_else_is_touched(office: Office) -> None:
    states = ("pending", "claimed", "leased", "held", "sent", "unknown", "failed", "expired", "dropped")
    for number, state in enumerate(states):
        outbox_id = put(office, number=number)
        with office.engine.begin() as connection:
            connection.execute(text(f"UPDATE outbox SET delivery = '{state}' WHERE id = {outbox_id}"))  # noqa: S608
    assert restored(office).held == 4
    found = [state for (state,) in rows(office, "SELECT delivery FROM outbox ORDER BY id")]
    assert found == [*["restored"] * 4, "sent", "unknown", "failed", "expired", "dropped"]


def test_a_held_message_is_listed_and_goes_out_when_a_person_says_so_but_not_before_its_time(office: Office) -> None:
    tonight = office.now + timedelta(hours=9)
    now, later, other = put(office, number=1), put(office, due_at=tonight), put(office, number=3)
    restored(office)
    office.now += timedelta(hours=1)
    with office.engine.begin() as connection:
        desk = OutboxDesk(connection)
        assert [(row.id, row.delivery) for row in desk.stuck()] == [(one, "restored") for one in (other, later, now)]
        assert desk.retry([now, later], office.now) == 2
        assert desk.ids(status="restored") == [other]
        assert desk.drop(desk.ids(status="restored"), office.now) == 1
        assert desk.count() == 0
        due = connection.execute(text("SELECT COUNT(*) FROM outbox WHERE delivery = 'pending'"))
        assert due.scalar() == 2
    assert rows(office, f"SELECT COUNT(*) FROM outbox WHERE id = {later} AND due_at > created_at") == [(1,)]  # noqa: S608


def test_the_persons_next_word_does_not_let_a_held_message_go(office: Office) -> None:
    outbox_id = put(office, number=1)
    restored(office)
    lane = rows(office, f"SELECT lane FROM outbox WHERE id = {outbox_id}")[0][0]  # noqa: S608
    with office.engine.begin() as connection:
        assert Store(connection, office.keys).outbox.release_held(lane, office.now) == 0


def test_the_next_number_is_the_first_of_the_next_hundred(office: Office) -> None:
    for word in ("路灯坏了", "垃圾没人清运", "井盖破了"):
        office.say(f"oVoter-{word}", f"西关村村口的{word}")
    assert restored(office).next_number == "2026-0100"
    assert "2026-0100" in office.say("oLater", "西关村的涵洞塌陷，车过不去")
    assert "2026-0101" in office.say("oLatest", "东街社区的自来水浑浊")
    office.now += timedelta(hours=1)
    assert restored(office).next_number == "2026-0200"


def test_a_new_year_begins_at_a_hundred_too(office: Office) -> None:
    """The backup is of December: what was numbered in January is not in it."""
    office.say("oVoter", "西关村村口的路灯坏了")
    office.now = MONDAY.replace(year=2027, month=1, day=4)
    assert restored(office).next_number == "2027-0100"


def test_what_was_planned_before_the_restore_is_missed_and_what_comes_after_is_not(office: Office) -> None:
    yesterday, today, soon = (office.now + timedelta(hours=hours) for hours in (-20, 0, 1))
    restored(office)
    with office.engine.begin() as connection:
        assert not claim_slot(connection, "study", yesterday, office.now)
        assert not claim_slot(connection, "study", today, office.now)
        assert claim_slot(connection, "study", soon, office.now)
        assert not claim_slot(connection, "study", soon, office.now)


def test_a_morning_list_that_was_due_is_held_and_not_sent(office: Office) -> None:
    """It may have gone out yesterday, or never: a person decides."""
    office.now = MONDAY - timedelta(hours=9)  # Monday, one in the morning
    office.say("oVoter", "西关村村口的路灯坏了")
    assert rows(office, "SELECT COUNT(*) FROM morning_lines WHERE sent_at IS NULL") != [(0,)]
    office.now = MONDAY + timedelta(hours=4)
    assert restored(office).held > 0
    assert rows(office, "SELECT COUNT(*) FROM morning_lines WHERE sent_at IS NULL") == [(0,)]
    office.pass_time(minutes=1)
    assert not any("路灯" in said for said in office.heard("demo-zhaomin"))
