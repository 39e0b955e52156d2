"""The tables of proofing, read from our own files and an office's lists; how a character sounds is asked of pypinyin."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from handlers.rules.proofing.finding import Kind
from handlers.rules.proofing.lexicon import Lexicon, Officeholder
from handlers.rules.proofing.proofer import Proofer

FOLDER = Path(__file__).parent / "data" / "proofing"
# What people mix up when they speak, and so when they type: zh and z, ng and n.
_FUZZY = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"ng$"), "n"))


@lru_cache(maxsize=4)
def lexicon_of(terms: tuple[str, ...] = (), officeholders: tuple[Officeholder, ...] = ()) -> Lexicon:
    """`terms`: what this office writes just so. The result is kept: reading takes a moment."""
    laws = [line.split("|") for line in _lines("laws.txt")]
    return Lexicon(
        phrases=dict(_phrases()) | dict.fromkeys(terms, Kind.TERM),
        never={
            wrong: (right, Kind(kind)) for wrong, right, kind in (line.split("\t") for line in _lines("confusions.tsv"))
        },
        sequences=tuple(tuple(line.split("、")) for line in _lines("sequences.txt")),
        laws=frozenset(row[0] for row in laws),
        short_laws=frozenset(short for row in laws for short in row[1:]),
        alike=_alike(),
        variants={pair[0]: pair[1] for line in _lines("variants.txt") for pair in line.split() if pair[0] != pair[1]},
        sounds_of=sounds_of,
        officeholders=officeholders,
    )


@lru_cache(maxsize=4)
def proofer_of(terms: tuple[str, ...], officeholders: tuple[str, ...]) -> Proofer:
    """`officeholders`: 姓名 职务, as in the configuration."""
    return Proofer(lexicon_of(terms, tuple(Officeholder(*line.split(maxsplit=1)) for line in officeholders)))


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
