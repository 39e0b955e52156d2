"""What is done with one stored message, in one transaction: who speaks, the first route that fits, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.failure_places import place_of
from bot.first_words import Key, Words
from bot.route import Duties
from bot.storage_trouble import is_storage_trouble
from handlers.desk import Desk, Turn
from handlers.message import Message
from handlers.rules.errors import RuleBroken
from storage.cases import StaleCase
from storage.inbox import Inbox, Waiting, open_payload
from storage.keys import Keyring
from storage.outbox import account_lane
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
        for route in self._duties.routes:
            if route.fits(turn, desk):
                route.handler(turn, desk)
                return turn, desk, route.name
        return turn, desk, "none"

    def _refuse(self, connection: Connection, message: Message, broken: RuleBroken) -> tuple[Turn, Desk, str]:
        desk = self._desk(connection)
        turn = self._duties.open_turn(message, desk)
        self._duties.refuse(turn, desk, broken)
        return turn, desk, type(broken).__name__

    def _finish(self, row: Waiting, claim: Claim, turn: Turn, desk: Desk, route: str) -> Handled:
        """What is to be said goes into the outbox together with all that was changed."""
        released = self._release_held(turn, desk)
        words = self._write_letters(row, desk, claim)
        desk.store.inbox.handled(row.inbox_id, desk.now)
        has_letters = words is None or bool(desk.letters or released)
        return Handled(row.inbox_id, _key(row), words, has_letters, route=route)

    def _release_held(self, turn: Turn, desk: Desk) -> int:
        """What waited for this person's next word; nothing waits for somebody never heard before."""
        if turn.is_group or not turn.speaker.has_spoken:
            return 0
        lane = account_lane(turn.speaker.channel_out, turn.speaker.account_id)
        return desk.store.outbox.release_held(lane, desk.now)

    def _write_letters(self, row: Waiting, desk: Desk, claim: Claim) -> Words | None:
        answer, outbox = desk.answer, desk.store.outbox
        if answer is None or not self._take_callback(_key(row), answer.text):
            outbox.put([answer, *desk.letters] if answer else desk.letters, desk.now)
            return None
        claim.key = _key(row)
        return Words(outbox.put_with_claimed(answer, desk.letters, desk.now), answer.text)

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


def _key(row: Waiting) -> Key:
    return row.channel, row.message_key
