"""How a card or a notice is typed: 新建学习 标题｜正文｜来源｜2026-12-01｜代表, the parts apart by bars, or by lines where there is no bar."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.rules.numerals import plain

_BAR = re.compile(r"\s*[|｜¦丨]\s*")
_LABELS = {
    "title": ("标题", "题目"),
    "text": ("正文", "内容"),
    "source": ("来源", "出处", "依据"),
    "link": ("链接", "网址"),
    "date": ("日期", "时间", "发布日期"),
    "audience": ("对象", "面向", "受众", "范围"),
    "series": ("系列",),
    "tags": ("标签",),
    "event": ("活动日期", "会议日期", "举行日期"),
}
_LABEL = re.compile(
    r"^(?:" + "|".join(f"(?P<{field}>{'|'.join(words)})" for field, words in _LABELS.items()) + r")\s*[:：]\s*"
)
_LINK = re.compile(r"^https?://\S+$")
_DATE = re.compile(r"^(20\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$")
_AUDIENCES = {
    "机关": "office",
    "机关群": "office",
    "机关工作群": "office",
    "office": "office",
    "代表": "deputies",
    "代表群": "deputies",
    "代表交流群": "deputies",
    "deputies": "deputies",
}
_ON_DAY_OFF = frozenset({"休息日也发", "节假日也发", "照发"})
_INVITES = frozenset({"邀请", "要报名", "报名", "请回复", "请回复参加"})
# Not to a group, but to each person by themselves: everyone of the audience, or those that are named.
_TO_PEOPLE = re.compile(r"^(?:发个人|发给个人|单发|逐人发)(?:\s*[:：]\s*(?P<names>.+))?$")
_TAGS_APART = re.compile(r"[、,，\s]+")


@dataclass(frozen=True, slots=True)
class PostDraft:
    """What was typed. `audience` is office, deputies or a town's name; empty where it was not said. What is not there stays empty."""

    title: str = ""
    text: str = ""
    source: str = ""
    link: str = ""
    planned_on: date | None = None
    on_day_off: bool = False
    audience: str = ""
    series: str = ""
    tags: tuple[str, ...] = ()
    event_on: date | None = None
    invites: bool = False
    people: tuple[str, ...] | None = None
    wrong_date: str = ""


def read_post(said: str, towns: Iterable[str] = ()) -> PostDraft:
    """Parts without a label are told by their form, the others are title, text and source in this order."""
    parts = [part.strip() for part in (_BAR.split(said) if _BAR.search(said) else said.split("\n")) if part.strip()]
    named: dict[str, Any] = {}
    plain_parts: list[str] = []
    known = frozenset(towns)
    for part in parts:
        field, value = _read(part, known)
        if field:
            named[field] = value
        else:
            plain_parts.append(part)
    free = [field for field in ("title", "text", "source") if field not in named]
    if len(plain_parts) > len(free):  # a bar or a line break within the words
        middle = plain_parts[1 : len(plain_parts) - len(free) + 2]
        plain_parts = [plain_parts[0], "\n".join(middle), *plain_parts[len(plain_parts) - len(free) + 2 :]]
    named |= dict(zip(free, plain_parts, strict=False))
    return PostDraft(**named)


def read_audience(said: str, towns: Iterable[str] = ()) -> str | None:
    """office, deputies, or the town as the directory names it."""
    word = said.strip().removesuffix("群").removesuffix("代表") if said.strip() not in _AUDIENCES else said.strip()
    return _AUDIENCES.get(said.strip()) or next(
        (town for town in towns if word in {town, town.rstrip("镇乡街道")}), None
    )


def read_day(said: str) -> date | None:
    """2026-12-01, 2026年12月1日; None for anything else, and for a day that does not exist."""
    found = _DATE.match(plain(said).strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _read(part: str, towns: frozenset[str]) -> tuple[str, object]:
    label = _LABEL.match(part)
    if label is not None and label.lastgroup is not None:
        return _labelled(label.lastgroup, part[label.end() :].strip(), towns)
    if _LINK.match(part):
        return "link", part
    if _DATE.match(plain(part)):
        day = read_day(part)
        return ("planned_on", day) if day else ("wrong_date", part)
    if part in _ON_DAY_OFF:
        return "on_day_off", True
    to_people = _TO_PEOPLE.match(part)
    if to_people is not None:
        return "people", tuple(name for name in _TAGS_APART.split(to_people["names"] or "") if name)
    if part in _INVITES:
        return "invites", True
    audience = read_audience(part, towns)
    return ("audience", audience) if audience else ("", part)


def _labelled(field: str, value: str, towns: frozenset[str]) -> tuple[str, object]:
    if field in {"date", "event"}:
        day = read_day(value)
        return ("planned_on" if field == "date" else "event_on", day) if day else ("wrong_date", value)
    if field == "tags":
        return "tags", tuple(tag for tag in _TAGS_APART.split(value) if tag)
    if field == "audience":
        return "audience", read_audience(value, towns) or value
    return field, value
