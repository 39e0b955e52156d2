"""The chat's addresses: the page, its files, and the two by which a program can talk without a browser."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.channels.webchat import single
from bot.pages.chat_board import ChatBoard
from bot.pages.chat_limits import Limiter
from bot.pages.chat_people import Door, Guest, cookie_of
from bot.pages.chat_safety import check
from bot.pages.chat_sending import MOST_PLACE, NOT_HERE, NOT_KEPT, SCENE_SHAPE, TOO_MUCH, NotTaken, Sending, read_sent
from bot.pages.chat_shelf import Shelf
from bot.pages.chat_socket import Counter
from bot.pages.chat_view import View
from bot.pages.ranged import ranged
from bot.storage_trouble import is_storage_trouble, storage_errors

TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent.parent / "templates"), autoescape=True)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
MOST_BESIDE = 4
BIGGEST = 10 * 1024 * 1024
LONGEST_JSON = 64 * 1024
TOO_BIG = "这个文件超过 10 MB，请换一个小一点的。"
NOT_A_FILE = "只能发照片（jpg、png、webp）和录音（mp3、m4a、amr、wav、ogg）。"


@dataclass(frozen=True, slots=True)
class ChatPages:
    """The handlers of /chat. `public_url` is where people find us, `congress_name` whose chat it is."""

    door: Door
    board: ChatBoard
    view: View
    sending: Sending
    shelf: Shelf
    counter: Counter
    uploads: Limiter
    public_url: str
    now: Callable[[], datetime]

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Every address of the chat, its pictures too, is served under the same rule of safety."""
        if request.path != "/" and request.path.split("/")[1] != "chat":
            return await handler(request)
        try:
            check(request, demo_personas=self.door.demo_personas, public_url=self.public_url)
            return await handler(request)
        except (web.HTTPUnauthorized, web.HTTPForbidden, web.HTTPTooManyRequests) as refusal:
            return _json({"error": refusal.text, "later": refusal.status == 429}, status=refusal.status)
        except NotTaken as refusal:
            return _json({"error": refusal.words, "later": refusal.later}, status=refusal.status)
        except storage_errors() as trouble:
            if not is_storage_trouble(trouble):
                raise
            return _json({"error": NOT_KEPT, "later": True}, status=503)

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The chat itself; with demo persons and none chosen, the page to choose one."""
        scene = request.query.get("s", "")
        told = {"congress": self.view.congress_name, "bot": self.view.bot_name}
        if not self.door.demo_personas:
            response = _page("chat.html", **told, guest=Guest("", is_visitor=True), scene=_scene(scene))
            self.door.hand_cookie(response, cookie_of(request) or self.door.token(32))
            return response
        account = request.query.get("as", "")
        personas = self.door.personas()
        guest = next((one for one in personas if one.account == account), None)
        if guest is None:
            return _page("chat_start.html", **told, personas=personas, is_unknown=bool(account), scene=_scene(scene))
        return _page("chat.html", **told, guest=guest, scene=_scene(scene))

    async def side(self, request: web.Request) -> web.StreamResponse:
        """Several people of the demo county beside each other, each in a window of their own."""
        personas = {one.account: one for one in self.door.personas()} if self.door.demo_personas else {}
        chosen = [personas[account] for account in request.query.getall("as", []) if account in personas]
        if not chosen:
            raise web.HTTPFound("/chat")
        return _page("chat_side.html", congress=self.view.congress_name, personas=chosen[:MOST_BESIDE])

    async def conversations(self, request: web.Request) -> web.StreamResponse:
        guest = await self.door.guest(request)
        return self._answer(guest, {"conversations": await self.view.conversations(guest)})

    async def messages(self, request: web.Request) -> web.StreamResponse:
        guest = await self.door.guest(request)
        conversation = request.query.get("conversation", "")
        self._check_member(guest, conversation)
        after, before = (_place(request.query.get(name)) for name in ("after", "before"))
        return self._answer(guest, await self.view.lines(guest, conversation, after=after, before=before))

    async def send(self, request: web.Request) -> web.StreamResponse:
        guest = await self.door.guest(request)
        line = await self.sending.send(guest, read_sent(await _json_of(request)))
        return self._answer(guest, {"item": None if line is None else self.view.line(line, guest)})

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The bare bytes of one file; what comes back is its name, to be sent as `media`."""
        guest = await self.door.guest(request)
        conversation = request.query.get("conversation", "")
        self._check_member(guest, conversation)
        if guest.is_visitor and not self.uploads.take(guest.account):
            raise NotTaken(429, TOO_MUCH, later=True)
        data = await _at_most(request, BIGGEST, TOO_BIG)
        file = await self.shelf.put(guest.account, conversation or single(guest.account), data, self.now())
        if file is None:
            raise NotTaken(415, NOT_A_FILE)
        return self._answer(guest, {"media": file.name, "kind": file.kind})

    async def media(self, request: web.Request) -> web.StreamResponse:
        """A file, for those in its conversation; for all others it does not exist."""
        guest = await self.door.guest(request)
        file = await self.shelf.find(request.match_info["name"])
        if file is None or guest.account not in self.board.who_reads(file.conversation):
            raise web.HTTPNotFound
        content = await self.shelf.content(file)
        if content is None:
            raise web.HTTPNotFound
        headers = {"Content-Type": file.content_type, "Cache-Control": "private, max-age=86400", **SAFE}
        if file.kind == "file":  # a paper is opened by its own program, never within our page
            headers["Content-Disposition"] = "attachment"
        return ranged(request, content, headers)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Only who has been at the page has a cookie, and only such a browser gets a live line."""
        if not self.door.demo_personas and not cookie_of(request):
            raise web.HTTPUnauthorized(text="请先打开 /chat。")
        return await self.counter.serve(request, await self.door.guest(request))

    def _check_member(self, guest: Guest, conversation: str) -> None:
        if conversation and guest.account not in self.board.who_reads(conversation):
            raise NotTaken(404, NOT_HERE)

    def _answer(self, guest: Guest, value: object) -> web.Response:
        response = _json(value)
        self.door.hand_cookie(response, guest.fresh_cookie)
        return response


SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
PAGE_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def _page(template: str, **told: object) -> web.Response:
    text = TEMPLATES.get_template(template).render(**told)
    return web.Response(text=text, content_type="text/html", headers=PAGE_HEADERS)


def _json(value: object, *, status: int = 200) -> web.Response:
    text = json.dumps(value, ensure_ascii=False)
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(text=text, status=status, content_type="application/json", headers=headers)


def _scene(scene: str) -> str:
    return scene if SCENE_SHAPE.fullmatch(scene) else ""


def _place(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and int(value) < MOST_PLACE else None


async def _at_most(request: web.Request, size: int, words: str) -> bytes:
    data = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        data += chunk
        if len(data) > size:
            raise NotTaken(413, words)
    return bytes(data)


async def _json_of(request: web.Request) -> object:
    """Only JSON sent as JSON: a form of a strange page cannot send that."""
    if request.content_type != "application/json":
        raise NotTaken(415, "要用 JSON 发送。")
    try:
        value: object = json.loads(await _at_most(request, LONGEST_JSON, "这条消息太长。"))
    except ValueError:
        raise NotTaken(400, "这条消息不完整，没有收下。") from None
    return value
