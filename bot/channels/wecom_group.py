"""A WeCom group's webhook (群机器人 / 消息推送): outgoing only, the account being the webhook's key."""

from bot.channels.base import Allowance, Outbound, Receipt
from bot.channels.capabilities import CAPABILITIES, allowances_of
from bot.channels.platform_client import checked
from bot.channels.transport import Transport

NAME = "wecom_group"


class WecomGroup:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def name(self) -> str:
        return NAME

    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        """A robot may speak 20 times a minute."""
        return allowances_of(message, CAPABILITIES[NAME])

    async def send(self, message: Outbound) -> Receipt:
        text: dict[str, object] = {"content": message.text}
        if message.mentions:
            text["mentioned_list"] = list(message.mentions)
        payload = {"msgtype": "text", "text": text}
        checked(await self._transport.exchange("POST", "/cgi-bin/webhook/send", {"key": message.account}, payload))
        return Receipt()

    async def close(self) -> None:
        """Nothing is held: the session belongs to who made it."""
