"""Every refusal is one sentence that says why and what to do instead, and softly to those who raised a matter."""

from datetime import date

import pytest

from handlers.rules.case_flow import STATUS_TERMS, Status, Step
from handlers.rules.errors import (
    AlreadyDone,
    Missing,
    NoSuchCase,
    NotFromHere,
    NotYours,
    RuleBroken,
    TooLate,
    WhichCase,
)
from handlers.words.refusals import INSTEAD, MISSING, VOTER_TERMS, sentence

CASE = ("2026-0012", "西关村涵洞塌陷")
NAMED = "2026-0012《西关村涵洞塌陷》"
OFFICE_TERMS = ("办结", "不予受理", "未反馈", "会商", "申退", "并案", "待签收", "待审核")


def on_case(error: RuleBroken) -> RuleBroken:
    error.case = CASE
    return error


@pytest.mark.parametrize("to_voter", [True, False])
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("step", [Step.RATE, Step.WITHDRAW, Step.ADD, Step.SETTLE, Step.SET_URGENCY, Step.DISPATCH])
def test_a_step_that_the_status_does_not_allow(step: Step, status: Status, *, to_voter: bool) -> None:
    said = sentence(on_case(NotFromHere(step=step, status=status)), to_voter=to_voter)
    assert said.startswith(NAMED)
    assert said.count("。") == 1
    assert (VOTER_TERMS if to_voter else STATUS_TERMS)[status] in said
    if to_voter and step in {Step.RATE, Step.WITHDRAW, Step.ADD}:
        assert not [term for term in OFFICE_TERMS if term in said]


@pytest.mark.parametrize(
    "error",
    [
        NotYours(step=Step.DISPATCH),
        TooLate(step=Step.REQUEST_RETURN, due=date(2026, 11, 30)),
        AlreadyDone(step=Step.REQUEST_RETURN),
    ],
    ids=lambda error: type(error).__name__,
)
def test_other_refusals_name_the_case(error: RuleBroken) -> None:
    said = sentence(on_case(error), to_voter=False)
    assert NAMED in said
    assert said.count("。") == 1


@pytest.mark.parametrize("what", MISSING)
def test_what_is_missing_is_said_with_an_example_that_bears_the_case_s_number(what: str) -> None:
    said = sentence(on_case(Missing(step=Step.REQUEST_RETURN, what=what, detail="城管局")), to_voter=False)
    assert said.endswith("。")
    assert said.count("。") == 1
    assert "{" not in said
    if " 12 " in MISSING[what]:
        assert "2026-0012" in said


def test_a_case_that_is_not_there_and_cases_that_all_fit() -> None:
    assert "2026-0099" in sentence(NoSuchCase(said="2026-0099"), to_voter=True)
    said = sentence(WhichCase(cases=(CASE, ("2025-0012", "东街井盖"))), to_voter=True)
    assert NAMED in said
    assert "2025-0012《东街井盖》" in said


def test_every_status_has_a_way_out_and_a_soft_word() -> None:
    assert set(INSTEAD) == set(VOTER_TERMS) == set(Status)
    assert VOTER_TERMS[Status.CLOSED] == "已答复"
    assert VOTER_TERMS[Status.CONSULTATION] == "正在会同研究"
