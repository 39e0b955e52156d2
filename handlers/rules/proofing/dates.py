"""Dates that do not exist, and weekdays that do not belong to their date."""

import re
from collections.abc import Iterator
from datetime import date

from handlers.rules.proofing.finding import Kind, Spot

_WEEKDAYS = "一二三四五六日"
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_NUMBER = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?:(?P<year>[0-9]{{4}}|[〇零一二三四五六七八九]{{4}})年)?(?P<month>{_NUMBER})月(?P<day>{_NUMBER})(?P<unit>日|号)"
    r"(?:[（(，,、]?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天]))?"
)
_DASHED = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_LEAP_YEAR = 2024


def dates(line: str) -> Iterator[Spot]:
    for match in _DATE.finditer(line):
        yield from _date(match, match["weekday"])
    for match in _DASHED.finditer(line):
        yield from _date(match, None)


def _date(match: re.Match[str], weekday: str | None) -> Iterator[Spot]:
    year = int(match["year"].translate(_DIGITS)) if match["year"] else None
    try:
        day = date(year or _LEAP_YEAR, _number(match["month"]), _number(match["day"]))
    except ValueError:
        yield Spot(match.start(), match[0], "", Kind.DATE)
        return
    if weekday is None or year is None:
        return
    right = _WEEKDAYS[day.weekday()]
    if weekday.replace("天", "日") != right:
        place = match.start("weekday")
        yield Spot(place, weekday, right, Kind.DATE)


def _number(said: str) -> int:
    """12, 十二, 二十三."""
    if said.isdigit():
        return int(said)
    tens, ten, ones = said.partition("十")
    if not ten:
        return int(said.translate(_DIGITS)) if len(said) == 1 else 99
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
