"""Links to photos, recordings and files: signed, for one person and for some days.

A link names a row, an account and an hour as numbers, nothing else; whether its owner may see the file is asked when it is
followed (media_rights.py).
"""

import hmac
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from handlers.desk import Desk
from handlers.words import media as words
from storage.keys import Keyring
from storage.media import LOST, MediaRow

_SHAPE = re.compile(r"([0-9a-f]{1,12})-([0-9a-f]{1,12})-([0-9a-f]{1,8})-([0-9a-f]{32})")
_HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def link(desk: Desk, media_id: int, account_id: int) -> str:
    """Good for the configured hours, rounded up."""
    ends = (desk.now + timedelta(hours=desk.settings.media_link_hours) - _EPOCH) // _HOUR + 1
    signed = f"{media_id:x}-{account_id:x}-{ends:x}"
    return f"{desk.settings.public_url}/media/{signed}-{_seal(desk.store.keys, signed)}"


def read_link(keys: Keyring, token: str, now: datetime) -> tuple[int, int] | None:
    """(media id, account id) of a link that is ours and not over."""
    found = _SHAPE.fullmatch(token)
    if found is None:
        return None
    signed = token.rpartition("-")[0]
    if not hmac.compare_digest(found[4], _seal(keys, signed)) or _EPOCH + int(found[3], 16) * _HOUR <= now:
        return None
    return int(found[1], 16), int(found[2], 16)


def _seal(keys: Keyring, signed: str) -> str:
    return keys.mac(f"media-link:{signed}".encode())[:32]


def lines(desk: Desk, rows: Sequence[MediaRow], account_id: int) -> list[str]:
    """What stands under a notice to this account."""
    names = words.numbered([row.kind for row in rows])
    told = [
        words.lost(name) if row.state == LOST else words.line(name, link(desk, row.id, account_id))
        for name, row in zip(names, rows, strict=True)
    ]
    left = len(told) - words.MOST
    return [*told[: words.MOST], *([words.more(left)] if left > 0 else [])]
