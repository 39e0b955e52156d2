"""What follows 代班: who, for how many days, or that it is over."""

import re
from dataclasses import dataclass

from handlers.rules.numerals import chinese_int, plain

_OVER = re.compile(r"(?:取消|结束|不用了|提前结束|回来了)")
_LENGTH = re.compile(
    r"(?P<count>[0-9]{1,4}|[零〇一二两三四五六七八九十百]{1,4})\s*(?P<unit>天|日|周|个?星期|个?礼拜)\s*$"
)
_TODAY = re.compile(r"(?:今天|一天|当天)\s*$")
_BETWEEN = re.compile(r"[\s,、;:]+")


@dataclass(frozen=True, slots=True)
class Absence:
    """`names` in the order typed; `days` is None when no length was said."""

    names: tuple[str, ...]
    days: int | None = None
    is_over: bool = False


def read_absence(rest: str) -> Absence:
    """何秀兰 3天 · 赵敏 何秀兰 3天 · 取消 · 取消 赵敏"""
    said = plain(rest).strip().rstrip("。.!")
    over = _OVER.search(said)
    if over:
        return Absence(_names(said[: over.start()] + " " + said[over.end() :]), is_over=True)
    match = _LENGTH.search(said) or _TODAY.search(said)
    if match is None:
        return Absence(_names(said))
    return Absence(_names(said[: match.start()]), _days(match))


def _days(match: re.Match[str]) -> int:
    if match.re is _TODAY:
        return 1
    count = int(match["count"]) if match["count"].isascii() else chinese_int(match["count"]) or 0
    return count if match["unit"] in {"天", "日"} else 7 * count


def _names(said: str) -> tuple[str, ...]:
    return tuple(part for part in _BETWEEN.split(said.strip()) if part)
