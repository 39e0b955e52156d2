"""A scanned code: the station and the deputy it stands for, and the opinion that is raised through them."""

from collections.abc import Mapping
from typing import Any

from handlers.desk import Desk, Turn
from handlers.directory import Person, Station
from handlers.notify import after_quiet, tell_person
from handlers.rules.case_flow import Role
from handlers.rules.scenes import deputy_in
from handlers.words.scanning import raised_through


def scanned_station(desk: Desk, code: str | None) -> Station | None:
    station = desk.directory.stations.get(code or "")
    return station if station is not None and station.is_active else None


def scanned_deputy(desk: Desk, scene: str) -> Person | None:
    """A station's own code goes first; whoever is no deputy any more is not named."""
    if scene in desk.directory.stations:
        return None
    return _deputy(desk, deputy_in(scene))


def _deputy(desk: Desk, person_id: int | None) -> Person | None:
    person = desk.directory.people.get(person_id or 0)
    return person if person is not None and Role.DEPUTY in person.roles else None


def through(turn: Turn, desk: Desk, case: Mapping[str, Any]) -> Person | None:
    """The deputy whose code was scanned before a new case. What is sealed or the commission's alone comes through nobody."""
    deputy = _deputy(desk, turn.speaker.deputy_scanned)
    is_own = deputy is not None and deputy.id == turn.speaker.person_id
    return None if is_own or case.get("sealed") or case.get("for_commission") else deputy


def tell_deputy(turn: Turn, desk: Desk, deputy: Person, case_id: int, case: Mapping[str, Any]) -> None:
    """Once, after quiet hours, without the words; the next opinion is the writer's own again."""
    desk.store.people.raised_through(turn.speaker.account_id)
    told = raised_through(case["number"], case["title"])
    tell_person(desk, deputy, told, case_id=case_id, due_at=after_quiet(desk))
