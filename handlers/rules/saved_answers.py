"""How a saved answer is typed: 新建知识 标题｜内容｜来源｜2027-06-30, the parts apart by bars, lines or marks."""

import re
from dataclasses import dataclass
from datetime import date

from handlers.rules.numerals import plain

_BAR = re.compile(r"\s*[|｜¦丨]\s*")
_LINE = re.compile(r"\s*\n\s*")
_LABEL = re.compile(r"^(?:标题|题目|内容|答复|来源|出处|依据|有效期至?|截止|到期日?|失效日?)\s*[:：]\s*")
_DATE = re.compile(r"^\D{0,6}(20\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\D{0,4}$")
_FOREVER = frozenset({"长期", "长期有效", "无", "不限"})
_NAMED = re.compile(r"^\s*知识\s*[#第]?\s*(?P<id>\d{1,6})\s*[号条]?(?:[\s,，。.;；:：!]+|$)")


@dataclass(frozen=True, slots=True)
class Draft:
    """`has_date` is False when the last part is no date and no word for ever."""

    title: str = ""
    text: str = ""
    source: str = ""
    expires_on: date | None = None
    has_date: bool = False

    @property
    def is_whole(self) -> bool:
        return bool(self.title and self.text and self.source and self.has_date)


def read_draft(said: str) -> Draft:
    """Of words by bars, or by lines where there is no bar. What is not there stays empty."""
    apart = _BAR if _BAR.search(said) else _LINE
    parts = [_LABEL.sub("", part).strip() for part in apart.split(said.strip()) if part.strip()]
    expires_on, has_date = _expiry(parts[-1]) if len(parts) > 1 else (None, False)
    if has_date:
        parts = parts[:-1]
    if len(parts) > 3:  # a bar within the words
        parts = [parts[0], " ".join(parts[1:-1]), parts[-1]]
    title, text, source = [*parts, "", "", ""][:3]
    return Draft(title, text, source, expires_on, has_date)


def _expiry(part: str) -> tuple[date | None, bool]:
    if part.strip() in _FOREVER:
        return None, True
    found = _DATE.match(plain(part))
    if found is None:
        return None, False
    try:
        return date(int(found[1]), int(found[2]), int(found[3])), True
    except ValueError:
        return None, False


def named_answer(said: str) -> tuple[int, str] | None:
    """The saved answer that 知识3 names, and words that were added behind it."""
    found = _NAMED.match(plain(said))
    return (int(found["id"]), said[found.end() :].strip()) if found else None
