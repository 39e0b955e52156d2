"""What the tests of the channels share: a moment, Tencent's published account, and how a refusal is read."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.channels.base import CallbackRefused

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TENCENT_TOKEN = "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo"
TENCENT_KEY = "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt"
TENCENT_RECEIVER = "ww1436e0e65a779aee"


def fixed_bytes(count: int) -> bytes:
    return b"r" * count


def refusal(attempt: Callable[[], object]) -> tuple[int, str] | None:
    """The status and reason a delivery is refused with; None if it is taken."""
    try:
        attempt()
    except CallbackRefused as refused:
        return refused.status, refused.reason
    return None
