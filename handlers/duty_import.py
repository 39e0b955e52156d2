"""Takes a duty roster (值班表) into the books: all of it or nothing; the days of the file become what the file says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.directory import Directory
from handlers.directory_content import BadRow, DirectoryError
from handlers.rules.numerals import plain
from handlers.words import duty_rows as words
from storage.duty import DutyRow
from storage.store import Store

DAY, OFFICER, OFFICER_TELEPHONE, LEADER, LEADER_TELEPHONE = "day", "officer", "officer_tel", "leader", "leader_tel"
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TELEPHONE = re.compile(r"\+?\d[\d\- ]{4,18}\d(?:\s*[/、,]\s*\+?\d[\d\- ]{4,18}\d)*")
_NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One row as written; `cells` by the keys above, `where` is the row as people find it."""

    where: str
    cells: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RosterReport:
    """What was taken in. `unknown`: names that the directory does not know, or that fit several people."""

    days: int
    people: int
    unknown: tuple[str, ...]


def import_roster(store: Store, directory: Directory, lines: Sequence[RosterLine]) -> RosterReport:
    """DirectoryError names every bad row; then nothing was applied."""
    faults: list[BadRow] = []
    rows = _Roster(directory, faults).read(lines)
    if not rows and not faults:
        faults.append(BadRow(words.SHEET, "", words.EMPTY))
    if faults:
        raise DirectoryError(tuple(faults))
    store.duty.replace(rows)
    unknown = dict.fromkeys(row.name for row in rows if row.person_id is None)
    return RosterReport(len({row.on_day for row in rows}), len(rows), tuple(unknown))


class _Roster:
    """One file being read: who was named for each day so far."""

    def __init__(self, directory: Directory, faults: list[BadRow]) -> None:
        self._faults = faults
        self._people = _by_name(directory)
        self._named: dict[tuple[date, bool], list[str]] = {}

    def read(self, lines: Iterable[RosterLine]) -> list[DutyRow]:
        return [row for line in lines for row in self._line(line)]

    def _line(self, line: RosterLine) -> list[DutyRow]:
        """A day with nobody yet brings nothing: it is reported as a gap when it comes near."""
        day = self._day(line)
        officer = self._person(line, day, OFFICER, OFFICER_TELEPHONE, is_leader=False)
        leader = self._person(line, day, LEADER, LEADER_TELEPHONE, is_leader=True)
        return [row for row in (officer, leader) if row is not None]

    def _day(self, line: RosterLine) -> date | None:
        value = line.cells.get(DAY)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        match = _DATE.match(_text(line, DAY))
        try:
            day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
        except ValueError:
            day = None
        if day is None:
            self._fault(line, DAY, words.NO_DAY)
        return day

    def _person(
        self, line: RosterLine, day: date | None, column: str, telephone_column: str, *, is_leader: bool
    ) -> DutyRow | None:
        """A leader may stand in every row of the day and still is one."""
        name, telephone = re.sub(r"\s", "", _text(line, column)), _text(line, telephone_column)
        if telephone and not name:
            self._fault(line, column, words.TELEPHONE_OF_NOBODY)
        if telephone and not _TELEPHONE.fullmatch(telephone):
            self._fault(line, telephone_column, words.NO_TELEPHONE)
        if len(name) > _NAME_LIMIT:
            self._fault(line, column, words.LONG_NAME)
        if not name or day is None:
            return None
        named = self._named.setdefault((day, is_leader), [])
        if name in named:
            if not is_leader:
                self._fault(line, column, words.TWICE)
            return None
        named.append(name)
        return DutyRow(day, len(named), name, is_leader, self._people.get(name), telephone)

    def _fault(self, line: RosterLine, column: str, why: str) -> None:
        self._faults.append(BadRow(line.where, words.COLUMNS[column], why))


def _by_name(directory: Directory) -> dict[str, int]:
    """Names that one person of the directory has."""
    people = [(re.sub(r"\s", "", person.name), person.id) for person in directory.people.values()]
    names = [name for name, _ in people]
    return {name: person_id for name, person_id in people if names.count(name) == 1}


def _text(line: RosterLine, column: str) -> str:
    """A sheet turns a telephone into a number."""
    value = line.cells.get(column)
    if value is None:
        return ""
    return plain(str(int(value) if isinstance(value, float) and value.is_integer() else value)).strip()
