"""The WeCom robot (智能机器人) called at our address: @-mentions in internal groups and single chats, answered at once."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.channels.aibot_messages import read_message
from bot.channels.base import (
    Allowance,
    CallbackRefused,
    CardChange,
    Delivery,
    HttpAnswer,
    MessageKind,
    NotNow,
    Outbound,
    Receipt,
)
from bot.channels.crypto import Envelope, RandomBytes, check_size
from bot.channels.passive import PLAIN, cut

NAME = "wecom_aibot"
_JSON = "application/json"
_TEXT_LIMIT = 20480
_NOTHING = HttpAnswer(b"", PLAIN)


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
        return Delivery(inbound, sender=sender, nonce=query.get("nonce", ""), encrypted=True)

    def answer(
        self, delivery: Delivery, text: str | None, now: datetime, change: CardChange | None = None
    ) -> HttpAnswer:
        """A finished stream for a message, a plain text for an entered chat, silence for the platform's own polls."""
        if delivery.inbound is None or not text:
            return _NOTHING
        content = cut(text, _TEXT_LIMIT)
        if delivery.inbound.kind is MessageKind.EVENT:
            reply: dict[str, object] = {"msgtype": "text", "text": {"content": content}}
        else:
            stream = {"id": delivery.inbound.message_key, "finish": True, "content": content}
            reply = {"msgtype": "stream", "stream": stream}
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


class WecomAibot:
    """The way out of a robot that is called at our address: there is none but the answer to a person's own words."""

    @property
    def name(self) -> str:
        return NAME

    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        return ()

    async def send(self, message: Outbound) -> Receipt:
        raise NotNow("no_push")

    async def close(self) -> None:
        """Nothing is held."""
