"""What is wrong with the machine: who is told, by which way, and how often."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from handlers.danger import ALARM
from handlers.rules.case_flow import Role
from handlers.rules.episodes import NEVER, Patience
from handlers.watching import watch
from storage.outbox import Letter
from storage.tables.messages import outbox
from tests.handlers.office import Office
from tests.handlers.stories import ADMIN, LAMP, OFFICE, OFFICE_TOO, ZHANG

APP, CHAT = "wecom_app", "webchat"


@pytest.fixture(autouse=True)
def _patient(office: Office) -> None:
    patience = Patience(timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=4))
    ways = frozenset({"wecom", "official_account", "webchat"})
    office.settings = replace(office.settings, patience=patience, namespaces=ways, wecom_channel=APP)


def look(office: Office, *down: str) -> None:
    """One knock of the schedule."""
    with office.engine.begin() as connection:
        desk = office.desk(connection)
        watch(desk, down)
        office.deliver(desk)


def waits(office: Office, channel: str, *, refused_since: datetime | None = None) -> None:
    """A message is due that does not go out."""
    with office.engine.begin() as connection:
        desk = office.desk(connection)
        letter = Letter(channel, "有一条新件", "notice", office.now, account_id=1)
        (row,) = desk.store.outbox.put([letter], office.now)
        connection.execute(update(outbox).where(outbox.c.id == row).values(refused_since=refused_since))


def arrives(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.execute(update(outbox).values(delivery="sent", refused_since=None))


def add_account(office: Office, namespace: str, account: str) -> None:
    """One more way to the administrator."""
    (admin,) = office.directory.with_role(Role.ADMIN)
    with office.engine.begin() as connection:
        office.desk(connection).store.people.add_account(namespace, account, office.now, person_id=admin.id)
    office.reload_directory()


def test_a_channel_that_fails_is_told_once_and_so_is_that_it_works_again(office: Office) -> None:
    waits(office, APP, refused_since=office.now)
    office.now += timedelta(minutes=14)
    look(office, APP)
    assert office.boxes == {}
    office.now += timedelta(minutes=1)
    look(office, APP)
    (told,) = office.heard(ADMIN)
    assert "企业微信应用从11月23日10:00起一直发不出去，1条在等" in told
    for _ in range(5):
        office.now += timedelta(hours=1)
        look(office, APP)
    assert office.boxes == {}
    arrives(office)
    look(office)
    (over,) = office.heard(ADMIN)
    assert "企业微信应用（11月23日10:00起发不出去）现在没有消息再被拒收" in over
    look(office)
    assert office.boxes == {}


def test_the_admin_is_told_by_every_way_that_works_and_afterwards_by_all(office: Office) -> None:
    add_account(office, "wecom", "wulei")
    add_account(office, "official_account", "oWuLei")
    waits(office, APP, refused_since=office.now)
    office.now += timedelta(minutes=15)
    look(office, APP)
    assert set(office.boxes) == {ADMIN, "oWuLei"}
    office.boxes.clear()
    arrives(office)
    look(office)
    assert set(office.boxes) == {ADMIN, "oWuLei", "wulei"}


def test_where_no_admin_can_be_reached_the_commission_is_told(office: Office) -> None:
    with office.engine.begin() as connection:
        (admin,) = office.directory.with_role(Role.ADMIN)
        connection.exec_driver_sql(f"UPDATE accounts SET person_id = NULL WHERE person_id = {admin.id}")  # noqa: S608
    office.reload_directory()
    waits(office, APP, refused_since=office.now)
    office.now += timedelta(minutes=15)
    look(office, APP)
    assert {OFFICE, OFFICE_TOO} <= office.boxes.keys()
    assert ADMIN not in office.boxes


def test_the_offices_alarm_rings_when_it_begins_and_not_when_it_is_over(office: Office) -> None:
    office.settings = replace(office.settings, has_alarm=True, watch_telephone="13800000000")
    waits(office, APP, refused_since=office.now)
    office.now += timedelta(minutes=15)
    look(office, APP)
    (rung,) = office.alarms
    assert rung.channel == ALARM
    assert rung.text.startswith("13800000000\n【运维】企业微信应用")
    arrives(office)
    look(office)
    assert len(office.alarms) == 1


def test_an_alarm_that_fails_is_not_asked_to_ring_for_itself(office: Office) -> None:
    office.settings = replace(office.settings, has_alarm=True)
    waits(office, ALARM, refused_since=office.now)
    office.now += timedelta(minutes=15)
    look(office, ALARM)
    assert "电话告警从" in office.heard(ADMIN)[0]
    assert office.alarms == []


def test_a_message_that_waits_too_long_is_told_though_nobody_refuses_it(office: Office) -> None:
    waits(office, CHAT)
    waits(office, CHAT)
    office.now += timedelta(minutes=29)
    look(office)
    assert office.boxes == {}
    office.now += timedelta(minutes=1)
    look(office)
    (told,) = office.heard(ADMIN)
    assert "最早的是11月23日10:00的，共2条" in told
    arrives(office)
    look(office)
    (over,) = office.heard(ADMIN)
    assert "积压的消息已经发出去了" in over


def test_silence_in_working_hours_is_told_and_a_night_is_none(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO inbox (channel, message_key, sender_key, received_at, attempts)"
            " VALUES ('webchat', 'a', 's', '2026-11-23 06:00:00.000000', 0)"  # Monday, 14:00 of the office
        )
    for hour in (9, 17, 22):  # at 17:00, at 1:00, and at 6:00 of Tuesday
        office.now = datetime.fromisoformat("2026-11-23T00:00:00Z") + timedelta(hours=hour)
        look(office)
        assert office.boxes == {}
    office.now = datetime.fromisoformat("2026-11-24T01:00:00Z")  # three hours and a half, and one half more
    look(office)
    (told,) = office.heard(ADMIN)
    assert "上班时间里一直没有收到消息，最后一条是11月23日14:00的" in told
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO inbox (channel, message_key, sender_key, received_at, attempts)"
            " VALUES ('webchat', 'b', 's', '2026-11-24 01:05:00.000000', 0)"
        )
    office.now += timedelta(minutes=10)
    look(office)
    (over,) = office.heard(ADMIN)
    assert "又收到消息了" in over


def test_with_everything_switched_off_nothing_is_told(office: Office) -> None:
    office.settings = replace(office.settings, patience=NEVER)
    office.say(ZHANG, LAMP)
    office.boxes.clear()
    waits(office, APP, refused_since=office.now)
    office.now += timedelta(days=3)
    look(office, APP)
    assert office.boxes == {}
