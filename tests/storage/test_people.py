"""The book of accounts: whoever wrote is found again, and nothing in the database says who it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from storage.directory import bump_directory, directory_version
from storage.engine import make_engine
from storage.keys import Keyring, KeyringError
from storage.people import People, check_keys, group_index, seal_group_address
from storage.tables.cases import cases, reports
from storage.tables.directory import groups, people

KEYS = Keyring([("k1", b"k" * 32)])
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def connection(sqlite_url: str) -> Iterator[Connection]:
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def book(connection: Connection) -> People:
    return People(connection, KEYS)


def add_person(connection: Connection, name: str = "李梅") -> int:
    made = connection.execute(insert(people).values(name=name, roles=["deputy"], duties=[])).inserted_primary_key
    assert made is not None
    return int(made[0])


def add_report(connection: Connection, account_id: int) -> None:
    case = {"number": "2026-0001", "year": 2026, "seq": 1, "kind": "opinion", "status": "review"}
    connection.execute(insert(cases).values(**case, received_at=NOW, received_on=date(2026, 11, 23)))
    report = {"case_id": 1, "home_case_id": 1, "account_id": account_id, "role": "voter"}
    connection.execute(insert(reports).values(**report, reported_at=NOW, last_fragment_at=NOW))


def test_a_stranger_is_not_found(book: People) -> None:
    assert book.find_account("official_account", "oZhang") is None


def test_whoever_wrote_once_is_found_again(book: People) -> None:
    added = book.add_account("official_account", "oZhang", NOW)
    found = book.find_account("official_account", "oZhang")
    assert found == added
    assert found is not None
    assert book.open_account(found) == "oZhang"
    assert book.address_of(found.id) == ("official_account", "oZhang")


def test_the_same_id_on_two_platforms_is_two_accounts(book: People) -> None:
    book.add_account("webchat", "zhang", NOW)
    assert book.find_account("wecom", "zhang") is None


def test_an_openid_is_told_from_another_by_its_capital_letters_but_a_wecom_userid_is_not(book: People) -> None:
    book.add_account("official_account", "oZhang", NOW)
    book.add_account("wecom", "ZhaoMin", NOW)
    assert book.find_account("official_account", "ozhang") is None
    found = book.find_account("wecom", "zhaomin")
    assert found is not None
    assert book.open_account(found) == "ZhaoMin"


def test_the_database_file_does_not_hold_an_account_id_in_plain(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        People(connection, KEYS).add_account("official_account", "oZhangCanary", NOW)
        sealed = seal_group_address(KEYS, "wecom_group", "KEY-CANARY")
        values = {"address_index": group_index(KEYS, "wecom_group", "KEY-CANARY"), "address": sealed}
        connection.execute(insert(groups).values(name="群", audience="office", channel="wecom_group", **values))
    engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"oZhangCanary" not in stored
    assert b"KEY-CANARY" not in stored


def test_one_question_at_most_is_open_and_the_last_one_counts(book: People) -> None:
    account = book.add_account("webchat", "zhang", NOW)
    book.put_question(account.id, "place", 7, NOW)
    book.put_question(account.id, "split", 8, NOW)
    expected = replace(account, question="split", question_case_id=8, question_at=NOW)
    assert book.get_account(account.id) == expected
    book.clear_question(account.id)
    assert book.get_account(account.id) == account


def test_an_account_remembers_whether_it_can_be_reached_and_which_code_was_scanned_last(book: People) -> None:
    account = book.add_account("official_account", "oZhang", NOW)
    book.set_reachable(account.id, is_reachable=False)
    book.scanned(account.id, "ST01", None)
    assert book.get_account(account.id) == replace(account, is_reachable=False, station="ST01")


def test_who_is_bound_keeps_what_was_reported_before(connection: Connection, book: People) -> None:
    account, person = book.add_account("official_account", "oLM01", NOW), add_person(connection)
    add_report(connection, account.id)
    book.bind(account.id, person)
    assert book.get_account(account.id).person_id == person
    assert connection.scalar(select(reports.c.person_id)) == person
    book.unbind(account.id)
    assert book.get_account(account.id).person_id is None
    assert connection.scalar(select(reports.c.person_id)) is None


def test_binding_is_noticed_by_those_who_keep_the_directory_in_memory(connection: Connection, book: People) -> None:
    account, person = book.add_account("official_account", "oLM01", NOW), add_person(connection)
    before = directory_version(connection)
    book.bind(account.id, person)
    assert directory_version(connection) == before + 1


def test_the_directorys_number_begins_at_nothing_and_counts(connection: Connection) -> None:
    assert directory_version(connection) == 0
    assert [bump_directory(connection), bump_directory(connection)] == [1, 2]


def test_a_groups_address_opens_for_delivery(connection: Connection, book: People) -> None:
    values = {
        "address_index": group_index(KEYS, "wecom_group", "KEY"),
        "address": seal_group_address(KEYS, "wecom_group", "KEY"),
    }
    connection.execute(
        insert(groups).values(id=5, name="机关工作群", audience="office", channel="wecom_group", **values)
    )
    assert book.group_address(5) == "KEY"


def test_a_key_file_of_another_database_is_noticed(connection: Connection, book: People) -> None:
    stranger = Keyring([("k1", b"x" * 32)])
    check_keys(connection, stranger)  # an empty database fits any
    book.add_account("webchat", "zhang", NOW)
    check_keys(connection, KEYS)
    with pytest.raises(KeyringError):
        check_keys(connection, stranger)
