"""The life of a case as one printable table: which step, 中文, taken by whom, from where, to where.

Source: contract §5 "Steps". A step that is not in the table cannot happen; who may take it on *which* case is in access.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.errors import NotFromHere


class Status(StrEnum):
    """What happened to the people's matter so far."""

    COLLECTING = "collecting"
    REVIEW = "review"
    TO_DISPATCH = "to_dispatch"
    DISPATCHED = "dispatched"
    RETURN_REQUESTED = "return_requested"
    HANDLING = "handling"
    REPLY_REVIEW = "reply_review"
    REPLIED = "replied"
    REDO = "redo"
    CONSULTATION = "consultation"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"

    @property
    def term(self) -> str:
        return STATUS_TERMS[self]


STATUS_TERMS: dict[Status, str] = {
    Status.COLLECTING: "收集中",
    Status.REVIEW: "待审核",
    Status.TO_DISPATCH: "待交办",
    Status.DISPATCHED: "待签收",
    Status.RETURN_REQUESTED: "申退待裁定",
    Status.HANDLING: "办理中",
    Status.REPLY_REVIEW: "答复待审",
    Status.REPLIED: "已答复待评",
    Status.REDO: "重新办理",
    Status.CONSULTATION: "协调会商",
    Status.FOLLOW_UP: "承诺跟踪",
    Status.CLOSED: "办结",
    Status.REJECTED: "不予受理",
    Status.MERGED: "已并案",
    Status.WITHDRAWN: "已撤回",
    Status.REFERRED: "转法定途径",
}


class Role(StrEnum):
    """Who acts: a role of the directory, a voter, or the service itself."""

    VOTER = "voter"
    DEPUTY = "deputy"
    LIAISON_OFFICER = "liaison_officer"
    COMMISSION = "commission"
    SUPERVISION = "supervision"
    CASE_OFFICER = "case_officer"
    UNIT_HEAD = "unit_head"
    LEADER = "leader"
    SECRECY_OFFICER = "secrecy_officer"
    ADMIN = "admin"
    SYSTEM = "system"


class Step(StrEnum):
    """What can be done to a case. Those of the contract that come later are already named here."""

    REPORT = "report"
    REGISTER = "register"
    ADD = "add"
    SUPPORT = "support"
    DRAFT = "draft"
    CONVERT = "convert"
    REVISE_DRAFT = "revise_draft"
    INVITE = "invite"
    COSIGN = "cosign"
    NO_COSIGN = "no_cosign"
    SUBMIT = "submit"
    TIME_OUT = "time_out"
    ASK_MORE = "ask_more"
    TAKE_OVER = "take_over"
    SUMMARISE = "summarise"
    MESSAGE = "message"
    SET_URGENCY = "set_urgency"
    ACCEPT_CASE = "accept_case"
    CONSULT = "consult"
    UNIT_AGREES = "unit_agrees"
    UNIT_DECLINES = "unit_declines"
    DISPATCH = "dispatch"
    PRESENT = "present"
    ENTRUST = "entrust"
    ANSWER_DIRECT = "answer_direct"
    ACCEPT = "accept"
    ACCEPT_PART = "accept_part"
    REQUEST_RETURN = "request_return"
    ALLOW_RETURN = "allow_return"
    REFUSE_RETURN = "refuse_return"
    REQUEST_EXTENSION = "request_extension"
    AGREE_EXTENSION = "agree_extension"
    DECLINE_EXTENSION = "decline_extension"
    ALLOW_EXTENSION = "allow_extension"
    REFUSE_EXTENSION = "refuse_extension"
    PAUSE = "pause"
    RESUME = "resume"
    MEET = "meet"
    CONTACT = "contact"
    CONFIRM_MEETING = "confirm_meeting"
    DENY_MEETING = "deny_meeting"
    PROGRESS = "progress"
    CO_OPINION = "co_opinion"
    DRAFT_REPLY = "draft_reply"
    SIGN_OFF = "sign_off"
    REFUSE_SIGN_OFF = "refuse_sign_off"
    REPLY_PART = "reply_part"
    REPLY = "reply"
    SEND_BACK = "send_back"
    RELEASE = "release"
    RATE = "rate"
    LAPSE = "lapse"
    EVALUATE = "evaluate"
    SETTLE = "settle"
    KEEP_PROMISE = "keep_promise"
    CONFIRM_PROMISE = "confirm_promise"
    DENY_PROMISE = "deny_promise"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    REJECT = "reject"
    REFER = "refer"
    WITHDRAW = "withdraw"
    ASK_WITHDRAWAL = "ask_withdrawal"
    AGREE_WITHDRAWAL = "agree_withdrawal"
    REMIND = "remind"
    SUPERVISE = "supervise"

    @property
    def term(self) -> str:
        return MOVES[self].term


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. No sources: the step opens a case. No targets: the status stays.

    `completes`: the step may also make a `collecting` case complete, which moves it to `review`.
    """

    term: str
    actors: frozenset[Role]
    sources: frozenset[Status]
    targets: frozenset[Status]
    completes: bool = False

    def leads_to(self, status: Status | None) -> frozenset[Status]:
        """Every status this step may lead to from `status`, which is one of its sources."""
        if self.targets or status is None:
            return self.targets
        return frozenset({status, Status.REVIEW} if self.completes and status is Status.COLLECTING else {status})


ENDED = frozenset({Status.CLOSED, Status.REJECTED, Status.MERGED, Status.WITHDRAWN, Status.REFERRED})
OPEN = frozenset(Status) - ENDED
# A case into which no other can be merged: it is itself gone elsewhere.
NO_MERGE_TARGET = frozenset({Status.MERGED, Status.REJECTED, Status.REFERRED, Status.WITHDRAWN})

_REPORTERS = {Role.VOTER, Role.DEPUTY}
_CLERKS = {Role.LIAISON_OFFICER, Role.COMMISSION}
_RULING = {Role.SUPERVISION, Role.COMMISSION}
_OFFICER = {Role.CASE_OFFICER}
_DEPUTY = {Role.DEPUTY}
_SYSTEM = {Role.SYSTEM}
_S = Status
_EARLY = {_S.COLLECTING, _S.REVIEW, _S.TO_DISPATCH}
_TO_HAND_OVER = {_S.REVIEW, _S.TO_DISPATCH}
_AFTER_RATING = {_S.REPLIED, _S.CLOSED, _S.FOLLOW_UP, _S.REDO, _S.CONSULTATION}
_AT_DEPARTMENT = {_S.DISPATCHED, _S.HANDLING, _S.REDO}
_IN_WORK = {_S.HANDLING, _S.REDO}
_SHARED = _AT_DEPARTMENT | {_S.RETURN_REQUESTED}  # one lead's request to return holds up no other
_URGEABLE = {_S.DISPATCHED, _S.RETURN_REQUESTED, _S.HANDLING, _S.REDO, _S.FOLLOW_UP}
_BEFORE_REPLY = _EARLY | {_S.DISPATCHED, _S.HANDLING}
_SUPPORTABLE = (_BEFORE_REPLY - {_S.COLLECTING}) | {_S.RETURN_REQUESTED, _S.REPLY_REVIEW, _S.REDO}


def _move(
    term: str,
    actors: Iterable[Role],
    sources: Iterable[Status],
    targets: Iterable[Status] = (),
    *,
    completes: bool = False,
) -> Move:
    return Move(term, frozenset(actors), frozenset(sources), frozenset(targets), completes)


MOVES: dict[Step, Move] = {
    Step.REPORT: _move("反映", _REPORTERS, (), {_S.COLLECTING, _S.REVIEW}),
    Step.REGISTER: _move("登记", _CLERKS, (), {_S.COLLECTING, _S.REVIEW}),
    Step.ADD: _move("补充", _REPORTERS, _BEFORE_REPLY, completes=True),
    Step.SUPPORT: _move("附议", _DEPUTY, _SUPPORTABLE),
    # A 代表建议, from the deputy's draft to the commission; 受理 and 退回补充 follow as for every case.
    Step.DRAFT: _move("写建议", _DEPUTY, (), {_S.COLLECTING}),
    Step.CONVERT: _move("转为建议", _DEPUTY, OPEN),
    Step.REVISE_DRAFT: _move("改建议", _DEPUTY, {_S.COLLECTING}),
    Step.INVITE: _move("联名", _DEPUTY, {_S.COLLECTING}),
    Step.COSIGN: _move("同意联名", _DEPUTY, {_S.COLLECTING}),
    Step.NO_COSIGN: _move("不联名", _DEPUTY, {_S.COLLECTING}),
    Step.SUBMIT: _move("提交建议", _DEPUTY, {_S.COLLECTING}, {_S.REVIEW}),
    Step.TIME_OUT: _move("补充", _SYSTEM, {_S.COLLECTING}, {_S.REVIEW}),
    Step.ASK_MORE: _move("退回补充", _CLERKS, {_S.REVIEW}, {_S.COLLECTING}),
    Step.TAKE_OVER: _move("接手", _CLERKS | {Role.SECRECY_OFFICER}, OPEN, completes=True),
    Step.SUMMARISE: _move("整理", _CLERKS, OPEN),
    Step.MESSAGE: _move("回", _CLERKS, OPEN),
    Step.SET_URGENCY: _move("特急/紧急/一般", _CLERKS, OPEN),
    Step.ACCEPT_CASE: _move("受理", _CLERKS, {_S.COLLECTING, _S.REVIEW}, {_S.TO_DISPATCH}),
    Step.CONSULT: _move("预交办", _CLERKS, _TO_HAND_OVER),
    Step.UNIT_AGREES: _move("可以承办", _OFFICER, _TO_HAND_OVER),
    Step.UNIT_DECLINES: _move("不宜承办", _OFFICER, _TO_HAND_OVER),
    # From redo both are open only to a case that no department has: it was answered directly, and not well enough.
    Step.DISPATCH: _move("交办", _CLERKS | {Role.SUPERVISION}, {_S.REVIEW, _S.TO_DISPATCH, _S.REDO}, {_S.DISPATCHED}),
    Step.ENTRUST: _move("交政府督查室", _CLERKS, _TO_HAND_OVER, {_S.TO_DISPATCH}),
    Step.PRESENT: _move("呈报", {Role.LIAISON_OFFICER}, {_S.REVIEW, _S.TO_DISPATCH}, {_S.TO_DISPATCH}),
    Step.ANSWER_DIRECT: _move("直答", _CLERKS, _EARLY | {_S.REDO}, {_S.REPLIED, _S.CLOSED}),
    Step.ACCEPT: _move("签收", _OFFICER, {_S.DISPATCHED, _S.REDO}, {_S.HANDLING}),
    # 分办: each of several leads accepts and answers its own part; the last answer is the case's 答复.
    Step.ACCEPT_PART: _move("分办签收", _OFFICER, _SHARED, {_S.HANDLING, _S.RETURN_REQUESTED}),
    Step.REQUEST_RETURN: _move("申退", _OFFICER, {_S.DISPATCHED, _S.HANDLING}, {_S.RETURN_REQUESTED}),
    Step.ALLOW_RETURN: _move("同意退办", _RULING, {_S.RETURN_REQUESTED}, {_S.DISPATCHED, _S.TO_DISPATCH}),
    Step.REFUSE_RETURN: _move("不同意退办", _RULING, {_S.RETURN_REQUESTED}, {_S.DISPATCHED}),
    Step.REQUEST_EXTENSION: _move("延期", _OFFICER, _IN_WORK),
    # Of a suggestion its lead deputy is asked first.
    Step.AGREE_EXTENSION: _move("代表同意延期", _DEPUTY, _IN_WORK),
    Step.DECLINE_EXTENSION: _move("代表不同意延期", _DEPUTY, _IN_WORK),
    Step.ALLOW_EXTENSION: _move("同意延期", _RULING, _IN_WORK),
    Step.REFUSE_EXTENSION: _move("不同意延期", _RULING, _IN_WORK),
    Step.PAUSE: _move("暂停计时", _CLERKS | _RULING, {_S.DISPATCHED, _S.HANDLING}),
    Step.RESUME: _move("恢复计时", _CLERKS | _RULING | _SYSTEM, {_S.DISPATCHED, _S.HANDLING}),
    Step.MEET: _move("面商", _OFFICER, _AT_DEPARTMENT),
    Step.CONTACT: _move("联系代表", _OFFICER, _AT_DEPARTMENT),
    Step.CONFIRM_MEETING: _move("确认面商", _DEPUTY, _AT_DEPARTMENT | {_S.REPLY_REVIEW, _S.REPLIED}),
    Step.DENY_MEETING: _move("没有面商", _DEPUTY, _AT_DEPARTMENT | {_S.REPLY_REVIEW, _S.REPLIED}),
    Step.PROGRESS: _move("进展", _OFFICER, _AT_DEPARTMENT),
    Step.CO_OPINION: _move("协办意见", _OFFICER, _AT_DEPARTMENT),
    Step.DRAFT_REPLY: _move("拟答复", _OFFICER, _AT_DEPARTMENT, _IN_WORK),
    Step.SIGN_OFF: _move("签发", {Role.UNIT_HEAD}, _IN_WORK, {_S.REPLY_REVIEW}),
    Step.REFUSE_SIGN_OFF: _move("不签发", {Role.UNIT_HEAD}, _IN_WORK),
    Step.REPLY_PART: _move("分办答复", _OFFICER | {Role.UNIT_HEAD}, _SHARED, _IN_WORK | {_S.RETURN_REQUESTED}),
    Step.REPLY: _move("答复", _OFFICER, _AT_DEPARTMENT, {_S.REPLY_REVIEW}),
    Step.SEND_BACK: _move("退改", _CLERKS | {Role.SUPERVISION}, {_S.REPLY_REVIEW}, {_S.HANDLING, _S.REDO}),
    Step.RELEASE: _move("通过", _CLERKS, {_S.REPLY_REVIEW}, {_S.REPLIED}),
    Step.RATE: _move("满意/基本满意/不满意", _REPORTERS, {_S.REPLIED}, _AFTER_RATING),
    Step.LAPSE: _move("未反馈", _SYSTEM, {_S.REPLIED}, _AFTER_RATING - {_S.REPLIED}),
    Step.EVALUATE: _move("评估", {Role.COMMISSION}, {_S.CONSULTATION}),
    Step.SETTLE: _move("会商结论", {Role.COMMISSION}, {_S.CONSULTATION}, {_S.CLOSED, _S.REDO, _S.FOLLOW_UP}),
    Step.KEEP_PROMISE: _move("落实", _OFFICER, {_S.FOLLOW_UP}),
    Step.CONFIRM_PROMISE: _move("确认落实", _CLERKS | {Role.DEPUTY}, {_S.FOLLOW_UP}, {_S.CLOSED}),
    Step.DENY_PROMISE: _move("没有落实", _CLERKS | _DEPUTY, {_S.FOLLOW_UP}),
    Step.MERGE: _move("并案", _CLERKS, {_S.REVIEW, _S.TO_DISPATCH, _S.DISPATCHED, _S.HANDLING}, {_S.MERGED}),
    Step.UNMERGE: _move("撤销合并", _CLERKS, {_S.MERGED}, {_S.REVIEW, _S.TO_DISPATCH, _S.DISPATCHED, _S.HANDLING}),
    Step.SPLIT: _move("拆分", _CLERKS | _REPORTERS, {_S.COLLECTING, _S.REVIEW}),
    Step.REJECT: _move("不予受理", _CLERKS, _EARLY, {_S.REJECTED}),
    Step.REFER: _move("转法定途径", _CLERKS, _EARLY, {_S.REFERRED}),
    Step.WITHDRAW: _move("撤回", _REPORTERS, _BEFORE_REPLY, {_S.WITHDRAWN}),
    Step.ASK_WITHDRAWAL: _move("请求撤回", _DEPUTY, _BEFORE_REPLY - {_S.COLLECTING}),
    Step.AGREE_WITHDRAWAL: _move("同意撤回", _DEPUTY, _BEFORE_REPLY - {_S.COLLECTING}),
    Step.REMIND: _move("催办", _CLERKS, _URGEABLE),
    Step.SUPERVISE: _move("督办", {Role.COMMISSION}, _URGEABLE),
}


def advance(status: Status | None, step: Step, target: Status | None = None) -> Status:
    """The status after `step`, or NotFromHere. `target` chooses where the table leaves a choice; None means "as it is"."""
    move = MOVES[step]
    is_source = status in move.sources if move.sources else status is None
    after = target or status
    if not is_source or after not in move.leads_to(status):
        raise NotFromHere(step=step, status=status)
    return after


def replay(entries: Iterable[tuple[Step, Status]]) -> Status | None:
    """The status that a history leads to; raises NotFromHere when it left the table on the way."""
    status: Status | None = None
    for step, target in entries:
        status = advance(status, step, target)
    return status


def printed() -> str:
    """The table as lines: step, 中文, who, from, to."""
    rows = []
    for step, move in MOVES.items():
        who = " ".join(sorted(move.actors))
        sources = " ".join(sorted(move.sources)) or "–"
        targets = " ".join(sorted(move.targets)) or ("same; collecting → review" if move.completes else "same")
        rows.append(f"{step}\t{move.term}\t{who}\t{sources}\t{targets}")
    return "\n".join(rows)
