"""Who is told of a sealed case (受限件): who has the duty; where nobody was named, today's 值班 beside the commission."""

from handlers.casefile import today
from handlers.desk import Desk
from handlers.directory import Person


def in_duty(desk: Desk, duty: str) -> tuple[Person, ...]:
    """By name; by default the commission, the secrecy officers and whoever is on today's 值班 with them."""
    people = desk.directory.with_duty(duty)
    if duty not in desk.directory.default_duties:
        return people
    on_duty = (desk.directory.people.get(row.person_id or 0) for row in desk.store.duty.of(today(desk)))
    return tuple(dict.fromkeys((*people, *(person for person in on_duty if person is not None))))
