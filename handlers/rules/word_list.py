"""Words of a long list, found in a text: a pattern of so many alternatives would try them all at every character."""

from collections import defaultdict
from collections.abc import Iterable, Mapping


def by_first_character(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Words by the character they begin with, the longest first."""
    index: dict[str, list[str]] = defaultdict(list)
    for word in sorted(filter(None, words), key=lambda word: (-len(word), word)):
        index[word[0]].append(word)
    return {first: tuple(listed) for first, listed in index.items()}


class WordList:
    """The longest word wins at each place, and the next one begins behind it."""

    __slots__ = ("_words",)

    def __init__(self, words: Iterable[str]) -> None:
        self._words = by_first_character(words)

    def found_in(self, text: str) -> list[str]:
        """In the order of the text, as often as they stand there."""
        found: list[str] = []
        words, behind = self._words, 0
        for at, char in enumerate(text):
            if at < behind or char not in words:
                continue
            for word in words[char]:
                if text.startswith(word, at):
                    found.append(word)
                    behind = at + len(word)
                    break
        return found
