"""The built-in chat as a way out: a message of the bot is put on the board, once a key."""

from typing import Any, Protocol

from typing_extensions import override

from bot.channels.base import Attachment, Channel, Outbound, Receipt

NAME = "webchat"


class ChatBoard(Protocol):
    """Where conversations are kept. `append` and `show` answer None when this key was there before."""

    async def append(self, conversation: str, key: str, body: dict[str, Any]) -> int | None: ...

    async def show(self, conversation: str, key: str, file: Attachment) -> int | None: ...

    async def close(self, conversation: str, place: int, label: str) -> None:
        """The buttons of the line at this place are over; `label` says why."""


def single(account: str) -> str:
    """The conversation of one person with the bot."""
    return f"bot:{account}"


def line_key(task: str) -> str:
    """The key of a line of ours, by that of its Outbound."""
    return f"bot:{task}"


def task_of(key: str) -> str:
    return key.removeprefix("bot:")


def group(name: str) -> str:
    return name if name.startswith("group:") else f"group:{name}"


class Webchat(Channel):
    """Nothing leaves the house, so nothing can fail but the database."""

    def __init__(self, board: ChatBoard) -> None:
        self._board = board

    @property
    @override
    def name(self) -> str:
        return NAME

    @override
    async def send(self, message: Outbound) -> Receipt:
        conversation = group(message.account) if message.is_group else single(message.account)
        if message.purpose == "card":
            await self._board.close(conversation, int(message.ticket), message.text)
            return Receipt()
        if message.media:
            place = await self._board.show(conversation, line_key(message.key), message.media[0])
            return Receipt("" if place is None else str(place))
        body: dict[str, Any] = {"kind": "text", "text": message.text}
        if message.buttons:
            body["buttons"] = [[button.label, button.command] for button in message.buttons]
        if message.mentions:
            body["mentions"] = list(message.mentions)
        place = await self._board.append(conversation, line_key(message.key), body)
        known = "" if place is None else str(place)
        return Receipt(known, ticket=known if message.buttons and not message.is_group else "")

    @override
    async def close(self) -> None:
        return
