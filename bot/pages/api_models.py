"""The shapes of the JSON API: what may be asked and what is answered. openapi.json is made of these.

A parameter's description finishes the sentence 应是… when a value is refused.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.classify import Urgency
from handlers.rules.deadlines import Unit, Why
from handlers.rules.limits import LimitName
from handlers.rules.local_limits import PRESETS
from handlers.rules.verdicts import AnswerClass, Verdict

MOST_PER_PAGE = 200
LAST_PAGE = 1_000_000
Kind = Literal["opinion", "suggestion"]
StuckStatus = Literal["unknown", "failed", "expired", "held", "restored"]


def _day(written: Any) -> Any:
    """`2026-11-23` and no other way of writing a date."""
    if isinstance(written, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        raise ValueError("not a date")
    return written


def _preset(written: str) -> str:
    if written not in PRESETS:
        raise ValueError("no such preset")
    return written


Day = Annotated[date, BeforeValidator(_day)]
Preset = Annotated[str, AfterValidator(_preset), WithJsonSchema({"type": "string", "enum": list(PRESETS)})]
# Of other centuries nobody knows the holidays.
Start = Annotated[
    Day,
    Field(ge=date(2000, 1, 1), le=date(2099, 12, 31)),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"}),
]


class Asked(BaseModel):
    """Parameters of an address; an empty one is as good as none."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class CasesAsked(Asked):
    status: Status | None = Field(None, description=f"{'、'.join(Status)} 之一")
    department: str | None = Field(
        None, max_length=40, pattern=r"^[^\u0000-\u001f]+$", description="承办单位的编号（最多 40 个字）"
    )
    kind: Kind | None = Field(None, description="opinion 或 suggestion")
    page: int = Field(1, ge=1, le=LAST_PAGE, description=f"1 到 {LAST_PAGE} 的整数")
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE, description=f"1 到 {MOST_PER_PAGE} 的整数")


class StatsAsked(Asked):
    """Without days: the year of the last day, so far."""

    first: Day | None = Field(None, alias="from", description="日期，例如 2026-01-01，不晚于 to")
    last: Day | None = Field(None, alias="to", description="日期，例如 2026-12-31")


class DeadlineAsked(Asked):
    """Without a preset: the limits in force here. Without a start: today."""

    preset: Preset | None = Field(None, description=f"{'、'.join(PRESETS)} 之一")
    kind: Kind = Field(description="opinion 或 suggestion")
    limit: LimitName = Field(description=f"{'、'.join(LimitName)} 之一")
    start: Start | None = Field(None, description="2000 到 2099 年的日期，例如 2026-11-23")


class OutboxAsked(Asked):
    channel: str | None = Field(
        None, max_length=40, pattern=r"^[^\u0000-\u001f]+$", description="渠道，例如 wecom_app（最多 40 个字）"
    )
    status: StuckStatus | None = Field(None, description=f"{'、'.join(get_args(StuckStatus))} 之一")
    page: int = Field(1, ge=1, le=LAST_PAGE, description=f"1 到 {LAST_PAGE} 的整数")
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE, description=f"1 到 {MOST_PER_PAGE} 的整数")


class Answered(BaseModel):
    """Answers are read off the records of the work."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Case(Answered):
    """一件事。时间带时区偏移；reply_due 是当地日期，交办之前为 null。"""

    number: str = Field(description="编号，例如 2026-0012")
    kind: Kind
    status: Status
    nature: str | None = Field(description="诉求性质")
    category: str | None = Field(description="领域")
    department: str | None = Field(description="主办单位的编号")
    suggested_departments: tuple[str, ...] = Field(description="建议的承办单位，最合适的在前")
    co_departments: tuple[str, ...] = Field(description="协办单位的编号；分办时还有其他各单位")
    urgency: Urgency
    human_first: bool = Field(description="须先由人看过")
    title: str
    received_at: datetime
    reply_due: date | None
    is_overdue: bool
    reporters: int = Field(ge=0, description="反映的人数，不含附议代表")
    merged_into: str | None = Field(description="并入的件的编号")


class CasePage(Answered):
    """一页，最新的在前；total 是所有页的件数。"""

    items: tuple[Case, ...]
    total: int = Field(ge=0)


class HistoryStep(Answered):
    at: datetime
    step: Step
    actor_role: Role
    note: str | None


class Reply(Answered):
    answer_class: AnswerClass = Field(serialization_alias="class", description="A 已解决，B 正在解决，C 暂不能，D 参考")
    text: str


class StandingVerdict(Answered):
    by: str = Field(pattern="^(reporter|deputy)-[0-9]+$", description="第几位反映人或附议代表，不含姓名")
    verdict: Verdict
    at: datetime


class CaseDetail(Case):
    """一件事的全部：原话（个人信息已替换）、整理稿、经过、已发出的答复和现有的评价。"""

    text: str | None
    summary: str | None
    history: tuple[HistoryStep, ...]
    reply: Reply | None
    verdicts: tuple[StandingVerdict, ...]


class StatsPeriod(Answered):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")


class Rate(Answered):
    numerator: int = Field(ge=0)
    denominator: int = Field(ge=0)


class Rates(Answered):
    answered: Rate = Field(description="答复率：已发出答复 ÷ 应答复")
    answered_on_time: Rate = Field(description="按期答复率：按期提交并发出 ÷ 应答复")
    claimed_solved: Rate = Field(description="承办单位称已解决：A 类或承诺已落实 ÷ 已答复")
    solved: Rate = Field(description="解决率：其中没有人不满意 ÷ 已答复")
    solved_confirmed: Rate = Field(description="确认解决率：其中有人满意或基本满意 ÷ 已答复")
    satisfied_process: Rate = Field(description="过程满意率：满意 ÷ 已评价（只有代表建议分开评价）")
    satisfied_result: Rate = Field(description="结果满意率：满意 ÷ 已评价")
    redone: Rate = Field(description="重新办理率：重新办理 ÷ 已答复")
    promises_kept: Rate = Field(description="承诺落实率：已确认落实 ÷ 到期承诺")


class Ratings(Answered):
    satisfied: int = Field(ge=0)
    basically: int = Field(ge=0)
    dissatisfied: int = Field(ge=0)
    none: int = Field(ge=0, description="未反馈")
    not_told: int = Field(ge=0, description="未送达")


class Stats(Answered):
    """期间内收到的件，按现在的情况统计。received 是条，matters 是件。"""

    period: StatsPeriod
    received: int = Field(ge=0)
    matters: int = Field(ge=0)
    by_status: Mapping[Status, int]
    by_department: Mapping[str, int]
    rates: Rates
    ratings: Ratings


class CountedDay(Answered):
    date: date
    counted: bool
    why: Why = Field(description="、".join(f"{why} {why.term}" for why in Why))


class Deadline(Answered):
    """期限的最后一天，和它是怎样数出来的。provisional：当年的放假通知还没有发布，日期可能变。"""

    due: date
    unit: Unit = Field(description="W 工作日，D 自然日，M 月")
    value: int = Field(ge=1)
    provisional: bool
    source: str = Field(description="数字来自哪里：地方规则的名称，default 或 office（本单位自己设置）")
    days: tuple[CountedDay, ...]


class OutboxItem(Answered):
    """一条没发出去的消息，不含内容和收件人。"""

    id: int
    status: StuckStatus = Field(
        description="unknown 不知到没到，failed 发不到，expired 过期，held 等对方说话，restored 恢复备份后扣住"
    )
    channel: str
    purpose: str
    case: str | None = Field(description="说的是哪一件的编号")
    created_at: datetime
    error: str | None = Field(description="平台的错误码，或一个短词")


class OutboxPage(Answered):
    """一页，最新的在前；total 是所有页的条数。"""

    items: tuple[OutboxItem, ...]
    total: int = Field(ge=0)


class OutboxSettled(Answered):
    """重发的变为 pending，放弃的变为 dropped。"""

    id: int
    status: Literal["pending", "dropped"]


class Refused(BaseModel):
    """一句话说明为什么。"""

    error: str
