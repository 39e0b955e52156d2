"""What a page is shown: lines and conversations as JSON, from the eyes of one person."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.channels.webchat import single
from bot.pages.chat_board import ChatBoard
from bot.pages.chat_people import Guest
from storage.chat import Line

FIRST_LINES = 50
MOST_LINES = 200
_INSIDE = frozenset({"quoted", "under"})


@dataclass(frozen=True, slots=True)
class View:
    """`takes_papers` from an account; `groups_of` names the groups of an account, `name_of` the person behind it."""

    board: ChatBoard
    bot_name: str
    congress_name: str
    groups_of: Callable[[str], Iterable[str]]
    members: Callable[[str], Iterable[str]]
    name_of: Callable[[str], str]
    takes_papers: Callable[[str], Awaitable[bool]]

    def line(self, line: Line, guest: Guest) -> dict[str, Any]:
        """Accounts stay inside: a page learns names, and the keys of its own lines only."""
        is_mine = line.sender == guest.account
        shown = {name: value for name, value in line.body.items() if name not in _INSIDE}
        shown |= {"place": line.place, "at": line.at.isoformat(), "mine": is_mine, "bot": line.sender == ""}
        shown["name"] = self._name(line.sender)
        if is_mine:
            shown["key"] = line.key.partition(":")[2]
        if "quoted" in line.body:
            quoted = line.body["quoted"]
            shown["quoted"] = {"name": self._name(quoted["sender"]), "text": quoted["text"]}
        return shown

    def _name(self, account: str) -> str:
        return self.name_of(account) if account else self.bot_name

    async def conversations(self, guest: Guest) -> list[dict[str, Any]]:
        """The chat with the bot first, then the person's groups."""
        alone: dict[str, Any] = {"id": "", "title": self.bot_name, "subtitle": self.congress_name, "members": []}
        alone["papers"] = await self.takes_papers(guest.account)
        groups = [
            {"id": f"group:{name}", "title": name, "subtitle": "", "members": [*map(self._name, self._people(name))]}
            for name in self.groups_of(guest.account)
        ]
        return [await self._with_news(conversation, guest) for conversation in (alone, *groups)]

    def _people(self, group: str) -> list[str]:
        return ["", *self.members(group)]

    async def _with_news(self, conversation: dict[str, Any], guest: Guest) -> dict[str, Any]:
        where = conversation["id"] or single(guest.account)
        last = await self.board.before(where, None, 1)
        unread = await self.board.unread(where, guest.account)
        return {**conversation, "unread": unread, "last": self.line(last[0], guest) if last else None}

    async def lines(
        self, guest: Guest, conversation: str, *, after: int | None = None, before: int | None = None
    ) -> dict[str, Any]:
        """One piece of a conversation: what came after a place, else the last lines (before a place)."""
        where = conversation or single(guest.account)
        if after is not None:
            found = await self.board.after(where, after, MOST_LINES + 1)
            lines, more = found[:MOST_LINES], len(found) > MOST_LINES
        else:
            found = await self.board.before(where, before, FIRST_LINES + 1)
            lines, more = found[-FIRST_LINES:], len(found) > FIRST_LINES
        pressed = await self.board.pressed(lines)
        items = [self.line(line, guest) | _if_pressed(pressed.get(line.place)) for line in lines]
        return {"conversation": conversation, "items": items, "more": more}

    async def pressed(self, guest: Guest, place: int) -> str | None:
        """What was pressed under the line at this place of the chat with the bot."""
        lines = await self.board.after(single(guest.account), place - 1, 1)
        return (await self.board.pressed(lines)).get(place)


def _if_pressed(command: str | None) -> dict[str, str]:
    return {} if command is None else {"pressed": command}
