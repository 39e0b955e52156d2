"""Invitations: a one-time code for everybody of the directory, so that an office needs to know no account ids."""

from collections.abc import Callable, Iterable, Mapping
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


def draw_codes(store: Store, directory: Directory, random_bytes: Callable[[int], bytes]) -> dict[int, str]:
    """A new code for each person in office; good for nothing before `invite_everybody`."""
    people = sorted(directory.people)
    return dict(zip(people, _codes(store, len(people), random_bytes), strict=True))


def invite_everybody(store: Store, directory: Directory, codes: Mapping[int, str], now: datetime) -> list[Invitation]:
    """From now on these codes are good, and older ones that nobody used are not."""
    store.invites.withdraw(list(codes), now)
    people = [directory.people[person_id] for person_id in codes if person_id in directory.people]
    return [_invite(store, directory, person, codes[person.id], now) for person in people]


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
