"""What is said of a 分办: a suggestion of which each department has its own part."""

from collections.abc import Sequence
from datetime import date

from handlers.words.cases import on
from handlers.words.opinions import short


def line(department: str, part: str, answered: str, due: date | None) -> str:
    what = f"（{part}）" if part else ""
    state = f"已答复（{answered}）" if answered else f"办理中，{on(due)}前答复" if due else "办理中"
    return f"分办 {department}{what}：{state}"


def part_replied(number: str, title: str, others: Sequence[str]) -> str:
    return f"{short(number, title)}贵单位的部分已提交；{'、'.join(others)}答复以后一起审核。"


def all_replied(number: str, title: str) -> str:
    return f"{short(number, title)}各单位都已答复，已提交审核。"


def part_for_clerk(number: str, title: str, department: str, kind: str, text: str, others: Sequence[str]) -> str:
    return f"【分办答复】{department}已答复{short(number, title)}（{kind}）：{text}\n还等{'、'.join(others)}，都答复了一起审核。"


def whole(parts: Sequence[tuple[str, str, date | None, str]]) -> str:
    """The answer of all: each department's own, with its class."""
    return "\n".join(
        f"{department}（{kind}{f'，承诺{on(promised)}前落实' if promised else ''}）：{text}"
        for department, kind, promised, text in parts
    )


def promise_part_kept(number: str, title: str, others: Sequence[str]) -> str:
    return f"已记下{short(number, title)}贵单位的落实情况，还等{'、'.join(others)}。"


def return_allowed(number: str, title: str, before: str, after: str) -> str:
    return f"已同意{before}退办{short(number, title)}中自己的部分，改由{after}办；其他单位照办。"
