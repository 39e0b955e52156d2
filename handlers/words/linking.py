"""What is said of a case's numbers on other platforms."""

from collections.abc import Sequence

from handlers.words.opinions import short


def linked(number: str, title: str, others: Sequence[str]) -> str:
    return f"已关联{short(number, title)}：{'、'.join(others)}。"


def line(others: Sequence[str]) -> str:
    return f"关联：{'、'.join(others)}"
