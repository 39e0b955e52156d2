"""Cards: a button works only for the person it was sent to, and once; and a card whose matter has moved on says so."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto

from handlers.desk import Desk, Turn
from handlers.message import Message
from handlers.rules.card_steps import is_over, step_of
from handlers.rules.case_flow import Status, Step
from handlers.words import cards as words
from storage.cards import TASK, Card
from storage.cases import CaseRow
from storage.outbox import Letter

TICKET_HOURS = 72


class InVain(Enum):
    """Why a press does nothing."""

    UNKNOWN = auto()
    NOT_YOURS = auto()
    USED = auto()


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button of a card that is known; `choice` is its place among the card's buttons."""

    card: Card | None
    choice: int = -1
    in_vain: InVain | None = None

    @property
    def command(self) -> str:
        return self.card.body.buttons[self.choice][1] if self.card and self.in_vain is None else ""


@dataclass(frozen=True, slots=True)
class Changed:
    """What becomes of the card that was pressed in this turn. `ticket` is what the press gave for changing it."""

    card: Card
    label: str
    choice: int
    ticket: str


def read_press(desk: Desk, message: Message, account_id: int) -> Press:
    found = TASK.fullmatch(message.task)
    card = desk.store.cards.find(int(found[2])) if found else None
    if found is None or card is None or card.task != found[1] or card.channel != message.channel:
        return Press(None, in_vain=InVain.UNKNOWN)
    commands = [command for _, command in card.body.buttons]
    if message.choice not in commands:
        return Press(None, in_vain=InVain.UNKNOWN)
    if card.account_id != account_id:
        return Press(None, in_vain=InVain.NOT_YOURS)
    if card.used_at is not None:
        return Press(card, card.choice or 0, InVain.USED)
    return Press(card, commands.index(message.choice))


def as_typed(message: Message, press: Press) -> Message:
    """From here on a press is what the person would have typed."""
    return replace(message, kind="text", text=press.command) if press.command else message


def is_in_vain(turn: Turn, _desk: Desk) -> bool:
    return turn.press is not None and turn.press.in_vain is not None


def say_why(turn: Turn, desk: Desk) -> None:
    """One sentence; nothing has changed but, at most, how the card looks."""
    press = turn.press
    if press is None or press.in_vain is None:
        return
    done = _label(press) if press.card is not None else ""
    desk.say(turn, words.in_vain(press.in_vain.name, done))


def finish(turn: Turn, desk: Desk) -> None:
    """After the turn was taken: the card is used up, and shows what was done."""
    press = turn.press
    if press is None or press.card is None:
        return
    if press.in_vain is None:
        desk.store.cards.use(press.card.id, press.choice, desk.now)
    desk.changed = Changed(press.card, _label(press), press.choice, turn.message.ticket or press.card.ticket)


def change_by_message(desk: Desk) -> None:
    """Where the press itself could not be answered in time: the card is changed by a call of its own."""
    changed = desk.changed
    if changed is not None and changed.ticket:
        desk.post(_change(desk, changed.card, changed.label, changed.ticket))


def close_cards(desk: Desk, case: CaseRow, step: Step, after: Status, account_id: int | None) -> None:
    """Whoever else has a card that asks for this step, or for one that is no longer open, sees that it is done."""
    for card in desk.store.cards.open_of(case.id, desk.now - timedelta(hours=TICKET_HOURS)):
        steps = [step_of(command) for _, command in card.body.buttons]
        if card.id == desk.pressed or not is_over(steps, step, after, is_own=card.account_id == account_id):
            continue
        if desk.store.cards.take_ticket(card):
            desk.post(_change(desk, card, words.done(step), card.ticket))


def close_if_late(desk: Desk, outbox_id: int) -> None:
    """A card that reached its screen only after its step was taken: what changes it came too late for `close_cards`."""
    card = desk.store.cards.find(outbox_id)
    if card is None or card.case_id is None:
        return
    desk.store.cases.hold(card.case_id)
    steps = [step_of(command) for _, command in card.body.buttons]
    for row in desk.store.history.of(card.case_id):
        step, is_own = Step(row.step), row.actor_account == card.account_id
        if row.at <= card.written_at or not is_over(steps, step, Status(row.to_status), is_own=is_own):
            continue
        if desk.store.cards.take_ticket(card):
            desk.post(_change(desk, card, words.done(step), card.ticket))
        return


def _label(press: Press) -> str:
    if press.card is None:
        return ""
    label, command = press.card.body.buttons[press.choice]
    return words.pressed(label, step_of(command))


def _change(desk: Desk, card: Card, label: str, ticket: str) -> Letter:
    return Letter(
        channel=card.channel,
        account_id=card.account_id,
        text=label,
        purpose="card",
        rank=0,
        due_at=desk.now,
        case_id=card.case_id,
        ticket=ticket,
    )
