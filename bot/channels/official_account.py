"""The official account (公众号 / 服务号): its callbacks, in plaintext, compatible and safe mode, and its answers inside them."""

from collections.abc import Mapping
from datetime import datetime

from bot.channels.base import CallbackRefused, CardChange, Delivery, HttpAnswer
from bot.channels.crypto import Envelope, RandomBytes, check_size, check_timestamp, check_token, verify
from bot.channels.official_account_out import NAME
from bot.channels.passive import PLAIN, XML, sealed_reply, text_reply
from bot.channels.xml import read_fields
from bot.channels.xml_messages import read_message

_TAKEN = HttpAnswer(b"success", PLAIN)


class OfficialAccountCallback:
    """With an EncodingAESKey only the ciphertext of a body is read; without one only plaintext is known."""

    def __init__(
        self,
        *,
        token: str,
        encoding_aes_key: str,
        app_id: str,
        account_id: str,
        window_minutes: int,
        random_bytes: RandomBytes,
    ) -> None:
        check_token(token)
        self._token = token
        self._envelope = Envelope(token, encoding_aes_key, app_id) if encoding_aes_key else None
        self._account_id = account_id
        self._window_minutes = window_minutes
        self._random_bytes = random_bytes

    @property
    def name(self) -> str:
        return NAME

    def check_url(self, query: Mapping[str, str], now: datetime) -> HttpAnswer:
        """The platform's first call to a new address: it signs only its query and expects its own words back."""
        self._verify_query(query, now)
        if "echostr" not in query:
            raise CallbackRefused(400, "body")
        return HttpAnswer(query["echostr"].encode("utf-8", "replace"), PLAIN)

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> Delivery:
        check_size(body)
        fields = read_fields(body)
        if self._envelope is None:
            self._verify_query(query, now)
        else:
            sealed = fields.get("Encrypt", "")
            fields = read_fields(self._envelope.unseal(query, sealed, now, self._window_minutes))
        to = fields.get("ToUserName", "")
        if self._account_id not in ("", to):
            raise CallbackRefused(403, "receiver")
        inbound = read_message(NAME, fields, now)
        return Delivery(
            inbound,
            to=to,
            sender=inbound.account,
            nonce=query.get("nonce", ""),
            encrypted=self._envelope is not None,
        )

    def answer(
        self, delivery: Delivery, text: str | None, now: datetime, change: CardChange | None = None
    ) -> HttpAnswer:
        if not text:
            return _TAKEN
        reply = text_reply(delivery, text, now)
        if self._envelope is None:
            return HttpAnswer(reply.encode(), XML)
        return sealed_reply(self._envelope, self._random_bytes, delivery.nonce, reply, now)

    def _verify_query(self, query: Mapping[str, str], now: datetime) -> None:
        timestamp = query.get("timestamp", "")
        verify(query.get("signature", ""), self._token, timestamp, query.get("nonce", ""))
        check_timestamp(timestamp, now, self._window_minutes)
