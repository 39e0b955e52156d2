"""Answers to questions about cases: one case, one's own, what is waiting, what is late, what can be typed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.verbs import Verb
from handlers.words.cases import on
from handlers.words.opinions import short
from handlers.words.refusals import VOTER_TERMS

_IN_HAND = frozenset({Status.DISPATCHED, Status.HANDLING, Status.REPLY_REVIEW, Status.REDO, Status.FOLLOW_UP})

NOTHING_OF_YOURS = "您现在没有正在办的件。有事直接说，打字、语音、照片都行。"
NOTHING_WAITING = "现在没有等您办的件。"
DRAFT = "建议草稿，还没提交"
NOTHING_LATE = "没有逾期的件。"


def status_for_voter(
    number: str,
    title: str,
    status: Status,
    *,
    department: str | None,
    due: date | None,
    into: str | None,
    reply: str | None,
) -> str:
    parts = [f"{short(number, title)}：{VOTER_TERMS[status]}"]
    if into:
        parts.append(f"（{into}）")
    elif department and status in _IN_HAND:
        parts.append(f"，{department}办理")
    if due and status in {Status.DISPATCHED, Status.HANDLING, Status.REDO, Status.RETURN_REQUESTED}:
        parts.append(f"，最晚{on(due)}前答复")
    text = "".join(parts) + "。"
    return f"{text}\n答复：{reply}" if reply else text


def status_for_staff(
    number: str,
    title: str,
    status: Status,
    *,
    text: str,
    department: str | None,
    co: Sequence[str],
    due: date | None,
    tentative: bool,
    is_paused: bool,
    waited_days: int | None,
    overdue: bool,
    suggested: Sequence[str],
    station: str | None,
    steps: Iterable[str],
) -> str:
    lines = [f"{short(number, title)} {status.term}", text]
    if department:
        lines.append(f"主办：{department}" + (f"，协办：{'、'.join(co)}" if co else ""))
    elif suggested:
        lines.append(f"建议：{'、'.join(suggested)}")
    if due:
        late = "（已逾期）" if overdue else "（暂停计时）" if is_paused else ""
        lines.append(f"答复期限：{on(due, tentative=tentative)}{late}")
    if waited_days:
        lines.append(f"反映人已等{waited_days}天")
    lines.append(f"联络站：{station or '未定'}")
    lines.extend(steps)
    return "\n".join(line for line in lines if line)


# The terms of steps that are a list of words to choose from.
_IN_A_WORD = {Step.RATE: "评价", Step.SET_URGENCY: "急缓"}


def step_line(at: datetime, step: Step, note: str) -> str:
    """One row of a history, at local time."""
    term = _IN_A_WORD.get(step, step.term)
    return f"{at:%m-%d %H:%M} {term}" + (f"：{note}" if note not in ("", term) else "")


def one_line(number: str, title: str, term: str, *, due: date | None = None, overdue: bool = False) -> str:
    late = "，已逾期" if overdue else ""
    return f"{short(number, title)} {term}" + (f"，{on(due)}前{late}" if due else "")


def not_reached(people: int) -> str:
    """To staff: the answer has not arrived, and why that need not be the end of it."""
    return f"答复未送达{people}人：发不到，等对方再来说话时自动送达；急的请打电话。"


def not_reached_line(number: str, title: str, people: int) -> str:
    return f"{short(number, title)} 答复未送达{people}人"


def may_be_answered(answer_id: int) -> str:
    return f"，可直答知识{answer_id}"


def listed(head: str, lines: Sequence[str], *, total: int) -> str:
    more = [f"……共{total}件"] if total > len(lines) else []
    return "\n".join([f"{head}（{total}件）", *lines, *more])


_HELP: tuple[tuple[frozenset[Role], str], ...] = (
    (
        frozenset({Role.VOTER, Role.DEPUTY}),
        "有事直接说，在哪里、什么事，打字、语音、照片都行。\n可发：我的件｜查 12｜补充 12 内容｜撤回 12｜满意、基本满意、不满意｜人工｜我的数据",
    ),
    (
        frozenset({Role.DEPUTY}),
        "代表还可发：附议 12｜写建议 标题｜案由｜建议｜转为建议 12｜改建议 12 内容｜联名 12 姓名｜同意联名 12｜不联名 12｜提交建议 12｜确认面商 12｜同意撤回 12｜同意延期 12｜答复函 12｜过程满意 结果不满意 原因",
    ),
    (
        frozenset({Role.LIAISON_OFFICER, Role.COMMISSION}),
        "看件：待办｜逾期｜查 12｜为什么 12\n"
        "新件：受理 12｜交办 12 城管局 协办 住建局｜退回补充 12 缺地点｜整理 12 内容｜拆分 12｜合并 15 12｜撤销合并 15｜"
        "不受理 12 理由｜转出 12 机关｜直答 12 内容｜特急 12（紧急、一般）｜接手 12\n"
        "催办和答复：催办 12｜通过 12｜退改 12 理由｜回 12 内容｜暂停计时 12 补充材料 缺什么｜确认落实 12｜没有落实 12 理由\n"
        "没有微信的人：登记 姓名 电话 内容｜已告知 12｜代评 12 满意\n"
        "其他：转群 12｜今日转群｜知识｜新建知识 标题｜删知识 3｜关联 12 工单号",
    ),
    (
        frozenset({Role.COMMISSION}),
        "代表工委还可发：预交办 12 城管局｜分办 12 城管局：换灯；住建局：修路（都只用于代表建议）｜督办 12（建议列为重点督办）｜重点督办｜评估 12 单位和意见（两次不满意的建议）｜会商 12 结论",
    ),
    (
        frozenset({Role.SUPERVISION, Role.COMMISSION}),
        "裁定：同意退办 12 住建局（写“指定”就不得再退）｜不同意退办 12 理由｜同意延期 12｜不同意延期 12 理由",
    ),
    (
        frozenset({Role.CASE_OFFICER}),
        "可发：待办｜签收 12｜进展 12 内容｜答复 12 A 内容（A已解决 B正在解决并写日期 C暂时解决不了 D留作参考）｜申退 12 理由 应为 住建局｜延期 12 5天 理由｜为什么 12｜落实 12 内容｜逾期",
    ),
    (
        frozenset({Role.CASE_OFFICER}),
        "办代表建议还可发：可以承办 12｜不宜承办 12 理由｜联系代表 12 电话 内容｜面商 12 地点 内容｜答复函 12",
    ),
    (frozenset({Role.UNIT_HEAD, Role.LEADER}), "可发：待办｜逾期｜查 12｜为什么 12"),
    (frozenset({Role.UNIT_HEAD}), "单位负责人签发答复：签发 12｜不签发 12 理由"),
    (frozenset({Role.SECRECY_OFFICER}), "受限件：待办｜查 12｜接手 12"),
    (frozenset({Role.LIAISON_OFFICER}), "县级单位由代表工委交办的地方：呈报 12 城管局"),
    (
        frozenset({Role.LIAISON_OFFICER, Role.COMMISSION, Role.SUPERVISION, Role.CASE_OFFICER, Role.UNIT_HEAD}),
        "请假可发：代班 何秀兰 3天｜代班 取消",
    ),
    (frozenset({Role.ADMIN}), "管理员可发：绑定名单｜解除绑定 李梅｜代班 赵敏 何秀兰 3天｜群名单｜恢复群 群名"),
    (frozenset(Role) - {Role.VOTER, Role.DEPUTY}, "值班：今天谁值班"),
)


def help_for(roles: frozenset[Role]) -> str:
    lines = [text for wanted, text in _HELP if wanted & roles]
    return "\n".join(lines) or "可发：查 12｜帮助"


def did_you_mean(verbs: Sequence[Verb]) -> str:
    likely = "或".join(f"“{verb.value}”" for verb in verbs if verb is not Verb.HELP)
    return f"没看懂。您是不是要发{likely}？发“帮助”看全部。"
