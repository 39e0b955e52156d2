"""The life of a case, walked on every path, against the contract's table written out as it stands there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.case_flow import ENDED, MOVES, OPEN, STATUS_TERMS, Role, Status, Step, advance, printed, replay
from handlers.rules.errors import NotFromHere

TERMS = (
    "collecting 收集中 · review 待审核 · to_dispatch 待交办 · dispatched 待签收 · return_requested 申退待裁定 · "
    "handling 办理中 · reply_review 答复待审 · replied 已答复待评 · redo 重新办理 · consultation 协调会商 · "
    "follow_up 承诺跟踪 · closed 办结 · rejected 不予受理 · merged 已并案 · withdrawn 已撤回 · referred 转法定途径"
)

CLERKS = "liaison_officer commission"
RULING = "supervision commission"
PEOPLE = "voter deputy"
ANY_OPEN = "collecting review to_dispatch dispatched return_requested handling reply_review replied redo consultation follow_up"
BEFORE_REPLY = "collecting review to_dispatch dispatched handling"
SUPPORTABLE = "review to_dispatch dispatched return_requested handling reply_review redo"
URGEABLE = "dispatched return_requested handling redo follow_up"
SAME = "same"
COMPLETED = "same; collecting → review"

# step, 中文, who, from, to
CONTRACT = [
    ("report", "反映", PEOPLE, "–", "collecting review"),
    ("register", "登记", CLERKS, "–", "collecting review"),
    ("add", "补充", PEOPLE, BEFORE_REPLY, COMPLETED),
    ("support", "附议", "deputy", SUPPORTABLE, SAME),
    # the steps of a 代表建议 before it is looked at
    ("draft", "写建议", "deputy", "–", "collecting"),
    ("convert", "转为建议", "deputy", ANY_OPEN, SAME),
    ("revise_draft", "改建议", "deputy", "collecting", SAME),
    ("invite", "联名", "deputy", "collecting", SAME),
    ("cosign", "同意联名", "deputy", "collecting", SAME),
    ("no_cosign", "不联名", "deputy", "collecting", SAME),
    ("submit", "提交建议", "deputy", "collecting", "review"),
    ("time_out", "补充", "system", "collecting", "review"),
    ("ask_more", "退回补充", CLERKS, "review", "collecting"),
    ("take_over", "接手", f"{CLERKS} secrecy_officer", ANY_OPEN, COMPLETED),
    ("summarise", "整理", CLERKS, ANY_OPEN, SAME),
    ("message", "回", CLERKS, ANY_OPEN, SAME),
    ("set_urgency", "特急/紧急/一般", CLERKS, ANY_OPEN, SAME),
    ("accept_case", "受理", CLERKS, "collecting review", "to_dispatch"),
    ("consult", "预交办", CLERKS, "review to_dispatch", SAME),
    ("unit_agrees", "可以承办", "case_officer", "review to_dispatch", SAME),
    ("unit_declines", "不宜承办", "case_officer", "review to_dispatch", SAME),
    # beyond the contract: `redo` of a case that no department has, and the end of a case of a person in danger
    # and the supervision office, to which a clerk's order went (`government_via_supervision`)
    ("dispatch", "交办", f"{CLERKS} supervision", "review to_dispatch redo", "dispatched"),
    ("entrust", "交政府督查室", CLERKS, "review to_dispatch", "to_dispatch"),
    # what a station may not hand over itself (`station_dispatch = "town"`)
    ("present", "呈报", "liaison_officer", "review to_dispatch", "to_dispatch"),
    ("answer_direct", "直答", CLERKS, "collecting review to_dispatch redo", "replied closed"),
    ("accept", "签收", "case_officer", "dispatched redo", "handling"),
    # beyond the contract: a suggestion of which several departments lead each its own part
    (
        "accept_part",
        "分办签收",
        "case_officer",
        "dispatched handling redo return_requested",
        "handling return_requested",
    ),
    ("request_return", "申退", "case_officer", "dispatched handling", "return_requested"),
    ("allow_return", "同意退办", "supervision commission", "return_requested", "dispatched to_dispatch"),
    ("refuse_return", "不同意退办", "supervision commission", "return_requested", "dispatched"),
    ("request_extension", "延期", "case_officer", "handling redo", SAME),
    # a suggestion's lead deputy is asked first
    ("agree_extension", "代表同意延期", "deputy", "handling redo", SAME),
    ("decline_extension", "代表不同意延期", "deputy", "handling redo", SAME),
    ("allow_extension", "同意延期", RULING, "handling redo", SAME),
    ("refuse_extension", "不同意延期", RULING, "handling redo", SAME),
    # beyond the contract: the recorded pauses of domain §4.2
    ("pause", "暂停计时", f"{CLERKS} supervision", "dispatched handling", SAME),
    ("resume", "恢复计时", f"{CLERKS} supervision system", "dispatched handling", SAME),
    ("meet", "面商", "case_officer", "dispatched handling redo", SAME),
    ("contact", "联系代表", "case_officer", "dispatched handling redo", SAME),
    ("confirm_meeting", "确认面商", "deputy", "dispatched handling redo reply_review replied", SAME),
    ("deny_meeting", "没有面商", "deputy", "dispatched handling redo reply_review replied", SAME),
    ("progress", "进展", "case_officer", "dispatched handling redo", SAME),
    ("co_opinion", "协办意见", "case_officer", "dispatched handling redo", SAME),
    # where the unit's head signs (`unit_sign_off`)
    ("draft_reply", "拟答复", "case_officer", "dispatched handling redo", "handling redo"),
    ("sign_off", "签发", "unit_head", "handling redo", "reply_review"),
    ("refuse_sign_off", "不签发", "unit_head", "handling redo", SAME),
    (
        "reply_part",
        "分办答复",
        "case_officer unit_head",
        "dispatched handling redo return_requested",
        "handling redo return_requested",
    ),
    ("reply", "答复", "case_officer", "dispatched handling redo", "reply_review"),
    ("send_back", "退改", f"{CLERKS} supervision", "reply_review", "handling redo"),
    ("release", "通过", CLERKS, "reply_review", "replied"),
    ("rate", "满意/基本满意/不满意", PEOPLE, "replied", "replied closed follow_up redo consultation"),
    ("lapse", "未反馈", "system", "replied", "closed follow_up redo consultation"),
    ("evaluate", "评估", "commission", "consultation", SAME),
    ("settle", "会商结论", "commission", "consultation", "closed redo follow_up"),
    ("keep_promise", "落实", "case_officer", "follow_up", SAME),
    ("confirm_promise", "确认落实", f"{CLERKS} deputy", "follow_up", "closed"),
    ("deny_promise", "没有落实", f"{CLERKS} deputy", "follow_up", SAME),
    ("merge", "并案", CLERKS, "review to_dispatch dispatched handling", "merged"),
    ("unmerge", "撤销合并", CLERKS, "merged", "review to_dispatch dispatched handling"),
    ("split", "拆分", f"{CLERKS} {PEOPLE}", "collecting review", SAME),
    ("reject", "不予受理", CLERKS, "collecting review to_dispatch", "rejected"),
    ("refer", "转法定途径", CLERKS, "collecting review to_dispatch", "referred"),
    ("withdraw", "撤回", PEOPLE, BEFORE_REPLY, "withdrawn"),
    ("ask_withdrawal", "请求撤回", "deputy", "review to_dispatch dispatched handling", SAME),
    ("agree_withdrawal", "同意撤回", "deputy", "review to_dispatch dispatched handling", SAME),
    ("remind", "催办", CLERKS, URGEABLE, SAME),
    ("supervise", "督办", "commission", URGEABLE, SAME),
]

NOWHERE: list[Status | None] = [None, *Status]


def ordered(words: str) -> str:
    return words if words in {SAME, COMPLETED, "–"} else " ".join(sorted(words.split()))


def test_the_statuses_and_their_names_are_those_of_the_contract() -> None:
    said = dict(term.split(" ") for term in TERMS.split(" · "))
    assert {status.value: status.term for status in Status} == said
    assert set(STATUS_TERMS) == set(Status)


def test_the_printed_table_is_the_contract_s_table_row_by_row() -> None:
    rows = [tuple(line.split("\t")) for line in printed().splitlines()]
    assert rows == [(step, term, ordered(who), ordered(a), ordered(b)) for step, term, who, a, b in CONTRACT]


def test_every_step_has_its_row() -> None:
    assert set(MOVES) == set(Step)


def leads_to(step: Step, status: Status | None) -> set[str]:
    """What the written table says, read independently of the code that walks it."""
    _, _, _, sources, targets = next(row for row in CONTRACT if row[0] == step)
    if sources == "–":
        return set(targets.split()) if status is None else set()
    if status is None or status not in sources.split():
        return set()
    if targets == SAME:
        return {status}
    if targets == COMPLETED:
        return {status, "review"} if status is Status.COLLECTING else {status}
    return set(targets.split())


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("status", NOWHERE)
def test_a_step_leads_where_the_table_says_and_nowhere_else(step: Step, status: Status | None) -> None:
    allowed = leads_to(step, status)
    for target in Status:
        if target in allowed:
            assert advance(status, step, target) is target
        else:
            with pytest.raises(NotFromHere):
                advance(status, step, target)


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("status", list(Status))
def test_without_a_target_the_status_stays_or_the_step_is_refused(step: Step, status: Status) -> None:
    if status in leads_to(step, status):
        assert advance(status, step) is status
    else:
        with pytest.raises(NotFromHere):
            advance(status, step)


def test_from_every_open_status_there_is_a_way_to_an_end() -> None:
    onward = {status: {target for step in Step for target in leads_to(step, status)} for status in Status}
    for start in OPEN:
        reached, frontier = {start.value}, {start.value}
        while frontier:
            frontier = {target for status in frontier for target in onward[Status(status)]} - reached
            reached |= frontier
        assert reached & {Status.CLOSED, Status.REJECTED, Status.REFERRED, Status.WITHDRAWN}


def test_open_and_ended_share_nothing_and_leave_nothing_out() -> None:
    assert not OPEN & ENDED
    assert frozenset(Status) == OPEN | ENDED


def test_nothing_leaves_an_ended_case_but_the_undo_of_a_merge() -> None:
    leaving = {(step, status) for step in Step for status in ENDED if status in MOVES[step].sources}
    assert leaving == {(Step.UNMERGE, Status.MERGED)}


def test_only_known_roles_act_and_an_admin_or_leader_never_moves_a_case() -> None:
    acting = {role for move in MOVES.values() for role in move.actors}
    assert acting == frozenset(Role) - {Role.ADMIN, Role.LEADER}


@given(st.data())
def test_no_walk_leaves_the_table_and_its_history_leads_to_its_status(data: st.DataObject) -> None:
    status: Status | None = None
    walked: list[tuple[Step, Status]] = []
    for _ in range(data.draw(st.integers(0, 30))):
        ways = [
            (step, target) for step in Step for target in sorted(MOVES[step].leads_to(status)) if _from(step, status)
        ]
        if not ways:
            break
        step, target = data.draw(st.sampled_from(ways))
        status = advance(status, step, target)
        walked.append((step, status))
        assert target in leads_to(step, walked[-2][1] if len(walked) > 1 else None)
    assert replay(walked) is status


def _from(step: Step, status: Status | None) -> bool:
    return status in MOVES[step].sources if MOVES[step].sources else status is None


@given(st.lists(st.tuples(st.sampled_from(Step), st.sampled_from(Status)), min_size=1, max_size=8))
def test_a_history_that_left_the_table_is_found_out(entries: list[tuple[Step, Status]]) -> None:
    status: Status | None = None
    is_sound = True
    for step, target in entries:
        is_sound = is_sound and target in leads_to(step, status)
        status = target
    if is_sound:
        assert replay(entries) is status
    else:
        with pytest.raises(NotFromHere):
            replay(entries)
