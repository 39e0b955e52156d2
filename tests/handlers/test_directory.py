"""Who is who: the picture the handlers work with, and who is speaking."""

import pytest
from sqlalchemy import Connection

from handlers.directory import Directory, load_directory
from handlers.rules.case_flow import Role
from handlers.speaker import Speaker
from storage.keys import Keyring, KeyringError
from tests.handlers.county_files import COUNTY, KEYS, LI, STATIONS, content, names, take
from tests.handlers.office import Office


def test_officers_of_a_station_are_told_and_without_them_the_commission(county: Directory) -> None:
    assert names(county.liaison_officers("ST01")) == ["赵敏"]
    assert names(county.liaison_officers("ST02")) == ["陈志远"]
    assert names(county.liaison_officers(None)) == ["陈志远"]


def test_a_department_has_its_officers_and_heads(county: Directory) -> None:
    assert names(county.case_officers("CG")) == ["王强"]
    assert names(county.unit_heads("CG")) == ["宋涛"]
    assert county.case_officers("CWH") == ()


def test_a_duty_falls_to_those_named_and_else_to_commission_and_secrecy_officers(county: Directory) -> None:
    assert names(county.with_duty("secrecy")) == ["郑宝"]
    assert names(county.with_duty("crisis")) == ["陈志远", "郑宝"]


@pytest.mark.parametrize(
    ("text", "station"),
    [
        ("西关村路灯坏了", "ST01"),
        ("上营村水渠堵了", "ST02"),
        ("河西镇赶集那天堵车", "ST02"),
        ("西关村二组没水", "ST02"),  # the longer name decides
        ("石桥村的桥断了", None),  # two stations claim it
        ("城关镇石桥村的桥断了", "ST01"),  # the township tells
        ("路灯坏了", None),
    ],
)
def test_the_station_is_the_one_whose_township_or_area_the_text_names(
    county: Directory, text: str, station: str | None
) -> None:
    assert county.station_named_in(text) == station


def test_a_department_is_found_by_what_people_call_it(county: Directory) -> None:
    assert names(county.find_department("城管局")) == ["城市管理局"]


def test_places_of_the_stations_are_known_to_whoever_listens(county: Directory) -> None:
    assert {"城关镇", "西关村", "河西镇代表联络站"} <= county.gazetteer.names


def test_a_person_may_have_several_roles_and_accounts(connection: Connection) -> None:
    take(connection, COUNTY)
    take(connection, content([{**LI, "accounts": {"official_account": "oLM01", "wecom": "limei"}}]))
    (li,) = load_directory(connection, KEYS).with_role(Role.DEPUTY)
    assert li.roles == {Role.DEPUTY, Role.LEADER}
    assert [account.namespace for account in li.accounts] == ["official_account", "wecom"]


def test_a_groups_address_is_known_but_never_shown(county: Directory) -> None:
    assert county.group_at("wecom_group", "KEY") == county.groups[0]
    assert county.group_at("wecom_group", "OTHER") is None
    assert "KEY" not in repr(county.groups)


def test_with_a_foreign_key_file_the_directory_is_not_opened(connection: Connection) -> None:
    take(connection, COUNTY)
    with pytest.raises(KeyringError):
        load_directory(connection, Keyring([("k1", b"x" * 32)]))


def test_an_empty_directory_knows_nobody(connection: Connection) -> None:
    directory = load_directory(connection, KEYS)
    assert directory.version == 0
    assert directory.liaison_officers("ST01") == ()
    assert directory.station_named_in("西关村") is None


def test_whoever_the_directory_does_not_know_is_a_voter() -> None:
    speaker = Speaker(1, "official_account", "official_account", 1)
    assert (speaker.roles, speaker.is_voter, speaker.is_staff, speaker.name) == (
        frozenset({Role.VOTER}),
        True,
        False,
        "",
    )


def test_a_deputy_is_no_staff_unless_with_an_office(county: Directory) -> None:
    (li,) = county.with_role(Role.DEPUTY)
    speaker = Speaker(1, "official_account", "official_account", 1, li)
    assert (speaker.is_deputy, speaker.is_voter, speaker.is_staff, speaker.name) == (True, False, True, "李梅")
    (zhao,) = county.with_role(Role.LIAISON_OFFICER)
    officer = Speaker(2, "wecom", "wecom_app", 2, zhao)
    assert (officer.is_staff, officer.is_deputy) == (True, False)


def test_a_towns_body_is_suggested_for_matters_of_its_own_town_only(office: Office) -> None:
    office.say("demo-voter-zhangdaye", "西关村村里的水渠堵了，浇不上地")
    codes = office.case("2026-0001").suggested
    assert "CGZ" in codes
    assert "HXZ" not in codes


def test_a_station_is_found_by_what_people_call_its_places(connection: Connection) -> None:
    stations = [
        {**STATIONS[0], "areas": ["东街社区", "西关村（老供销社、大槐树底下）"]},
        {**STATIONS[1], "areas": "上营村／老公社；河湾社区(砖窑)"},
    ]
    take(connection, content([], stations))
    county = load_directory(connection, KEYS)
    assert county.station_named_in("老供销社旁边的井盖没了") == "ST01"
    assert county.station_named_in("大槐树底下积水") == "ST01"
    assert county.station_named_in("老公社门口路灯坏了") == "ST02"
    assert county.station_named_in("砖窑那边没路") == "ST02"
    assert {"西关村", "老供销社", "砖窑"} <= county.gazetteer.names
