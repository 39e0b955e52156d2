"""Tencent's own envelope in a Node process of its own: what it seals we must open, and what we seal it must open."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from tests.platforms.wechat_xml import Sealer

HERE = Path(__file__).parent


class TencentSealer(Sealer):
    """One account's token and key in the hands of @wecom/crypto."""

    def __init__(self, process: "subprocess.Popen[str]", token: str, aes_key: str, receiver: str) -> None:
        super().__init__(token, aes_key, receiver)
        self._process, self._key, self._id = process, aes_key, receiver

    @override
    def seal(self, text: str) -> str:
        return str(self._ask(do="encrypt", key=self._key, text=text, id=self._id))

    @override
    def unseal(self, ciphertext: str) -> str:
        opened = self._ask(do="decrypt", key=self._key, text=ciphertext)
        assert opened["id"] == self._id
        return str(opened["message"])

    @override
    def signature(self, timestamp: str, nonce: str, ciphertext: str) -> str:
        return str(self._ask(do="sign", token=self.token, timestamp=timestamp, nonce=nonce, text=ciphertext))

    def _ask(self, **asked: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def tencents_crypto() -> Iterator["subprocess.Popen[str]"]:
    """Skipped where there is no Node.js; in CI that is a failure."""
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules" / "@wecom" / "crypto").is_dir():
        assert not os.environ.get("CI"), "tests/peers is not installed: sh deploy/peers.sh"
        pytest.skip("no Node.js, or tests/peers is not installed (sh deploy/peers.sh)")
    command = [node, "crypto.mjs"]
    with subprocess.Popen(
        command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()
