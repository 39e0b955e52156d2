"""Two characters that are no word but almost one: whoever types by sound, or scans, writes 争求 for 征求 and 认直 for 认真.

A stretch that a dictionary covers with words is left alone, and so is anything that a name may be made of; what is offered
is a word that official papers use every day.
"""

from collections.abc import Callable, Iterator, Set
from typing import TypeAlias

from handlers.rules.proofing.finding import Kind, Spot
from handlers.rules.proofing.lexicon import Lexicon

_Order: TypeAlias = Callable[[str, Set[str]], Iterator[tuple[int, int]]]
_LONGEST = 8
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
# Characters that stand alone in any sentence: they are not the slip.
_SINGLE = frozenset(
    "的了和在是与及向对为把被将也都就还又更最不有以从由其这那各每某所于之而并或者等着过地得上下中内外前后里个件条名次项人年月日时分到来去让给可能会要应请经已未曾正该本此同第几多少大小好新老一二三四五六七八九十百千万两"
)
_PLACES = frozenset("村镇乡县路街区河")


class NonWords:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words = lexicon.dictionary | frozenset(lexicon.official)
        self._by_first: dict[str, list[str]] = {}
        self._by_last: dict[str, list[str]] = {}
        for word in lexicon.official:
            self._by_first.setdefault(word[0], []).append(word)
            self._by_last.setdefault(word[1], []).append(word)

    def check(self, line: str) -> Iterator[Spot]:
        covered = self._covered(line, _forwards), self._covered(line, _backwards)
        for place in range(len(line) - 1):
            if all(cover[place] and cover[place + 1] for cover in covered) or self._may_be_a_name(line, place):
                continue
            if any(not cover[place] and not cover[place + 1] for cover in covered):
                yield from self._meant(line, place)

    def _meant(self, line: str, place: int) -> Iterator[Spot]:
        seen = line[place : place + 2]
        if seen in self._words or seen in self._lexicon.not_slips:
            return
        first, last = seen[0], seen[1]
        near = [] if first in _SINGLE else [word for word in self._by_last.get(last, ()) if self._alike(word[0], first)]
        near += (
            [] if last in _SINGLE else [word for word in self._by_first.get(first, ()) if self._alike(word[1], last)]
        )
        if near:
            yield Spot(place, seen, near[0], self._kind(near[0], seen))

    def _alike(self, one: str, other: str) -> bool:
        return self._lexicon.sound_alike(one, other) or self._lexicon.look_alike(one, other)

    def _kind(self, word: str, seen: str) -> Kind:
        one, other = next((one, other) for one, other in zip(word, seen, strict=True) if one != other)
        return Kind.LOOKALIKE if self._lexicon.look_alike(one, other) else Kind.HOMOPHONE

    def _may_be_a_name(self, line: str, place: int) -> bool:
        before, after = line[max(0, place - 1) : place + 1], line[place + 2 : place + 3] or "."
        return any(character in _SURNAMES for character in before) or after in _PLACES

    def _covered(self, line: str, order: _Order) -> list[bool]:
        """Which characters belong to a word of at least two, taking the longest first."""
        covered = [False] * len(line)
        for start, end in order(line, self._words):
            covered[start:end] = [True] * (end - start)
        return covered


def _forwards(line: str, words: Set[str]) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(line):
        end = next(
            (end for end in range(min(place + _LONGEST, len(line)), place + 1, -1) if line[place:end] in words), None
        )
        if end is not None:
            yield place, end
        place = end or place + 1


def _backwards(line: str, words: Set[str]) -> Iterator[tuple[int, int]]:
    place = len(line)
    while place > 0:
        start = next(
            (start for start in range(max(place - _LONGEST, 0), place - 1) if line[start:place] in words), None
        )
        if start is not None:
            yield start, place
        place = place - 1 if start is None else start
