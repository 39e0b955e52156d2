"""A WeCom group's webhook (群机器人 / 消息推送): outgoing only, the account being the webhook's key."""

from bot.channels.base import Allowance, Outbound, Receipt
from bot.channels.passive import TEXT_LIMIT
from bot.channels.platform_client import checked
from bot.channels.split import send_pieces, split_text
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
        calls = len(split_text(message.text, TEXT_LIMIT))
        return (Allowance(f"{NAME}:{message.account}", 18, 60, calls),)

    async def send(self, message: Outbound) -> Receipt:
        mentions = list(message.mentions)

        async def send_piece(piece: str) -> Receipt:
            text: dict[str, object] = {"content": piece}
            if mentions:
                text["mentioned_list"] = mentions.copy()
                mentions.clear()  # called once, not with every piece
            payload = {"msgtype": "text", "text": text}
            checked(await self._transport.exchange("POST", "/cgi-bin/webhook/send", {"key": message.account}, payload))
            return Receipt()

        return await send_pieces(message.text, TEXT_LIMIT, send_piece)

    async def close(self) -> None:
        """Nothing is held: the session belongs to who made it."""
