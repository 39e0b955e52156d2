"""A file from a platform: asked for, read up to a size, opened where the platform seals it.

As in transport.py, nothing here raises inside an `except`: an aiohttp error names the whole address, and with it the token.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import aiohttp
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from typing_extensions import override

from bot.channels.base import DeliveryFailed, RefusedForNow, Rejected
from bot.channels.platform_errors import BAD_TOKEN, failure_of
from bot.channels.platform_tokens import TokenSource
from bot.channels.transport import Answer, broken_off, decode

_BLOCK = 32
_PIECE = 64 * 1024
_WORDS = frozenset({"application/json", "text/plain", "text/json"})
_VIDEO = "video_url"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a platform keeps a file: its id, or an address that holds for a while; `aeskey` where each file has its own."""

    reference: str
    url: str = ""
    aeskey: str = field(default="", repr=False)


class MediaSource(Protocol):
    """One platform's files. `fetch` raises one of the DeliveryFailed family; Rejected: it can be had no more."""

    @property
    def by_address(self) -> bool: ...

    async def fetch(self, source: Source, most: int) -> bytes: ...


class Downloads:
    """Reads what an address gives: bytes, or a platform's answer in JSON that says why not."""

    def __init__(
        self, session: aiohttp.ClientSession, *, connect_seconds: float = 5, total_seconds: float = 60
    ) -> None:
        self._session = session
        self._timeout = aiohttp.ClientTimeout(total=total_seconds, connect=connect_seconds)

    async def read(self, url: str, query: Mapping[str, str], most: int) -> bytes | Answer | DeliveryFailed:
        try:
            async with self._session.get(url, params=query, timeout=self._timeout, allow_redirects=False) as response:
                if response.status != 200:
                    return _refused(response.status)
                if response.content_type == "text/html":  # something between us and the platform answered in its place
                    return RefusedForNow("not_a_file")
                body = await _at_most(response, most)
                if isinstance(body, bytes) and response.content_type in _WORDS:
                    return decode(body)
                return body
        except (aiohttp.InvalidURL, ValueError):
            return Rejected("address")
        except (aiohttp.ClientError, TimeoutError) as error:
            return broken_off(error)


def _refused(status: int) -> DeliveryFailed:
    """An address that is over is answered with 4xx; anything else may pass."""
    return Rejected(f"http_{status}") if 400 <= status < 500 and status != 429 else RefusedForNow(f"http_{status}")


async def _at_most(response: aiohttp.ClientResponse, most: int) -> bytes | DeliveryFailed:
    data = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        data += piece
        if len(data) > most:
            return Rejected("too_big")
    return bytes(data)


class PlatformMedia(MediaSource):
    """公众号 and 企业微信: by media_id, for three days; a video may come as another address."""

    def __init__(self, downloads: Downloads, api_base: str, tokens: TokenSource) -> None:
        self._downloads = downloads
        self._url = f"{api_base.rstrip('/')}/cgi-bin/media/get"
        self._tokens = tokens

    @property
    @override
    def by_address(self) -> bool:
        return False

    @override
    async def fetch(self, source: Source, most: int) -> bytes:
        if not source.reference:
            raise Rejected("no_media_id")
        token = await self._tokens.get()
        answer = await self._get(source, token, most)
        if isinstance(answer, dict) and answer.get("errcode") in BAD_TOKEN:
            answer = await self._get(source, await self._tokens.renew(token), most)
        if isinstance(answer, dict) and isinstance(answer.get(_VIDEO), str):
            answer = await self._downloads.read(str(answer[_VIDEO]), {}, most)
        return _bytes(answer)

    async def _get(self, source: Source, token: str, most: int) -> bytes | Answer | DeliveryFailed:
        query = {"access_token": token, "media_id": source.reference}
        return await self._downloads.read(self._url, query, most)


class RobotMedia(MediaSource):
    """智能机器人: an address for five minutes, the file sealed with the channel's EncodingAESKey or with a key of its own."""

    def __init__(self, downloads: Downloads, encoding_aes_key: str = "") -> None:
        self._downloads = downloads
        self._key = encoding_aes_key

    @property
    @override
    def by_address(self) -> bool:
        return True

    @override
    async def fetch(self, source: Source, most: int) -> bytes:
        if not source.url.startswith(("https://", "http://")):
            raise Rejected("address")
        sealed = _bytes(await self._downloads.read(source.url, {}, most + _BLOCK))
        opened = open_file(source.aeskey or self._key, sealed)
        if opened is None:
            raise Rejected("sealed")
        return opened


def _bytes(answer: bytes | Answer | DeliveryFailed) -> bytes:
    if isinstance(answer, DeliveryFailed):
        raise answer
    if isinstance(answer, bytes):
        return answer
    code = answer.get("errcode")
    raise failure_of(code) if isinstance(code, int) and code != 0 else RefusedForNow("not_a_file")


def open_file(aes_key: str, sealed: bytes) -> bytes | None:
    """AES-256-CBC over the whole file, padded to 32 (wechat.md, 智能机器人); None when the key does not fit."""
    try:
        key = base64.b64decode(aes_key + "=" * (-len(aes_key) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(key) != _BLOCK or not sealed or len(sealed) % 16:
        return None
    decryptor = Cipher(AES(key), CBC(key[:16])).decryptor()
    padded = decryptor.update(sealed) + decryptor.finalize()
    size = padded[-1]
    if not 1 <= size <= _BLOCK or padded[-size:] != bytes([size]) * size:
        return None
    return padded[:-size]
