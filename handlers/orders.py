"""Whom a case goes to, read from what the clerk typed: the lead, the helpers, and the form that each of them takes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.buttons import REFERRED
from handlers.desk import Desk
from handlers.directory import TOWN, Department
from handlers.rules.case_flow import Step
from handlers.rules.errors import Missing
from storage.cases import CaseRow

_CO = re.compile(r"\s*[,，、;；和及与]?\s*(?:协办|会办)\s*[:：]?\s*")
_GAPS = re.compile(r"^(?:[\s,，、;；和及与]|给|到|由|→|->)+")
_SHARED = re.compile(r"^\s*分办\s*[:：]?\s*")
_NEXT_PART = re.compile(r"[;；\n]")
_COMPLEX = re.compile(r"[\s,，、;；(（]*(?:按|作为)?复杂件[)）。\s]*$")
_FINAL = re.compile(r"[\s,，、;；(（]*(?:指定(?:承办|办理)?|不得再退)[)）。\s]*$")
# Forms of a department that are no 交办: a committee of villagers cannot be charged, courts and party bodies are
# written to in their own way (转送), utilities and vertical bodies are asked by letter (函转).
CHARGED, BY_LETTER, NOT_A_BODY = "交办", "函转", "不得交办"


@dataclass(frozen=True, slots=True)
class Order:
    """Codes of the lead and the co-handling departments. `is_final`: the ruling names the lead, who may not return it."""

    lead: str
    co: tuple[str, ...]
    is_complex: bool = False
    is_final: bool = False
    parts: tuple[tuple[str, str], ...] = ()  # 分办: each lead, the first too, and what is its own part

    @property
    def leads(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.parts) or (self.lead,)

    @property
    def departments(self) -> tuple[str, ...]:
        return (*self.leads, *self.co)


def order_of(desk: Desk, case: CaseRow, rest: str, step: Step = Step.DISPATCH) -> Order:
    """城管局 协办 住建局 复杂件; all of the text must be understood."""
    is_final = step is Step.ALLOW_RETURN and _FINAL.search(rest) is not None
    rest = _FINAL.sub("", rest) if is_final else rest
    is_complex = _COMPLEX.search(rest) is not None
    rest, is_shared = _SHARED.subn("", _COMPLEX.sub("", rest), count=1)
    lead_said, *co_said = _CO.split(rest, maxsplit=1)
    co = _departments(desk, co_said[0]) if co_said and co_said[0].strip() else ()
    if is_shared:
        return _shared(desk, case, lead_said, co, is_complex=is_complex)
    if not lead_said.strip():
        first = names_of(desk, case.suggested[:1])
        raise Missing(step=Step.DISPATCH, what="no_department", detail=first[0] if first else "城管局")
    lead = _departments(desk, lead_said)
    helpers = tuple(dict.fromkeys((*lead[1:], *co)))
    if lead[0] in helpers:
        raise Missing(step=Step.DISPATCH, what="same_department", detail=names_of(desk, lead[:1])[0])
    return Order(lead[0], helpers, is_complex, is_final)


def _shared(desk: Desk, case: CaseRow, said: str, co: tuple[str, ...], *, is_complex: bool) -> Order:
    """城管局：换灯；住建局：修路, or only the names: each leads its own part, and none helps another with it."""
    if case.kind != "suggestion":
        raise Missing(step=Step.DISPATCH, what="share_suggestions_only")
    parts: dict[str, str] = {}
    for chunk in _NEXT_PART.split(said):
        names, _, matter = chunk.replace(":", "：").partition("：")
        if names.strip():
            parts |= dict.fromkeys(_departments(desk, names), matter.strip(" \t，,。"))
    leads = tuple(parts)
    if len(leads) < 2:
        raise Missing(step=Step.DISPATCH, what="several_leads")
    for code in co:
        if code in parts:
            raise Missing(step=Step.DISPATCH, what="same_department", detail=names_of(desk, (code,))[0])
    return Order(leads[0], co, is_complex, parts=tuple(parts.items()))


def _departments(desk: Desk, said: str) -> tuple[str, ...]:
    """The codes of the departments named one after another; all of the text must be names."""
    codes = []
    left = _GAPS.sub("", said).strip()
    while left:
        code, rest = desk.directory.allotment.take(left)
        if code is None:
            code, rest = desk.directory.allotment.take("".join(left.split()))
        if code is None:
            word = re.split(r"[\s,，、;；]", left)[0]
            found = desk.directory.find_department(word)
            if len(found) != 1:
                raise Missing(step=Step.DISPATCH, what="which_department" if found else "department", detail=word)
            code, rest = found[0].code, left[len(word) :]
        _check_form(desk.directory.departments[code])
        codes.append(code)
        left = _GAPS.sub("", rest).strip()
    return tuple(codes)


def _check_form(department: Department) -> None:
    if department.form == NOT_A_BODY or not department.is_active:
        raise Missing(step=Step.DISPATCH, what="not_this_body", detail=department.name)
    if department.form == REFERRED:
        raise Missing(step=Step.DISPATCH, what="refer_instead", detail=department.name)


def names_of(desk: Desk, codes: Sequence[str]) -> list[str]:
    return [desk.directory.departments[code].name for code in codes]


def written(desk: Desk, order: Order) -> str:
    """As a clerk would type it."""
    shared = [f"{name}：{matter}" if matter else name for name, matter in _named_parts(desk, order)]
    leads = f"分办 {'；'.join(shared)}" if shared else names_of(desk, (order.lead,))[0]
    helped = f"{leads} 协办 {'、'.join(names_of(desk, order.co))}" if order.co else leads
    return f"{helped} 复杂件" if order.is_complex else helped


def _named_parts(desk: Desk, order: Order) -> list[tuple[str, str]]:
    return [(desk.directory.departments[code].name, matter) for code, matter in order.parts]


def goes_above_town(desk: Desk, order: Order) -> bool:
    """Some department of the order is none of a town's own."""
    return any(desk.directory.departments[code].level not in TOWN for code in order.departments)
