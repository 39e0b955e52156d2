"""Long words in pieces a platform takes, broken where a reader would pause."""

import re

from bot.channels.passive import cut

_PAUSES = (
    re.compile(r".*\n", re.DOTALL),
    re.compile(r".*[。！？；…!?;][”’」』）)]*", re.DOTALL),
    re.compile(r".*[，、,：: ]", re.DOTALL),
)


def split_text(text: str, max_bytes: int) -> list[str]:
    """Pieces of at most `max_bytes` that make up the text again; one empty piece for an empty text."""
    if max_bytes < 4:
        raise ValueError("a piece must hold at least one character")
    text = text.encode("utf-8", "replace").decode()
    pieces = []
    while len(text.encode()) > max_bytes:
        piece = _first_piece(text, max_bytes)
        pieces.append(piece)
        text = text[len(piece) :]
    return [*pieces, text] if text or not pieces else pieces


def _first_piece(text: str, max_bytes: int) -> str:
    """Up to the last pause in the second half, the strongest kind first; else as much as fits."""
    piece = cut(text, max_bytes)
    for pause in _PAUSES:
        found = pause.match(piece)
        if found and found.end() * 2 >= len(piece):
            return found.group()
    return piece
