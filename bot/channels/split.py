"""Long words in pieces a platform takes, broken where a reader would pause."""

import re
from collections.abc import Awaitable, Callable

from bot.channels.base import DeliveryFailed, OutcomeUnknown, Receipt
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


async def send_pieces(text: str, max_bytes: int, send: Callable[[str], Awaitable[Receipt]]) -> Receipt:
    """In order. Once a piece is out the message is neither sent nor unsent, whatever became of the next."""
    receipt = Receipt()
    pieces = split_text(text, max_bytes)
    for number, piece in enumerate([piece for piece in pieces if piece.strip()] or pieces[:1]):
        try:
            receipt = await send(piece)
        except DeliveryFailed as failure:
            if number == 0:
                raise
            raise OutcomeUnknown(failure.code) from None
    return receipt


def _first_piece(text: str, max_bytes: int) -> str:
    """Up to the last pause in the second half, the strongest kind first; else as much as fits."""
    piece = cut(text, max_bytes)
    for pause in _PAUSES:
        found = pause.match(piece)
        if found and found.end() * 2 >= len(piece):
            return found.group()
    return piece
