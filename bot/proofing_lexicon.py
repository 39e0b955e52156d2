"""The tables of proofing, read from our own files and an office's lists; how a character sounds is asked of pypinyin."""

import re
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from handlers.rules.proofing.finding import Kind
from handlers.rules.proofing.lexicon import Lexicon, Officeholder
from handlers.rules.proofing.proofer import Proofer

LONGEST_WORD = 8
FOLDER = Path(__file__).parent / "data" / "proofing"
# What people mix up when they speak, and so when they type: zh and z, ng and n.
_FUZZY = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"ng$"), "n"))


@lru_cache(maxsize=4)
def lexicon_of(terms: tuple[str, ...] = (), officeholders: tuple[Officeholder, ...] = ()) -> Lexicon:
    """`terms`: what this office writes just so. The result is kept: reading takes a moment."""
    laws, phrases = [line.split("|") for line in _lines("laws.txt")], dict(_phrases())
    return Lexicon(
        phrases=phrases | dict.fromkeys(terms, Kind.TERM),
        never={
            wrong: (right, Kind(kind)) for wrong, right, kind in (line.split("\t") for line in _lines("confusions.tsv"))
        },
        sequences=tuple(tuple(line.split("、")) for line in _lines("sequences.txt")),
        laws=frozenset(row[0] for row in laws),
        short_laws=frozenset(short for row in laws for short in row[1:]),
        alike=_alike(),
        variants={pair[0]: pair[1] for line in _lines("variants.txt") for pair in line.split() if pair[0] != pair[1]},
        official=tuple(word for line in _lines("official.txt") for word in line.split()),
        not_slips=frozenset(word for line in _lines("not_slips.txt") for word in line.split()),
        dictionary=dictionary() | frozenset(phrases) | frozenset(terms),
        sounds_of=sounds_of,
        officeholders=officeholders,
    )


@lru_cache(maxsize=4)
def proofer_of(terms: tuple[str, ...], officeholders: tuple[str, ...]) -> Proofer:
    """`officeholders`: 姓名 职务, as in the configuration."""
    return Proofer(lexicon_of(terms, tuple(Officeholder(*line.split(maxsplit=1)) for line in officeholders)))


@lru_cache(maxsize=1)
def dictionary() -> frozenset[str]:
    """The words of CC-CEDICT, as pypinyin-dict brings them; its readings are let go again."""
    from pypinyin_dict.phrase_pinyin_data import cc_cedict

    words = frozenset(word for word in cc_cedict.phrases_dict if 1 < len(word) <= LONGEST_WORD)
    sys.modules.pop(cc_cedict.__name__, None)
    return words


@lru_cache(maxsize=20_000)
def sounds_of(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(_as_people_say(reading) for found in readings for reading in found)


def _as_people_say(reading: str) -> str:
    for sound, like in _FUZZY:
        reading = sound.sub(like, reading)
    return reading


def _phrases() -> Iterator[tuple[str, Kind]]:
    kind = Kind.TERM
    for line in _lines("phrases.txt"):
        if line.startswith("["):
            kind = Kind(line.strip("[]"))
        else:
            yield from ((phrase, kind) for phrase in line.split() if len(phrase) > 2)


def _alike() -> Mapping[str, frozenset[str]]:
    alike: dict[str, frozenset[str]] = {}
    for group in (group for line in _lines("alike.txt") for group in line.split()):
        for character in group:
            alike[character] = alike.get(character, frozenset()) | (frozenset(group) - {character})
    return alike


def _lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
