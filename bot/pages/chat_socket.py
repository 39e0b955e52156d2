"""One open chat page: first what it missed, then every new line; what it sends is acknowledged one by one.

Page: {"type": "hello", "seen": {conversation: place}}, {"type": "send", …}, {"type": "read", "conversation", "place"},
{"type": "ping"}; a send whose text is a button's names the line under which it was `pressed`.
Here: welcome, lines, line, ack, refused, pong; and card, which button of a line counts as pressed (none: it may be pressed again).
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.webchat import single
from bot.pages.chat_board import ChatBoard
from bot.pages.chat_people import Guest
from bot.pages.chat_sending import MOST_PLACE, NOT_KEPT, NotTaken, Sending, read_sent
from bot.pages.chat_view import View
from bot.storage_trouble import is_storage_trouble, storage_errors
from storage.chat import Line

MOST_WAITING = 500
LONGEST_FRAME = 64 * 1024


@dataclass(frozen=True, slots=True)
class Counter:
    """Where pages are served: everything one of them needs."""

    board: ChatBoard
    view: View
    sending: Sending
    open_sockets: set[web.WebSocketResponse]

    async def serve(self, request: web.Request, guest: Guest) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=25, max_msg_size=LONGEST_FRAME)
        await socket.prepare(request)
        page = OpenPage(self, guest, socket)
        stop = self.board.listen(guest.account, page.hear)
        self.open_sockets.add(socket)
        try:
            await page.run()
        finally:
            stop()
            self.open_sockets.discard(socket)
        return socket

    async def close(self) -> None:
        """The service goes down: pages are told to come back."""
        for socket in tuple(self.open_sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)


class OpenPage:
    """New lines wait until the page has got what it missed, so that their order holds for it."""

    def __init__(self, counter: Counter, guest: Guest, socket: web.WebSocketResponse) -> None:
        self._counter = counter
        self._guest = guest
        self._socket = socket
        self._waiting: asyncio.Queue[Line] = asyncio.Queue(MOST_WAITING)
        self._caught_up = asyncio.Event()
        self._is_behind = False
        self._under = 0  # the line whose button was pressed last, until it is known what came of it

    def hear(self, line: Line) -> None:
        """A page too slow to follow is cut off; it comes back and asks for what it missed."""
        if self._waiting.full():
            self._is_behind = True
        else:
            self._waiting.put_nowait(line)

    async def run(self) -> None:
        telling = asyncio.create_task(self._tell_news())
        try:
            async for frame in self._socket:
                if frame.type is not WSMsgType.TEXT or self._is_behind:
                    break
                await self._answer(frame.data)
        except ConnectionResetError:
            pass  # the page is gone; it comes back with what it has seen
        finally:
            telling.cancel()
            await asyncio.wait((telling,))
            await self._socket.close()

    async def _tell_news(self) -> None:
        await self._caught_up.wait()
        while not self._is_behind:
            line = await self._waiting.get()
            if "closed" in line.body:
                await self._say(
                    {"type": "card", "conversation": "", "place": line.place, "closed": line.body["closed"]}
                )
                continue
            shown = self._counter.view.line(line, self._guest)
            where = "" if line.conversation == single(self._guest.account) else line.conversation
            await self._say({"type": "line", "conversation": where, "item": shown})
            self._under = line.body.get("under", self._under)
            if self._under and not where and not line.sender:
                await self._tell_card()
        await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER)

    async def _tell_card(self) -> None:
        """The bot has answered: every page of this person shows whether the press has used the card up."""
        pressed = await self._counter.view.pressed(self._guest, self._under)
        await self._say({"type": "card", "conversation": "", "place": self._under, "pressed": pressed})
        if pressed is not None:
            self._under = 0

    async def _say(self, event: dict[str, Any]) -> None:
        await self._socket.send_str(json.dumps(event, ensure_ascii=False))

    async def _answer(self, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            return
        match said:
            case {"type": "hello"}:
                await self._hello(said.get("seen"))
            case {"type": "send"}:
                await self._take(said)
            case {"type": "read", "conversation": str(where), "place": int(place)} if 0 < place < MOST_PLACE:
                await self._read(where, place)
            case {"type": "ping"}:
                await self._say({"type": "pong"})

    async def _hello(self, seen: object) -> None:
        places = seen if isinstance(seen, dict) else {}
        view, guest = self._counter.view, self._guest
        conversations = await view.conversations(guest)
        await self._say({"type": "welcome", "conversations": conversations})
        for conversation in conversations:
            await self._catch_up(conversation["id"], places.get(conversation["id"]))
        self._caught_up.set()

    async def _catch_up(self, where: str, place: object) -> None:
        """Everything after the last place seen; a page that has seen nothing gets the last lines."""
        after = place if isinstance(place, int) and 0 <= place < MOST_PLACE else None
        while True:
            piece = await self._counter.view.lines(self._guest, where, after=after)
            if piece["items"] or after is None:
                await self._say({"type": "lines", "is_start": after is None, **piece})
            if after is None or not piece["more"]:
                return
            after = piece["items"][-1]["place"]

    async def _take(self, said: dict[str, Any]) -> None:
        key = said.get("key")
        try:
            line = await self._counter.sending.send(self._guest, read_sent(said))
        except NotTaken as refusal:
            await self._say({"type": "refused", "key": key, "words": refusal.words, "later": refusal.later})
            return
        except storage_errors() as trouble:
            if not is_storage_trouble(trouble):
                raise
            await self._say({"type": "refused", "key": key, "words": NOT_KEPT, "later": True})
            return
        item = None if line is None else self._counter.view.line(line, self._guest)
        await self._say({"type": "ack", "key": key, "item": item})

    async def _read(self, where: str, place: int) -> None:
        conversation = where or single(self._guest.account)
        if self._guest.account in self._counter.board.who_reads(conversation):
            await self._counter.board.mark_read(conversation, self._guest.account, place)
