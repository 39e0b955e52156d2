"""The answer inside a callback's own response: XML the platform shows to the sender at once (被动回复)."""

from datetime import datetime

from bot.channels.base import Delivery, HttpAnswer
from bot.channels.crypto import Envelope, RandomBytes
from bot.channels.xml import cdata

XML = "application/xml"
PLAIN = "text/plain"
TEXT_LIMIT = 2048


def cut(text: str, max_bytes: int) -> str:
    """The longest beginning of `text` that fits, never half a character."""
    return text.encode("utf-8", "replace")[:max_bytes].decode("utf-8", "ignore")


def text_reply(delivery: Delivery, text: str, now: datetime) -> str:
    return (
        f"<xml><ToUserName>{cdata(delivery.sender)}</ToUserName><FromUserName>{cdata(delivery.to)}</FromUserName>"
        f"<CreateTime>{int(now.timestamp())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{cdata(cut(text, TEXT_LIMIT))}</Content></xml>"
    )


def sealed_reply(envelope: Envelope, random_bytes: RandomBytes, nonce: str, reply: str, now: datetime) -> HttpAnswer:
    timestamp = str(int(now.timestamp()))
    ciphertext = envelope.encrypt(reply, random_bytes(16))
    signature = envelope.sign(timestamp, nonce, ciphertext)
    body = (
        f"<xml><Encrypt><![CDATA[{ciphertext}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    )
    return HttpAnswer(body.encode(), XML)
