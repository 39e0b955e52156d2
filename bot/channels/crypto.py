"""The envelope all the WeChat platforms put their callbacks in: who signed it, and what is inside."""

import hashlib
import hmac
from base64 import b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable, Mapping
from datetime import datetime

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from bot.channels.base import CallbackRefused

BODY_LIMIT = 1024 * 1024
_RANDOM_BYTES = 16
_HEADER = _RANDOM_BYTES + 4
_BLOCK = 32
_PADDINGS = tuple(bytes([size]) * size for size in range(_BLOCK + 1))

RandomBytes = Callable[[int], bytes]


def sign(*parts: str) -> str:
    """The platforms' signature: SHA-1 over the sorted parts, the token being one of them."""
    joined = "".join(sorted(parts)).encode("utf-8", "surrogatepass")
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def verify(given: str, *parts: str) -> None:
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), sign(*parts).encode()):
        raise CallbackRefused(403, "signature")


def check_size(body: bytes) -> None:
    if len(body) > BODY_LIMIT:
        raise CallbackRefused(413, "size")


def check_timestamp(timestamp: str, now: datetime, window_minutes: int) -> None:
    """A callback signed too long ago, or too far ahead, may be a recording; a window of 0 takes any."""
    if window_minutes == 0:
        return
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise CallbackRefused(403, "timestamp")
    if abs(now.timestamp() - int(timestamp)) > window_minutes * 60:
        raise CallbackRefused(403, "timestamp")


def check_token(token: str) -> None:
    """Without a token anybody can compute the signature."""
    if not token:
        raise ValueError("a callback needs a token")


class Envelope:
    """One account's token and key. `receiver_id` None takes a message meant for anybody, "" only one that names nobody."""

    __slots__ = ("_cipher", "_receiver", "_token")

    def __init__(self, token: str, encoding_aes_key: str, receiver_id: str | None) -> None:
        check_token(token)
        key = _read_key(encoding_aes_key)
        self._token = token
        self._cipher = Cipher(AES(key), CBC(key[:16]))
        self._receiver = None if receiver_id is None else receiver_id.encode()

    def sign(self, timestamp: str, nonce: str, ciphertext: str) -> str:
        return sign(self._token, timestamp, nonce, ciphertext)

    def verify(self, signature: str, timestamp: str, nonce: str, ciphertext: str) -> None:
        verify(signature, self._token, timestamp, nonce, ciphertext)

    def unseal(self, query: Mapping[str, str], ciphertext: str, now: datetime, window_minutes: int) -> bytes:
        """Everything a delivery must pass, in the order it is answered for."""
        if not ciphertext:
            raise CallbackRefused(400, "body")
        timestamp = query.get("timestamp", "")
        self.verify(query.get("msg_signature", ""), timestamp, query.get("nonce", ""), ciphertext)
        check_timestamp(timestamp, now, window_minutes)
        return self.decrypt(ciphertext)

    def unseal_echo(self, query: Mapping[str, str], now: datetime, window_minutes: int) -> bytes:
        """The words a new address must show it could read. A plus that came unescaped arrives as a space."""
        return self.unseal(query, query.get("echostr", "").replace(" ", "+"), now, window_minutes)

    def decrypt(self, ciphertext: str) -> bytes:
        """The message inside: random(16) | length(4) | message | receiver, padded to 32."""
        content = self._open(ciphertext)
        end = _HEADER + int.from_bytes(content[_RANDOM_BYTES:_HEADER], "big")
        if len(content) < _HEADER or end > len(content):
            raise CallbackRefused(400, "ciphertext")
        if self._receiver is not None and content[end:] != self._receiver:
            raise CallbackRefused(403, "receiver")
        return content[_HEADER:end]

    def encrypt(self, text: str, random16: bytes) -> str:
        message = text.encode()
        content = random16 + len(message).to_bytes(4, "big") + message + (self._receiver or b"")
        padded = content + _PADDINGS[_BLOCK - len(content) % _BLOCK]
        encryptor = self._cipher.encryptor()
        return b64encode(encryptor.update(padded) + encryptor.finalize()).decode("ascii")

    def _open(self, ciphertext: str) -> bytes:
        decryptor = self._cipher.decryptor()
        try:
            content = decryptor.update(a2b_base64(ciphertext)) + decryptor.finalize()
        except (Base64Error, ValueError):
            raise CallbackRefused(400, "ciphertext") from None
        size = content[-1] if content else 0
        if not 1 <= size <= _BLOCK or not content.endswith(_PADDINGS[size]):
            raise CallbackRefused(400, "ciphertext")
        return content[:-size]


def _read_key(encoding_aes_key: str) -> bytes:
    """43 letters and digits; the last carries two bits nobody uses, so a strict decoder would refuse good keys."""
    try:
        key = a2b_base64(encoding_aes_key + "=")
    except (Base64Error, ValueError):
        key = b""
    if len(encoding_aes_key) != 43 or len(key) != 32:
        raise ValueError("an EncodingAESKey has 43 letters and digits")
    return key
