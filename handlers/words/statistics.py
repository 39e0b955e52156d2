"""Figures as they are said: every rate with its two numbers, received beside matters, claimed beside confirmed."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from handlers.words.cases import on
from handlers.words.opinions import short

HOW_BY = "请写按什么分：分类统计 单位，或 乡镇、联络站、类别；后面可写 2026Q4。"
_SHOWN = 40


class Rate(Protocol):
    @property
    def numerator(self) -> int: ...
    @property
    def denominator(self) -> int: ...


class Rates(Protocol):
    @property
    def answered(self) -> Rate: ...
    @property
    def answered_on_time(self) -> Rate: ...
    @property
    def claimed_solved(self) -> Rate: ...
    @property
    def solved(self) -> Rate: ...
    @property
    def solved_confirmed(self) -> Rate: ...
    @property
    def redone(self) -> Rate: ...
    @property
    def promises_kept(self) -> Rate: ...


class Ratings(Protocol):
    @property
    def satisfied(self) -> int: ...
    @property
    def basically(self) -> int: ...
    @property
    def dissatisfied(self) -> int: ...
    @property
    def none(self) -> int: ...
    @property
    def not_told(self) -> int: ...


class Figures(Protocol):
    @property
    def received(self) -> int: ...
    @property
    def matters(self) -> int: ...
    @property
    def rates(self) -> Rates: ...
    @property
    def ratings(self) -> Ratings: ...


def figures(found: Figures, first: date, last: date) -> str:
    rates, said = found.rates, found.ratings
    return "\n".join(
        [
            f"{_span(first, last)}统计",
            f"收到{found.received}条，计{found.matters}件",
            f"已答复{_rate(rates.answered)}，按期答复{_rate(rates.answered_on_time)}",
            f"答复称解决{_rate(rates.claimed_solved)}，无人不满意的{_rate(rates.solved)}，反映人确认解决{_rate(rates.solved_confirmed)}",
            f"评价：满意{said.satisfied}，基本满意{said.basically}，不满意{said.dissatisfied}，未反馈{said.none}，未送达{said.not_told}",
            f"重办{_rate(rates.redone)}，承诺落实{_rate(rates.promises_kept)}",
            "看名单发：名单 按期答复；分开看发：分类统计 单位",
        ]
    )


def line(name: str, found: Figures) -> str:
    rates = found.rates
    return (
        f"{name}：{found.received}条{found.matters}件，答复{_rate(rates.answered)}，按期{_rate(rates.answered_on_time)}，"
        f"称解决{_rate(rates.claimed_solved)}，确认解决{_rate(rates.solved_confirmed)}，不满意{found.ratings.dissatisfied}"
    )


def table(first: date, last: date, lines: Sequence[str]) -> str:
    more = [f"……共{len(lines)}行"] if len(lines) > _SHOWN else []
    return "\n".join([f"{_span(first, last)}分类统计", *(lines[:_SHOWN] or ["没有件。"]), *more])


def how_list(names: Sequence[str]) -> str:
    return f"请写哪一项的名单：名单 按期答复。可写：{'、'.join(names)}；后面可写 2026Q4、单位或乡镇。"


def behind(name: str, first: date, last: date, found: Sequence[tuple[str, str]]) -> str:
    more = [f"……共{len(found)}件"] if len(found) > _SHOWN else []
    listed = [short(number, title) for number, title in found[:_SHOWN]]
    return "\n".join([f"{_span(first, last)}{name}{len(found)}件", *listed, *more])


def _rate(rate: Rate) -> str:
    if rate.denominator == 0:
        return "0/0"
    return f"{rate.numerator}/{rate.denominator}（{100 * rate.numerator / rate.denominator:.1f}%）"


def _span(first: date, last: date) -> str:
    return f"{first.year}年{on(first)}至{'' if last.year == first.year else f'{last.year}年'}{on(last)}"
