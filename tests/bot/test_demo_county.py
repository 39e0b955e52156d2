"""示范县: everybody a first visitor may meet is there, and the county is a good directory."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.county import demo_content, demo_groups, demo_personas, demo_voters, group_members, groups_of
from bot.demo.roster import fill_roster
from handlers.directory import Directory, load_directory
from handlers.directory_import import import_directory
from handlers.rules.case_flow import Role
from storage.duty import DutyRoster
from storage.engine import create_all, make_engine
from storage.keys import Keyring

KEYS = Keyring([("k1", b"k" * 32)])


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    path: Path = tmp_path_factory.mktemp("demo")
    engine = make_engine(f"sqlite:///{path}/demo.db")
    create_all(engine)
    with engine.begin() as connection:
        import_directory(connection, KEYS, demo_content(), datetime(2026, 11, 23, tzinfo=UTC))
        directory = load_directory(connection, KEYS)
    engine.dispose()
    return directory


def test_both_towns_have_a_station_a_clerk_and_three_deputies(county: Directory) -> None:
    assert [station.township for station in county.stations.values()] == ["城关镇", "河西镇"]
    for code in county.stations:
        assert [officer.station for officer in county.liaison_officers(code)] == [code]
        assert len([one for one in county.with_role(Role.DEPUTY) if one.station == code]) >= 3


def test_every_office_is_filled(county: Directory) -> None:
    assert len(county.with_role(Role.COMMISSION)) == 2
    for role in (Role.SUPERVISION, Role.LEADER, Role.SECRECY_OFFICER, Role.ADMIN, Role.UNIT_HEAD):
        assert county.with_role(role)
    for duty in ("accusation", "secrecy", "crisis"):
        assert [person for person in county.people.values() if duty in person.duties]


def test_there_are_departments_of_every_form_each_with_an_officer_who_may_be_charged(county: Directory) -> None:
    assert len(county.departments) >= 24
    assert {one.form for one in county.departments.values()} == {"交办", "函转", "转送", "不得交办"}
    for body in county.departments.values():
        assert len(county.case_officers(body.code)) == (0 if body.form == "不得交办" else 1)
        assert body.keywords
        assert body.matters


@pytest.mark.parametrize(
    ("said", "name"),
    [("城管局", "城市管理局"), ("住建局", "住房和城乡建设局"), ("交通局", "交通运输局"), ("纪委", "纪委监委")],
)
def test_departments_are_found_as_people_call_them(county: Directory, said: str, name: str) -> None:
    assert [body.name for body in county.find_department(said)] == [name]


def test_each_account_of_the_county_is_one_person(county: Directory) -> None:
    personas = [persona.account for persona in demo_personas()]
    assert len(set(personas)) == len(personas) == len(county.people) + len(demo_voters())
    assert all(re.fullmatch(r"demo-[a-z-]+", account) for account in personas)


def test_everybody_one_may_play_says_who_it_is_and_what_to_try() -> None:
    assert all(persona.name and persona.who and persona.hint for persona in demo_personas())
    assert [persona.name for persona in demo_personas()[:4]] == [voter.name for voter in demo_voters()]
    assert any("70岁" in persona.who for persona in demo_personas())


def test_one_of_each_part_in_a_case_is_introduced_at_the_start(county: Directory) -> None:
    names = {one.name for one in demo_personas() if one.is_introduced}
    assert names & {voter.name for voter in demo_voters()}
    wanted = {Role.DEPUTY, Role.LIAISON_OFFICER, Role.CASE_OFFICER, Role.COMMISSION, Role.SUPERVISION, Role.LEADER}
    assert all(names & {person.name for person in county.with_role(role)} for role in wanted)
    assert len(names) <= 8


def test_who_is_staff_is_told_so(county: Directory) -> None:
    reporters = {person.name for person in county.with_role(Role.DEPUTY)} | {voter.name for voter in demo_voters()}
    assert {one.name for one in demo_personas() if not one.is_staff} == reporters


def test_groups_of_the_chat_have_members_of_the_county() -> None:
    known = {persona.account for persona in demo_personas()}
    for group in demo_groups():
        assert len(group_members(group)) >= 3
        assert set(group_members(group)) <= known
    assert group_members("没有的群") == ()
    assert groups_of("demo-limei") == ("县人大代表交流群", "城关镇代表群")
    assert groups_of("demo-voter-zhangdaye") == ()


def test_somebody_is_on_duty_every_day_of_the_first_month(sqlite_url: str) -> None:
    engine, first = make_engine(sqlite_url), date(2026, 12, 20)
    keys = KEYS
    with engine.begin() as connection:
        import_directory(connection, keys, demo_content(), datetime(2026, 12, 20, tzinfo=UTC))
        fill_roster(connection, keys, first)
        roster = DutyRoster(connection, keys)
        assert len(roster.days_with_officer(first, first + timedelta(days=30))) == 31
        assert [row.is_leader for row in roster.of(first)] == [False, False, True]
        assert all(row.person_id for row in roster.of(first))
    engine.dispose()
