"""Finds whom the rows of a directory file mean among those the books know already."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from handlers.directory_cells import Cells
from handlers.directory_content import BadRow, DirectoryError, GroupEntry, Likeness, PersonEntry
from handlers.rules.case_flow import Role
from handlers.words import directory_rows as words


def match_people(
    entries: Sequence[PersonEntry], known: Iterable[Row[Any]], owner_of: Callable[[str, str], int | None]
) -> list[int | None]:
    """Each row's person: by any account they share, else by name, roles, station and department; None is somebody new."""
    faults: list[BadRow] = []
    matched = [_owner(entry, owner_of, faults) for entry in entries]
    claimed: dict[int, PersonEntry] = {}
    for entry, person_id in zip(entries, matched, strict=True):
        if person_id is not None and claimed.setdefault(person_id, entry) is not entry:
            Cells(entry.row, faults).fault("accounts", words.same_person(claimed[person_id].row.where))
    if faults:
        raise DirectoryError(tuple(faults))
    alike = _by_likeness(row for row in known if row.id not in claimed)
    # Who stays is found before who leaves: a namesake's leaving must not take the other one out.
    for position in sorted(range(len(entries)), key=lambda position: not entries[position].is_active):
        if matched[position] is None:
            matched[position] = _take(alike, entries[position])
    return matched


def match_groups(entries: Sequence[tuple[GroupEntry, str]], known: Iterable[Row[Any]]) -> list[Row[Any] | None]:
    """Each group by its address, else by channel and name: a webhook's key is changed now and then. Entries come with their index."""
    rows = list(known)
    by_address = {(row.channel, row.address_index): row for row in rows}
    matched = [by_address.get((entry.channel, index)) for entry, index in entries]
    claimed = {row.id for row in matched if row is not None}
    by_name = {(row.channel, row.name): row for row in rows if row.id not in claimed}
    return [
        row if row is not None else by_name.pop((entry.channel, entry.name), None)
        for (entry, _), row in zip(entries, matched, strict=True)
    ]


def _owner(entry: PersonEntry, owner_of: Callable[[str, str], int | None], faults: list[BadRow]) -> int | None:
    owners = {owner_of(namespace, account) for namespace, account in entry.accounts} - {None}
    if len(owners) > 1:
        Cells(entry.row, faults).fault("accounts", words.TWO_PEOPLE)
    return next(iter(owners), None)


def _by_likeness(rows: Iterable[Row[Any]]) -> Mapping[Likeness, list[Row[Any]]]:
    """Namesakes, whoever was known longest first."""
    alike: dict[Likeness, list[Row[Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.id):
        likeness = Likeness(row.name, frozenset(Role(role) for role in row.roles), row.station, row.department)
        alike[likeness].append(row)
    return alike


def _take(alike: Mapping[Likeness, list[Row[Any]]], entry: PersonEntry) -> int | None:
    """The first of those alike, rather one who is in or out of office as the row says; no other row can mean them then."""
    found = alike.get(entry.likeness, [])
    chosen = next((row for row in found if row.is_active == entry.is_active), next(iter(found), None))
    if chosen is None:
        return None
    found.remove(chosen)
    return int(chosen.id)
