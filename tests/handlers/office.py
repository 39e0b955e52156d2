"""A small office to try the work in: a real database, the demo county, a clock that stands still until it is moved.

Everything goes through the table of routes and the outbox; only the network is missing.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, update

from bot.config import Config, settings_of
from bot.routes import ROUTES
from handlers.answers import refuse
from handlers.cards import close_if_late, finish
from handlers.desk import Desk
from handlers.directory import Directory, load_directory
from handlers.directory_content import DirectoryContent, RawRow
from handlers.directory_import import import_directory
from handlers.message import Message
from handlers.mornings import every_morning
from handlers.people import open_turn
from handlers.rounds import reached
from handlers.rules.errors import RuleBroken
from handlers.settings import Settings
from handlers.timers import due_cases, run_timer
from storage.cases import CaseRow
from storage.directory import directory_version
from storage.keys import Keyring
from storage.outbox import Letter
from storage.store import Store
from storage.tables.messages import outbox
from tests.ready import put_county, put_tables

# Monday morning, in office hours.
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass
class Office:
    """`say` is one message of one person; `heard` is what each person was told since they were last asked.

    `answer` is the last answer whole, with its buttons. With `has_cards` a message with buttons lies on a screen and can
    be pressed (`press`): `cards` are those that were dealt, `changes` what later took the place of their buttons, by whose.
    With `is_slow` what changes a card is in the books only when `settle_cards` is called.
    """

    engine: Engine
    keys: Keyring
    settings: Settings
    now: datetime = MONDAY
    directory: Directory = field(init=False)
    boxes: dict[str, list[Letter]] = field(default_factory=dict)
    alarms: list[Letter] = field(default_factory=list)
    unreachable: set[str] = field(default_factory=set)
    answer: Letter | None = None
    has_cards: bool = False
    is_slow: bool = False
    cards: list[tuple[str, int, Letter]] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    changed: str = ""
    _waiting: list[Letter] = field(default_factory=list)
    _inbox: int = 0

    def __post_init__(self) -> None:
        self.reload_directory()

    def reload_directory(self) -> None:
        with self.engine.begin() as connection:
            self.directory = load_directory(connection, self.keys)

    def add_groups(self, *groups: dict[str, str]) -> None:
        """More groups, as an office writes them into its directory."""
        content = DirectoryContent(groups=tuple(RawRow(f"第{place}行", group) for place, group in enumerate(groups, 1)))
        with self.engine.begin() as connection:
            import_directory(connection, self.keys, content, self.now)
        self.reload_directory()

    def say(self, account: str, text: str, *, channel: str = "webchat", conversation: str = "") -> str:
        """What this person is answered."""
        return self.send(account, kind="text", text=text, channel=channel, conversation=conversation)

    def card(self, account: str, label: str) -> int:
        """The latest card of this person with such a button."""
        return next(
            place
            for who, place, letter in reversed(self.cards)
            if who == account and label in [one for one, _ in letter.buttons]
        )

    def press(self, account: str, label: str, *, of: str = "", card: int = 0) -> str:
        """What this person is answered who presses a button, their own or one `of` somebody else's card."""
        card = card or self.card(of or account, label)
        letter = next(letter for _, place, letter in self.cards if place == card)
        with self.engine.begin() as connection:
            found = Store(connection, self.keys).cards.find(card)
        assert found is not None
        choice = next(command for one, command in letter.buttons if one == label)
        return self.send(
            account,
            kind="event",
            event="card",
            channel=letter.channel,
            task=found.task,
            choice=choice,
            ticket=f"press-{self._inbox}",
        )

    def send(self, account: str, *, kind: str, channel: str = "webchat", **fields: object) -> str:
        self._inbox += 1
        payload = {"channel": channel, "account": account, "kind": kind, **fields}
        message = Message.from_payload(self._inbox, self.now, payload)
        with self.engine.begin() as connection:
            if directory_version(connection) != self.directory.version:
                self.directory = load_directory(connection, self.keys)
            desk = self.desk(connection)
            turn = open_turn(message, desk)
            route = ROUTES.first(turn, desk)
            assert route is not None, message
            nested = connection.begin_nested()
            try:
                route.handler(turn, desk)
                finish(turn, desk)
            except RuleBroken as broken:
                nested.rollback()
                desk.letters.clear()
                desk.answer = desk.changed = None
                refuse(turn, desk, broken)
            self.deliver(desk)
            if desk.answer is not None:
                self._deal(desk, desk.answer, account)
        self.answer = desk.answer
        self.changed = desk.changed.label if desk.changed else ""
        return desk.answer.text if desk.answer else ""

    def pass_time(self, **span: float) -> None:
        """Move the clock and let the tick do what is due, as often as needed."""
        self.now += timedelta(**span)
        while True:
            with self.engine.begin() as connection:
                desk = self.desk(connection)
                due = due_cases(desk.store, self.now)
                for case_id in due:
                    run_timer(desk, case_id)
                done = len(due) + every_morning(desk)
                self.deliver(desk)
            if not done:
                return

    def run_timers(self) -> None:
        """What cases do by themselves by now; mornings apart."""
        with self.engine.begin() as connection:
            desk = self.desk(connection)
            for case_id in due_cases(desk.store, self.now):
                run_timer(desk, case_id)
            self.deliver(desk)

    def heard(self, account: str) -> list[str]:
        """What this person was sent, but for answers to their own words; asking empties the box."""
        return [letter.text for letter in self.boxes.pop(account, [])]

    def case(self, number: str) -> CaseRow:
        year, seq = number.split("-")
        with self.engine.begin() as connection:
            found = Store(connection, self.keys).cases.find_number(int(year), int(seq))
        assert found is not None
        return found

    def _deal(self, desk: Desk, letter: Letter, account: str) -> None:
        """A message with buttons as the platform took it, with a ticket of its own."""
        if not self.has_cards or not letter.buttons:
            return
        (place,) = desk.store.outbox.put([replace(letter, inbox_id=None)], self.now)
        if not self.is_slow:
            self._settle_card(desk, place)
        self.cards.append((account, place, letter))

    def _settle_card(self, desk: Desk, place: int) -> None:
        sent = {"delivery": "sent", "settled_at": self.now, "ticket": f"card-{place}"}
        desk.store.connection.execute(update(outbox).where(outbox.c.id == place).values(**sent))

    def settle_cards(self) -> None:
        """The platform's answers to all cards so far."""
        with self.engine.begin() as connection:
            desk = self.desk(connection)
            for _, place, _ in self.cards:
                self._settle_card(desk, place)
                close_if_late(desk, place)
            self.deliver(desk)

    def desk(self, connection: Connection) -> Desk:
        return Desk(Store(connection, self.keys), self.now, self.directory, self.settings)

    def deliver(self, desk: Desk) -> None:
        """What is due arrives, unless the account cannot be reached; a reply that was told starts the time to rate."""
        self._waiting.extend(desk.letters)
        due = [letter for letter in self._waiting if letter.due_at <= self.now]
        self._waiting = [letter for letter in self._waiting if letter.due_at > self.now]
        for letter in due:
            if letter.group_id is not None:
                self.boxes.setdefault(desk.store.people.group_address(letter.group_id), []).append(letter)
                continue
            if letter.account_id is None:
                self.alarms.append(letter)
                continue
            _, account = desk.store.people.address_of(letter.account_id)
            if letter.purpose == "card":
                self.changes.append((account, letter.text))
                continue
            self._deal(desk, letter, account)
            is_reached = account not in self.unreachable
            if is_reached:
                self.boxes.setdefault(account, []).append(letter)
            if letter.report_id is not None:
                reached(desk, letter.report_id, was_reached=is_reached)


def open_office(folder: Path, engine: Engine, **changes: Any) -> Office:
    """`changes` are fields of Settings; staff are told at once unless it says otherwise."""
    if engine.dialect.name == "sqlite":
        put_tables(str(engine.url))
    settings = replace(settings_of(Config()), **{"staff_at_once": True, **changes})
    return Office(engine, put_county(engine, folder / "liaison.key", MONDAY), settings)
