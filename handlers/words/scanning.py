"""What a deputy is told of opinions that were raised by scanning their code, and how they are marked."""

from collections.abc import Iterable

from handlers.words.opinions import short

THROUGH_YOU = "选民扫您的码反映。"
LIST = "经您的码反映"


def raised_through(number: str, title: str) -> str:
    return f"有选民扫您的码反映：{short(number, title)}，由联络站按程序转办。看进度请发“查 {number}”。"


def came_through(names: Iterable[str]) -> str:
    return f"经{'、'.join(names)}代表的码反映"
