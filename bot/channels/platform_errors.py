"""What a platform's error number means for a message: wait, ask the person for a word, give up, or repair something.

Only numbers are read. The words beside them hold hints, addresses and request ids, and change without notice.
"""

from collections.abc import Mapping

from bot.channels.base import DeliveryFailed, NotNow, RefusedForNow, Rejected, TooLong, Unreachable

BAD_TOKEN = frozenset({40001, 40014, 42001})

_BUSY: Mapping[int, float] = {
    -1: 5,  # system busy
    45009: 60,  # frequency or quota
    45011: 60,  # calls a minute
    45033: 5,  # concurrent calls
}
# An operator must act: a secret, a permission, an address list. The messages wait for that and are not lost.
_MISCONFIGURED = BAD_TOKEN | {
    40013,  # app or corp id
    40056,  # agent id
    40125,  # secret
    40164,  # caller's address not listed (公众号 IP 白名单)
    41001,  # token missing
    41002,  # app id missing
    41004,  # secret missing
    48001,  # no permission for this call
    48002,
    48004,  # permission withdrawn for a breach of rules
    60020,  # caller's address not listed (企业可信 IP)
}
_MISCONFIGURED_PAUSE = 60.0
_NOT_NOW = frozenset({45015, 45047})  # 48 hours are over; five messages are used
_UNREACHABLE = frozenset({
    40003, 40031, 46004, 60111, 81013,  # no such person, or none the app may see
    43004, 43019, 43101, 43116,  # not following, blocked, not subscribed
    50002, 60011, 301002,  # outside the app's range
    93000, 93004, 93008,  # the group's webhook is gone
})  # fmt: skip


_TOO_LONG = frozenset({40058, 45002})  # 40058 is said of bad characters, too: then the smallest piece is refused


def is_misconfigured(code: str) -> bool:
    """Whether an operator must act."""
    return code.isdecimal() and int(code) in _MISCONFIGURED


def failure_of(code: int) -> DeliveryFailed:
    word = str(code)
    if code in _BUSY:
        return RefusedForNow(word, retry_after=_BUSY[code])
    if code in _MISCONFIGURED:
        return RefusedForNow(word, retry_after=_MISCONFIGURED_PAUSE)
    if code in _NOT_NOW:
        return NotNow(word)
    if code in _UNREACHABLE:
        return Unreachable(word)
    return TooLong(word) if code in _TOO_LONG else Rejected(word)
