"""How a directory file changes who is who: all of it or nothing, and nothing a second time."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, func, insert, select

from handlers.directory import Directory, load_directory
from handlers.directory_content import DirectoryContent, DirectoryError, ImportReport
from handlers.rules.case_flow import Role
from storage.engine import create_all
from storage.people import People
from storage.tables.cases import cases, reports
from storage.tables.directory import accounts, groups, people
from storage.tables.every import metadata
from tests.handlers.county_files import (
    CHEN,
    COUNTY,
    GROUP,
    KEYS,
    LI,
    NOW,
    SONG,
    STATIONS,
    WANG,
    ZHAO,
    Row,
    content,
    names,
    take,
)


def refused(connection: Connection, file: DirectoryContent) -> list[tuple[str, str]]:
    with pytest.raises(DirectoryError) as error:
        take(connection, file)
    return [(row.where, row.column) for row in error.value.rows]


def test_a_first_import_adds_everything_and_a_second_nothing(connection: Connection) -> None:
    assert take(connection, COUNTY) == ImportReport(added=11, changed=0, unchanged=0)
    version = load_directory(connection, KEYS).version
    assert take(connection, COUNTY) == ImportReport(added=0, changed=0, unchanged=11)
    assert load_directory(connection, KEYS).version == version


def test_a_changed_row_is_changed_and_noticed(connection: Connection, county: Directory) -> None:
    file = content(stations=[{**STATIONS[0], "areas": ["北关社区"]}], people=[{**ZHAO, "name": "赵小敏"}, WANG])
    assert take(connection, file) == ImportReport(added=0, changed=2, unchanged=1)
    after = load_directory(connection, KEYS)
    assert after.version > county.version
    assert after.stations["ST01"].areas == ("北关社区",)
    assert names(after.liaison_officers("ST01")) == ["赵小敏"]


def test_who_is_missing_from_a_file_stays(connection: Connection, county: Directory) -> None:
    take(connection, content([WANG]))
    assert load_directory(connection, KEYS).people == county.people


def test_who_is_marked_as_gone_is_out_and_may_come_back(connection: Connection, county: Directory) -> None:
    take(connection, content([{**ZHAO, "active": False}]))
    assert names(load_directory(connection, KEYS).liaison_officers("ST01")) == ["陈志远"]
    take(connection, content([ZHAO]))
    assert load_directory(connection, KEYS).people == county.people


def test_marking_as_gone_somebody_nobody_knows_adds_nobody(connection: Connection) -> None:
    assert take(connection, content([{**CHEN, "active": False}])) == ImportReport(added=0, changed=0, unchanged=1)


def test_a_former_station_names_no_place_but_keeps_its_name(connection: Connection, county: Directory) -> None:
    take(connection, content(stations=[{**STATIONS[1], "active": False}]))
    after = load_directory(connection, KEYS)
    assert after.station_named_in("上营村水渠堵了") is None
    assert after.stations["ST02"].name == county.stations["ST02"].name
    assert after.station_named_in("石桥村的桥断了") == "ST01"


def test_a_person_is_recognised_by_an_account_even_under_another_name_and_role(
    connection: Connection, county: Directory
) -> None:
    before = {person.name: person.id for person in county.people.values()}
    take(connection, content([{"name": "王强强", "role": "unit_head", "accounts": {"wecom": "WangQiang"}}]))
    person = load_directory(connection, KEYS).people[before["王强"]]
    assert (person.name, person.roles) == ("王强强", frozenset({Role.UNIT_HEAD}))


def test_a_person_without_an_account_gets_one_later_and_stays_the_same(
    connection: Connection, county: Directory
) -> None:
    take(connection, content([{**SONG, "accounts": {"wecom": "songtao"}}]))
    after = load_directory(connection, KEYS)
    assert len(after.people) == len(county.people)
    assert [len(person.accounts) for person in after.unit_heads("CG")] == [1]


def test_two_of_the_same_name_are_told_apart_by_their_accounts(connection: Connection) -> None:
    file = content([{**CHEN, "accounts": {"wecom": "chen1"}}, {**CHEN, "accounts": {"wecom": "chen2"}}])
    assert take(connection, file).added == 2
    assert take(connection, file).unchanged == 2


def test_an_account_bound_since_is_not_lost_by_the_next_import(connection: Connection, county: Directory) -> None:
    book = People(connection, KEYS)
    song = county.unit_heads("CG")[0]
    book.bind(book.add_account("official_account", "oSong", NOW).id, song.id)
    take(connection, COUNTY)
    assert len(load_directory(connection, KEYS).people[song.id].accounts) == 1


def test_who_wrote_as_a_voter_is_the_deputy_from_the_import_on(connection: Connection) -> None:
    account = People(connection, KEYS).add_account("official_account", "oLM01", NOW)
    case = {"number": "2026-0001", "year": 2026, "seq": 1, "kind": "opinion", "status": "review"}
    connection.execute(insert(cases).values(**case, received_at=NOW, received_on=date(2026, 11, 23)))
    report = {"case_id": 1, "home_case_id": 1, "account_id": account.id, "role": "voter"}
    connection.execute(insert(reports).values(**report, reported_at=NOW, last_fragment_at=NOW))
    take(connection, COUNTY)
    (li,) = load_directory(connection, KEYS).with_role(Role.DEPUTY)
    assert [one.id for one in li.accounts] == [account.id]
    assert connection.scalar(select(reports.c.person_id)) == li.id


def test_an_account_cannot_join_two_people(connection: Connection, county: Directory) -> None:
    both = {**ZHAO, "accounts": {"wecom": ["zhaomin", "wangqiang"]}}
    assert refused(connection, content([CHEN, both])) == [("people 第2行", "accounts")]
    split = [{**LI, "accounts": {"wecom": "limei", "official_account": "oLM01"}}]
    take(connection, content(split))
    twice = [{**LI, "accounts": {"wecom": "limei"}}, {**LI, "accounts": {"official_account": "oLM01"}}]
    assert refused(connection, content(twice)) == [("people 第2行", "accounts")]


def test_stations_and_departments_may_be_named_by_code_or_name_and_come_from_file_or_books(
    connection: Connection, county: Directory
) -> None:
    new: Row = {"code": "ST03", "name": "北乡代表联络站"}
    people: list[Row] = [
        {"name": "何秀兰", "role": "liaison_officer", "station": "河西镇代表联络站"},
        {"name": "马长河", "role": "liaison_officer", "station": "北乡代表联络站"},
    ]
    take(connection, content(people, [new]))
    after = load_directory(connection, KEYS)
    assert names(after.liaison_officers("ST02")) == ["何秀兰"]
    assert names(after.liaison_officers("ST03")) == ["马长河"]


def test_nothing_of_a_file_with_a_bad_row_is_applied(connection: Connection, county: Directory) -> None:
    file = content([{**ZHAO, "name": "赵小敏"}, {"name": "何勇", "role": "局长"}], [{"code": "ST09", "name": "新站"}])
    assert refused(connection, file) == [("people 第2行", "role")]
    after = load_directory(connection, KEYS)
    assert (after.version, after.stations, after.people) == (county.version, county.stations, county.people)


def test_a_group_with_a_new_key_is_the_same_group(connection: Connection, county: Directory) -> None:
    assert take(connection, content(groups=[{**GROUP, "address": "KEY-2"}])).changed == 1
    (group,) = load_directory(connection, KEYS).groups
    assert (group.id, group.address) == (county.groups[0].id, "KEY-2")
    assert take(connection, content(groups=[{**GROUP, "name": "县机关群", "address": "KEY-2"}])).changed == 1
    assert take(connection, content(groups=[{**GROUP, "address": "KEY-2", "active": "否"}])).changed == 1
    assert load_directory(connection, KEYS).groups == ()


def test_accounts_and_addresses_lie_in_the_books_as_ciphertext(connection: Connection, county: Directory) -> None:
    stored = repr(connection.execute(select(accounts)).all()) + repr(connection.execute(select(groups)).all())
    assert not [word for word in ("zhaomin", "oLM01", "'KEY'", "b'KEY") if word in stored]


PERSON_ROWS = st.fixed_dictionaries(
    {"name": st.sampled_from(["李梅", "王强"]), "role": st.sampled_from(["deputy", "leader"])},
    optional={
        "accounts": st.dictionaries(st.sampled_from(["wecom", "webchat"]), st.sampled_from(["a", "b", "c"])),
        "active": st.booleans(),
    },
)


@pytest.fixture(scope="module")
def in_memory() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    create_all(engine)
    yield engine
    engine.dispose()


@settings(max_examples=60)
@given(files=st.lists(st.lists(PERSON_ROWS, max_size=4), min_size=1, max_size=3))
def test_whatever_files_came_before_the_last_one_twice_changes_nothing(
    in_memory: Engine, files: list[list[Row]]
) -> None:
    with in_memory.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        for rows in files:
            try:
                take(connection, content(rows))
            except DirectoryError:
                continue
            known = connection.scalar(select(func.count()).select_from(people))
            again = take(connection, content(rows))
            assert again == ImportReport(added=0, changed=0, unchanged=len(rows))
            assert connection.scalar(select(func.count()).select_from(people)) == known
