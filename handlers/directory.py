"""Who is who, as every handler sees it: one picture of the whole directory, never changed, read anew when it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import Connection, Row

from handlers.persons import Account, Person, covered
from handlers.rules.allotment import Allotment, DepartmentWords, Suggestion
from handlers.rules.case_flow import Role
from handlers.rules.places import names_of_place
from handlers.rules.speech import Gazetteer
from storage import directory as rows
from storage.keys import Keyring
from storage.people import check_keys, open_group_address
from storage.stand_ins import StandInRow, standing

__all__ = ["Account", "Department", "Directory", "Group", "Person", "Station", "load_directory"]

DUTIES = frozenset({"accusation", "secrecy", "crisis"})
_DEFAULT_FOR_DUTIES = frozenset({Role.COMMISSION, Role.SECRECY_OFFICER})
TOWN = frozenset({"town", "township"})


@dataclass(frozen=True, slots=True)
class Station:
    """A 代表联络站 and the places it serves."""

    code: str
    name: str
    township: str = ""
    areas: tuple[str, ...] = ()
    is_active: bool = True
    hours: str = ""
    telephone: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """Every name by which one of its places is known: an area may bring its 老地名 in brackets."""
        areas = (name for area in self.areas for name in names_of_place(area))
        return tuple(place for place in (self.name, self.township, *areas) if place)


@dataclass(frozen=True, slots=True)
class Department:
    """A body that matters are handed to, and the form in which it is done (交办, 函转, 转送, 不得交办)."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    level: str = "county"
    form: str = "交办"
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A group the bot may speak in; the address can be a key, so it is not shown. Groups of one `robot` share its allowance."""

    id: int
    name: str
    audience: str
    channel: str
    address: str = field(repr=False)
    closed_as: str | None = None
    robot: str = ""


@dataclass(frozen=True)
class Directory:
    """`people` and `groups` are those in office, `closed_groups` those a platform takes nothing for; stations and departments include former ones, whose names old cases still bear."""

    version: int
    stations: Mapping[str, Station]
    departments: Mapping[str, Department]
    people: Mapping[int, Person]
    groups: tuple[Group, ...]
    allotment: Allotment
    gazetteer: Gazetteer
    closed_groups: tuple[Group, ...] = ()
    stand_ins: tuple[StandInRow, ...] = ()
    default_duties: frozenset[str] = frozenset()  # given to nobody by name

    def on(self, day: date) -> "Directory":
        """The directory as it is on this day: whoever stands in has the absent person's post besides their own."""
        holding = tuple(one for one in self.stand_ins if one.covers(day))
        if not holding:
            return self
        if holding not in self._by_stand_ins:
            self._by_stand_ins.clear()
            self._by_stand_ins[holding] = replace(self, people=covered(self.people, holding), stand_ins=())
        return self._by_stand_ins[holding]

    def with_role(self, role: Role) -> tuple[Person, ...]:
        return self._by_role.get(role, ())

    def liaison_officers(self, station: str | None) -> tuple[Person, ...]:
        """Who is told of a station's cases; without a station, or with nobody there, the commission."""
        own = self._serving(Role.LIAISON_OFFICER, station=station) if station else ()
        return own or self.with_role(Role.COMMISSION)

    def case_officers(self, department: str) -> tuple[Person, ...]:
        return self._serving(Role.CASE_OFFICER, department=department)

    def unit_heads(self, department: str) -> tuple[Person, ...]:
        return self._serving(Role.UNIT_HEAD, department=department)

    def covering(self, absent: Person) -> tuple[Person, ...]:
        """Who stands in for this person today."""
        return tuple(one for one in self.people.values() if any(post.of == absent.id for post in one.covers))

    def _serving(self, role: Role, *, station: str | None = None, department: str | None = None) -> tuple[Person, ...]:
        found = (one for one in self.with_role(role) if one.serves(role, station=station, department=department))
        return tuple(found)

    def with_duty(self, duty: str) -> tuple[Person, ...]:
        """Who has the duty for sealed cases of this kind; when nobody was named, the commission and the secrecy officers.

        A duty is a person's own: who stands in for them does not have it. Today's 值班 is added by handlers/sealing.py.
        """
        return tuple(person for person in self.people.values() if duty in person.duties)

    def station_named_in(self, text: str) -> str | None:
        """The station whose township or area the text names; the longest name decides."""
        return next((code for name, code in self._station_names if name in text), None)

    def find_department(self, said: str) -> tuple[Department, ...]:
        """Departments that fit what a person typed, best first; one means there is no doubt."""
        return tuple(self.departments[code] for code in self.allotment.find(said))

    def suggest(self, text: str, station: str | None, *, limit: int = 3) -> tuple[Suggestion, ...]:
        """Likely departments, best first. A town's body is suggested for matters of its own town only."""
        if not text:
            return ()
        found = self.allotment.suggest(text, limit=2 * limit)
        return tuple(one for one in found if self._serves(self.departments[one.code], station))[:limit]

    def _serves(self, department: Department, station: str | None) -> bool:
        if department.level not in TOWN:
            return True
        known = self.stations.get(station or "")
        return known is not None and bool(known.township) and known.township in department.name

    def group_at(self, channel: str, address: str) -> Group | None:
        fitting = (group for group in self.groups if group.channel == channel and group.address == address)
        return next(fitting, None)

    @cached_property
    def _by_stand_ins(self) -> dict[tuple[StandInRow, ...], "Directory"]:
        return {}

    @cached_property
    def _by_role(self) -> Mapping[Role, tuple[Person, ...]]:
        return {role: tuple(p for p in self.people.values() if role in p.roles) for role in Role}

    @cached_property
    def _station_names(self) -> tuple[tuple[str, str], ...]:
        """Longest first. A name that two stations claim decides nothing."""
        claims = defaultdict(set)
        for station in self.stations.values():
            for place in station.places if station.is_active else ():
                claims[place].add(station.code)
        certain = [(place, codes.pop()) for place, codes in claims.items() if len(codes) == 1]
        return tuple(sorted(certain, key=lambda claim: (-len(claim[0]), claim)))


def load_directory(connection: Connection, keys: Keyring) -> Directory:
    """Read once a version. KeyringError when the key file is not the one this database was written with."""
    check_keys(connection, keys)
    stations = [_station(row) for row in rows.all_stations(connection)]
    people = _people(connection)
    departments = [_department(row) for row in rows.all_departments(connection)]
    groups = [_group(row, keys) for row in rows.all_groups(connection) if row.is_active]
    return Directory(
        version=rows.directory_version(connection),
        stations={station.code: station for station in stations},
        departments={department.code: department for department in departments},
        people=with_default_duties(people),
        groups=tuple(group for group in groups if group.closed_as is None),
        closed_groups=tuple(group for group in groups if group.closed_as is not None),
        allotment=_allotment(tuple(_words(department) for department in departments if department.is_active)),
        gazetteer=_gazetteer(stations),
        stand_ins=tuple(standing(connection)),
        default_duties=unheld_duties(people),
    )


@lru_cache(maxsize=2)
def _allotment(departments: tuple[DepartmentWords, ...]) -> Allotment:
    """Weighing their words takes longer than reading all the rest, and most changes are of people."""
    return Allotment(departments)


def _people(connection: Connection) -> dict[int, Person]:
    accounts: dict[int, list[Account]] = defaultdict(list)
    for row in rows.bound_accounts(connection):
        accounts[row.person_id].append(Account(row.id, row.namespace, bool(row.of_robot)))
    return {row.id: _person(row, accounts[row.id]) for row in rows.all_people(connection) if row.is_active}


def unheld_duties(people: Mapping[int, Person]) -> frozenset[str]:
    """Duties that were given to nobody by name."""
    return DUTIES - {duty for person in people.values() for duty in person.duties}


def with_default_duties(people: dict[int, Person]) -> dict[int, Person]:
    """A duty that was given to nobody is the commission's and the secrecy officers'."""
    unheld = unheld_duties(people)
    if not unheld:
        return people
    return {
        key: replace(person, duties=person.duties | unheld) if person.roles & _DEFAULT_FOR_DUTIES else person
        for key, person in people.items()
    }


def _person(row: Row[Any], accounts: Sequence[Account]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        roles=frozenset(Role(role) for role in row.roles),
        station=row.station,
        department=row.department,
        congress=row.congress,
        district=row.district,
        duties=frozenset(row.duties),
        accounts=tuple(accounts),
    )


def _station(row: Row[Any]) -> Station:
    areas = tuple(row.areas)
    return Station(row.code, row.name, row.township, areas, row.is_active, row.hours, row.telephone)


def _department(row: Row[Any]) -> Department:
    return Department(
        code=row.code,
        name=row.name,
        aliases=tuple(row.aliases),
        matters=tuple(row.matters),
        keywords=tuple(row.keywords),
        level=row.level,
        form=row.form,
        is_active=row.is_active,
    )


def _words(department: Department) -> DepartmentWords:
    return DepartmentWords(
        code=department.code,
        name=department.name,
        aliases=department.aliases,
        matters=department.matters,
        keywords=department.keywords,
        form=department.form,
    )


def _group(row: Row[Any], keys: Keyring) -> Group:
    address = open_group_address(keys, row.channel, row.address)
    return Group(row.id, row.name, row.audience, row.channel, address, row.closed_as, row.robot)


def _gazetteer(stations: Iterable[Station]) -> Gazetteer:
    return Gazetteer(frozenset(place for station in stations if station.is_active for place in station.places))
