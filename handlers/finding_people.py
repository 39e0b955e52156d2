"""People of the directory as others name them: by name, and where two share one, with their place in front or behind."""

import re

from handlers.desk import Desk
from handlers.directory import Directory, Person
from handlers.rules.errors import WhichPerson
from handlers.words.people import role_names


def find_person(desk: Desk, said: str) -> Person:
    """WhichPerson when nobody or several are meant."""
    wanted = re.sub(r"[\s（）()]", "", said)
    people = desk.directory.people.values()
    found = [one for one in people if one.name == wanted] or [one for one in people if _fits(desk, one, wanted)]
    if len(found) != 1:
        raise WhichPerson(said=said.strip(), found=tuple(f"{place_of(desk.directory, one)}{one.name}" for one in found))
    return found[0]


def _fits(desk: Desk, person: Person, wanted: str) -> bool:
    if person.name not in wanted:
        return False
    place = wanted.removeprefix(person.name).removesuffix(person.name)
    names = _place_names(desk.directory, person)
    return bool(place) and any(place in name or name in place for name in names)


def _place_names(directory: Directory, person: Person) -> tuple[str, ...]:
    if person.department is not None:
        department = directory.departments[person.department]
        return (department.name, *department.aliases)
    if person.station is not None:
        return (directory.stations[person.station].name,)
    return (role_names(person.own_post.roles),)


def place_of(directory: Directory, person: Person) -> str:
    """Department or station; for people of neither, what they are."""
    return _place_names(directory, person)[0]


def described(directory: Directory, person: Person) -> str:
    """Place and roles: 城关镇代表联络站 联络站工作人员."""
    roles = role_names(person.own_post.roles)
    place = place_of(directory, person)
    for doubled in ("联络站", "承办单位"):
        if person.department is not None or place.endswith(doubled):
            roles = roles.removeprefix(doubled)
    return roles if place == role_names(person.own_post.roles) else f"{place}{roles}"
