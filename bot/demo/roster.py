"""The demo county's duty roster (值班表): somebody for each day of the coming month, holidays too."""

from datetime import date, timedelta

from sqlalchemy import Connection

from handlers.directory import load_directory
from storage.duty import DutyRoster, DutyRow
from storage.keys import Keyring

OFFICERS = ("刘芳", "陈志远", "赵敏", "何秀兰")
LEADER = "林国栋"
DAYS = 31


def fill_roster(connection: Connection, keys: Keyring, first: date) -> None:
    """Two a day: who is called first, and who after that."""
    people = {person.name: person.id for person in load_directory(connection, keys).people.values()}
    rows = []
    for number in range(DAYS):
        day = first + timedelta(days=number)
        for position in (1, 2):
            name = OFFICERS[(number + position - 1) % len(OFFICERS)]
            rows.append(DutyRow(day, position, name, is_leader=False, person_id=people.get(name)))
        rows.append(DutyRow(day, 1, LEADER, is_leader=True, person_id=people.get(LEADER)))
    DutyRoster(connection, keys).replace(rows)
