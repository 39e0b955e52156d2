"""What is done with one stored message, in one transaction: who speaks, the first route that fits, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.channels.base import Button, CardChange
from bot.channels.capabilities import Capability, capability_of
from bot.channels.forms import with_commands
from bot.clock import Clock
from bot.failure_places import place_of
from bot.first_words import Key, Words
from bot.route import Duties
from bot.storage_trouble import is_storage_trouble
from handlers.cards import Changed
from handlers.desk import Desk, Turn
from handlers.message import Message
from handlers.rules.errors import RuleBroken
from storage.cases import StaleCase
from storage.inbox import Inbox, Waiting, open_payload
from storage.keys import Keyring
from storage.outbox import Letter, account_lane
from storage.savepoint import Savepoint
from storage.store import Store

BACKOFF_SECONDS = (1, 5, 20)
STALE_TRIES = 3
log = structlog.get_logger("router")


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one inbox row. `retry_in` is set when it will be tried again; `route` is the way it went."""

    inbox_id: int
    key: Key
    words: Words | None = None
    has_letters: bool = False
    retry_in: float | None = None
    route: str = ""


@dataclass(slots=True)
class Claim:
    """The callback a transaction took for itself: let go when the transaction fails."""

    key: Key | None = None


class Handling:
    """`take_callback` gives away the callback that waits for the answer to a message, if one does."""

    def __init__(
        self,
        *,
        keys: Keyring,
        clock: Clock,
        desk: Callable[[Connection], Desk],
        duties: Duties,
        take_callback: Callable[[Key, str], bool],
    ) -> None:
        self._keys = keys
        self._clock = clock
        self._desk = desk
        self._duties = duties
        self._take_callback = take_callback

    def handle_next(self, sender_key: str, claim: Claim, connection: Connection) -> Handled | None:
        """The sender's oldest row, in one transaction with all that it causes."""
        inbox = Inbox(connection, self._keys)
        inbox.lock_sender(sender_key)
        row = inbox.oldest_of(sender_key)
        if row is None or (row.next_try is not None and row.next_try > self._clock.now()):
            return None
        try:
            return self._handle(connection, row, claim)
        except Exception as error:  # a mistake of ours must not stop the others; it is recorded in the row
            if is_storage_trouble(error):
                raise
            with Savepoint(connection, "failure"):
                return self._failed(Store(connection, self._keys), row, error)

    def _handle(self, connection: Connection, row: Waiting, claim: Claim) -> Handled:
        message = self._opened(row)
        for _ in range(STALE_TRIES):
            try:
                with Savepoint(connection, "message"):
                    return self._finish(row, claim, *self._take_route(connection, message))
            except StaleCase:  # somebody else moved the case in between: look at it as it is now
                continue
            except RuleBroken as broken:
                with Savepoint(connection, "message"):
                    return self._finish(row, claim, *self._refuse(connection, message, broken))
        raise StaleCase

    def _opened(self, row: Waiting) -> Message:
        return Message.from_payload(row.inbox_id, row.received_at, open_payload(self._keys, row.payload))

    def _take_route(self, connection: Connection, message: Message) -> tuple[Turn, Desk, str]:
        desk = self._desk(connection)
        turn = self._duties.open_turn(message, desk)
        route = self._duties.routes.first(turn, desk)
        if route is None:
            return turn, desk, "none"
        route.handler(turn, desk)
        self._duties.finish(turn, desk)
        return turn, desk, route.name

    def _refuse(self, connection: Connection, message: Message, broken: RuleBroken) -> tuple[Turn, Desk, str]:
        desk = self._desk(connection)
        turn = self._duties.open_turn(message, desk)
        self._duties.refuse(turn, desk, broken)
        return turn, desk, type(broken).__name__

    def _finish(self, row: Waiting, claim: Claim, turn: Turn, desk: Desk, route: str) -> Handled:
        """What is to be said goes into the outbox together with all that was changed."""
        released = self._release_held(turn, desk)
        is_press = turn.message.event == "card"
        words = (self._answer_press if is_press else self._write_letters)(row, desk, claim)
        if turn.message.response_url:
            message = turn.message
            store = desk.store.response_urls
            store.put(message.account, message.conversation, row.inbox_id, message.response_url, desk.now)
        desk.store.inbox.handled(row.inbox_id, desk.now)
        has_letters = words is None or words.outbox_id is None or bool(desk.letters or released)
        return Handled(row.inbox_id, _key(row), words, has_letters, route=route)

    def _release_held(self, turn: Turn, desk: Desk) -> int:
        """What waited for this person's, or this group's, next word; nothing waits for somebody never heard before."""
        if not turn.message.is_sign_of_life or not (turn.is_group or turn.speaker.has_spoken):
            return 0
        return sum(desk.store.outbox.release_held(lane, desk.now) for lane in _lanes_opened(turn))

    def _write_letters(self, row: Waiting, desk: Desk, claim: Claim) -> Words | None:
        answer, outbox = _spoken(desk.answer), desk.store.outbox
        if answer is None or not self._take_callback(_key(row), answer.text):
            outbox.put(_all_letters(desk), desk.now)
            return None
        claim.key = _key(row)
        return Words(outbox.put_with_claimed(answer, desk.letters, desk.now), answer.text)

    def _answer_press(self, row: Waiting, desk: Desk, claim: Claim) -> Words | None:
        """A press is answered by its card; words that do not fit into it, or change nothing there, go by themselves."""
        answer, outbox, key = desk.answer, desk.store.outbox, _key(row)
        in_card = answer if answer is not None and _fits_card(answer, capability_of(row.channel)) else None
        text = in_card.text if in_card is not None else ""
        if desk.changed is None or not self._take_callback(key, text):
            self._duties.change_by_message(desk)
            outbox.put(_all_letters(desk), desk.now)
            return None
        claim.key = key
        change = _card_change(desk.changed, text)
        if in_card is not None:
            return Words(outbox.put_with_claimed(in_card, desk.letters, desk.now), text, change)
        outbox.put(_all_letters(desk), desk.now)
        return Words(None, "", change)

    def _failed(self, store: Store, row: Waiting, error: Exception) -> Handled:
        """Tried again a few times, then given up with one apology."""
        name = type(error).__name__
        log.error("handling_failed", inbox_id=row.inbox_id, attempt=row.attempts + 1, error=name, at=place_of(error))
        if row.attempts < len(BACKOFF_SECONDS):
            seconds = BACKOFF_SECONDS[row.attempts]
            store.inbox.failed(row.inbox_id, self._clock.now() + timedelta(seconds=seconds), name)
            return Handled(row.inbox_id, _key(row), retry_in=seconds)
        self._apologise(store, row)
        store.inbox.handled(row.inbox_id, self._clock.now(), error=name)
        return Handled(row.inbox_id, _key(row), has_letters=True)

    def _apologise(self, store: Store, row: Waiting) -> None:
        try:
            with Savepoint(store.connection, "apology"):
                desk = self._desk(store.connection)
                turn = self._duties.open_turn(self._opened(row), desk)
                self._duties.apologise(turn, desk)
                store.outbox.put([letter for letter in (desk.answer, *desk.letters) if letter], desk.now)
        except Exception as error:  # not even the speaker can be found; the row keeps the first error
            if is_storage_trouble(error):
                raise
            log.error("apology_failed", inbox_id=row.inbox_id, error=type(error).__name__, at=place_of(error))


def _spoken(answer: Letter | None) -> Letter | None:
    """What a callback is answered has no buttons: the commands are said in words."""
    if answer is None or not answer.buttons:
        return answer
    buttons = tuple(Button(label, command) for label, command in answer.buttons)
    return replace(answer, text=with_commands(answer.text, buttons))


def _all_letters(desk: Desk) -> list[Letter]:
    return [desk.answer, *desk.letters] if desk.answer else desk.letters


def _fits_card(answer: Letter, can: Capability) -> bool:
    return not answer.buttons and len(answer.text) <= can.shown_chars


def _card_change(changed: Changed, text: str) -> CardChange:
    card = changed.card
    label, command = card.body.buttons[changed.choice]
    return CardChange(card.task, changed.label, card.body.text, text, card.body.facts, (label, command))


def _lanes_opened(turn: Turn) -> set[str]:
    speaker, message = turn.speaker, turn.message
    if turn.is_group:
        return {f"{message.channel}:{message.conversation}"}
    return {account_lane(message.channel, speaker.account_id), account_lane(speaker.channel_out, speaker.account_out)}


def _key(row: Waiting) -> Key:
    return row.channel, row.message_key
