"""Patterns of many alternatives, compiled so that most characters of a text are passed over at one glance.

`re` tries every alternative at every character, unless all begin with a plain one. So that nobody has to write rules for its
sake, the characters with which a match can begin are read from the pattern and asked for first.
"""

import re
from collections.abc import Iterable
from re import _constants as ops  # type: ignore[attr-defined]  # `re` reads a pattern here, and nowhere else
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST_OF_A_RANGE = 64


def quick(pattern: str) -> re.Pattern[str]:
    """Matches what `re.compile(pattern)` does, and sooner finds nothing."""
    read = parser.parse(pattern)
    first = _first_of(read)
    if first is None or read.state.flags != re.UNICODE:
        return re.compile(pattern)
    return re.compile(f"(?=[{''.join(map(re.escape, sorted(first)))}])(?:{pattern})")


def _first_of(items: Iterable[Any]) -> frozenset[str] | None:
    """With what a match of this sequence begins; None when that is anything, or nothing at all."""
    first: set[str] = set()
    for op, value in items:
        begins, may_be_missing = _beginning(op, value)
        if begins is None:
            return None
        first |= begins
        if not may_be_missing:
            return frozenset(first)
    return None


def _beginning(op: Any, value: Any) -> tuple[frozenset[str] | None, bool]:
    """Of one item; and whether a match may go on without it."""
    if op is ops.LITERAL:
        return frozenset(chr(value)), False
    if op is ops.IN:
        return _one_of(value), False
    if op is ops.SUBPATTERN:
        _, flags, flags_off, items = value
        return (None if flags or flags_off else _first_of(items)), False
    if op is ops.BRANCH:
        branches = [_first_of(branch) for branch in value[1]]
        known = [branch for branch in branches if branch is not None]
        return (frozenset().union(*known) if len(known) == len(branches) else None), False
    if op in {ops.MAX_REPEAT, ops.MIN_REPEAT}:
        fewest, _, item = value
        return _first_of(item), fewest == 0
    if op in {ops.ASSERT, ops.ASSERT_NOT, ops.AT}:
        return frozenset(), True
    return None, False


def _one_of(members: Iterable[Any]) -> frozenset[str] | None:
    """A class of characters; what is not in it, or a large range, may be anything."""
    chars: set[str] = set()
    for op, value in members:
        if op is ops.LITERAL:
            chars.add(chr(value))
        elif op is ops.RANGE and value[1] - value[0] <= _MOST_OF_A_RANGE:
            chars |= {chr(code) for code in range(value[0], value[1] + 1)}
        else:
            return None
    return frozenset(chars)
