"""The built-in chat at /chat.

For programs without a browser (identity: `as=` with demo persons, else the cookie the first answer sets):

GET /chat/messages?conversation=&after=&before=
    conversation: empty for the chat with the bot, `group:<name>` for a group; after/before: a `place`.
    -> {"conversation", "items": [{"place", "at", "kind", "text", "name", "mine", "bot", "buttons": [[label, command]],
    "media", "latitude", "longitude", "quoted", "key"}], "more"}, oldest first. With `after` the lines after it (at most
    200), otherwise the last 50 (before it).
POST /chat/send   JSON {"key": 8-40 letters, digits, - or _, the same on every try, "conversation", "kind": text (default),
    photo, voice, file, location or event (a scanned code alone), "text", "media": a name from /chat/media, "latitude", "longitude", "reply_to": a place,
    "scene": the code of a scanned station}
    -> {"item": …} once it is durably stored; 4xx {"error": words, "later": whether the same may be sent again}.
POST /chat/media?conversation=   the bare bytes of a photo or a voice, of staff also a paper -> {"media", "kind"}
GET /chat/media/<name>, GET /chat/conversations, GET /chat/ws (see chat_socket.py)
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web
from sqlalchemy import Connection

from bot.channels.base import Inbound
from bot.media.files import MediaFiles
from bot.pages.chat_board import ChatBoard, Memory
from bot.pages.chat_http import ChatPages
from bot.pages.chat_limits import MESSAGES, UPLOADS, Limiter
from bot.pages.chat_people import Door, Persona, newcomers
from bot.pages.chat_sending import Sending
from bot.pages.chat_shelf import Shelf
from bot.pages.chat_socket import Counter
from bot.pages.chat_view import View

STATIC = Path(__file__).parent.parent / "static" / "chat"


@dataclass(frozen=True, slots=True)
class Chat:
    """What the chat needs of the house. `board` is also what the channel out puts its lines on.

    `members` of a group by its name, `groups_of` an account, `name_of` an account; `address` tells what a group message
    says to the bot; `put` writes an inbox row in a transaction that is open; `wake` an account's messages once they are durable;
    `takes_papers` from an account: papers are of the office.
    """

    board: ChatBoard
    memory: Memory
    files: MediaFiles
    public_url: str
    bot_name: str
    congress_name: str
    demo_personas: bool
    personas: Callable[[], Sequence[Persona]]
    members: Callable[[str], Iterable[str]]
    groups_of: Callable[[str], Iterable[str]]
    name_of: Callable[[str], str]
    address: Callable[[str, str], str | None]
    put: Callable[[Connection, Inbound], object]
    wake: Callable[[str], None]
    takes_papers: Callable[[str], Awaitable[bool]]
    token: Callable[[int], str]
    now: Callable[[], datetime]


def register(app: web.Application, chat: Chat) -> None:
    """Put the chat's addresses into the application."""
    pages = _pages(chat)
    app.middlewares.append(pages.guard)
    routes = (
        ("GET", "/chat", pages.page),
        ("GET", "/chat/side", pages.side),
        ("GET", "/chat/conversations", pages.conversations),
        ("GET", "/chat/messages", pages.messages),
        ("POST", "/chat/send", pages.send),
        ("POST", "/chat/media", pages.upload),
        ("GET", "/chat/media/{name}", pages.media),
        ("GET", "/chat/ws", pages.socket),
    )
    for method, path, handler in routes:
        app.router.add_route(method, path, handler)
    app.router.add_get("/", _to_chat)
    app.router.add_static("/chat/static", STATIC)

    async def close(_: web.Application) -> None:
        await pages.counter.close()

    app.on_shutdown.append(close)


async def _to_chat(_: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/chat")


def _pages(chat: Chat) -> ChatPages:
    board, now = chat.board, chat.now
    view = View(board, chat.bot_name, chat.congress_name, chat.groups_of, chat.members, chat.name_of, chat.takes_papers)
    shelf = Shelf(board, chat.memory, chat.files, chat.token, chat.takes_papers)
    limiter = Limiter(MESSAGES, now)
    sending = Sending(board, shelf, chat.bot_name, limiter, chat.address, chat.put, chat.wake, now)
    is_secure = chat.public_url.startswith("https://")
    door = Door(board, chat.memory, chat.personas, chat.demo_personas, is_secure, chat.token, now, newcomers(now))
    counter = Counter(board, view, sending, set())
    return ChatPages(door, board, view, sending, shelf, counter, Limiter(UPLOADS, now), chat.public_url, now)
