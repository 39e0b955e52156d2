"""After a restore the books are older than the world: nothing goes out twice, no number is given twice, no post comes late."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from handlers.desk import Desk
from handlers.directory import load_directory
from handlers.mornings import send_morning
from handlers.rules.case_numbers import format_number, next_hundred
from handlers.settings import Settings
from storage.keys import Keyring
from storage.outbox_desk import OutboxDesk
from storage.slots import miss_slots
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Settled:
    """`held` messages wait for `outbox retry`; the year's next case gets `next_number`."""

    held: int
    next_number: str


def settle(connection: Connection, keys: Keyring, settings: Settings, now: datetime) -> Settled:
    """In the transaction that restores. Morning lists that are due by now are written first, and held with the rest."""
    desk = Desk(Store(connection, keys), now, load_directory(connection, keys), settings)
    send_morning(desk)
    desk.store.outbox.put(desk.letters, now)
    held = OutboxDesk(connection).hold_all()
    miss_slots(connection, now)
    year = settings.local_day(now).year
    first = next_hundred(desk.store.cases.last_seq(year))
    desk.store.cases.go_on_from(year, first)
    return Settled(held, format_number(year, first))
