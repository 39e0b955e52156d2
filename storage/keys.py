"""The ring of keys: personal items become ciphertext, account ids an index that tells nothing, history rows a seal of their own."""

import base64
import binascii
import hashlib
import os
import re
from collections import deque
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
_NONCES = 128
_LINE = re.compile(r"([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)")


class KeyFault(StrEnum):
    """What is wrong with a key file or with something sealed; the value is the plain reason."""

    UNREADABLE = "cannot be read or made"
    WRONG_MODE = "is open to others: its mode must be 0600"
    MALFORMED = "is not a key file: lines of id:key are expected"
    UNKNOWN_KEY = "sealed with a key that is not in the key file"
    DAMAGED = "sealed item is damaged, or sealed for another use"


class KeyringError(Exception):
    """Names the fault and at most the file, never a key nor anything that was sealed."""

    def __init__(self, fault: KeyFault, path: Path | None = None) -> None:
        super().__init__(f"{path}: {fault.value}" if path is not None else fault.value)
        self.fault = fault
        self.path = path


class Keyring:
    """The first key seals; all of them open; the last, which is the oldest, keeps index and mac stable when keys are added."""

    def __init__(self, keys: Sequence[tuple[str, bytes]], random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self._nonces = _Nonces(random_bytes)
        self._boxes = {_front(key_id): AESGCM(_subkey(key, "seal")) for key_id, key in keys}
        self._current = _front(keys[0][0])
        self._index_start = _started_hmac(_subkey(keys[-1][1], "index"))
        self._mac_start = _started_hmac(_subkey(keys[-1][1], "mac"))

    @classmethod
    def load_or_create(cls, path: Path, random_bytes: Callable[[int], bytes] = os.urandom) -> "Keyring":
        """The ring of the file, which is made, with its folder, when there is none."""
        try:
            if not path.exists():
                _create(path, random_bytes)
            if path.stat().st_mode & 0o077:
                raise KeyringError(KeyFault.WRONG_MODE, path)
            text = path.read_text(encoding="ascii")
        except OSError:
            raise KeyringError(KeyFault.UNREADABLE, path) from None
        except UnicodeDecodeError:
            raise KeyringError(KeyFault.MALFORMED, path) from None
        return cls(_parse(text, path), random_bytes)

    def index(self, namespace: str, value: str) -> str:
        """The same for the same value, and nothing about it without the key."""
        return _hmac(self._index_start, f"{len(namespace)}:{namespace}:{value}".encode())

    def mac(self, data: bytes) -> str:
        return _hmac(self._mac_start, data)

    def seal(self, plain: bytes, context: str) -> bytes:
        """`context` says what the item is for; it opens for nothing else."""
        front, nonce = self._current, self._nonces.take()
        return front + nonce + self._boxes[front].encrypt(nonce, plain, front + context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        front = sealed[: 1 + sealed[0]] if sealed else b""
        box = self._boxes.get(front)
        if box is None:
            raise KeyringError(KeyFault.UNKNOWN_KEY)
        nonce, body = sealed[len(front) : len(front) + NONCE_BYTES], sealed[len(front) + NONCE_BYTES :]
        try:
            return box.decrypt(nonce, body, front + context.encode())
        except (InvalidTag, ValueError):
            raise KeyringError(KeyFault.DAMAGED) from None


class _Nonces:
    """Each is given out once, to whichever thread; many are drawn at a time, for to ask the system lets other threads in between."""

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._drawn: deque[bytes] = deque()
        os.register_at_fork(after_in_child=self._drawn.clear)

    def take(self) -> bytes:
        try:
            return self._drawn.popleft()
        except IndexError:
            drawn = self._random_bytes(NONCE_BYTES * _NONCES)
            first, *others = (drawn[start : start + NONCE_BYTES] for start in range(0, len(drawn), NONCE_BYTES))
            self._drawn.extend(others)
            return first


def _front(key_id: str) -> bytes:
    """The key's id as it stands in front of what it sealed: its length, then itself."""
    return bytes([len(key_id)]) + key_id.encode("ascii")


_Started = tuple["hashlib._Hash", "hashlib._Hash"]


def _hmac(started: _Started, data: bytes) -> str:
    inner, outer = started[0].copy(), started[1].copy()
    inner.update(data)
    outer.update(inner.digest())
    return outer.hexdigest()


def _started_hmac(key: bytes) -> _Started:
    """HMAC-SHA-256 with the key already worked in: every message needs an index, and this is three times as fast."""
    block = key.ljust(64, b"\0")
    return hashlib.sha256(bytes(byte ^ 0x36 for byte in block)), hashlib.sha256(bytes(byte ^ 0x5C for byte in block))


def _subkey(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"liaison/{purpose}".encode()).derive(key)


def _parse(text: str, path: Path) -> list[tuple[str, bytes]]:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found = [_LINE.fullmatch(line) for line in lines]
    try:
        keys = [(match[1], base64.b64decode(match[2], validate=True)) for match in found if match]
    except binascii.Error:
        raise KeyringError(KeyFault.MALFORMED, path) from None
    ids, values = {key_id for key_id, _ in keys}, {key for _, key in keys}
    if not keys or not len(keys) == len(lines) == len(ids) == len(values):
        raise KeyringError(KeyFault.MALFORMED, path)
    return keys


def _create(path: Path, random_bytes: Callable[[int], bytes]) -> None:
    """Written aside, then linked into place: nobody ever reads half a key, and of two who come at once one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    line = f"k1:{base64.b64encode(random_bytes(KEY_BYTES)).decode()}\n"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        _link(draft, path)
    finally:
        draft.unlink()


def _link(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
