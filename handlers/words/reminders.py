"""What is said of limits that come near or are past, and the morning's one message."""

from collections.abc import Sequence
from datetime import date

from handlers.words.cases import on
from handlers.words.opinions import short

# What stands before a case of this kind in a list: other limits, and people who are entitled to them.
KIND_MARKS = {"suggestion": "【建议】"}
_RED_FROM = 3
_SHOWN = 25


def away(days: int) -> str:
    """`days`: working days since the last day; negative before it."""
    if days == 0:
        return "今天到期"
    return f"还有{-days}个工作日" if days < 0 else f"已逾期{days}个工作日"


def flag(days: int, are_on: bool) -> str:
    """黄牌 from the first day after, 红牌 from the third."""
    if not are_on or days < 1:
        return ""
    return "【红牌】" if days >= _RED_FROM else "【黄牌】"


def line(number: str, title: str, limit: str, last: date, days: int, *, whose: str, flag: str, kind: str) -> str:
    who = f"{whose} " if whose else ""
    return f"{flag}【{away(days)}】{who}{KIND_MARKS.get(kind, '')}{short(number, title)}{limit}期限{on(last)}"


def morning(lines: Sequence[str], others: Sequence[str], summary: str, *, is_late: bool = False) -> str:
    """What needs attention, then the other cases in hand, then the office's own numbers. `is_late`: it is past noon."""
    parts = []
    if lines:
        more = [f"……共{len(lines)}条，发“待办”看全部"] if len(lines) > _SHOWN else []
        parts += [f"{'您好' if is_late else '早上好'}，有{len(lines)}条待处理：", *lines[:_SHOWN], *more]
    if others:
        more = [f"……另有{len(others) - _SHOWN}件"] if len(others) > _SHOWN else []
        parts += [f"其他在办{len(others)}件：", *others[:_SHOWN], *more]
    if summary:
        parts.append(summary)
    return "\n".join(parts)


def in_hand(number: str, title: str, last: date | None, days: int | None, *, kind: str) -> str:
    by = f"，{on(last)}前（{away(days)}）" if last is not None and days is not None else ""
    return f"{KIND_MARKS.get(kind, '')}{short(number, title)}{by}"
