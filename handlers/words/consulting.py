"""What is said when departments are asked beforehand whether a suggestion is theirs (预交办)."""

from collections.abc import Sequence

from handlers.words.opinions import short


def asked(number: str, title: str, text: str, names: Sequence[str]) -> str:
    how = f"可发：可以承办 {number}｜不宜承办 {number} 理由 应为 单位名"
    return f"【预交办】{short(number, title)}拟由{'、'.join(names)}承办，请先看是否合适\n{text}\n{how}"


def consulted(number: str, title: str, names: Sequence[str]) -> str:
    return f"已就{short(number, title)}征询{'、'.join(names)}，期限还没有起算；定了再发“交办”。"


def agrees(number: str, title: str, name: str) -> str:
    return f"【预交办】{name}可以承办{short(number, title)}。"


def declines(number: str, title: str, name: str, reason: str) -> str:
    return f"【预交办】{name}认为不宜承办{short(number, title)}：{reason}"


def taken(number: str, title: str) -> str:
    return f"已记下对{short(number, title)}的意见，等正式交办。"
