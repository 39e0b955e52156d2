"""How a person without an account is reached: name and telephone as they were given, from the vault, each look recorded."""

from collections.abc import Iterable

from handlers.desk import Desk
from handlers.directory import Person
from handlers.rules.personal import ItemKind

# The account key of people who were registered at the station or on the telephone; nothing can be sent there.
WALK_IN = "walk_in"
_REACHES = (ItemKind.NAME, ItemKind.PHONE)


def contact_of(desk: Desk, account_id: int, people: Iterable[Person], *, why: str) -> str:
    """张大爷 138…, for these people; empty when nothing was left."""
    given = {item.value: item for item in desk.store.vault.items_from([account_id]) if item.is_given}
    items = [item for kind in _REACHES for item in given.values() if item.kind == kind][:3]
    for person in people:
        desk.store.vault.looked([item.id for item in items], person_id=person.id, why=why, now=desk.now)
    return " ".join(item.value for item in items)
