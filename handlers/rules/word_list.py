"""Words of a long list, found in a text: a pattern of so many alternatives would try them all at every character."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import add

_KEY = 2  # characters: by one alone a dozen words would have to be tried at many places


class WordList:
    """The longest word wins at each place."""

    __slots__ = ("_single", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = _by_beginning(words)
        single = "".join(re.escape(key) for key in self._words if len(key) < _KEY)
        self._single = re.compile(f"[{single}]" if single else "(?!)")

    def found_in(self, text: str) -> list[str]:
        """In the order of the text, as often as they stand there; the next one begins behind the one before."""
        found: list[str] = []
        behind = 0
        for at, word in self.places_in(text):
            if at >= behind:
                found.append(word)
                behind = at + len(word)
        return found

    def places_in(self, text: str) -> list[tuple[int, str]]:
        """Where words begin, and which; those that begin inside another are among them."""
        found: list[tuple[int, str]] = []
        words = self._words
        for at in self._beginnings(text):
            for word in words.get(text[at : at + _KEY], ()) or words[text[at]]:
                if text.startswith(word, at):
                    found.append((at, word))
                    break
        return found

    def first_in(self, text: str) -> str | None:
        """The one that begins first."""
        places = self.places_in(text)
        return places[0][1] if places else None

    def _beginnings(self, text: str) -> list[int]:
        """Where a word may begin: most characters of a message begin none, and are passed over without a step of Python each."""
        words = self._words
        found = [at for at, pair in enumerate(_pairs(text)) if pair in words]
        single = [match.start() for match in self._single.finditer(text)]
        return sorted({*found, *single}) if single else found


@lru_cache(maxsize=64)
def _pairs(text: str) -> tuple[str, ...]:
    """Every two characters beside each other. Several lists are looked for in one message."""
    return tuple(map(add, text, text[1:]))


def _by_beginning(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Words by the characters they begin with, the longest first. A single character stands behind longer ones, too."""
    index: dict[str, list[str]] = defaultdict(list)
    for word in sorted(filter(None, words), key=lambda word: (-len(word), word)):
        index[word[:_KEY]].append(word)
    for key, listed in index.items():
        if len(key) == _KEY and key[0] in index:
            listed.append(key[0])
    return {key: tuple(listed) for key, listed in index.items()}
