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


def order_of(desk: Desk, case: CaseRow, rest: str, step: Step = Step.DISPATCH) -> Order:
    """城管局 协办 住建局 复杂件; all of the text must be understood."""
    is_final = step is Step.ALLOW_RETURN and _FINAL.search(rest) is not None
    rest = _FINAL.sub("", rest) if is_final else rest
    is_complex = _COMPLEX.search(rest) is not None
    lead_said, *co_said = _CO.split(_COMPLEX.sub("", rest), maxsplit=1)
    if not lead_said.strip():
        first = names_of(desk, case.suggested[:1])
        raise Missing(step=Step.DISPATCH, what="no_department", detail=first[0] if first else "城管局")
    lead = _departments(desk, lead_said)
    co = _departments(desk, co_said[0]) if co_said and co_said[0].strip() else ()
    helpers = tuple(dict.fromkeys((*lead[1:], *co)))
    if lead[0] in helpers:
        raise Missing(step=Step.DISPATCH, what="same_department", detail=names_of(desk, lead[:1])[0])
    return Order(lead[0], helpers, is_complex, is_final)


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


def goes_above_town(desk: Desk, order: Order) -> bool:
    """Some department of the order is none of a town's own."""
    return any(desk.directory.departments[code].level not in TOWN for code in (order.lead, *order.co))
