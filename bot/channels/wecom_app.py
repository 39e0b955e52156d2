"""The WeCom self-built app (企业微信自建应用): its callbacks, always encrypted, and its answers."""

from collections.abc import Mapping
from datetime import datetime

from bot.channels.base import Allowance, Delivery, HttpAnswer, Outbound, Receipt, Rejected, Unreachable
from bot.channels.capabilities import CAPABILITIES, allowances_of
from bot.channels.crypto import Envelope, RandomBytes, check_size
from bot.channels.passive import PLAIN, sealed_reply, text_reply
from bot.channels.platform_client import PlatformClient
from bot.channels.transport import Answer
from bot.channels.xml import read_fields
from bot.channels.xml_messages import read_message

NAME = "wecom_app"
_TAKEN = HttpAnswer(b"", PLAIN)


class WecomAppCallback:
    def __init__(
        self, *, token: str, encoding_aes_key: str, corp_id: str, window_minutes: int, random_bytes: RandomBytes
    ) -> None:
        self._envelope = Envelope(token, encoding_aes_key, corp_id)
        self._window_minutes = window_minutes
        self._random_bytes = random_bytes

    @property
    def name(self) -> str:
        return NAME

    def check_url(self, query: Mapping[str, str], now: datetime) -> HttpAnswer:
        return HttpAnswer(self._envelope.unseal_echo(query, now, self._window_minutes), PLAIN)

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> Delivery:
        check_size(body)
        sealed = read_fields(body).get("Encrypt", "")
        fields = read_fields(self._envelope.unseal(query, sealed, now, self._window_minutes))
        inbound = read_message(NAME, fields, now)
        to, nonce = fields.get("ToUserName", ""), query.get("nonce", "")
        return Delivery(inbound, to=to, sender=inbound.account, nonce=nonce, encrypted=True)

    def answer(self, delivery: Delivery, text: str | None, now: datetime) -> HttpAnswer:
        if not text:
            return _TAKEN
        reply = text_reply(delivery, text, now)
        return sealed_reply(self._envelope, self._random_bytes, delivery.nonce, reply, now)


class WecomApp:
    """The way out. The platform's own check for repeats stays off: it compares words, and two equal answers may both be due."""

    def __init__(self, client: PlatformClient, agent_id: int) -> None:
        self._client = client
        self._agent_id = agent_id

    @property
    def name(self) -> str:
        return NAME

    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        """Beyond 30 a minute and 1,000 an hour for one member the platform drops in silence: we stay below."""
        return allowances_of(message, CAPABILITIES[NAME])

    async def send(self, message: Outbound) -> Receipt:
        if message.is_group or "|" in message.account or message.account.startswith("@"):
            raise Rejected("account")  # `a|b` and `@all` would reach people nobody meant
        payload = {
            "touser": message.account,
            "msgtype": "text",
            "agentid": self._agent_id,
            "text": {"content": message.text},
        }
        return _receipt(await self._client.call("/cgi-bin/message/send", payload))

    async def close(self) -> None:
        """Nothing is held: the session belongs to who made it."""


def _receipt(answer: Answer) -> Receipt:
    """A success that names the only receiver as invalid or unlicensed is none."""
    for excuse in ("invaliduser", "unlicenseduser"):
        if answer.get(excuse):
            raise Unreachable(excuse)
    return Receipt(str(answer.get("msgid", "")))
