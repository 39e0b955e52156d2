"""People of the directory: what they are, where they serve, and for whom they stand in today (代班)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from handlers.rules.case_flow import Role
from storage.stand_ins import StandInRow

# Roles that can be handed to somebody else for some days.
COVERED = frozenset({Role.LIAISON_OFFICER, Role.COMMISSION, Role.SUPERVISION, Role.CASE_OFFICER, Role.UNIT_HEAD})


@dataclass(frozen=True, slots=True)
class Account:
    """Where a person can be reached; the account id itself stays sealed. `of_robot`: through the 智能机器人 alone."""

    id: int
    namespace: str
    of_robot: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """What a person does, and where. Everybody has one of their own, and one more for each person they stand in for.

    `of` is the absent person.
    """

    roles: frozenset[Role]
    station: str | None = None
    department: str | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the directory. Voters are not in it.

    `roles` are those of all posts. `covers`: posts of people for whom they stand in today (代班).
    """

    id: int
    name: str
    roles: frozenset[Role]
    station: str | None = None
    department: str | None = None
    congress: str = ""
    district: str = ""
    duties: frozenset[str] = frozenset()
    accounts: tuple[Account, ...] = ()
    own_roles: frozenset[Role] = frozenset()
    covers: tuple[Post, ...] = ()

    @property
    def own_post(self) -> Post:
        return Post(self.own_roles or self.roles, self.station, self.department)

    @property
    def posts(self) -> tuple[Post, ...]:
        return (self.own_post, *self.covers)

    def serves(self, role: Role, *, station: str | None = None, department: str | None = None) -> bool:
        """Whether this person has the role at this station or department."""
        return any(
            role in post.roles
            and (station is None or post.station == station)
            and (department is None or post.department == department)
            for post in self.posts
        )


def covered(people: Mapping[int, Person], holding: Iterable[StandInRow]) -> dict[int, Person]:
    """People as they are while these hold. Standing in for somebody who stands in brings nothing more."""
    changed = dict(people)
    for one in holding:
        absent, person = people.get(one.absent_id), changed.get(one.person_id)
        if absent is None or person is None:
            continue
        post = Post(absent.roles & COVERED, absent.station, absent.department, absent.id)
        own, covers = person.own_post.roles, (*person.covers, post)
        changed[person.id] = replace(person, roles=person.roles | post.roles, own_roles=own, covers=covers)
    return changed
