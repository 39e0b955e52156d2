"""Proofing (校对): everything in a text that is probably wrong, in reading order, each with a suggestion. Pure."""

import re
from collections.abc import Iterable

from handlers.rules.proofing.characters import doubled, unbalanced, variants, widths
from handlers.rules.proofing.dates import dates
from handlers.rules.proofing.finding import Finding, Kind, Spot
from handlers.rules.proofing.lexicon import Lexicon
from handlers.rules.proofing.non_words import NonWords
from handlers.rules.proofing.phrases import Phrases
from handlers.rules.proofing.titles import Sequences, laws, officeholders

_ADDRESS = re.compile(r"https?://[^\s，。；、）》”]+|[\w.+-]+@[\w-]+\.[\w.]+|`[^`]*`")
# Where two kinds point at the same place, the one that says most goes first.
_WEIGHT = {kind: place for place, kind in enumerate(Kind)}


class Proofer:
    """Made once of a lexicon; knows nothing of files, channels or who wrote the text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = Phrases(lexicon)
        self._sequences = Sequences(lexicon)
        self._non_words = NonWords(lexicon)
        self._rules = [(re.compile(wrong), right) for wrong, right in lexicon.never.items()]

    @property
    def political_terms(self) -> tuple[str, ...]:
        return tuple(phrase for phrase, kind in self._lexicon.phrases.items() if kind is Kind.POLITICAL)

    def check(self, text: str) -> list[Finding]:
        found = []
        for number, line in enumerate(text.splitlines(), 1):
            plain = _ADDRESS.sub(lambda match: "\0" * len(match[0]), line)
            found += [
                Finding(number, spot.start + 1, spot.wrong, spot.right, spot.kind) for spot in _clear(self._line(plain))
            ]
        return found

    def _line(self, line: str) -> Iterable[Spot]:
        yield from self._never_right(line)
        yield from self._phrases.check(line)
        yield from laws(line, self._lexicon)
        yield from self._sequences.check(line)
        yield from officeholders(line, self._lexicon)
        yield from variants(line, self._lexicon)
        yield from dates(line)
        yield from widths(line)
        yield from doubled(line)
        yield from unbalanced(line)
        yield from self._non_words.check(line)

    def _never_right(self, line: str) -> Iterable[Spot]:
        for rule, (right, kind) in self._rules:
            for match in rule.finditer(line):
                if match[0]:
                    yield Spot(match.start(), match[0], match.expand(right), kind)


def _clear(spots: Iterable[Spot]) -> list[Spot]:
    """One finding a place: of those that overlap the weightiest stays, of equals the longest."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: (_WEIGHT[spot.kind], -len(spot.wrong), spot.start)):
        if not any(spot.start < other.end and other.start < spot.end for other in kept):
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot.start)
