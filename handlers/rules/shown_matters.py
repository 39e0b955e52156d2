"""To which of several matters told in one breath a picture or a recording belongs: to the one told with it or just before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CLAUSE = re.compile(r"[，,。；;！!？?\n]")


@dataclass(frozen=True, slots=True)
class Sent:
    """One piece of what one person sent: its words, and whether a file came with it."""

    by: int | None
    text: str
    has_files: bool


def goes_with(pieces: Sequence[Sent], stays: Sequence[str], goes: Sequence[str]) -> dict[int, int]:
    """For each piece whose files leave the case: its place among the pieces, and the matter it goes with.

    Words that tell of several matters, or of none, leave their pictures where they are.
    """
    found: dict[int, int] = {}
    told: dict[int | None, str] = {}
    for place, piece in enumerate(pieces):
        if piece.text:
            told[piece.by] = piece.text
        if piece.has_files and piece.by in told:
            matters = _matters_in(told[piece.by], [*stays, *goes])
            if len(matters) == 1 and matters[0] >= len(stays):
                found[place] = matters[0] - len(stays)
    return found


def _matters_in(text: str, matters: Sequence[str]) -> list[int]:
    """A matter may have been put together from clauses: its first one is looked for."""
    return [place for place, matter in enumerate(matters) if _CLAUSE.split(matter, maxsplit=1)[0] in text]
