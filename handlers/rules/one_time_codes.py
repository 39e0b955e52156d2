"""The codes of invitations: eight digits, easy to read out; how often somebody may be wrong."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

VALID_FOR = timedelta(days=14)
WRONG_ALLOWED = 5
WAIT = timedelta(hours=1)
# All accounts of one channel together: accounts cost nothing in the built-in chat, and a guess hits one of some hundred
# codes among 90 million. At this rate that takes more than a lifetime of 14-day sheets.
WRONG_ALLOWED_TOGETHER = 30

_LOWEST, _COUNT = 10_000_000, 90_000_000  # never a zero in front: sheets and people drop it
_CODE = re.compile(r"[0-9]{8}")
_SCENE = re.compile(r"(?:qrscene_)?bind-([0-9]{8})")


def new_code(random_bytes: Callable[[int], bytes]) -> str:
    return str(_LOWEST + int.from_bytes(random_bytes(16)) % _COUNT)


def is_code(said: str) -> bool:
    return _CODE.fullmatch(said) is not None


def scene_of(code: str) -> str:
    """What a scanned code carries."""
    return f"bind-{code}"


def code_in_scene(scene: str) -> str | None:
    match = _SCENE.fullmatch(scene)
    return match[1] if match else None


def must_wait(wrong_at: Sequence[datetime], now: datetime) -> bool:
    """`wrong_at`: when this account's last wrong codes were, latest first. Five within an hour mean an hour's wait."""
    last = wrong_at[:WRONG_ALLOWED]
    return len(last) == WRONG_ALLOWED and last[0] - last[-1] < WAIT and now < last[0] + WAIT
