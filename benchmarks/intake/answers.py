"""What a server should have answered; looked at after the clock has stopped."""

import re
from enum import StrEnum

from benchmarks.intake.account import AES_KEY, APP_ID, TOKEN
from benchmarks.intake.messages import Message
from bot.channels.base import CallbackRefused
from bot.channels.crypto import Envelope
from bot.channels.xml import read_fields

_CASE_NUMBER = re.compile(r"20\d\d-\d{4,}")


class Expected(StrEnum):
    """`taken`: no words; `echo`: the voter's own words; `number`: words with the number of their case."""

    TAKEN = "taken"
    ECHO = "echo"
    NUMBER = "number"


def is_right(expected: Expected, message: Message, body: bytes) -> bool:
    if expected is Expected.TAKEN:
        return body == b"success"
    try:
        fields = _opened(body)
    except (CallbackRefused, KeyError):
        return False
    if fields["FromUserName"] == message.openid or fields["ToUserName"] != message.openid:
        return False
    said = fields["Content"]
    return said == message.text if expected is Expected.ECHO else _CASE_NUMBER.search(said) is not None


def _opened(body: bytes) -> dict[str, str]:
    """The fields inside a sealed answer whose signature holds."""
    outer = read_fields(body)
    envelope = Envelope(TOKEN, AES_KEY, APP_ID)
    envelope.verify(outer["MsgSignature"], outer["TimeStamp"], outer["Nonce"], outer["Encrypt"])
    return read_fields(envelope.decrypt(outer["Encrypt"]))
