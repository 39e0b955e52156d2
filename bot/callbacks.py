"""The doors of the platforms: who calls is checked, what is said is stored, and only then is the call answered."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

import structlog
from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from typing_extensions import override

from bot.channels.base import CallbackChannel, CallbackRefused, Delivery, HttpAnswer, Inbound
from bot.clock import Clock
from bot.failure_places import place_of
from bot.first_words import FirstWordsDesk, Words
from bot.intake import Intake, NotStored
from bot.metrics import Metrics

BODY_LIMIT = 1024 * 1024
READ_SECONDS = 0.5  # together with what storing may take, an answer within 5 s
PATHS = {
    "/callbacks/official-account": "official_account",
    "/callbacks/wecom-app": "wecom_app",
    "/callbacks/wecom-aibot": "wecom_aibot",
}
PASSIVE_BYTES = {"official_account": 2048, "wecom_app": 2048, "wecom_aibot": 20480}
MISTAKES = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, RecursionError)
log = structlog.get_logger("callbacks")


class Reception:
    """Takes a message in and gets the answer to it, if it is ready while the caller waits."""

    def __init__(self, intake: Intake, first_words: FirstWordsDesk) -> None:
        self._intake = intake
        self._first_words = first_words

    async def hear(self, inbound: Inbound) -> Words | None:
        """Raises NotStored."""
        return (await self.take(inbound))[1]

    async def take(self, inbound: Inbound) -> tuple[int, Words | None]:
        """Also our number of the message. Raises NotStored."""
        item = self._intake.seal(inbound)
        waiter = self._first_words.expect(item.key, PASSIVE_BYTES.get(inbound.channel, 0))
        try:
            received = await self._intake.take(item)
            if not received.is_handled:
                return received.inbox_id, await waiter.future if waiter is not None else None
        finally:
            if waiter is not None:
                self._first_words.forget(waiter)
        answer = received.answer
        is_passive = answer is not None and answer.is_passive
        return received.inbox_id, Words(answer.outbox_id, answer.text) if answer and is_passive else None

    async def said(self, channel: str, message_key: str) -> str | None:
        """What a callback was answered earlier; None for what went by a message, or is not known yet."""
        answer = await self._intake.answer_to(channel, message_key)
        return answer.text if answer is not None and answer.is_passive else None

    def written(self, words: Words) -> None:
        self._first_words.written(words)


class SpokenResponse(web.Response):
    """An answer with words in it: they count as said once the response has been written."""

    def __init__(self, answer: HttpAnswer, reception: Reception, words: Words) -> None:
        super().__init__(body=answer.body, content_type=answer.content_type)
        self._reception = reception
        self._words = words

    @override
    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        return await super().prepare(request)

    @override
    async def write_eof(self, data: bytes = b"") -> None:
        request = self._req
        await super().write_eof(data)
        transport = request.transport if request is not None else None
        if transport is not None and not transport.is_closing():
            self._reception.written(self._words)


class Callbacks:
    """One address a platform. What is refused leaves nothing but a counter."""

    def __init__(
        self, channels: Mapping[str, CallbackChannel], reception: Reception, metrics: Metrics, clock: Clock
    ) -> None:
        self._channels = channels
        self._reception = reception
        self._metrics = metrics
        self._clock = clock

    def register(self, app: web.Application) -> None:
        for path in PATHS:
            app.router.add_get(path, self.check, allow_head=False)
            app.router.add_post(path, self.take)

    async def check(self, request: web.Request) -> web.StreamResponse:
        """A platform asks whether this address is ours."""
        name = PATHS[request.path]
        try:
            return _response(self._channel(name).check_url(request.query, self._clock.now()))
        except CallbackRefused as refused:
            return self._refuse(name, refused)
        except MISTAKES as error:
            return self._unreadable(name, error)

    async def take(self, request: web.Request) -> web.StreamResponse:
        name = PATHS[request.path]
        try:
            body = await _body_of(request)
            channel = self._channel(name)
            delivery = channel.open(request.query, body, self._clock.now())
            return await self._answer(channel, delivery)
        except CallbackRefused as refused:
            return self._refuse(name, refused)
        except NotStored:
            log.error("not_stored", channel=name)
            return web.Response(status=503)
        except MISTAKES as error:
            return self._unreadable(name, error)

    async def _answer(self, channel: CallbackChannel, delivery: Delivery) -> web.StreamResponse:
        now: datetime = self._clock.now()
        if delivery.inbound is None:
            said = await self._reception.said(channel.name, delivery.polled) if delivery.polled else None
            return _response(channel.answer(delivery, said, now))
        words = await self._reception.hear(delivery.inbound)
        if words is None:
            return _response(channel.answer(delivery, None, now))
        return SpokenResponse(channel.answer(delivery, words.text, now, words.change), self._reception, words)

    def _channel(self, name: str) -> CallbackChannel:
        channel = self._channels.get(name)
        if channel is None:
            raise CallbackRefused(404, "disabled")
        return channel

    def _refuse(self, name: str, refused: CallbackRefused) -> web.Response:
        self._metrics.rejected(name, refused.reason)
        return web.Response(status=refused.status)

    def _unreadable(self, name: str, error: BaseException) -> web.Response:
        """Something strange enough to trip our own code: still no reason to fail."""
        log.error("callback_failed", channel=name, error=type(error).__name__, at=place_of(error))
        return self._refuse(name, CallbackRefused(400, "body"))


async def _body_of(request: web.Request) -> bytes:
    """At most 1 MiB, in a few seconds; most bodies are there before we look."""
    if (request.content_length or 0) > BODY_LIMIT:
        raise CallbackRefused(413, "size")
    if request.content.is_eof():
        return _within(request.content.read_nowait(-1))
    try:
        async with asyncio.timeout(READ_SECONDS):
            return _within(await _read_slowly(request))
    except (TimeoutError, web.PayloadAccessError, ConnectionError):
        raise CallbackRefused(400, "body") from None


async def _read_slowly(request: web.Request) -> bytes:
    pieces, size = [], 0
    async for piece in request.content.iter_any():
        pieces.append(piece)
        size += len(piece)
        if size > BODY_LIMIT:
            break
    return b"".join(pieces)


def _within(body: bytes) -> bytes:
    if len(body) > BODY_LIMIT:
        raise CallbackRefused(413, "size")
    return body


def _response(answer: HttpAnswer) -> web.Response:
    return web.Response(body=answer.body, content_type=answer.content_type)
