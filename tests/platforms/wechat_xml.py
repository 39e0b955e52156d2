"""The XML of messages as the platforms write it, and its envelope by wechatpy, which is no relation of ours."""

import base64
import itertools
from datetime import datetime

import xmltodict
from wechatpy.crypto import PrpCrypto, _get_signature

Field = str | int
_message_ids = itertools.count(23_000_000_000_000_000)
_nonces = itertools.count(1_500_000_000)


def next_message_id() -> str:
    return str(next(_message_ids))


def message_id(given: str) -> Field:
    """The id a test names, or the next; the platforms write numbers bare."""
    name = given or next_message_id()
    return int(name) if name.isdigit() else name


def next_nonce() -> str:
    return str(next(_nonces))


def seconds(now: datetime) -> str:
    return str(int(now.timestamp()))


def write_xml(**fields: Field) -> str:
    """Numbers bare, words as CDATA, in the order given."""
    return "<xml>" + "".join(_element(name, value) for name, value in fields.items()) + "</xml>"


def _element(name: str, value: Field) -> str:
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    return f"<{name}><![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


class Sealer:
    """One account's token and key in wechatpy's hands."""

    def __init__(self, token: str, aes_key: str, receiver: str) -> None:
        self.token = token
        self._crypto = PrpCrypto(base64.b64decode(aes_key + "="))
        self._receiver = receiver

    def seal(self, text: str) -> str:
        sealed: bytes = self._crypto.encrypt(text, self._receiver)
        return sealed.decode()

    def unseal(self, ciphertext: str) -> str:
        text: str = self._crypto.decrypt(ciphertext, self._receiver)
        return text

    def signature(self, timestamp: str, nonce: str, ciphertext: str) -> str:
        signature: str = _get_signature(self.token, timestamp, nonce, ciphertext)
        return signature

    def read_sealed_xml(self, body: bytes) -> dict[str, str]:
        """An encrypted passive reply as the platform reads it: signature first, then the XML inside."""
        outer = parse(body)
        expected = self.signature(outer["TimeStamp"], outer["Nonce"], outer["Encrypt"])
        assert outer["MsgSignature"] == expected
        return parse(self.unseal(outer["Encrypt"]).encode())


def parse(body: bytes) -> dict[str, str]:
    fields: dict[str, str] = xmltodict.parse(body)["xml"]
    return fields
