"""Who sees a case and who may take a step on it, as tables."""

from dataclasses import replace

import pytest

from handlers.rules.access import Actor, Facts, acting_role, sees
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.errors import NotFromHere, NotYours, RuleBroken

ACTORS = {
    "voter": Actor(frozenset({Role.VOTER})),
    "deputy": Actor(frozenset({Role.DEPUTY}), station="ST01"),
    "liaison_officer": Actor(frozenset({Role.LIAISON_OFFICER}), station="ST01"),
    "case_officer": Actor(frozenset({Role.CASE_OFFICER}), department="CG"),
    "unit_head": Actor(frozenset({Role.UNIT_HEAD}), department="CG"),
    "commission": Actor(frozenset({Role.COMMISSION})),
    "supervision": Actor(frozenset({Role.SUPERVISION})),
    "leader": Actor(frozenset({Role.LEADER})),
    "secrecy_officer": Actor(frozenset({Role.SECRECY_OFFICER}), duties=frozenset({"secrecy"})),
    "admin": Actor(frozenset({Role.ADMIN})),
}
OVERSEERS = {"commission", "supervision", "leader"}
HANDLERS = {"case_officer", "unit_head"}

CASES = {
    "of the own station": (Facts(Status.REVIEW, station="ST01"), OVERSEERS | {"deputy", "liaison_officer"}),
    "of another station": (Facts(Status.REVIEW, station="ST02"), OVERSEERS),
    "about the town's own people": (Facts(Status.REVIEW, for_commission=True), OVERSEERS),
    "without a station": (Facts(Status.REVIEW), OVERSEERS | {"liaison_officer"}),
    "led by the own department": (Facts(Status.HANDLING, station="ST02", lead="CG"), OVERSEERS | HANDLERS),
    "led by another department": (Facts(Status.HANDLING, station="ST02", lead="ZJ"), OVERSEERS),
    "co-handled by the own department": (
        Facts(Status.HANDLING, station="ST02", lead="ZJ", co_departments=frozenset({"CG"})),
        OVERSEERS | HANDLERS,
    ),
    "raised by oneself": (Facts(Status.REVIEW, station="ST02", is_reporter=True), OVERSEERS | {"voter", "deputy"}),
    "supported by oneself": (Facts(Status.REVIEW, station="ST02", is_supporter=True), OVERSEERS | {"voter", "deputy"}),
    "sealed for secrecy": (
        Facts(Status.REVIEW, station="ST01", lead="CG", sealed="secrecy", is_reporter=True),
        {"secrecy_officer"},
    ),
    "sealed for another duty": (Facts(Status.REVIEW, station="ST01", sealed="crisis"), set()),
}


@pytest.mark.parametrize("who", ACTORS)
def test_a_draft_is_its_deputy_s_own(who: str) -> None:
    draft = Facts(Status.COLLECTING, station="ST01", is_suggestion=True)
    assert not sees(ACTORS[who], draft)
    assert sees(ACTORS["deputy"], replace(draft, is_reporter=True))
    assert sees(ACTORS["deputy"], replace(draft, is_invited=True))


def test_a_department_that_was_asked_beforehand_sees_it_and_says_so() -> None:
    asked = Facts(Status.TO_DISPATCH, is_suggestion=True, is_consulted=True)
    for step in (Step.UNIT_AGREES, Step.UNIT_DECLINES):
        assert may(ACTORS["case_officer"], step, asked)
        assert not may(ACTORS["case_officer"], step, replace(asked, is_consulted=False))
    assert sees(ACTORS["case_officer"], asked)


@pytest.mark.parametrize("step", [Step.MEET, Step.CONTACT])
def test_a_department_talks_about_suggestions_it_handles(step: Step) -> None:
    handled = Facts(Status.HANDLING, lead="CG", is_suggestion=True)
    assert may(ACTORS["case_officer"], step, handled)
    assert may(ACTORS["case_officer"], step, replace(handled, lead="ZJ", co_departments=frozenset({"CG"})))
    assert not may(ACTORS["case_officer"], step, replace(handled, lead="ZJ"))


@pytest.mark.parametrize("step", [Step.REVISE_DRAFT, Step.INVITE, Step.SUBMIT, Step.COSIGN, Step.NO_COSIGN])
def test_who_leads_a_suggestion_writes_it_and_who_is_invited_answers(step: Step) -> None:
    draft = Facts(Status.COLLECTING, is_suggestion=True)
    answers = step in {Step.COSIGN, Step.NO_COSIGN}
    assert may(ACTORS["deputy"], step, replace(draft, is_reporter=True)) is not answers
    assert may(ACTORS["deputy"], step, replace(draft, is_invited=True)) is answers
    assert not may(ACTORS["deputy"], step, replace(draft, is_supporter=True))


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("who", ACTORS)
def test_a_case_exists_only_for_those_who_may_see_it(who: str, kind: str) -> None:
    facts, seen_by = CASES[kind]
    assert sees(ACTORS[who], facts) is (who in seen_by)


def test_a_duty_opens_a_sealed_case_to_a_commissioner() -> None:
    on_duty = Actor(frozenset({Role.COMMISSION}), duties=frozenset({"crisis"}))
    assert sees(on_duty, Facts(sealed="crisis"))
    assert not sees(on_duty, Facts(sealed="accusation"))


@pytest.mark.parametrize("duty", ["accusation", "secrecy", "crisis"])
def test_who_has_the_duty_takes_over_whatever_their_office(duty: str) -> None:
    actor = Actor(frozenset({Role.CASE_OFFICER}), department="CG", duties=frozenset({duty}))
    assert acting_role(actor, Step.TAKE_OVER, Facts(Status.REVIEW, sealed=duty, human_first=True)) is Role.CASE_OFFICER
    with pytest.raises(NotYours):
        acting_role(actor, Step.TAKE_OVER, Facts(Status.REVIEW, human_first=True))


def test_who_holds_two_offices_sees_by_either() -> None:
    both = Actor(frozenset({Role.DEPUTY, Role.CASE_OFFICER}), station="ST01", department="CG")
    assert sees(both, Facts(station="ST01"))
    assert sees(both, Facts(station="ST02", lead="CG"))
    assert not sees(both, Facts(station="ST02", lead="ZJ"))


CLERKS = {"liaison_officer", "commission"}
RULING = {"supervision", "commission"}
NEAR = Facts(
    Status.HANDLING, station="ST01", lead="CG", co_departments=frozenset({"SL"}), is_reporter=True, is_supporter=False
)
MAY = {
    Step.REPORT: {"voter", "deputy"},
    Step.REGISTER: CLERKS,
    Step.ANSWER_DIRECT: CLERKS,
    Step.SPLIT: {*CLERKS, "voter", "deputy"},
    Step.ADD: {"voter", "deputy"},
    Step.SUPPORT: {"deputy"},
    Step.DRAFT: {"deputy"},
    Step.CONVERT: {"deputy"},
    Step.REVISE_DRAFT: set(),
    Step.INVITE: set(),
    Step.COSIGN: set(),
    Step.NO_COSIGN: set(),
    Step.SUBMIT: set(),
    Step.MEET: set(),
    Step.CONTACT: set(),
    Step.CONFIRM_MEETING: set(),
    Step.DENY_MEETING: set(),
    Step.ASK_MORE: CLERKS,
    Step.TAKE_OVER: {*CLERKS, "secrecy_officer"},
    Step.SUMMARISE: CLERKS,
    Step.MESSAGE: CLERKS,
    Step.SET_URGENCY: CLERKS,
    Step.ACCEPT_CASE: CLERKS,
    Step.CONSULT: CLERKS,
    Step.UNIT_AGREES: set(),
    Step.UNIT_DECLINES: set(),
    Step.DISPATCH: CLERKS,
    Step.ENTRUST: CLERKS,
    Step.PRESENT: {"liaison_officer"},
    Step.DRAFT_REPLY: {"case_officer"},
    Step.SIGN_OFF: {"unit_head"},
    Step.REFUSE_SIGN_OFF: {"unit_head"},
    Step.ACCEPT: {"case_officer"},
    Step.ACCEPT_PART: set(),
    Step.REPLY_PART: set(),
    Step.REQUEST_RETURN: {"case_officer"},
    Step.ALLOW_RETURN: RULING,
    Step.REFUSE_RETURN: RULING,
    Step.REQUEST_EXTENSION: {"case_officer"},
    Step.AGREE_EXTENSION: set(),
    Step.DECLINE_EXTENSION: set(),
    Step.ALLOW_EXTENSION: RULING,
    Step.REFUSE_EXTENSION: RULING,
    Step.PAUSE: CLERKS | RULING,
    Step.RESUME: CLERKS | RULING,
    Step.PROGRESS: {"case_officer"},
    Step.REPLY: {"case_officer"},
    Step.SEND_BACK: CLERKS,
    Step.RELEASE: CLERKS,
    Step.RATE: {"voter", "deputy"},
    Step.EVALUATE: {"commission"},
    Step.SETTLE: {"commission"},
    Step.KEEP_PROMISE: {"case_officer"},
    Step.CONFIRM_PROMISE: {*CLERKS, "deputy"},
    Step.DENY_PROMISE: {*CLERKS, "deputy"},
    Step.UNMERGE: CLERKS,
    Step.REJECT: CLERKS,
    Step.REFER: CLERKS,
    Step.WITHDRAW: {"voter", "deputy"},
    Step.ASK_WITHDRAWAL: set(),
    Step.AGREE_WITHDRAWAL: set(),
    Step.REMIND: CLERKS,
    Step.SUPERVISE: {"commission"},
    Step.TIME_OUT: set(),
    Step.LAPSE: set(),
    Step.CO_OPINION: set(),
    Step.MERGE: {"commission"},
}


def may(actor: Actor, step: Step, facts: Facts) -> bool:
    try:
        return acting_role(actor, step, facts) in actor.roles
    except RuleBroken:
        return False


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("who", ACTORS)
def test_a_step_is_taken_by_those_the_table_names(step: Step, who: str) -> None:
    assert may(ACTORS[who], step, NEAR) is (who in MAY[step])


OTHER_STATION = Facts(Status.HANDLING, station="ST02", lead="ZJ")
CO_HANDLED = Facts(Status.HANDLING, station="ST02", lead="ZJ", co_departments=frozenset({"CG"}))
SUPPORTED = Facts(Status.REPLIED, station="ST02", is_supporter=True)
SHARED = Facts(Status.REVIEW, is_reporter=True, reporters=2)
OF_STATION = Facts(Status.REPLIED, station="ST01")

REFUSED = [
    ("liaison_officer", Step.SUMMARISE, OTHER_STATION, "another station's case"),
    ("liaison_officer", Step.REMIND, OTHER_STATION, "another station's case"),
    ("case_officer", Step.ACCEPT, CO_HANDLED, "the lead accepts"),
    ("case_officer", Step.REPLY, CO_HANDLED, "the lead replies"),
    ("case_officer", Step.REQUEST_RETURN, CO_HANDLED, "the lead returns"),
    ("case_officer", Step.KEEP_PROMISE, CO_HANDLED, "the lead promised"),
    ("case_officer", Step.PROGRESS, OTHER_STATION, "not theirs"),
    ("deputy", Step.ADD, SUPPORTED, "supporters did not raise it"),
    ("deputy", Step.WITHDRAW, SUPPORTED, "supporters did not raise it"),
    ("voter", Step.WITHDRAW, SHARED, "others raised it, too"),
    ("deputy", Step.SUPPORT, OTHER_STATION, "another station's case"),
    ("deputy", Step.RATE, OF_STATION, "to see is not to rate"),
    ("deputy", Step.CONFIRM_PROMISE, OF_STATION, "its deputy only"),
    ("voter", Step.CONFIRM_PROMISE, NEAR, "a voter rates instead"),
]


@pytest.mark.parametrize(("who", "step", "facts", "why"), REFUSED)
def test_a_step_on_the_wrong_case_is_refused(who: str, step: Step, facts: Facts, why: str) -> None:
    with pytest.raises(NotYours):
        acting_role(ACTORS[who], step, facts)


OF_SEVERAL_LEADS = Facts(Status.HANDLING, lead="ZJ", leads=frozenset({"ZJ", "CG"}), is_suggestion=True)

ENTRUSTED = Facts(Status.TO_DISPATCH, is_entrusted=True)

ALLOWED = [
    ("supervision", Step.DISPATCH, ENTRUSTED),
    ("supervision", Step.SEND_BACK, ENTRUSTED),
    ("case_officer", Step.ACCEPT_PART, OF_SEVERAL_LEADS),
    ("case_officer", Step.REPLY_PART, OF_SEVERAL_LEADS),
    ("case_officer", Step.REPLY, OF_SEVERAL_LEADS),
    ("unit_head", Step.SIGN_OFF, OF_SEVERAL_LEADS),
    ("case_officer", Step.CO_OPINION, CO_HANDLED),
    ("case_officer", Step.PROGRESS, CO_HANDLED),
    ("deputy", Step.RATE, SUPPORTED),
    ("deputy", Step.CONFIRM_PROMISE, SUPPORTED),
    ("voter", Step.ADD, SHARED),
    ("voter", Step.RATE, SHARED),
    ("voter", Step.WITHDRAW, Facts(Status.REVIEW, is_reporter=True)),
]


@pytest.mark.parametrize(("who", "step", "facts"), ALLOWED)
def test_a_step_on_the_right_case_is_taken(who: str, step: Step, facts: Facts) -> None:
    assert acting_role(ACTORS[who], step, facts) in ACTORS[who].roles


@pytest.mark.parametrize("status", list(Status))
def test_a_liaison_officer_merges_before_dispatch_and_the_commission_after_it_too(status: Status) -> None:
    facts = Facts(status, station="ST01")
    assert acting_role(ACTORS["commission"], Step.MERGE, facts) is Role.COMMISSION
    if status in {Status.REVIEW, Status.TO_DISPATCH, Status.MERGED}:
        assert acting_role(ACTORS["liaison_officer"], Step.MERGE, facts) is Role.LIAISON_OFFICER
    else:
        with pytest.raises(NotFromHere):
            acting_role(ACTORS["liaison_officer"], Step.MERGE, facts)


def test_who_stands_in_sees_and_acts_from_the_absent_persons_post_and_never_mixes_the_two() -> None:
    absent = Actor(frozenset({Role.CASE_OFFICER}), department="ZJ")
    actor = Actor(frozenset({Role.UNIT_HEAD}), department="CG", covers=(absent,))
    own, theirs = Facts(status=Status.DISPATCHED, lead="CG"), Facts(status=Status.DISPATCHED, lead="ZJ")
    assert sees(actor, own)
    assert sees(actor, theirs)
    assert acting_role(actor, Step.ACCEPT, theirs) is Role.CASE_OFFICER
    with pytest.raises(NotYours):
        acting_role(actor, Step.ACCEPT, own)


def test_a_duty_for_sealed_cases_is_not_handed_over() -> None:
    absent = Actor(frozenset({Role.COMMISSION}), duties=frozenset({"crisis"}))
    actor = Actor(frozenset({Role.LIAISON_OFFICER}), station="ST01", covers=(absent,))
    assert not sees(actor, Facts(sealed="crisis"))


@pytest.mark.parametrize(
    ("facts", "is_called"),
    [
        (Facts(status=Status.REVIEW, human_first=True), True),
        (Facts(status=Status.REVIEW, human_first=True, sealed="crisis"), True),
        (Facts(status=Status.REVIEW, human_first=True, sealed="accusation"), False),
        (Facts(status=Status.REVIEW, human_first=True, sealed="secrecy"), False),
        (Facts(status=Status.REVIEW), False),
    ],
)
def test_todays_duty_sees_and_takes_over_what_a_person_must_look_at_first(facts: Facts, is_called: bool) -> None:
    actor = Actor(frozenset({Role.CASE_OFFICER}), department="CG", is_on_duty=True)
    assert sees(actor, facts) == is_called
    if is_called:
        assert acting_role(actor, Step.TAKE_OVER, facts) is Role.CASE_OFFICER
    for step in (Step.DISPATCH, Step.REJECT) if is_called else (Step.TAKE_OVER,):
        with pytest.raises(NotYours):
            acting_role(actor, step, facts)
