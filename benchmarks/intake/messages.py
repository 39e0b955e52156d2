"""Requests as the platform sends them: signed, encrypted and ready to be written to a socket."""

from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.intake.account import ACCOUNT_ID, AES_KEY, APP_ID, HOST, PATH, TOKEN
from benchmarks.intake.texts import opinion
from bot.channels.crypto import Envelope, sign

_PLAIN = (
    "<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>"
    "<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
    "<MsgId>{number}</MsgId></xml>"
)
_SEALED = "<xml><ToUserName><![CDATA[{to}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
_REQUEST = (
    "POST {path}?{query} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n"
    "Content-Type: text/xml\r\nContent-Length: {length}\r\n\r\n{body}"
)


@dataclass(frozen=True, slots=True)
class Message:
    """One opinion of one voter, and the request that brings it."""

    openid: str
    text: str
    request: bytes


class Mailbag:
    """Makes messages, each with an id, a sender and words of its own."""

    def __init__(self, first_number: int, at: int) -> None:
        self._number = first_number
        self._at = at
        self._envelope = Envelope(TOKEN, AES_KEY, APP_ID)

    def fill(self, count: int) -> list[Message]:
        return [self._next() for _ in range(count)]

    def _next(self) -> Message:
        self._number += 1
        number = self._number
        openid, text = f"o{number:027d}", opinion(number)
        plain = _PLAIN.format(to=ACCOUNT_ID, openid=openid, at=self._at, text=text, number=number)
        sealed = self._envelope.encrypt(plain, number.to_bytes(16, "big"))
        body = _SEALED.format(to=ACCOUNT_ID, sealed=sealed)
        query = urlencode(self._query(openid, str(number), sealed))
        request = _REQUEST.format(path=PATH, query=query, host=HOST, length=len(body), body=body)
        return Message(openid, text, request.encode())

    def _query(self, openid: str, nonce: str, sealed: str) -> dict[str, str]:
        at = str(self._at)
        return {
            "signature": sign(TOKEN, at, nonce),
            "timestamp": at,
            "nonce": nonce,
            "openid": openid,
            "encrypt_type": "aes",
            "msg_signature": self._envelope.sign(at, nonce, sealed),
        }
