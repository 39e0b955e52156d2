"""One call to a platform over HTTP. What went wrong is returned as data, so that no address, token or secret travels in it.

An error raised while another is handled keeps that other one in its context, and aiohttp's name the whole
address: nothing here raises inside an `except`.
"""

import json
from collections.abc import Mapping
from typing import Literal

import aiohttp

from bot.channels.base import DeliveryFailed, OutcomeUnknown, RefusedForNow

Answer = dict[str, object]

_HEADERS = {"Content-Type": "application/json; charset=utf-8"}


class Transport:
    def __init__(
        self, session: aiohttp.ClientSession, api_base: str, *, connect_seconds: float = 5, total_seconds: float = 10
    ) -> None:
        self._session = session
        self._api_base = api_base.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=total_seconds, connect=connect_seconds)

    async def exchange(
        self, method: Literal["GET", "POST"], path: str, query: Mapping[str, str], payload: Mapping[str, object] | None
    ) -> Answer | DeliveryFailed:
        """A JSON object, or why there is none. `query` holds the secrets; `payload` is what is said."""
        try:
            async with self._session.request(
                method,
                self._api_base + path,
                params=query,
                data=None if payload is None else _encode(payload),
                headers=None if payload is None else _HEADERS,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                if response.status >= 500:
                    return RefusedForNow(f"http_{response.status}")
                return _decode(await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return RefusedForNow("connect")
        except TimeoutError:
            return OutcomeUnknown("timeout")
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError):
            return OutcomeUnknown("cut")
        except aiohttp.ClientError:
            return RefusedForNow("not_http")


def _encode(payload: Mapping[str, object]) -> bytes:
    """Han characters as they are: some calls of the platforms show a backslash escape to the reader."""
    return json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")


def _decode(body: bytes) -> Answer | DeliveryFailed:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return RefusedForNow("not_json")
    if not isinstance(answer, dict) or not isinstance(answer.get("errcode", 0), int):
        return RefusedForNow("not_json")
    return answer
