"""Which department a matter belongs to, told by the directory's own words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log, sqrt

from handlers.rules.numerals import plain
from handlers.rules.word_list import WordList

NOT_TO_BE_CHARGED = "不得交办"


@dataclass(frozen=True, slots=True)
class DepartmentWords:
    """What the directory says of one body: how it is called and what it looks after."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    form: str = "交办"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A department and the words of the text that speak for it."""

    code: str
    score: float
    words: tuple[str, ...]


# how much a word counts by where the directory has it
_KEYWORD, _NAME, _STEM, _MATTER, _FRAGMENT = 2.0, 4.0, 2.0, 1.5, 0.7
_OFFICE = re.compile(r"(?:局|委员会|委|办公室|办|中心|大队|队|公司|所|站|院|部|联合会|社)$")
_BEGINNING, _AT_FIRST, _AGAIN = 40, 1.5, 0.3
_IN_BRACKETS = re.compile(r"[（(]([^）)]*)[）)]?")
_PARTS = re.compile(r"[；;、/，,\s与和及]+")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
# half of a matter that says nothing of who looks after it
_EMPTY = frozenset(
    [
        "管理",
        "服务",
        "问题",
        "监管",
        "建设",
        "发放",
        "投诉",
        "申请",
        "办理",
        "维修",
        "处理",
        "工作",
        "协调",
        "设置",
        "查处",
        "公开",
        "费用",
        "收费",
        "标准",
        "补贴",
        "保护",
        "经营",
        "安全",
        "设施",
        "情况",
        "线索",
        "认定",
        "地方",
        "部分",
        "农村",
        "城市",
        "道路",
        "政府",
        "人员",
        "单位",
        "企业",
        "项目",
        "资金",
        "整治",
        "检查",
        "使用",
        "执行",
        "手续",
        "指导",
        "监督",
        "组织",
        "活动",
        "培训",
        "困难",
        "帮扶",
        "救助",
        "权益",
        "咨询",
        "审核",
        "报告",
        "纠纷",
        "补偿",
        "改造",
        "损坏",
        "异议",
        "态度",
        "老人",
        "社会",
        "公共",
        "行业",
        "市政",
        "部门",
        "程序",
        "初审",
        "社区",
        "居民",
        "门口",
        "危险",
        "领导",
    ]
)


class Allotment:
    """Built once per version of the directory; the same text always gets the same answer."""

    def __init__(self, departments: Iterable[DepartmentWords]) -> None:
        self._departments = tuple(departments)
        charged = [department for department in self._departments if department.form != NOT_TO_BE_CHARGED]
        self._order = {department.code: index for index, department in enumerate(self._departments)}
        self._weights = _weights(charged)
        self._words = WordList(self._weights)
        self._called = _called(self._departments)
        self._beginnings = _alternation(self._called)

    def suggest(self, text: str, *, limit: int = 3) -> tuple[Suggestion, ...]:
        scores: dict[str, float] = defaultdict(float)
        spoke: dict[str, list[str]] = defaultdict(list)
        for word, loudness in self._heard(plain(text)).items():
            for code, weight in self._weights[word]:
                scores[code] += weight * loudness
                spoke[code].append(word)
        ranked = sorted(scores, key=lambda code: (-scores[code], self._order[code]))[:limit]
        return tuple(Suggestion(code, round(scores[code], 3), _longest(spoke[code])) for code in ranked)

    def _heard(self, text: str) -> dict[str, float]:
        """The longest word at each place, louder where people come to the point: at the beginning."""
        heard: dict[str, float] = {}
        for at, word in self._words.places_in(text):
            heard[word] = heard[word] + _AGAIN if word in heard else (_AT_FIRST if at < _BEGINNING else 1.0)
        return heard

    def find(self, said: str) -> tuple[str, ...]:
        """Codes that fit what a person typed, best first; one element means unambiguous."""
        wanted = _key(said)
        if not wanted:
            return ()
        exact = self._called.get(wanted)
        if exact:
            return exact
        closeness: dict[str, float] = {}
        for name, codes in self._called.items():
            for code in codes:
                closeness[code] = max(closeness.get(code, 0.0), _closeness(wanted, name))
        fitting = [code for code in closeness if closeness[code] > 0]
        return tuple(sorted(fitting, key=lambda code: (-closeness[code], self._order[code])))

    def take(self, text: str) -> tuple[str | None, str]:
        """The department named at the start of the text, and what follows it."""
        line = text.lstrip(" \t\r\n\u3000，,、:：")
        match = self._beginnings.match(plain(line).casefold())
        if match is None or (match[1].isascii() and plain(line)[match.end(1) : match.end(1) + 1].isalnum()):
            return None, line.strip()
        codes = self._called[match[1]]
        return codes[0], line[match.end(1) :].lstrip(" \t\r\n\u3000，,、:：;；。").rstrip()


def _longest(words: list[str]) -> tuple[str, ...]:
    """Without those inside another: 不亮 says nothing beside 路灯不亮."""
    return tuple(word for word in words if not any(word in other for other in words if other != word))


def _alternation(words: Iterable[str]) -> re.Pattern[str]:
    """Longest first, in a look-ahead so that a word inside another word is heard too."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(f"(?=({'|'.join(map(re.escape, longest_first))}))" if longest_first else r"(?!)()")


def _weights(departments: list[DepartmentWords]) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Of each word the departments it speaks for: rarer and longer words speak louder."""
    claims: dict[str, dict[str, float]] = defaultdict(dict)
    for department in departments:
        for word, weight in _words_of(department):
            claims[word][department.code] = max(weight, claims[word].get(department.code, 0.0))
    # 交通 speaks for the traffic police as well as for 交通运输局
    for word in [word for word, owners in claims.items() if _STEM in owners.values()]:
        claims[word] |= {
            other.code: _STEM for other in departments if word in other.name and other.code not in claims[word]
        }
    return {
        word: tuple((code, weight * _loudness(word, len(owners), len(departments))) for code, weight in owners.items())
        for word, owners in claims.items()
    }


def _loudness(word: str, owners: int, bodies: int) -> float:
    rarity = log(1 + bodies / owners) / log(1 + bodies)
    return rarity * sqrt(min(len(word), 6) / owners)


def _words_of(department: DepartmentWords) -> Iterator[tuple[str, float]]:
    for name in _names_of(department):
        if len(name) > 1:
            yield name, _NAME
            stem = _OFFICE.sub("", name)
            if 1 < len(stem) < len(name) and stem not in _EMPTY:
                yield stem, _STEM
    for keyword in department.keywords:
        yield plain(keyword), _KEYWORD
    for matter in department.matters:
        for part in _matter_parts(matter):
            yield part, _MATTER
            for fragment in _fragments(part):
                yield fragment, _FRAGMENT


def _names_of(department: DepartmentWords) -> Iterator[str]:
    """The name with and without what stands in brackets, its bare stem, and the aliases."""
    name = plain(department.name)
    yield from (part for part in (_IN_BRACKETS.sub("", name), *_IN_BRACKETS.findall(name)) if part)
    yield from (plain(alias) for alias in department.aliases)


def _matter_parts(matter: str) -> Iterator[str]:
    said = plain(matter)
    for stretch in (_IN_BRACKETS.sub("", said), *_IN_BRACKETS.findall(said)):
        yield from (part for part in _PARTS.split(stretch) if len(part) > 1 and part not in _EMPTY)


def _fragments(part: str) -> Iterator[str]:
    """The two-character pieces of a longer wording: people seldom repeat it whole."""
    for run in _HAN_RUN.findall(part):
        if len(run) > 2:
            yield from (run[at : at + 2] for at in range(0, len(run) - 1, 2) if run[at : at + 2] not in _EMPTY)


def _called(departments: tuple[DepartmentWords, ...]) -> Mapping[str, tuple[str, ...]]:
    """Every way of calling a body, in small letters, and whom it may mean."""
    called: dict[str, tuple[str, ...]] = {}
    for department in departments:
        names = {department.code, department.name, *_names_of(department)}
        for name in sorted(key for name in names if (key := _key(name))):
            called[name] = (*called.get(name, ()), department.code)
    return called


def _key(said: str) -> str:
    return re.sub(r"[\s,，。.、《》“”\"]+", "", plain(said)).casefold()


def _closeness(wanted: str, name: str) -> float:
    """How near a typed word is to a name: part of it, or its characters in order (住建 in 住房和城乡建设局)."""
    if len(wanted) < 2:
        return 0.0
    if wanted in name or (name in wanted and len(name) > 1):
        return 2 + min(len(wanted), len(name)) / max(len(wanted), len(name))
    rest = iter(name)
    return len(wanted) / len(name) if all(char in rest for char in wanted) else 0.0
