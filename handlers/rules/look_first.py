"""What a person must read before anything moves (先看): danger, accusations, secrets, courts, and what inflames.

Missing one harms; stopping an ordinary message costs a look. Where both are possible the rules lean to looking.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from handlers.rules.look_first_delicate import DELICATE, PERSON_IN_OFFICE
from handlers.rules.look_first_emergencies import EMERGENCIES
from handlers.rules.look_first_families import FAMILIES
from handlers.rules.look_first_words import Danger, Rule
from handlers.rules.matters import carries_matter, tells_trouble, topics
from handlers.rules.numerals import plain
from handlers.rules.places import find_place
from handlers.rules.word_list import WordList

__all__ = ["Danger", "Look", "look", "split_mixed"]

_RULES = (*EMERGENCIES, *DELICATE, *FAMILIES)
_DUTIES = MappingProxyType(
    {Danger.ACCUSATION: "accusation", Danger.SECRET: "secrecy", Danger.SELF_HARM: "crisis"},
)
_PASSING = frozenset(rule.kind for rule in EMERGENCIES) - {Danger.SELF_HARM}
_THREATENS_LIFE = frozenset(rule.kind for rule in EMERGENCIES) - {Danger.MINOR_HURT}


@dataclass(frozen=True, slots=True)
class Look:
    """`duty` names who alone may see the case; None: a person looks first, but it is not sealed.

    `is_now`: it goes on or has just happened; it is not feared, announced or asked about.
    """

    kind: Danger
    words: tuple[str, ...]
    duty: str | None
    is_now: bool

    @property
    def threatens_life(self) -> bool:
        """The case is critical (特急), and the answer begins with 110, 119 or 120."""
        return self.is_now and self.kind in _THREATENS_LIFE


def _rules_by_trigger() -> dict[str, frozenset[int]]:
    """A longer word that was found hides the shorter ones in it, and wakes their rules, too."""
    rules_of: dict[str, set[int]] = defaultdict(set)
    for index, rule in enumerate(_RULES):
        for trigger in rule.triggers:
            rules_of[trigger].add(index)
    return {word: frozenset().union(*(rules_of.get(part, ()) for part in _parts(word))) for word in tuple(rules_of)}


def _parts(word: str) -> Iterator[str]:
    return (word[start:end] for start in range(len(word)) for end in range(start + 1, len(word) + 1))


_WOKEN = _rules_by_trigger()
_TRIGGERS = WordList(_WOKEN)

_SENTENCE = re.compile(r"[^。！!？?；;\n]*[。！!？?；;\n]?")
_OVER = re.compile(
    r"(?<!没)(?<!未)(?:解决了?|处理(?:完|好)了?|修(?:好|复|通)了?|扑灭了?|找(?:到|着|回来)了|恢复了?|救(?:出|上)来了?|脱险|出院了|没事了|虚惊|消除了?|平息了?|赔偿标准)|谢谢(?:大家|你们)?$"
)
_PAST = re.compile(r"[去前]年|上次|上回|上个?月|[多几两三四五六七八九十]+年前|以前|曾经|当年|之前|那年|小时候|好几年")
_NOW = re.compile(r"现在|正在|刚刚?|又[^一]|还在|马上|快来|今[天早晚]|昨[天晚夜]|此刻|眼下|立刻|救命|仍然?")
_FEARED = re.compile(
    r"担心|[生恐害]?怕|万一|如果|要是|防止|避免|预防|隐患|会不会|容易|可能会?|希望[^。]{0,6}(?:防|检查)|建议|宣传|演练|培训|讲座|知识|预案|提醒"
)
_ACCIDENTS = _PASSING - {Danger.SELF_HARM, Danger.VIOLENCE}
_LEAD = 16
_FEAR_BEFORE = re.compile(
    r"(?:担心|生怕|害怕|[就真很都恐只]?怕|万一|以防|防止|避免|预防|容易|哪天)[^。！!？?；;，,]{0,12}$"
)
_FEAR_WITHIN = re.compile(
    r"(?:担心|生怕|害怕|(?<![别不])怕|万一|以防|防止|避免|容易|哪天)[^。！!？?；;，,]{0,8}(?:着火|起火|失火|爆炸|塌|倒|撞|掉|摔|滑|烫|电|夹|砸|咬|淹|伤|卡|困|走丢|漏)"
)
_ABOUT_TO_FALL = re.compile(r"(?:快|要|马上|眼看|随时)(?:就|要|会)?(?:塌|倒|垮|决|溃)")
_LONG_AGO = re.compile(r"[去前]年|[多几两三四五六七八九十]+年前|以前|当年|那年|上次|上回")
_CLAUSE_END = re.compile(r"[。！!？?；;，,\n]")
_PLANNED = re.compile(r"明天|后天|下周|周[一二三四五六日]|准备|打算|商量|约好|再不|要是|如果|就要?去|号到")


@lru_cache(maxsize=64)
def look(text: str) -> tuple[Look, ...]:
    """What the text holds, strongest first; nothing for an ordinary one. Several routes ask it of the same message."""
    awake: set[int] = set()
    for word in _TRIGGERS.found_in(text):
        awake |= _WOKEN[word]
    if not awake:
        return ()
    said = plain(text)
    told: dict[Danger, list[re.Match[str]]] = {}
    for index in sorted(awake):
        for match in _told(_RULES[index], said):
            told.setdefault(_RULES[index].kind, []).append(match)
    return tuple(_seen(kind, told[kind]) for kind in Danger if kind in told) if told else ()


def _seen(kind: Danger, told: Sequence[re.Match[str]]) -> Look:
    words = tuple(dict.fromkeys(match[0].strip() for match in told))
    return Look(kind, words, _DUTIES.get(kind), any(_is_now(kind, match) for match in told))


def _told(rule: Rule, said: str) -> list[re.Match[str]]:
    plain_words = rule.figures.sub(lambda figure: "，" * len(figure[0]), said)
    return [match for match in rule.pattern.finditer(plain_words) if not _is_past(rule.kind, match)]


def sentence_of(match: re.Match[str]) -> str:
    """The sentence around what was found."""
    start = max(match.string.rfind(mark, 0, match.start()) for mark in "。！!？?；;\n") + 1
    sentence = _SENTENCE.match(match.string, start)
    return sentence[0] if sentence else match[0]


def _is_past(kind: Danger, match: re.Match[str]) -> bool:
    """An accident that is over or long ago, or one that is only feared: 怕着火, 容易塌."""
    if kind not in _PASSING:
        return False
    if kind in _ACCIDENTS and (_is_only_feared(match) or _is_old(match)):
        return True
    sentence = sentence_of(match)
    if _NOW.search(sentence):
        return False
    return bool(_OVER.search(sentence) or _PAST.search(sentence))


def _is_only_feared(match: re.Match[str]) -> bool:
    if _ABOUT_TO_FALL.search(match[0]):
        return False
    before = match.string[max(0, match.start() - _LEAD) : match.start()]
    return bool(_FEAR_BEFORE.search(before) or _FEAR_WITHIN.search(match[0]))


def _is_old(match: re.Match[str]) -> bool:
    """The clause itself tells of long ago, whatever the rest of the sentence says of today."""
    clause = _CLAUSE_END.split(match.string[: match.start()])[-1] + match[0]
    return bool(_LONG_AGO.search(clause)) and not _NOW.search(clause)


def _is_now(kind: Danger, match: re.Match[str]) -> bool:
    if kind is Danger.SELF_HARM:
        return True
    sentence = sentence_of(match)
    if kind is Danger.CROWD:
        return not _PLANNED.search(sentence)
    return kind in _PASSING and not _FEARED.search(sentence)


# --- mixed messages ------------------------------------------------------------------------------------------------

_UNIT = re.compile(r"[^。！!？?；;，,\n]*[。！!？?；;，,\n]*")
_ENDS = "。！!？?；;\n"
# who is accused goes on to be spoken of: 他还…, 这个人…, 钱…
_GOES_ON = re.compile(
    rf"{PERSON_IN_OFFICE}|[他她]|这(?:个|种|些)?(?:人|事|钱)|那人|此人|证据|流水|账|钱|举报|检举|纪委|村里人都知道|谁不知道|查查|查一查|严惩|法办"
)
_OPENS_ANOTHER = re.compile(r"^\s*(?:另外|还有|此外|再就是|再一个|顺便|对了|同时|其次|[二三四2-4][、.．是])")
_SHORTEST = 4


def split_mixed(text: str, looks: tuple[Look, ...]) -> tuple[str, str]:
    """(ordinary part, sealed part). A secret seals everything; so does whatever cannot be told apart from what is sealed."""
    if not any(seen.duty for seen in looks):
        return text, ""
    if any(seen.kind is Danger.SECRET for seen in looks):
        return "", text
    units = [match[0] for match in _UNIT.finditer(text) if match[0]]
    is_sealed = _sealed_units(units)
    ordinary = "".join(unit for unit, sealed in zip(units, is_sealed, strict=True) if not sealed)
    sealed = "".join(unit for unit, sealed in zip(units, is_sealed, strict=True) if sealed)
    if not _stands_alone(ordinary):
        return "", text
    return _closed(ordinary), sealed.strip()


def _sealed_units(units: list[str]) -> list[bool]:
    """A clause is ordinary only when it tells a matter of its own, or belongs to one that does."""
    sealed: list[bool] = []
    for unit in units:
        if _is_delicate(unit):
            sealed.append(True)
        elif _tells_own_matter(unit):
            sealed.append(False)
        else:
            sealed.append(sealed[-1] and not _OPENS_ANOTHER.match(unit) if sealed else False)
    # what only leads up to a delicate clause within its sentence belongs to it: 我们村支书，这些年，…
    for index in range(len(units) - 2, -1, -1):
        leads_on = units[index].rstrip()[-1:] not in _ENDS
        if leads_on and sealed[index + 1] and not _tells_own_matter(units[index]):
            sealed[index] = True
    return sealed


def _is_delicate(unit: str) -> bool:
    return any(seen.duty for seen in look(unit)) or bool(_GOES_ON.search(unit))


def _tells_own_matter(unit: str) -> bool:
    return bool(tells_trouble(unit) or topics(unit) or find_place(unit, frozenset()))


def _stands_alone(ordinary: str) -> bool:
    """Enough for a case, and nothing left in it that ought to be sealed."""
    is_matter = len(ordinary.strip(" ，,。")) >= _SHORTEST and carries_matter(ordinary)
    return is_matter and not any(seen.duty for seen in look(ordinary))


def _closed(part: str) -> str:
    return part.strip().rstrip("，,；;：:") or part
