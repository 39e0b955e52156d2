"""The WeCom robot (智能机器人) called at our address: @-mentions in internal groups and single chats, answered at once.

What is not ready at once goes to the message's response_url, which takes one message within the hour; and what has no such
address goes by the app (企业微信自建应用), or waits for the person's next word.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

from bot.channels.aibot_answers import NAME, changed_card, message_of, stream, welcome
from bot.channels.aibot_messages import polled_stream, read_message
from bot.channels.aibot_socket import failure_of_frame
from bot.channels.base import (
    Allowance,
    CallbackRefused,
    CardChange,
    Channel,
    Delivery,
    DeliveryFailed,
    HttpAnswer,
    NotNow,
    Outbound,
    OverLimit,
    Receipt,
    RefusedForNow,
    Rejected,
)
from bot.channels.capabilities import CAPABILITIES, allowances_of, capability_of
from bot.channels.crypto import Envelope, RandomBytes, check_size
from bot.channels.forms import fit
from bot.channels.passive import PLAIN
from bot.channels.transport import Transport

_JSON = "application/json"
_NOTHING = HttpAnswer(b"", PLAIN)
_MOST_URLS = 5


class WecomAibotCallback:
    """In-house robots name no receiver: the envelope's id must be empty."""

    def __init__(
        self, *, token: str, encoding_aes_key: str, bot_name: str, window_minutes: int, random_bytes: RandomBytes
    ) -> None:
        self._envelope = Envelope(token, encoding_aes_key, "")
        self._bot_name = bot_name
        self._window_minutes = window_minutes
        self._random_bytes = random_bytes

    @property
    def name(self) -> str:
        return NAME

    def check_url(self, query: Mapping[str, str], now: datetime) -> HttpAnswer:
        return HttpAnswer(self._envelope.unseal_echo(query, now, self._window_minutes), PLAIN)

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> Delivery:
        check_size(body)
        sealed = _read_object(body).get("encrypt")
        if not isinstance(sealed, str):
            raise CallbackRefused(400, "body")
        message = _read_object(self._envelope.unseal(query, sealed, now, self._window_minutes))
        inbound = read_message(NAME, message, self._bot_name, now)
        sender = inbound.account if inbound else ""
        nonce, polled = query.get("nonce", ""), polled_stream(message)
        return Delivery(inbound, sender=sender, nonce=nonce, encrypted=True, polled=polled)

    def answer(
        self, delivery: Delivery, text: str | None, now: datetime, change: CardChange | None = None
    ) -> HttpAnswer:
        """A finished stream for a message, a plain text for an entered chat, the card anew for a pressed one."""
        inbound = delivery.inbound
        if change is not None:
            reply = changed_card(change)
        elif not text:
            return _NOTHING
        elif inbound is None:
            reply = stream(delivery.polled, text)
        elif inbound.event == "enter":
            reply = welcome(text)
        elif inbound.event:
            return _NOTHING
        else:
            reply = stream(inbound.message_key, text)
        return self._seal(json.dumps(reply, ensure_ascii=False), delivery.nonce, now)

    def _seal(self, reply: str, nonce: str, now: datetime) -> HttpAnswer:
        timestamp = int(now.timestamp())
        ciphertext = self._envelope.encrypt(reply, self._random_bytes(16))
        signature = self._envelope.sign(str(timestamp), nonce, ciphertext)
        body = {"encrypt": ciphertext, "msgsignature": signature, "timestamp": timestamp, "nonce": nonce}
        return HttpAnswer(json.dumps(body).encode(), _JSON)


def _read_object(body: bytes) -> dict[str, object]:
    """A JSON object; anything else, however deep, is unreadable."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise CallbackRefused(400, "body") from None
    if not isinstance(value, dict):
        raise CallbackRefused(400, "body")
    return value


class GivenUrl(Protocol):
    """A response_url that nobody else has now."""

    @property
    def url(self) -> str: ...


class UrlBook(Protocol):
    """The addresses that came with people's messages. What was taken is gone, unless it is put back unused."""

    async def take(self, message: Outbound) -> GivenUrl | None: ...

    async def put_back(self, given: GivenUrl) -> None: ...


class WecomAibot:
    """`transport` takes whole addresses. `app` is the way to a person where the robot itself has none."""

    def __init__(self, transport: Transport, urls: UrlBook, app: Channel | None) -> None:
        self._transport = transport
        self._urls = urls
        self._app = app

    @property
    def name(self) -> str:
        return NAME

    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        by_app = self._app.allowances(message) if self._app is not None and not message.is_group else ()
        return (*allowances_of(message, CAPABILITIES[NAME]), *by_app)

    async def send(self, message: Outbound) -> Receipt:
        for _ in range(0 if message.media else _MOST_URLS):
            given = await self._urls.take(message)
            if given is None:
                break
            if await self._said_at(given, message):
                return Receipt()
        if self._app is None or message.is_group:
            raise NotNow("no_push", was_asked=False)
        receipt = Receipt()
        for part in (message,) if message.media else fit(message, capability_of(self._app.name)):
            receipt = await self._app.send(part)
        return receipt

    async def _said_at(self, given: GivenUrl, message: Outbound) -> bool:
        """False where the address is spent: another one may do."""
        if not _is_safe(given.url):
            return False
        answer = await self._transport.exchange("POST", given.url, {}, message_of(message))
        if isinstance(answer, RefusedForNow):
            await self._urls.put_back(given)
        if isinstance(answer, DeliveryFailed):
            raise answer
        code = answer.get("errcode")
        if not isinstance(code, int):
            raise RefusedForNow("not_json")
        failure = failure_of_frame(code) if code else None
        if isinstance(failure, RefusedForNow | OverLimit):  # nothing was taken, and the address may not be spent
            await self._urls.put_back(given)
        if failure is not None and not isinstance(failure, Rejected):
            raise failure
        return failure is None

    async def close(self) -> None:
        """Nothing is held."""


def _is_safe(url: str) -> bool:
    """What we say goes over an encrypted line, or stays on this machine."""
    parts = urlsplit(url)
    try:
        return parts.scheme == "https" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
