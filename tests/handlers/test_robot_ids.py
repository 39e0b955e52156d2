"""The robot may call people by ids of its own (智能机器人): the directory ties them to a person, and they keep their channel."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.directory_files.json import content_of
from handlers.directory_import import import_directory
from handlers.invitations import draw_codes, invite_everybody
from storage.engine import make_engine
from storage.outbox import Letter
from storage.store import Store
from tests.handlers.office import Office, open_office
from tests.handlers.stories import LAMP, ZHANG, ZHAO, number_in

ROBOT, APP, GROUP = "wecom_aibot", "wecom_app", "wrGroup"
OPAQUE, PLAIN = "woAJ2GCAAAXtWyujaWJHDDGi0mACAAAA", "limei"


@pytest.fixture
def office(tmp_path: Path, sqlite_url: str) -> Iterator[Office]:
    engine = make_engine(sqlite_url)
    namespaces = frozenset({"official_account", "wecom", "webchat"})
    yield open_office(tmp_path, engine, namespaces=namespaces, wecom_channel=APP, robot_channel=ROBOT)
    engine.dispose()


def bind(office: Office, account: str, channel: str) -> None:
    with office.engine.begin() as connection:
        store = Store(connection, office.keys)
        sheet = invite_everybody(store, office.directory, draw_codes(store, office.directory, os.urandom), office.now)
    code = next(one.code for one in sheet if one.name == "李梅")
    assert "李梅，您好" in office.say(account, f"绑定 {code}", channel=channel)


def letters(office: Office, account: str) -> list[Letter]:
    found = office.boxes.get(account, [])
    office.boxes[account] = []
    return found


def test_who_is_known_through_the_robot_alone_is_written_to_by_it(office: Office) -> None:
    bind(office, OPAQUE, ROBOT)
    number = number_in(office.say(OPAQUE, LAMP, channel=ROBOT))
    letters(office, OPAQUE)
    office.say(ZHAO, f"交办 {number} 城管局")
    assert {letter.channel for letter in letters(office, OPAQUE)} == {ROBOT}


def test_who_has_the_app_too_is_written_to_there(office: Office) -> None:
    bind(office, OPAQUE, ROBOT)
    bind(office, PLAIN, APP)
    number = number_in(office.say(OPAQUE, LAMP, channel=ROBOT))
    letters(office, OPAQUE)
    office.say(ZHAO, f"交办 {number} 城管局")
    assert letters(office, OPAQUE) == []
    assert [letter.channel for letter in letters(office, PLAIN)] == [APP]
    assert number in office.say(PLAIN, "我的件", channel=APP)


def test_what_is_said_in_a_group_goes_on_where_the_person_can_be_written_to(office: Office) -> None:
    bind(office, OPAQUE, ROBOT)
    bind(office, PLAIN, APP)
    office.say(OPAQUE, LAMP, channel=ROBOT, conversation=GROUP)
    (alone,) = [letter for letter in letters(office, PLAIN) if letter.purpose == "aside"]
    assert alone.channel == APP
    assert "编号" in alone.text


def test_an_id_that_the_app_brings_too_is_the_apps(office: Office) -> None:
    bind(office, PLAIN, ROBOT)
    number = number_in(office.say(PLAIN, LAMP, channel=ROBOT))
    office.say(PLAIN, f"查 {number}", channel=APP)
    letters(office, PLAIN)
    office.say(ZHAO, f"交办 {number} 城管局")
    assert {letter.channel for letter in letters(office, PLAIN)} == {APP}


def test_where_there_is_no_robot_any_more_it_is_tried_by_the_app(tmp_path: Path, sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    office = open_office(tmp_path, engine, namespaces=frozenset({"wecom", "webchat"}), wecom_channel=APP)
    bind(office, OPAQUE, ROBOT)
    number = number_in(office.say(OPAQUE, LAMP, channel=ROBOT))
    letters(office, OPAQUE)
    office.say(ZHAO, f"交办 {number} 城管局")
    assert {letter.channel for letter in letters(office, OPAQUE)} == {APP}
    engine.dispose()


def test_the_directory_file_may_name_the_robots_id(office: Office) -> None:
    """A stranger's first word at the robot is noted; the file makes the account theirs, and the robot stays the way to it."""
    assert "没有登记到名单里" in office.say("wo-zhaomin", LAMP, channel=ROBOT)
    row = {"name": "赵敏", "role": "liaison_officer", "station": "ST01", "accounts": {"wecom": "wo-zhaomin"}}
    with office.engine.begin() as connection:
        import_directory(connection, office.keys, content_of({"people": [row]}, "people"), office.now)
    number = number_in(office.say(ZHANG, LAMP))
    (new,) = [letter for letter in letters(office, "wo-zhaomin") if number in letter.text]
    assert new.channel == ROBOT
