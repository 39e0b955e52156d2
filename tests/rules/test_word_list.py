"""Words found in a text, against what a plain pattern of the same words finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.word_list import WordList

# Few characters, so that words overlap, begin alike and lie within each other.
_CHARACTERS = "路灯不亮村。"
_WORDS = st.sets(st.text(_CHARACTERS, min_size=1, max_size=4), max_size=8)
_TEXTS = st.text(_CHARACTERS, max_size=20)


def _pattern(words: set[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


@given(_WORDS, _TEXTS)
def test_it_finds_what_a_pattern_of_the_same_words_finds(words: set[str], text: str) -> None:
    listed, pattern = WordList(words), _pattern(words)
    assert listed.found_in(text) == pattern.findall(text)
    first = pattern.search(text)
    assert listed.first_in(text) == (first[0] if first else None)


@given(_WORDS, _TEXTS)
def test_words_that_begin_inside_another_are_among_the_places(words: set[str], text: str) -> None:
    pattern = _pattern(words)
    expected = [(at, match[0]) for at in range(len(text)) if (match := pattern.match(text, at))]
    assert WordList(words).places_in(text) == expected


@pytest.mark.parametrize("text", ["", "路", "没有词"])
def test_a_text_that_holds_none_of_them(text: str) -> None:
    assert WordList({"井盖", "污水"}).places_in(text) == []
    assert WordList({"井盖", "污水"}).first_in(text) is None
