"""A WeCom group's webhook (群机器人 / 消息推送): outgoing only, the account being the webhook's key."""

import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping

from typing_extensions import override

from bot.channels.base import (
    Allowance,
    Attachment,
    Channel,
    DeliveryFailed,
    Form,
    MessageKind,
    Outbound,
    OutcomeUnknown,
    Receipt,
    RefusedForNow,
    Rejected,
    Unreachable,
)
from bot.channels.capabilities import CAPABILITIES, Capability, allowances_of
from bot.channels.platform_client import checked
from bot.channels.transport import Answer, Transport

NAME = "wecom_group"
_SEND = "/cgi-bin/webhook/send"
_UPLOAD = "/cgi-bin/webhook/upload_media"
_FULL = 45009
_FULL_SECONDS = 65.0
_GONE = frozenset({"93000", "93004", "93008"})  # the webhook is removed, disabled, or not in the group
_PICTURES = frozenset({"image/jpeg", "image/png"})
_SMALLEST_FILE = 5
OnGone = Callable[[str, str], Awaitable[None]]


class WecomGroup(Channel):
    """`on_gone` is told the key of a webhook that the platform has ended, and its number; `is_closed` knows those of before.

    `markdown` is the message type for marked words: markdown, or markdown_v2, which calls nobody.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        can: Capability = CAPABILITIES[NAME],
        markdown: str = "markdown",
        is_closed: Callable[[str], bool] = lambda _key: False,
        on_gone: OnGone | None = None,
    ) -> None:
        self._transport = transport
        self._can = can
        self._markdown = markdown
        self._is_closed = is_closed
        self._on_gone = on_gone

    @property
    @override
    def name(self) -> str:
        return NAME

    @override
    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        """A robot may speak 20 times a minute."""
        return allowances_of(message, self._can)

    @override
    async def send(self, message: Outbound) -> Receipt:
        if self._is_closed(message.account):
            raise Unreachable("closed", was_asked=False)
        try:
            await self._call(_SEND, message.account, await self._payload(message))
        except Unreachable as gone:
            if self._on_gone is not None and gone.code in _GONE:
                await self._on_gone(message.account, gone.code)
            raise
        return Receipt()

    @override
    async def close(self) -> None:
        """Nothing is held: the session belongs to who made it."""

    async def _payload(self, message: Outbound) -> dict[str, object]:
        if message.media:
            return await self._attachment(message.account, message.media[0])
        if message.articles:
            articles = [
                {"title": one.title, "description": one.description, "url": one.url, "picurl": one.picture}
                for one in message.articles
            ]
            return {"msgtype": "news", "news": {"articles": articles}}
        if message.form is Form.MARKDOWN:
            return _marked(message, self._markdown)
        text: dict[str, object] = {"content": message.text}
        if message.mentions:
            text["mentioned_list"] = list(message.mentions)
        return {"msgtype": "text", "text": text}

    async def _attachment(self, key: str, one: Attachment) -> dict[str, object]:
        if one.kind is MessageKind.PHOTO and one.content_type in _PICTURES:
            content = base64.b64encode(one.content).decode()
            digest = hashlib.md5(one.content, usedforsecurity=False).hexdigest()
            return {"msgtype": "image", "image": {"base64": content, "md5": digest}}
        if len(one.content) < _SMALLEST_FILE:
            raise Rejected("empty_file", was_asked=False)
        answer = await self._upload(key, one)
        return {"msgtype": "file", "file": {"media_id": str(answer.get("media_id", ""))}}

    async def _upload(self, key: str, one: Attachment) -> Answer:
        """Nobody has seen it yet: a call that was cut may simply be made again."""
        answer = await self._transport.upload(_UPLOAD, {"key": key, "type": "file"}, one)
        return _taken(RefusedForNow(answer.code) if isinstance(answer, OutcomeUnknown) else answer)

    async def _call(self, path: str, key: str, payload: Mapping[str, object]) -> Answer:
        return _taken(await self._transport.exchange("POST", path, {"key": key}, payload))


def _taken(answer: Answer | DeliveryFailed) -> Answer:
    return checked(answer, {_FULL: _FULL_SECONDS})


def _marked(message: Outbound, kind: str) -> dict[str, object]:
    """People are called inside the words; markdown_v2 cannot."""
    called = "" if kind == "markdown_v2" else "".join(f"<@{person}>" for person in message.mentions)
    return {"msgtype": kind, kind: {"content": f"{message.text}\n{called}" if called else message.text}}
