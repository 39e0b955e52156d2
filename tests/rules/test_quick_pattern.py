"""Quick patterns, against what `re` finds with the same words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.look_first_delicate import DELICATE
from handlers.rules.look_first_emergencies import EMERGENCIES
from handlers.rules.look_first_families import FAMILIES
from handlers.rules.look_first_words import Rule
from handlers.rules.quick_pattern import quick

_CHARACTERS = "路灯坏了3村"
_CHARACTER = st.sampled_from(_CHARACTERS)
_CLASS = st.sets(_CHARACTER, min_size=1, max_size=3).map(lambda chars: f"[{''.join(sorted(chars))}]")
_ODD = st.sampled_from(["[0-9]", "[^路]", ".", r"\d", r"\w", "^", "$", r"\b", "(?!灯)", "(?=路)", "(?<!坏)", "(?i:a)"])
_TOLD = (
    "孩子掉进水库了，快来人，村支书说没事，几十个家长在镇政府门口堵着要说法",
    "听说水里有毒，群里都在传，闻到煤气味头晕，电线冒火花，房子要塌，地上全是血",
    "书记用集体的钱给自己盖房，他小舅子包工程，选举给钱，法院判了不执行，不给满意就别想低保",
)
_PLAIN = st.text(_CHARACTERS, min_size=1, max_size=3)


def _larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.lists(parts, min_size=1, max_size=3).map("|".join).map("(?:{})".format)
    repeated = st.tuples(group, st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "??", "+?"])).map("".join)
    return st.lists(parts | group | repeated, min_size=1, max_size=3).map("".join)


_SMALL = _PLAIN | _CLASS | _ODD
_PATTERNS = st.lists(_larger(_SMALL | _larger(_SMALL)), min_size=1, max_size=3).map("|".join)
_TEXTS = st.text(_CHARACTERS + "aA。", max_size=12)


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


@given(_PATTERNS, _TEXTS)
def test_it_finds_what_the_plain_pattern_finds(pattern: str, text: str) -> None:
    assert _spans(quick(pattern), text) == _spans(re.compile(pattern), text)


@pytest.mark.parametrize(
    ("pattern", "gate"),
    [
        ("路灯|井盖", "(?=[井路])"),
        ("(?:我|俺)?(?:是)?替", "(?=[俺我是替])"),
        ("(?<!下)水|[3-5]楼", "(?=[345水])"),
        ("(?P<sign>-)?(?:坏|烂)(?P=sign)", "(?=[\\-坏烂])"),
    ],
)
def test_it_asks_first_for_what_a_match_can_begin_with(pattern: str, gate: str) -> None:
    assert quick(pattern).pattern.startswith(gate)


@pytest.mark.parametrize("pattern", ["", "路?", ".灯", "[^路]", r"\d+", "(?i)ok|路", "(?i:ok)路", "$", "(?!)"])
def test_where_a_match_may_begin_with_anything_it_is_the_plain_pattern(pattern: str) -> None:
    assert quick(pattern).pattern == pattern


def test_names_of_groups_stay() -> None:
    found = quick("(?P<mobile>1[3-9])(?P<rest>[0-9]+)").search("电话13800001234")
    assert found is not None
    assert (found["mobile"], found["rest"]) == ("13", "800001234")


@pytest.mark.parametrize("rule", (*EMERGENCIES, *DELICATE, *FAMILIES), ids=lambda rule: f"{rule.kind}-{len(rule.told)}")
def test_every_rule_of_what_a_person_looks_at_first_finds_the_same(rule: Rule) -> None:
    told, figures = re.compile(rule.told), re.compile(rule.only_sounds_like_it)
    for text in ("，".join(rule.triggers), *_TOLD):
        assert _spans(rule.pattern, text) == _spans(told, text)
        assert _spans(rule.figures, text) == _spans(figures, text)
