"""The pass every call to a platform needs: fetched once for all who wait, kept until shortly before it ends."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.channels.base import DeliveryFailed, RefusedForNow
from bot.channels.platform_errors import failure_of, is_misconfigured
from bot.channels.transport import Answer, Transport

_SPARE_SECONDS = 300
_LIFETIME = 7200
_FORCE_INTERVAL = 30  # the platform refuses forced renewals closer together, and more than 20 a day

LONGEST_PAUSE = 10  # seconds
LONGEST_PAUSE_MISCONFIGURED = 40


@dataclass(frozen=True, slots=True)
class Token:
    value: str = field(repr=False)
    seconds: float


class TokenShelf(Protocol):
    """What is known of one account's token where all who use it can see it, and whose turn it is to ask for another."""

    async def look(self, stale: str) -> Token | DeliveryFailed | None:
        """A token other than `stale`; or why there is none just now; or None: the caller asks, and then puts."""

    async def put(self, outcome: Token | DeliveryFailed) -> None: ...


def pause_after(failures: int, failure: DeliveryFailed) -> float:
    """How long nobody asks: a wrong secret is not made right by asking, but is to be noticed within the minute."""
    longest = LONGEST_PAUSE_MISCONFIGURED if is_misconfigured(failure.code) else LONGEST_PAUSE
    return float(min(2 ** min(failures - 1, 10), longest))


class MemoryShelf:
    """For one process."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._failure: DeliveryFailed | None = None
        self._failures = 0
        self._not_before = 0.0

    async def look(self, _stale: str) -> Token | DeliveryFailed | None:
        wait = self._not_before - self._monotonic()
        if self._failure is None or wait <= 0:
            return None
        return RefusedForNow(self._failure.code, retry_after=wait)

    async def put(self, outcome: Token | DeliveryFailed) -> None:
        self._failure = outcome if isinstance(outcome, DeliveryFailed) else None
        self._failures = 0 if self._failure is None else self._failures + 1
        if self._failure is not None:
            self._not_before = self._monotonic() + pause_after(self._failures, self._failure)


FetchToken = Callable[[bool], Awaitable[Token | DeliveryFailed]]


class TokenSource:
    """One account's token. `fetch(force)` asks the platform; `monotonic` is the clock that counts its life."""

    def __init__(self, fetch: FetchToken, monotonic: Callable[[], float], shelf: TokenShelf | None = None) -> None:
        self._fetch = fetch
        self._shelf = shelf or MemoryShelf(monotonic)
        self._monotonic = monotonic
        self._value = ""
        self._fresh_until = 0.0
        self._may_force_at = monotonic()
        self._flight: asyncio.Task[str | DeliveryFailed] | None = None

    async def get(self) -> str:
        if self._value and self._monotonic() < self._fresh_until:
            return self._value
        return await self._join_flight("")

    async def renew(self, stale: str) -> str:
        """Another token than `stale`, which a call was refused with; the one at hand if somebody renewed it since."""
        if self._value != stale:
            return await self.get()
        return await self._join_flight(stale)

    async def _join_flight(self, stale: str) -> str:
        """Whoever asks meanwhile shares one request; who gives up waiting does not end it for the others."""
        if self._flight is None:
            self._flight = asyncio.create_task(self._refresh(stale))
            self._flight.add_done_callback(self._land)
        outcome = await asyncio.shield(self._flight)
        if isinstance(outcome, DeliveryFailed):
            # Whatever befell this request, no message was in it: it can be sent later.
            raise RefusedForNow(outcome.code, retry_after=outcome.retry_after)
        return outcome

    def _land(self, _flight: object) -> None:
        self._flight = None

    async def _refresh(self, stale: str) -> str | DeliveryFailed:
        token = await self._shelf.look(stale)
        if token is None:
            token = await self._ask(stale)
            await self._shelf.put(token)
        if isinstance(token, DeliveryFailed):
            return token
        self._value = token.value
        self._fresh_until = self._monotonic() + max(token.seconds - _SPARE_SECONDS, token.seconds / 2)
        return token.value

    async def _ask(self, stale: str) -> Token | DeliveryFailed:
        token = await self._fetch(False)
        if isinstance(token, Token) and token.value == stale and self._monotonic() >= self._may_force_at:
            self._may_force_at = self._monotonic() + _FORCE_INTERVAL
            token = await self._fetch(True)
        return token


def stable_token(
    transport: Transport, app_id: str, app_secret: str, monotonic: Callable[[], float], shelf: TokenShelf | None = None
) -> TokenSource:
    """The official account's token (公众号), of the kind that several processes may hold at once."""

    async def fetch(force: bool) -> Token | DeliveryFailed:
        return _read(
            await transport.exchange(
                "POST",
                "/cgi-bin/stable_token",
                {},
                {"grant_type": "client_credential", "appid": app_id, "secret": app_secret, "force_refresh": force},
            )
        )

    return TokenSource(fetch, monotonic, shelf)


def corp_token(
    transport: Transport, corp_id: str, secret: str, monotonic: Callable[[], float], shelf: TokenShelf | None = None
) -> TokenSource:
    """The WeCom app's token (企业微信); the platform knows no forced renewal."""

    async def fetch(_force: bool) -> Token | DeliveryFailed:
        query = {"corpid": corp_id, "corpsecret": secret}
        return _read(await transport.exchange("GET", "/cgi-bin/gettoken", query, None))

    return TokenSource(fetch, monotonic, shelf)


def _read(answer: Answer | DeliveryFailed) -> Token | DeliveryFailed:
    if isinstance(answer, DeliveryFailed):
        return answer
    code, value, seconds = answer.get("errcode", 0), answer.get("access_token"), answer.get("expires_in")
    if isinstance(code, int) and code != 0:
        return failure_of(code)
    if not isinstance(value, str) or not value:
        return RefusedForNow("no_token")
    return Token(value, float(seconds) if isinstance(seconds, int | float) else _LIFETIME)
