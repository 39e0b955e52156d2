"""One call to a platform over HTTP. What went wrong is returned as data, so that no address, token or secret travels in it.

An error raised while another is handled keeps that other one in its context, and aiohttp's name the whole
address: nothing here raises inside an `except`.
"""

import json
import re
from collections.abc import Mapping
from typing import Literal

import aiohttp

from bot.channels.base import Attachment, DeliveryFailed, OutcomeUnknown, RefusedForNow

Answer = dict[str, object]

_NOT_IN_A_NAME = re.compile(r'["\r\n\x00]')
CONNECT_SECONDS, TOTAL_SECONDS = 5.0, 10.0
_HEADERS = {"Content-Type": "application/json; charset=utf-8"}


class Transport:
    def __init__(self, session: aiohttp.ClientSession, api_base: str, *, total_seconds: float | None = None) -> None:
        self._session = session
        self._api_base = api_base.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=total_seconds or TOTAL_SECONDS, connect=CONNECT_SECONDS)

    async def upload(self, path: str, query: Mapping[str, str], file: Attachment) -> Answer | DeliveryFailed:
        """One file as the field `media`. Its name stands plainly in the part's head: the platforms read no `filename*`."""
        form = aiohttp.FormData(quote_fields=False)
        name = _NOT_IN_A_NAME.sub("_", file.name)
        form.add_field("media", file.content, filename=name, content_type=file.content_type)
        body = await self._call("POST", path, query, form, None)
        return body if isinstance(body, DeliveryFailed) else decode(body)

    @property
    def session(self) -> aiohttp.ClientSession:
        return self._session

    @property
    def api_base(self) -> str:
        return self._api_base

    async def exchange(
        self, method: Literal["GET", "POST"], path: str, query: Mapping[str, str], payload: Mapping[str, object] | None
    ) -> Answer | DeliveryFailed:
        """A JSON object, or why there is none. `query` holds the secrets; `payload` is what is said."""
        data = None if payload is None else _encode(payload)
        body = await self._call(method, path, query, data, None if payload is None else _HEADERS)
        return body if isinstance(body, DeliveryFailed) else decode(body)

    async def _call(
        self,
        method: Literal["GET", "POST"],
        path: str,
        query: Mapping[str, str],
        data: bytes | aiohttp.FormData | None,
        headers: Mapping[str, str] | None,
    ) -> bytes | DeliveryFailed:
        try:
            async with self._session.request(
                method,
                self._api_base + path,
                params=query,
                data=data,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                if response.status >= 500:
                    return RefusedForNow(f"http_{response.status}")
                return await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            return broken_off(error)


def broken_off(error: aiohttp.ClientError | TimeoutError) -> DeliveryFailed:
    """What a call that was not answered came to: before it was taken, or perhaps after."""
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return RefusedForNow("connect")
        case TimeoutError():
            return OutcomeUnknown("timeout")
        case aiohttp.ClientOSError() | aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError():
            return OutcomeUnknown("cut")
        case _:
            return RefusedForNow("not_http")


def _encode(payload: Mapping[str, object]) -> bytes:
    """Han characters as they are: some calls of the platforms show a backslash escape to the reader."""
    return json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")


def decode(body: bytes) -> Answer | DeliveryFailed:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return RefusedForNow("not_json")
    if not isinstance(answer, dict) or not isinstance(answer.get("errcode", 0), int):
        return RefusedForNow("not_json")
    return answer
