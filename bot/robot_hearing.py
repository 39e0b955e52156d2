"""What comes in over the robot's long connection: stored, handled, and answered in the way each kind of frame asks for."""

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy import Connection

from bot.callbacks import MISTAKES, Reception
from bot.channels.aibot_answers import NAME, Body, changed_card, stream, welcome
from bot.channels.aibot_connection import AibotConnection, Frame
from bot.channels.aibot_messages import read_message
from bot.channels.aibot_socket import WecomAibotSocket
from bot.channels.base import CallbackRefused, DeliveryFailed, Inbound, Outbound
from bot.clock import Clock
from bot.failure_places import place_of
from bot.first_words import Words
from bot.intake import NotStored
from bot.metrics import Metrics
from bot.storage_trouble import storage_errors
from bot.writing import Memory
from storage.allowances import Allowances

# Nobody repeats what this platform has brought: while it cannot be stored, it is kept in hand.
STORE_PAUSES = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 60.0, 60.0)
log = structlog.get_logger("robot")


class RobotHearing:
    def __init__(
        self,
        *,
        channel: WecomAibotSocket,
        reception: Reception,
        memory: Memory,
        allowances: Allowances,
        metrics: Metrics,
        clock: Clock,
        bot_name: str,
    ) -> None:
        self._channel = channel
        self._reception = reception
        self._memory = memory
        self._allowances = allowances
        self._metrics = metrics
        self._clock = clock
        self._bot_name = bot_name

    async def hear(self, connection: AibotConnection, frame: Frame) -> None:
        try:
            inbound = read_message(NAME, frame.body, self._bot_name, self._clock.now())
        except CallbackRefused as refused:
            self._metrics.rejected(NAME, refused.reason)
            return
        except MISTAKES as error:
            log.error("callback_failed", channel=NAME, error=type(error).__name__, at=place_of(error))
            self._metrics.rejected(NAME, "body")
            return
        if inbound is not None:
            await self._hear(connection, frame, inbound)

    async def _hear(self, connection: AibotConnection, frame: Frame, inbound: Inbound) -> None:
        inbox_id, words = await self._stored(inbound)
        if words is None:
            if inbox_id is not None and not inbound.event:
                self._channel.expect_late(inbox_id, frame.req_id)
            return
        cmd, body = _answer(inbound, words)
        if body is None or not await self._may_answer(inbound):
            return
        try:
            ack = await connection.call(cmd, body, frame.req_id)
        except DeliveryFailed as failure:  # the row goes out by itself when it falls due
            log.warning("not_answered", error=failure.code)
            return
        if ack.code == 0:
            self._reception.written(words)
        else:
            log.warning("not_answered", code=ack.code)

    async def _stored(self, inbound: Inbound) -> tuple[int | None, Words | None]:
        for pause in STORE_PAUSES:
            try:
                return await self._reception.take(inbound)
            except NotStored:
                log.error("not_stored", channel=NAME)
            await asyncio.sleep(pause)
        return None, None

    async def _may_answer(self, inbound: Inbound) -> bool:
        """Answers count with what is said unasked; over the limit the row waits for its turn like any other."""
        if inbound.event:  # the welcome and a changed card are no messages
            return True
        address = inbound.conversation or inbound.account
        wanted = self._channel.allowances(Outbound("", address, "", is_group=bool(inbound.conversation)))
        take: Callable[[Connection], float] = lambda connection: self._allowances.take(connection, wanted)  # noqa: E731
        try:
            return not await self._memory.write(take)
        except storage_errors():
            return True


def _answer(inbound: Inbound, words: Words) -> tuple[str, Body | None]:
    """Each kind of callback has exactly one command that answers it."""
    if inbound.event == "card":
        return "aibot_respond_update_msg", changed_card(words.change) if words.change else None
    if inbound.event == "enter":
        return "aibot_respond_welcome_msg", welcome(words.text)
    if inbound.event:
        return "", None
    return "aibot_respond_msg", stream(inbound.message_key, words.text)
