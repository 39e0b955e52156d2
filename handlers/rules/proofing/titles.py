"""Titles of laws that are almost right, fixed sequences in another order, and names of officeholders beside their posts."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from handlers.rules.proofing.finding import Kind, Spot
from handlers.rules.proofing.lexicon import Lexicon, Officeholder

_QUOTED = re.compile(r"《([^《》]{2,60})》")
_IS_A_LAW = re.compile(r"(?:法|条例|宪法|决定|办法|规定)$")
_ALMOST = 0.85
_MOST_SLIPS = 3
_STATE = "中华人民共和国"
_NAME = r"[\u4e00-\u9fff]"


def laws(line: str, lexicon: Lexicon) -> Iterator[Spot]:
    for match in _QUOTED.finditer(line):
        title = match[1]
        if title in lexicon.laws or title in lexicon.short_laws or not _IS_A_LAW.search(title):
            continue
        right = _meant(title, lexicon)
        if right is not None:
            yield Spot(match.start(1), title, right, Kind.TITLE)


def _meant(title: str, lexicon: Lexicon) -> str | None:
    full = {law for law in lexicon.laws if abs(len(law) - len(title)) <= _MOST_SLIPS}
    if title.startswith(_STATE) and title.removeprefix(_STATE) in lexicon.short_laws:
        return None
    best = max(full, key=lambda law: _likeness(law, title), default=None)
    if best is not None and _likeness(best, title) >= _ALMOST:
        return best
    short = {law for law in lexicon.short_laws if len(law) == len(title) > 3}
    near = [law for law in sorted(short) if _one_that_sounds_or_looks(law, title, lexicon)]
    return near[0] if near else None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _one_that_sounds_or_looks(right: str, seen: str, lexicon: Lexicon) -> bool:
    slips = [(one, other) for one, other in zip(right, seen, strict=True) if one != other]
    return len(slips) == 1 and (lexicon.sound_alike(*slips[0]) or lexicon.look_alike(*slips[0]))


class Sequences:
    """Items that are always named in one order."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._patterns = [(items, _run_of(items)) for items in lexicon.sequences]

    def check(self, line: str) -> Iterator[Spot]:
        for items, (run, item) in self._patterns:
            for match in run.finditer(line):
                named = item.findall(match[0])
                places = [items.index(one) for one in named]
                if places != sorted(places) and len(set(named)) > 1:
                    yield Spot(match.start(), match[0], _put_right(match[0], named, items, item), Kind.ORDER)


def _put_right(run: str, named: list[str], items: tuple[str, ...], item: re.Pattern[str]) -> str:
    """The same run with its items in their order; one that was named twice is named once."""
    right = sorted(set(named), key=items.index)
    if len(right) < len(named):
        return "、".join(right)
    between = item.split(run)
    return "".join(mark + one for mark, one in zip(between, [*right, ""], strict=True))


def _run_of(items: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    one = "|".join(map(re.escape, sorted(items, key=len, reverse=True)))
    return re.compile(rf"(?:{one})(?:(?:、|，|和|与|及|以及)(?:{one})){{1,}}"), re.compile(one)


def officeholders(line: str, lexicon: Lexicon) -> Iterator[Spot]:
    """A name beside a post that is held by somebody of almost that name, or by somebody else whom the list knows."""
    for holder in lexicon.officeholders:
        for match in re.finditer(
            rf"{re.escape(holder.post)}(?:、[^，。；、]{{2,12}})?({_NAME}{{{len(holder.name)}}})", line
        ):
            yield from _beside(holder, match[1], match.start(1), lexicon)


def _beside(holder: Officeholder, seen: str, start: int, lexicon: Lexicon) -> Iterator[Spot]:
    posts = {other.post for other in lexicon.officeholders if other.name == seen}
    if seen == holder.name or holder.post in posts:
        return
    holders = [other.name for other in lexicon.officeholders if other.post == holder.post]
    if posts and len(holders) == 1:
        yield Spot(start, seen, holder.name, Kind.NAME)
    elif sum(one != other for one, other in zip(seen, holder.name, strict=True)) == 1 and seen[0] == holder.name[0]:
        different = next((one, other) for one, other in zip(holder.name, seen, strict=True) if one != other)
        if len(seen) > 2 or lexicon.sound_alike(*different) or lexicon.look_alike(*different):
            yield Spot(start, seen, holder.name, Kind.NAME)
