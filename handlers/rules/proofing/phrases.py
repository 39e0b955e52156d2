"""Fixed terms written almost right: one character replaced, left out or added, or two that changed places."""

from collections.abc import Iterator

from handlers.rules.proofing.finding import Kind, Spot
from handlers.rules.proofing.lexicon import Lexicon

# From this length on a fixed political term or a title admits no other character at all; shorter ones might be other words.
_ANY_SLIP = 5
# A character at the very end may begin the next word instead: only long terms are sure.
_SURE_AT_THE_END = 8
# From this length on none may be missing and none too many.
_GAPS = 6
_JOINING = frozenset("和与及或")
_STRICT = frozenset({Kind.POLITICAL, Kind.TITLE})


class Phrases:
    """Every phrase is cut in two: whoever wrote one of the halves rightly probably meant the phrase."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._halves: dict[str, list[tuple[str, int]]] = {}
        for phrase in lexicon.phrases:
            for start, end in _halves(phrase):
                self._halves.setdefault(phrase[start:end], []).append((phrase, start))
        self._lengths = sorted({len(half) for half in self._halves})
        self._whole = sorted({len(phrase) for phrase in lexicon.phrases})

    def check(self, line: str) -> Iterator[Spot]:
        known = self._known(line)
        for place in range(len(line)):
            for length in self._lengths:
                half = line[place : place + length]
                for phrase, offset in self._halves.get(half, ()):
                    spot = self._near(line, phrase, place, offset, length)
                    if spot is not None and not any(spot.start < end and start < spot.end for start, end in known):
                        yield spot

    def _known(self, line: str) -> list[tuple[int, int]]:
        """Where a phrase stands as it should."""
        return [
            (place, place + length)
            for place in range(len(line))
            for length in self._whole
            if line[place : place + length] in self._lexicon.phrases
        ]

    def _near(self, line: str, phrase: str, place: int, offset: int, length: int) -> Spot | None:
        """The rest of the phrase beside a half that is there: after it, or before it."""
        is_first = offset == 0
        rest = phrase[length:] if is_first else phrase[:offset]
        for more in (0, -1, 1):
            size = len(rest) + more
            start = place + length if is_first else place - size
            if size < 1 or start < 0 or start + size > len(line):
                continue
            seen = line[start : start + size]
            if seen == rest:
                return None
            kind = self._slip(rest, seen, phrase, is_first=is_first)
            if kind is not None:
                if kind is Kind.HOMOPHONE and self._is_anothers(line, phrase, start, size, is_first=is_first):
                    return None
                begin, end = (place, start + size) if is_first else (start, place + length)
                return Spot(begin, line[begin:end], phrase, kind)
        return None

    def _is_anothers(self, line: str, phrase: str, start: int, size: int, *, is_first: bool) -> bool:
        """A short phrase whose outer character joins two words (制度和政策), or is the next one's (信访举报)."""
        outer = start + size - 1 if is_first else start
        if len(phrase) >= _ANY_SLIP or line[outer] == (phrase[-1] if is_first else phrase[0]):
            return False
        beside = line[outer : outer + 2] if is_first else line[outer - 1 : outer + 1] if outer else ""
        return line[outer] in _JOINING or beside in self._lexicon.dictionary

    def _slip(self, rest: str, seen: str, phrase: str, *, is_first: bool) -> Kind | None:
        kind = self._lexicon.phrases[phrase]
        if len(rest) != len(seen):
            is_sure = kind in _STRICT and len(phrase) >= _GAPS and _one_gap(rest, seen, outer_last=is_first)
            return kind if is_sure and _is_han(seen) else None
        different = [place for place, (one, other) in enumerate(zip(rest, seen, strict=True)) if one != other]
        if (
            len(different) == 2
            and rest[different[0]] == seen[different[1]]
            and rest[different[1]] == seen[different[0]]
        ):
            return kind if different[1] - different[0] == 1 else None
        if len(different) != 1:
            return None
        place = different[0]
        one, other = rest[place], seen[place]
        if self._lexicon.look_alike(one, other):
            return Kind.LOOKALIKE
        if self._lexicon.sound_alike(one, other):
            return kind if kind is Kind.POLITICAL else Kind.HOMOPHONE
        is_outer = place == (len(rest) - 1 if is_first else 0)
        sure_from = _SURE_AT_THE_END if is_outer else _ANY_SLIP
        return kind if kind in _STRICT and len(phrase) >= sure_from and _is_han(other) else None


def _halves(phrase: str) -> list[tuple[int, int]]:
    """A phrase of three has no two halves that tell anything: its two ends overlap."""
    if len(phrase) == 3:
        return [(0, 2), (1, 3)]
    middle = len(phrase) // 2
    return [(0, middle), (middle, len(phrase))]


def _one_gap(rest: str, seen: str, *, outer_last: bool) -> bool:
    """One character too few or too many, and not merely a term cut short at its outer end."""
    longer, shorter = (rest, seen) if len(rest) > len(seen) else (seen, rest)
    for place in range(len(longer)):
        if longer[:place] + longer[place + 1 :] == shorter:
            outer = len(longer) - 1 if outer_last else 0
            return place != outer or longer.count(longer[place]) > 1
    return False


def _is_han(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)
