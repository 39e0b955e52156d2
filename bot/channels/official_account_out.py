"""The official account's way out (公众号 / 服务号): service message, template or subscription message, or not yet."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from typing_extensions import override

from bot.channels.base import (
    Channel,
    DeliveryFailed,
    NotNow,
    Outbound,
    OutcomeUnknown,
    OverLimit,
    Receipt,
    Rejected,
)
from bot.channels.downloads import MediaSource
from bot.channels.menus import MenuWord
from bot.channels.platform_client import PlatformClient
from bot.channels.template_fields import Template, filled
from bot.channels.transport import Answer

NAME = "official_account"
SERVICE = "/cgi-bin/message/custom/send"
TEMPLATE = "/cgi-bin/message/template/send"
SUBSCRIBE = "/cgi-bin/message/subscribe/bizsend"
MENU = "/cgi-bin/menu/create"
_DAY_IS_FULL = 45009
_SENT_BEFORE = "45065"  # client_msg_id exists
_NO_CONSENT = frozenset({"43101", "43116"})
_NO_TEMPLATES = frozenset({"48001", "48002", "48004", "40037", "43004", "43019"})
log = structlog.get_logger("official_account")


@dataclass(frozen=True, slots=True)
class Permit:
    """By which ways somebody may be written to just now; `facts` are what a template may tell of the case.

    `may_serve`: one customer service message has been taken for this call. `consents`: the 订阅通知 they have allowed.
    """

    may_serve: bool
    has_consent: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)


class Permits(Protocol):
    """The book of what may be sent to whom. It is asked before every call, and told what the platform made of it."""

    async def ask(self, message: Outbound, template: Template | None) -> Permit: ...

    async def unused(self, message: Outbound) -> None:
        """What was taken for this call has not been used."""
        return

    async def closed(self, message: Outbound) -> None:
        """The platform counts otherwise: nothing may be sent until this person's next word."""
        return

    async def consent_used(self, message: Outbound, template: Template) -> None:
        """One message of this template went out."""
        return

    async def consent_gone(self, message: Outbound, template: Template) -> None:
        """The person has not allowed it, or not any more."""
        return


class AlwaysOpen(Permits):
    """Leaves the counting to the platform."""

    @override
    async def ask(self, message: Outbound, template: Template | None) -> Permit:
        return Permit(may_serve=True, has_consent=True)


class OfficialAccount(Channel):
    """The way out: a customer service message (客服消息) while there is a window; a template or subscription message after it,
    where the office has one for what is told; else the words wait for the person's next one.

    What a day allows is used up at once for everybody (45009): then that call rests until midnight.
    """

    def __init__(
        self,
        client: PlatformClient,
        *,
        permits: Permits | None = None,
        templates: Mapping[str, Template] | None = None,
        until_midnight: Callable[[], float] = lambda: 3600.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._permits = permits or AlwaysOpen()
        self._templates = templates or {}
        self._until_midnight = until_midnight
        self._monotonic = monotonic
        self._rests_until: dict[str, float] = {}

    @property
    @override
    def name(self) -> str:
        return NAME

    def media(self) -> MediaSource:
        """What people sent here."""
        return self._client.media()

    @override
    async def send(self, message: Outbound) -> Receipt:
        if message.is_group:
            raise Rejected("group", was_asked=False)
        # Of a message that has begun, the rest goes the same way or not yet.
        template = self._templates.get(message.purpose) if message.part == 0 else None
        permit = await self._permits.ask(message, template)
        failure: DeliveryFailed = NotNow("no_window", was_asked=False)
        if permit.may_serve:
            try:
                return await self._serve(message)
            except (NotNow, OverLimit) as refused:
                failure = refused
        if template is None or (template.needs_consent and not permit.has_consent):
            raise failure
        return await self._knock(message, template, permit, failure)

    @override
    async def close(self) -> None:
        """Nothing is held: the session belongs to who made it."""

    async def put_menu(self, words: Sequence[MenuWord]) -> None:
        """A tap says the word as if it had been typed."""
        await self._client.call(MENU, {"button": [word.button() for word in words]})

    async def _serve(self, message: Outbound) -> Receipt:
        try:
            answer = await self._call(SERVICE, {"touser": message.account, **_service_message(message)})
        except NotNow:
            await self._permits.closed(message)
            raise
        except OutcomeUnknown:  # perhaps it arrived
            raise
        except DeliveryFailed:
            await self._permits.unused(message)
            raise
        return Receipt(str(answer.get("msgid", "")))

    async def _knock(self, message: Outbound, template: Template, permit: Permit, failure: DeliveryFailed) -> Receipt:
        """What is wrong with a template is no reason to stop the channel: the words wait, and the log names the number."""
        fields, is_whole = filled(template, message.text, permit.facts)
        payload: dict[str, object] = {
            "touser": message.account,
            "template_id": template.id,
            "data": {name: {"value": value} for name, value in fields.items()},
        }
        if template.url:
            payload["page" if template.needs_consent else "url"] = template.url
        if not template.needs_consent:
            payload["client_msg_id"] = message.key
        try:
            answer = await self._call(SUBSCRIBE if template.needs_consent else TEMPLATE, payload)
        except DeliveryFailed as refused:
            return await self._after_refusal(message, template, refused, failure, is_whole=is_whole)
        if template.needs_consent:
            await self._permits.consent_used(message, template)
        return Receipt(str(answer.get("msgid", "")), is_knock=not is_whole, is_whole=is_whole)

    async def _after_refusal(
        self, message: Outbound, template: Template, refused: DeliveryFailed, failure: DeliveryFailed, *, is_whole: bool
    ) -> Receipt:
        if refused.code == _SENT_BEFORE:
            return Receipt(is_knock=not is_whole, is_whole=is_whole)
        if refused.code in _NO_CONSENT:
            await self._permits.consent_gone(message, template)
            raise NotNow(refused.code)
        if isinstance(refused, Rejected) or refused.code in _NO_TEMPLATES:
            log.error("template_refused", purpose=message.purpose, error=refused.code)
            raise failure
        raise refused

    async def _call(self, path: str, payload: Mapping[str, object]) -> Answer:
        now = self._monotonic()
        rests = self._rests_until.get(path, now) - now
        if rests > 0:
            raise OverLimit(str(_DAY_IS_FULL), retry_after=rests, was_asked=False)
        try:
            return await self._client.call(path, payload, full={_DAY_IS_FULL: self._until_midnight()})
        except OverLimit as full:
            self._rests_until[path] = now + (full.retry_after or 0.0)
            log.error("days_quota_used", call=path)
            raise


def _service_message(message: Outbound) -> dict[str, object]:
    """Words; with buttons a menu whose words come back as if they had been typed (msgmenu)."""
    if not message.buttons:
        return {"msgtype": "text", "text": {"content": message.text}}
    choices = [
        {"id": f"{message.outbox_id}-{place}", "content": button.label} for place, button in enumerate(message.buttons)
    ]
    return {"msgtype": "msgmenu", "msgmenu": {"head_content": message.text, "list": choices, "tail_content": ""}}
