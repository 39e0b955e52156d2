"""Understands a directory file: every row becomes an entry, or every mistake is named."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from handlers.directory_cells import (
    AUDIENCES,
    CHANNELS,
    DUTIES,
    FORMS,
    LEVELS,
    NAMESPACES,
    ROLES,
    Cells,
)
from handlers.directory_content import (
    BadRow,
    DepartmentEntry,
    DirectoryContent,
    DirectoryError,
    Entries,
    GroupEntry,
    PersonEntry,
    RawRow,
    StationEntry,
)
from handlers.rules.case_flow import Role
from handlers.words import directory_rows as words

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "stations": ("code", "name", "township", "areas", "hours", "telephone", "active"),
    "departments": ("code", "name", "aliases", "matters", "keywords", "level", "form", "active"),
    "people": (
        *("name", "role", "station", "department", "congress", "district", "duties", "accounts"),
        *(f"accounts.{namespace}" for namespace in dict.fromkeys(NAMESPACES.values())),
        "active",
    ),
    "groups": ("name", "audience", "channel", "address", "robot", "active"),
}
Entry = TypeVar("Entry", StationEntry, DepartmentEntry, PersonEntry, GroupEntry)


def check_content(
    content: DirectoryContent, known_stations: Mapping[str, str], known_departments: Mapping[str, str]
) -> Entries:
    """The file's entries, or DirectoryError. `known_*` are code and name of what the database has already."""
    faults: list[BadRow] = []
    stations = _read_all(content.stations, "stations", _station, faults)
    departments = _read_all(content.departments, "departments", _department, faults)
    people = _read_all(content.people, "people", _person, faults)
    groups = _read_all(content.groups, "groups", _group, faults)
    _refuse_twice(stations, lambda entry: entry.code, "code", faults)
    _refuse_twice(departments, lambda entry: entry.code, "code", faults)
    _refuse_twice(groups, lambda entry: (entry.channel, entry.address), "address", faults)
    station_codes = _codes({**known_stations, **{entry.code: entry.name for entry in stations}})
    department_codes = _codes({**known_departments, **{entry.code: entry.name for entry in departments}})
    people = [_resolved(entry, station_codes, department_codes, faults) for entry in people]
    _refuse_shared_accounts(people, faults)
    if faults:
        raise DirectoryError(tuple(faults))
    return Entries(tuple(stations), tuple(departments), tuple(people), tuple(groups))


def _read_all(rows: Iterable[RawRow], table: str, read: Callable[[Cells], Entry], faults: list[BadRow]) -> list[Entry]:
    entries = []
    for row in rows:
        cells = Cells(row, faults)
        cells.refuse_unknown(COLUMNS[table])
        entries.append(read(cells))
    return entries


def _station(cells: Cells) -> StationEntry:
    return StationEntry(
        row=cells.row,
        code=cells.key("code", required=True),
        name=cells.text("name", required=True),
        township=cells.text("township", 100),
        areas=cells.many("areas"),
        hours=cells.text("hours"),
        telephone=cells.text("telephone", 60),
        is_active=cells.yes("active"),
    )


def _department(cells: Cells) -> DepartmentEntry:
    level = cells.text("level", 20)
    return DepartmentEntry(
        row=cells.row,
        code=cells.key("code", required=True),
        name=cells.text("name", required=True),
        aliases=cells.many("aliases"),
        matters=cells.many("matters"),
        keywords=cells.many("keywords"),
        level=LEVELS.get(level, level) or "county",
        form=cells.choice("form", FORMS, "交办"),
        is_active=cells.yes("active"),
    )


def _person(cells: Cells) -> PersonEntry:
    congress = cells.text("congress", 20)
    return PersonEntry(
        row=cells.row,
        name=cells.text("name", 100, required=True),
        roles=tuple(Role(role) for role in cells.choices("role", ROLES, required=True)),
        station=cells.text("station") or None,
        department=cells.text("department") or None,
        congress=LEVELS.get(congress, congress),
        district=cells.text("district", 100),
        duties=cells.choices("duties", DUTIES),
        accounts=cells.accounts(),
        is_active=cells.yes("active"),
    )


def _group(cells: Cells) -> GroupEntry:
    audience = cells.text("audience", 40, required=True)
    return GroupEntry(
        row=cells.row,
        name=cells.text("name", required=True),
        audience=AUDIENCES.get(audience, audience),
        channel=cells.choice("channel", CHANNELS),
        address=cells.text("address", 500, required=True),
        robot=cells.text("robot", 60),
        is_active=cells.yes("active"),
    )


def _refuse_twice(
    entries: Iterable[Entry], key_of: Callable[[Entry], Hashable], column: str, faults: list[BadRow]
) -> None:
    seen: dict[Hashable, RawRow] = {}
    for entry in entries:
        first = seen.setdefault(key_of(entry), entry.row)
        if first is not entry.row:
            Cells(entry.row, faults).fault(column, words.same_as(first.where))


def _refuse_shared_accounts(people: Iterable[PersonEntry], faults: list[BadRow]) -> None:
    """The same account twice, and the same person twice when no account tells them apart."""
    seen: dict[Hashable, RawRow] = {}
    for entry in people:
        accounts = [(space, name.lower() if space == "wecom" else name) for space, name in entry.accounts]
        keys: list[Hashable] = [*accounts] or [entry.likeness]
        for key in keys:
            first = seen.setdefault(key, entry.row)
            if first is not entry.row:
                column, why = ("accounts", words.account_as) if accounts else ("name", words.same_person)
                Cells(entry.row, faults).fault(column, why(first.where))


def _codes(names: Mapping[str, str]) -> dict[str, str]:
    """What a person may write for a code: the code, or the name, which an office knows better. A code goes first."""
    return {**{name: code for code, name in names.items()}, **{code: code for code in names}}


def _resolved(
    entry: PersonEntry, stations: Mapping[str, str], departments: Mapping[str, str], faults: list[BadRow]
) -> PersonEntry:
    cells = Cells(entry.row, faults)
    if entry.station and entry.station not in stations:
        cells.fault("station", words.no_station(entry.station))
    if entry.department and entry.department not in departments:
        cells.fault("department", words.no_department(entry.department))
    return replace(
        entry,
        station=stations.get(entry.station or ""),
        department=departments.get(entry.department or ""),
    )
