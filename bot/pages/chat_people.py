"""Who is sitting at the chat page: a person of the demo county by `as=`, or a visitor known by a cookie alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aiohttp import web

from bot.pages.chat_board import ChatBoard, Memory
from bot.pages.chat_limits import NEW_VISITORS, Limiter
from bot.pages.chat_safety import client_address

COOKIE = "liaison_visitor"
COOKIE_SECONDS = 400 * 24 * 3600  # browsers keep none longer
COOKIE_SHAPE = re.compile(r"[0-9a-f]{64}")


class Persona(Protocol):
    """A person of the demo county one may play."""

    @property
    def account(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def is_staff(self) -> bool: ...
    @property
    def is_extra(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is at the page. `fresh_cookie` is what the answer must set, if anything."""

    account: str
    name: str = ""
    who: str = ""
    hint: str = ""
    is_visitor: bool = False
    fresh_cookie: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """Lets people in. `token(n)` gives n unguessable bytes in hex."""

    board: ChatBoard
    memory: Memory
    personas: Callable[[], Sequence[Persona]]
    demo_personas: bool
    is_secure: bool
    token: Callable[[int], str]
    now: Callable[[], datetime]
    newcomers: Limiter

    async def guest(self, request: web.Request) -> Guest:
        """The one who sends this request; a visitor without a cookie becomes one now."""
        if self.demo_personas:
            return self._persona(request.query.get("as", ""))
        cookie = cookie_of(request)
        fresh = "" if cookie else self.token(32)
        account = await self._account(request, cookie or fresh)
        return Guest(account, is_visitor=True, fresh_cookie=fresh)

    def _persona(self, account: str) -> Guest:
        for one in self.personas():
            if one.account == account:
                return Guest(account, one.name, one.who, one.hint)
        raise web.HTTPUnauthorized(text="请先在 /chat 选一位演示人物。")

    async def _account(self, request: web.Request, cookie: str) -> str:
        known = await self.memory.read(lambda connection: self.board.book(connection).visitor(cookie))
        if known is not None:
            return known
        if not self.newcomers.take(client_address(request)):
            raise web.HTTPTooManyRequests(text="这个网络刚才来的人太多，请过一个小时再来。急事请直接打电话。")
        account, now = f"web-{self.token(8)}", self.now()
        return await self.memory.write(lambda connection: self.board.book(connection).welcome(cookie, account, now))

    def hand_cookie(self, response: web.StreamResponse, cookie: str) -> None:
        """HttpOnly, so that no script reads it; Lax, so that a link from WeChat still finds it."""
        if cookie:
            response.set_cookie(
                COOKIE,
                cookie,
                max_age=COOKIE_SECONDS,
                path="/chat",
                httponly=True,
                samesite="Lax",
                secure=self.is_secure,
            )


def cookie_of(request: web.Request) -> str:
    """The visitor's cookie, or nothing when there is none of ours."""
    cookie = request.cookies.get(COOKIE, "")
    return cookie if COOKIE_SHAPE.fullmatch(cookie) else ""


def newcomers(now: Callable[[], datetime]) -> Limiter:
    return Limiter(NEW_VISITORS, now)
