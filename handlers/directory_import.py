"""Takes a directory file into the books: all of it or nothing, and nothing a second time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

from sqlalchemy import Connection, Row, Table

from handlers.directory_check import check_content
from handlers.directory_content import (
    DepartmentEntry,
    DirectoryContent,
    GroupEntry,
    ImportReport,
    PersonEntry,
    StationEntry,
)
from handlers.directory_match import match_groups, match_people
from storage import directory as books
from storage.keys import Keyring
from storage.people import People, bind_account, group_index, seal_group_address
from storage.tables.directory import departments, groups, people, stations


class Outcome(Enum):
    """What one row of the file did."""

    ADDED = auto()
    CHANGED = auto()
    UNCHANGED = auto()


def import_directory(connection: Connection, keys: Keyring, content: DirectoryContent, now: datetime) -> ImportReport:
    """Within the caller's transaction. Who is missing from the file stays. DirectoryError names every bad row."""
    with connection.begin_nested():
        books.lock_directory(connection)
        done = _Import(connection, keys, now).run(content)
        if done[Outcome.ADDED] or done[Outcome.CHANGED]:
            books.bump_directory(connection)
    return ImportReport(done[Outcome.ADDED], done[Outcome.CHANGED], done[Outcome.UNCHANGED])


@dataclass(frozen=True, slots=True)
class _Import:
    """One import at work, and the tally of what its rows did."""

    connection: Connection
    keys: Keyring
    now: datetime
    tally: Counter[Outcome] = field(default_factory=Counter)

    def run(self, content: DirectoryContent) -> Counter[Outcome]:
        known_stations = {row.code: row for row in books.all_stations(self.connection)}
        known_departments = {row.code: row for row in books.all_departments(self.connection)}
        entries = check_content(content, _names(known_stations), _names(known_departments))
        whom = match_people(entries.people, books.all_people(self.connection), self._owner_of)
        for station in entries.stations:
            self._put(stations, known_stations.get(station.code), _station_values(station))
        for department in entries.departments:
            self._put(departments, known_departments.get(department.code), _department_values(department))
        self._people(entries.people, whom)
        self._groups(entries.groups)
        return self.tally

    def _owner_of(self, namespace: str, account: str) -> int | None:
        found = People(self.connection, self.keys).find_account(namespace, account)
        return found.person_id if found else None

    def _put(self, table: Table, known: Row[Any] | None, values: Mapping[str, Any]) -> None:
        _, outcome = self._write(table, known, values)
        self.tally[outcome] += 1

    def _write(self, table: Table, known: Row[Any] | None, values: Mapping[str, Any]) -> tuple[int | str, Outcome]:
        if known is None:
            return books.add_row(self.connection, table, values), Outcome.ADDED
        if all(known._mapping[name] == value for name, value in values.items()):
            return known[0], Outcome.UNCHANGED
        books.change_row(self.connection, table, known[0], values)
        return known[0], Outcome.CHANGED

    def _people(self, entries: Sequence[PersonEntry], whom: Sequence[int | None]) -> None:
        known = {row.id: row for row in books.all_people(self.connection)}
        for entry, person_id in zip(entries, whom, strict=True):
            if person_id is None and not entry.is_active:
                self.tally[Outcome.UNCHANGED] += 1  # taken out before ever being in
                continue
            row = known[person_id] if person_id is not None else None
            key, outcome = self._write(people, row, _person_values(entry))
            bound = [self._bind(int(key), namespace, account) for namespace, account in entry.accounts]
            self.tally[Outcome.CHANGED if any(bound) and outcome is Outcome.UNCHANGED else outcome] += 1

    def _bind(self, person_id: int, namespace: str, account: str) -> bool:
        """Whether it was not this person's before. Whoever wrote as a voter keeps what was reported."""
        accounts = People(self.connection, self.keys)
        found = accounts.find_account(namespace, account)
        if found is None:
            accounts.add_account(namespace, account, self.now, person_id=person_id)
        elif found.person_id != person_id:
            bind_account(self.connection, found.id, person_id)
        return found is None or found.person_id != person_id

    def _groups(self, entries: Sequence[GroupEntry]) -> None:
        indexed = [(entry, group_index(self.keys, entry.channel, entry.address)) for entry in entries]
        matched = match_groups(indexed, books.all_groups(self.connection))
        for (entry, index), known in zip(indexed, matched, strict=True):
            values = _group_values(entry, index)
            if known is None or known.address_index != index:
                values["address"] = seal_group_address(self.keys, entry.channel, entry.address)
            self._put(groups, known, values)


def _names(known: Mapping[str, Row[Any]]) -> dict[str, str]:
    return {code: row.name for code, row in known.items()}


def _station_values(entry: StationEntry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.name,
        "township": entry.township,
        "areas": list(entry.areas),
        "hours": entry.hours,
        "telephone": entry.telephone,
        "is_active": entry.is_active,
    }


def _department_values(entry: DepartmentEntry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.name,
        "aliases": list(entry.aliases),
        "matters": list(entry.matters),
        "keywords": list(entry.keywords),
        "level": entry.level,
        "form": entry.form,
        "is_active": entry.is_active,
    }


def _person_values(entry: PersonEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "roles": [role.value for role in entry.roles],
        "station": entry.station,
        "department": entry.department,
        "congress": entry.congress,
        "district": entry.district,
        "duties": list(entry.duties),
        "is_active": entry.is_active,
    }


def _group_values(entry: GroupEntry, index: str) -> dict[str, Any]:
    return {
        "name": entry.name,
        "audience": entry.audience,
        "channel": entry.channel,
        "address_index": index,
        "robot": entry.robot,
        "is_active": entry.is_active,
        "closed_as": None,  # who gives its address again has put it right
    }
