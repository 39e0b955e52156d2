"""A short name for a case: the place and the matter in the person's own words, without greeting and without abuse."""

import re
from collections.abc import Mapping, Sequence

from handlers.rules.matters import carries_matter, names_topic, tells_trouble
from handlers.rules.places import find_place
from handlers.rules.quick_pattern import quick

LONGEST_TITLE = 20
_RAMBLING = 80
_FEW_MARKS = 6
_LONGEST_PLACE = 12

_MARKS = re.compile(r"[。！!？?；;，,\n\r\t…~～]+|\s{2,}|[.](?![0-9])")
_PLACEHOLDER = re.compile(r"〔[^〔〕]{1,8}〕|\[[^\[\]\s]{1,8}\]|【[^【】]{1,10}】")
_ABUSE = quick(
    r"(?:你们|这帮|这群|一帮|一群|你们这帮|你们这群|都是|全是|就是)*(?:吃干饭的?|吃屎的?|废物|饭桶|混蛋|混账|王八蛋|狗官|狗东西|畜生|人渣|骗子|白痴|蠢货|傻[逼Xx叉]|脑残|不是东西|"
    r"不要脸|缺德|去死|滚蛋)"
    r"|他妈的?|妈的|你妈的?|尼玛|操你?妈?|卧槽|艹|狗日的?|养你们干[啥什么吗]*|光开会不办事|光拿钱不干活"
)
_LEAD = re.compile(
    r"^(?:(?:各位|尊敬的|敬爱的|亲爱的)?(?:领导|书记|县长|市长|镇长|局长|主任|代表|同志|工作人员|大家|师傅|老师)们?好?|你好|您好|大家好|早上好|上午好|下午好|晚上好|在吗|请问一下|"
    r"请问|麻烦问一下|麻烦|打扰了?|喂|哎|唉|就是|对了|另外|还有|然后|"
    r"我?(?:们)?(?:想|要|来|再|就|是来|在这里|实名|在此)*(?:反映|反应|投诉|举报|咨询|问|说|汇报|报告)(?:一?下|一个|几个|个|下)?(?:事情?|问题|情况|的是|的)?|反正|咱们?|"
    r"我(?:是|们是)[^，,]{0,8}的(?:村民|居民|业主|家长)|"
    r"本人|关于|有(?:个|一个|几个)(?:事|问题)|几个事|昨天|今天|前天|昨晚|[:：、\s\-—·.\d]|[1-9一二三四][、.]|其?[一二三四五]是)+"
)
_TAIL = re.compile(
    r"(?:[啊呀吧嘛哦呢哈吗]|[，,、：:；;。.！!？?\s\-—·\"“”‘’（(《【]|谢谢|的[话时]候?|(?:希望|请求|恳请|请|望)(?:领导|政府|有关部门)?(?:尽快)?(?:解决|"
    r"处理)(?:一下)?)+$"
)
_DANGLING = re.compile(r"[的和与在把被是一就还也但而因从到为对向了]+$")
_TO_THE_POINT = quick(
    r"(?:我)?(?:今天|这次)?(?:主要|其实|说到底|归根到底|说来说去)?(?:还是|就是|是|就)?想(?:要)?(?:跟你们|跟您|向你们)?(?:反映|反应|说|问|讲|提)(?:问|说|一下|一句|一件事)?(?:的)?(?:就)?是?|"
    r"主要(?:的)?(?:就)?是|(?:要|来)(?:反映|说)的(?:就)?是|言归正传|说正事|(?<=[，。,.！!])就是(?=我们|咱|俺|眼下|这|那|村)"
)
_OURS = re.compile(r"^(?:我们|咱们?|俺们?)(?:这儿|这里|这边|这)?的?|^眼下|^到底")
_NAMES_A_THING = re.compile(r"[那这](?:个|条|座|段|块|口|排|根|棵|处|家|栋|些)")
# Said with a finger on a photo: it names nothing.
_POINTS = re.compile(
    r"(?:你们?|您)?(?:看看?|瞧瞧?|就是?|都?在|都?是)*(?:[这那](?:儿|里|边|个|块|个?地方|个?位置)?|照片|图片?)(?:里|上)?"
)
_INTRODUCES = re.compile(r"(?:我|俺)(?:是|叫|姓|住)|各位|领导好|老乡都?(?:跟我)?说")


def title_of(text: str) -> str:
    """At most 20 characters that tell the case from others; empty when the words tell nothing."""
    said = _ABUSE.sub("，", _PLACEHOLDER.sub("", text))
    if _rambles(said):
        return _title_of_rambling(said)
    clauses = _clauses(said)
    if not clauses:
        return ""
    places = {clause: find_place(clause, frozenset()) or "" for clause in clauses}
    return _cut(_with_place(_weightiest(clauses, places), places))


def matter_of(text: str) -> str:
    """The part of a long rambling that tells the matter; any other text as it is."""
    if not _rambles(text):
        return text
    parts = [part for part in _MARKS.split(_from_the_point(text)) if part.strip()]
    weights = [_weight(clause, find_place(clause, frozenset()) or "") for clause in map(_clean, parts)]
    best = weights.index(max(weights))
    return "，".join(parts[max(best - 2, 0) : best + 2])


def _rambles(text: str) -> bool:
    return len(text) > _RAMBLING and len(_MARKS.findall(text)) >= _FEW_MARKS


def _from_the_point(text: str) -> str:
    """What follows the last 我想反映的是, 其实就是想问: who begins far away says when they come to it."""
    points = [match.end() for match in _TO_THE_POINT.finditer(text)]
    return next((text[end:] for end in reversed(points) if carries_matter(text[end:])), text)


def _title_of_rambling(said: str) -> str:
    """Its matter, with what it is about from the clause before, and the place from wherever it was said."""
    clauses = [_OURS.sub("", clause) for clause in _clauses(matter_of(said)) or _clauses(said)]
    if not clauses:
        return ""
    places = {clause: find_place(clause, frozenset()) or "" for clause in clauses}
    best = _weightiest(clauses, places)
    before = clauses[clauses.index(best) - 1] if clauses.index(best) else ""
    if _NAMES_A_THING.search(before) and not tells_trouble(before) and len(before) + len(best) <= LONGEST_TITLE:
        places[before + best] = places[before]
        best = before + best
    elsewhere = {clause: _whole_place(clause) for clause in (*clauses, *_clauses(said))}
    return _cut(_with_place(best, places | elsewhere | {best: places[best]}))


def _whole_place(clause: str) -> str:
    """城关镇中心小学门口 is one place, though only 城关镇 is a name by itself."""
    place = find_place(clause, frozenset()) or ""
    is_place = clause.startswith(place) and len(clause) <= _LONGEST_PLACE and not carries_matter(clause)
    return clause if place and is_place and not _INTRODUCES.search(clause) else place


def _clauses(said: str) -> list[str]:
    cleaned = (_clean(part) for part in _MARKS.split(said))
    return [clause for clause in cleaned if len(clause) > 1 and not _POINTS.fullmatch(clause)]


def _weightiest(clauses: Sequence[str], places: Mapping[str, str]) -> str:
    return clauses[0] if len(clauses) == 1 else max(clauses, key=lambda clause: _weight(clause, places[clause]))


def _clean(clause: str) -> str:
    return _TAIL.sub("", _LEAD.sub("", clause.strip())).strip()


def _weight(clause: str, place: str) -> int:
    """Trouble counts most, then a subject, then a place; introductions count against. The first of equals wins."""
    weight = 4 * tells_trouble(clause) + 2 * carries_matter(clause) + 2 * names_topic(clause)
    return weight + bool(place) - 3 * bool(_INTRODUCES.search(clause))


def _with_place(best: str, places: Mapping[str, str]) -> str:
    """The place is often said in a clause of its own: 县医院后门，井盖没了."""
    if places[best]:
        return best
    place = next(filter(None, places.values()), "")
    return place + best if len(place) + len(best) <= LONGEST_TITLE else best


def _cut(title: str) -> str:
    if len(title) > LONGEST_TITLE:
        place = find_place(title, frozenset())
        start = title.find(place) if place else 0
        title = title[start:] if len(title) - start >= LONGEST_TITLE // 2 else title
    if len(title) > LONGEST_TITLE:
        title = _DANGLING.sub("", title[:LONGEST_TITLE])
    return _TAIL.sub("", title) or title
