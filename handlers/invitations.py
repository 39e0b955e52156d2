"""Invitations: a one-time code for everybody of the directory, so that an office needs to know no account ids."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from handlers.directory import Directory, Person
from handlers.finding_people import place_of
from handlers.rules.one_time_codes import VALID_FOR, new_code
from handlers.words.people import role_names
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Invitation:
    """One row of the sheet. The code is shown here and nowhere else."""

    name: str
    roles: str
    place: str
    code: str = field(repr=False)
    expires_at: datetime


def invite_everybody(
    store: Store, directory: Directory, now: datetime, random_bytes: Callable[[int], bytes]
) -> list[Invitation]:
    """New codes for all in office. Older codes that nobody used are good for nothing from now on."""
    people = sorted(directory.people.values(), key=lambda person: person.id)
    store.invites.withdraw([person.id for person in people], now)
    codes = _codes(store, len(people), random_bytes)
    return [_invite(store, directory, person, code, now) for person, code in zip(people, codes, strict=True)]


def _codes(store: Store, count: int, random_bytes: Callable[[int], bytes]) -> Iterable[str]:
    """Different ones, of which none was ever given out before."""
    codes: set[str] = set()
    while len(codes) < count:
        code = new_code(random_bytes)
        if store.invites.find(code) is None:
            codes.add(code)
    return codes


def _invite(store: Store, directory: Directory, person: Person, code: str, now: datetime) -> Invitation:
    expires_at = now + VALID_FOR
    store.invites.add(person.id, code, now, expires_at)
    return Invitation(person.name, role_names(person.own_post.roles), place_of(directory, person), code, expires_at)
