"""Digests as they are read: short lines, the number first, the longest waiting named."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from handlers.rules.case_flow import Status
from handlers.words.cases import on
from handlers.words.opinions import short
from handlers.words.reminders import KIND_MARKS

NOTHING_TODAY = "今天没有等您办的，也没有逾期的。"
NOTHING_THIS_WEEK = "这一周没有新件，也没有逾期和不满意的。"


@dataclass(frozen=True, slots=True)
class SuggestionCounts:
    """代表建议 of a week: received, answered, and how many departments have in hand now, key ones among them."""

    received: int
    answered: int
    in_hand: int
    key: int

    @property
    def any(self) -> bool:
        return bool(self.received or self.answered or self.in_hand)


class Case(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def reply_due(self) -> date | None: ...
    @property
    def promised_on(self) -> date | None: ...


Counted = tuple[int, Sequence[Case]]


def daily(
    waiting: Mapping[Status, int],
    *,
    suggestions: Mapping[Status, int],
    late_contacts: Counted,
    undispatched: Counted,
    overdue: Counted,
    soon: Counted,
    promises: Counted,
    not_reached: int,
) -> str:
    lines = []
    if waiting:
        lines.append("等您办：" + "、".join(f"{status.term}{count}件" for status, count in waiting.items()))
    if suggestions:
        lines.append("其中代表建议：" + "、".join(f"{status.term}{count}件" for status, count in suggestions.items()))
    lines += _block("超过交办期限", undispatched, _plain)
    lines += _block("逾期", overdue, _due)
    lines += _block("两个工作日内到期", soon, _due)
    lines += _block("还没联系代表的建议", late_contacts, _plain)
    lines += _block("承诺到期待落实", promises, _promised)
    if not_reached:
        lines.append(f"答复未送达：{not_reached}件")
    return "\n".join(lines)


def weekly(
    first: date,
    last: date,
    *,
    received: int,
    before: int,
    answered: int,
    overdue: Counted,
    dissatisfied: Counted,
    promises: Counted,
    rising: Sequence[tuple[str, int, int]],
    suggestions: SuggestionCounts,
) -> str:
    if not (received or answered or overdue[0] or dissatisfied[0] or promises[0] or suggestions.in_hand):
        return ""
    lines = [f"一周摘要（{on(first)}至{on(last)}）", f"新收{received}条（上一周{before}条），答复{answered}件"]
    if suggestions.any:
        key = f"（重点督办{suggestions.key}件）" if suggestions.key else ""
        lines.append(
            f"其中代表建议：新收{suggestions.received}件，答复{suggestions.answered}件，在办{suggestions.in_hand}件{key}"
        )
    lines += _block("逾期", overdue, _due)
    lines += _block("不满意", dissatisfied, _plain)
    if rising:
        lines.append("在增多：" + "、".join(f"{name}{now}条（上一周{was}条）" for name, now, was in rising))
    lines += _block("一周内到期的承诺", promises, _promised)
    return "\n".join(lines)


def _block(head: str, counted: Counted, tell: Callable[[Case], str]) -> list[str]:
    count, named = counted
    if not count:
        return []
    more = [f"……共{count}件"] if count > len(named) else []
    return [f"{head}{count}件：", *(tell(case) for case in named), *more]


def _plain(case: Case) -> str:
    return f"{KIND_MARKS.get(case.kind, '')}{short(case.number, case.title)}"


def _due(case: Case) -> str:
    return f"{_plain(case)}{f'，期限{on(case.reply_due)}' if case.reply_due else ''}"


def _promised(case: Case) -> str:
    return f"{_plain(case)}{f'，承诺{on(case.promised_on)}' if case.promised_on else ''}"
