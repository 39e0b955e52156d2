"""The WeCom self-built app (企业微信自建应用): its callbacks, always encrypted, and its answers."""

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.channels.base import (
    Allowance,
    Attachment,
    CardChange,
    Delivery,
    Form,
    HttpAnswer,
    Outbound,
    Receipt,
    Rejected,
    Unreachable,
)
from bot.channels.capabilities import CAPABILITIES, allowances_of
from bot.channels.crypto import Envelope, RandomBytes, check_size
from bot.channels.downloads import MediaSource
from bot.channels.forms import with_commands
from bot.channels.menus import MenuWord
from bot.channels.passive import PLAIN, sealed_reply, text_reply
from bot.channels.platform_client import PlatformClient
from bot.channels.transport import Answer
from bot.channels.wecom_cards import change_payload, changed_card, template_card
from bot.channels.wecom_media import MediaStand, kind_of
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

    def answer(
        self, delivery: Delivery, text: str | None, now: datetime, change: CardChange | None = None
    ) -> HttpAnswer:
        """A press is answered with the card as it looks now, and with nothing else."""
        is_press = delivery.inbound is not None and delivery.inbound.event == "card"
        if change is None and (is_press or not text):
            return _TAKEN
        reply = changed_card(delivery, change, now) if change else text_reply(delivery, text or "", now)
        return sealed_reply(self._envelope, self._random_bytes, delivery.nonce, reply, now)


# The platform's own check for repeats compares words, so that only those that name a case are checked, and answers never:
# two equal ones may both be due. It swallows a second try whose first arrived after all.
_CHECKED = frozenset({"notice", "reminder", "list", "reply", "post"})
_CHECK_SECONDS = 120
_NO_SUCH_MEDIA = "40007"
_NAMES_A_CASE = re.compile(r"(?<!\d)20\d{2}-\d{4}(?!\d)")


class WecomApp:
    """The way out: words, markdown, cards with buttons, pictures and files; each to one person."""

    def __init__(self, client: PlatformClient, agent_id: int, monotonic: Callable[[], float]) -> None:
        self._client = client
        self._agent_id = agent_id
        self._media = MediaStand(client, monotonic)

    @property
    def name(self) -> str:
        return NAME

    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        """Beyond 30 a minute and 1,000 an hour for one member the platform drops in silence: we stay below."""
        return allowances_of(message, CAPABILITIES[NAME])

    def media(self) -> MediaSource:
        """What people sent here."""
        return self._client.media()

    async def send(self, message: Outbound) -> Receipt:
        if message.is_group or "|" in message.account or message.account.startswith("@"):
            raise Rejected("account", was_asked=False)  # `a|b` and `@all` would reach people nobody meant
        if message.purpose == "card":
            return await self._change(message)
        if message.media:
            return await self._show(message, message.media[0])
        if not message.buttons:
            return await self._say(message, _words(message))
        try:
            return await self._say(message, {"msgtype": "template_card", "template_card": template_card(message)})
        except Rejected:  # a card it will not have becomes words with the commands to type
            spoken = replace(message, text=with_commands(message.text, message.buttons), form=Form.PLAIN)
            return await self._say(message, _words(spoken))

    async def _say(self, message: Outbound, content: Mapping[str, object]) -> Receipt:
        payload = {"touser": message.account, "agentid": self._agent_id, **content, **_check(message)}
        return _receipt(await self._client.call("/cgi-bin/message/send", payload))

    async def _show(self, message: Outbound, file: Attachment) -> Receipt:
        """One file a message (forms.py). An id that the platform has forgotten is made anew, once."""
        kind = kind_of(file)
        for is_second in (False, True):
            media_id = await self._media.id_of(file)
            try:
                return await self._say(message, {"msgtype": kind, kind: {"media_id": media_id}})
            except Rejected as refused:
                self._media.forget(media_id)
                if is_second or refused.code != _NO_SUCH_MEDIA:
                    raise
        raise AssertionError

    async def put_menu(self, words: Sequence[MenuWord]) -> None:
        """A tap says the word as if it had been typed."""
        buttons = [word.button() for word in words]
        await self._client.call("/cgi-bin/menu/create", {"button": buttons}, agentid=str(self._agent_id))

    async def _change(self, message: Outbound) -> Receipt:
        """What cannot be changed any more (spent, too old) stays as it is: nobody waits for it."""
        with contextlib.suppress(Rejected, Unreachable):
            await self._client.call("/cgi-bin/message/update_template_card", change_payload(message, self._agent_id))
        return Receipt()

    async def close(self) -> None:
        """Nothing is held: the session belongs to who made it."""


def _receipt(answer: Answer) -> Receipt:
    """A success that names the only receiver as invalid or unlicensed is none."""
    for excuse in ("invaliduser", "unlicenseduser"):
        if answer.get(excuse):
            raise Unreachable(excuse)
    return Receipt(str(answer.get("msgid", "")), str(answer.get("response_code", "")))


def _words(message: Outbound) -> Mapping[str, object]:
    kind = "markdown" if message.form is Form.MARKDOWN else "text"
    return {"msgtype": kind, kind: {"content": message.text}}


def _check(message: Outbound) -> Mapping[str, object]:
    if message.purpose not in _CHECKED or not _NAMES_A_CASE.search(message.text):
        return {}
    return {"enable_duplicate_check": 1, "duplicate_check_interval": _CHECK_SECONDS}
