"""What is said at each step of a case: to staff in the office's terms, to voters in softer ones."""

from collections.abc import Sequence
from datetime import date

from handlers.rules.verdicts import Verdict
from handlers.words.opinions import short

URGENCY = {"critical": "特急", "urgent": "紧急", "normal": "一般"}


def on(day: date, *, tentative: bool = False) -> str:
    """`tentative`: the notice of days off that decides it is not known yet."""
    return f"{day.month}月{day.day}日" + ("（暂定）" if tentative else "")


def new_case(
    number: str,
    title: str,
    text: str,
    *,
    suggested: Sequence[str],
    words: Sequence[str],
    urgency: str,
    station: str | None,
    listen: bool,
    look_first: bool = False,
) -> str:
    """To the station's clerk: a case waits for review."""
    head = "【先看】" if look_first else f"【{URGENCY[urgency]}】" if urgency != "normal" else "【新件】"
    lines = [f"{head}{short(number, title)}"]
    if text:
        lines.append(text)
    if listen:
        lines.append("需听录音：听后发“整理 编号 内容”，再交办。")
    if suggested:
        why = f"（{'、'.join(words[:4])}）" if words else ""
        lines.append(f"建议交办：{'、'.join(suggested)}{why}")
    lines.append(f"联络站：{station or '未定'}")
    return "\n".join(lines)


def new_case_line(head: str, suggested: Sequence[str]) -> str:
    """The same in the next morning's list."""
    return f"{head}，建议交办{suggested[0]}" if suggested else head


def accepted_case(number: str, title: str) -> str:
    return f"已受理{short(number, title)}，请交办。"


def asked_more(number: str, title: str) -> str:
    return f"已请反映人补充{short(number, title)}。"


def accepted(number: str, title: str, due: date | None) -> str:
    by = f"，{on(due)}前答复" if due else ""
    return f"已签收{short(number, title)}{by}。"


def return_requested(number: str, title: str) -> str:
    return f"已申退{short(number, title)}，等督查室或代表工委裁定；裁定前期限照走。"


def return_for_ruling(number: str, title: str, department: str, reason: str, proposed: str | None) -> str:
    other = f"，应为{proposed}" if proposed else ""
    return f"【申退】{department}申退{short(number, title)}：{reason}{other}。\n可发：同意退办 {number} 单位名｜不同意退办 {number} 理由"


def return_allowed(number: str, title: str, new: str | None) -> str:
    return f"已同意{short(number, title)}退办" + (f"，改由{new}办理。" if new else "，待重新交办。")


def return_refused(number: str, title: str, reason: str) -> str:
    return f"{short(number, title)}不同意退办，请继续办理，原期限不变。" + (f"理由：{reason}" if reason else "")


def to_dispatch_again(number: str, title: str) -> str:
    return f"【待交办】{short(number, title)}已同意退办，请重新交办。"


def progressed(number: str, title: str) -> str:
    return f"已记下{short(number, title)}的进展。"


def progress_for_clerk(number: str, title: str, department: str, text: str) -> str:
    return f"【进展】{short(number, title)} {department}：{text}"


def co_opinion_for_lead(number: str, title: str, department: str, text: str) -> str:
    return f"【协办意见】{short(number, title)} {department}：{text}"


def co_opinion_taken(number: str, title: str) -> str:
    return f"协办意见已记下并告诉主办单位：{short(number, title)}。"


def replied(number: str, title: str) -> str:
    return f"答复已提交：{short(number, title)}，审核通过后告诉反映人。"


def sent_back(number: str, title: str) -> str:
    return f"已退改{short(number, title)}。"


def sent_back_for_officer(number: str, title: str, reason: str) -> str:
    return f"【退改】{short(number, title)}的答复请修改" + (f"：{reason}" if reason else "。")


def released(number: str, title: str, people: int) -> str:
    return f"已通过{short(number, title)}，答复发给{people}位反映人。"


def released_for_officer(number: str, title: str) -> str:
    return f"{short(number, title)}的答复已审核通过，正在请反映人评价。"


def reply_for_reporter(number: str, title: str, department: str, text: str, promised: date | None) -> str:
    by = f"（承诺{promised.year}年{on(promised)}前落实）" if promised else ""
    return (
        f"您反映的{short(number, title)}，{department}答复：\n{text}{by}\n"
        "对结果满意吗？请回：满意、基本满意，或不满意加一句原因。评价只由您定。"
    )


def please_rate(number: str, title: str, last: date) -> str:
    return f"{short(number, title)}已经答复，想听您一句：满意、基本满意，或不满意加原因，{on(last)}前都行。"


def reply_known(number: str, title: str, department: str, text: str) -> str:
    """To somebody whose case was joined to one that is already answered."""
    return f"您反映的事和{short(number, title)}是同一件，{department}已经答复：\n{text}"


def rated(number: str, title: str, verdict: Verdict, *, asks_reason: bool) -> str:
    text = f"{short(number, title)}记下“{verdict.term}”，谢谢您。"
    return f"{text}{WHY_NOT}" if asks_reason else text


WHY_NOT = "哪里不满意？说一句，语音也行；不说也算数。"
WITHOUT_WORDS = "（语音或照片）"
RATE_HOW = "请回：满意、基本满意，或不满意加一句原因。"
NO_REASON = "好的，评价已经记下。"


def reason_taken(number: str, title: str) -> str:
    return f"{short(number, title)}的原因记下了，会一并转给承办单位。"


def redo_for_officer(number: str, title: str, due: date, reasons: Sequence[str]) -> str:
    why = f"反映人说：{'；'.join(reasons)}。" if reasons else ""
    return f"【重新办理】{short(number, title)}有人不满意。{why}请重新办理，{on(due)}前再答复。"


def redo_for_clerk(number: str, title: str) -> str:
    return f"【重新办理】{short(number, title)}有人不满意，已转承办单位重新办理。"


def redo_without_department(number: str, title: str) -> str:
    """It was answered directly: nobody has it in hand."""
    return f"【重新办理】{short(number, title)}有人对直答不满意，请交办给单位（交办 {number} 单位名），或再直答一次。"


def consultation_for_commission(number: str, title: str) -> str:
    return f"【会商】{short(number, title)}第二次仍有人不满意，请会商后发“会商 {number} 结论”。"


def reason_for_officer(number: str, title: str, reason: str) -> str:
    return f"【评价说明】{short(number, title)} 反映人说：{reason}"


def settled(number: str, title: str, conclusion: str) -> str:
    return f"{short(number, title)}会商结论已记下：{conclusion}"


def settled_for_reporter(number: str, title: str, conclusion: str) -> str:
    return f"您反映的{short(number, title)}，会同研究后：{conclusion}"


def promise_reported(number: str, title: str) -> str:
    return f"已记下{short(number, title)}的落实情况，等确认。"


def promise_for_clerk(number: str, title: str, department: str, text: str) -> str:
    return (
        f"【落实】{short(number, title)} {department}：{text}\n核实后发“确认落实 {number}”或“没有落实 {number} 理由”。"
    )


def promise_confirmed(number: str, title: str) -> str:
    return f"已确认{short(number, title)}落实，办结。"


def promise_for_reporter(number: str, title: str, text: str) -> str:
    return f"您反映的{short(number, title)}，当时答应的事已经落实：{text}"


def merged(number: str, title: str, into: str, into_title: str) -> str:
    return f"已把{short(number, title)}并入{short(into, into_title)}。"


def merged_for_reporter(number: str, title: str, into: str) -> str:
    return f"您反映的{short(number, title)}和{into}是同一件事，一起办，结果照样告诉您。"


def unmerged(number: str, title: str, status: str) -> str:
    return f"已撤销合并，{short(number, title)}回到{status}。"


def unmerged_for_reporter(number: str, title: str) -> str:
    return f"您反映的{short(number, title)}改为单独办理，结果在这里告诉您。"


def referred(number: str, title: str, to: str) -> str:
    return f"{short(number, title)}已转出：{to}，已告诉反映人。"


def referred_for_voter(number: str, title: str, to: str) -> str:
    return f"您反映的{short(number, title)}，这件事按规定由{to}办理，请直接向他们提出。"


def summarised(number: str, title: str) -> str:
    return f"已整理{short(number, title)}，交办时用这段文字。"


def words_sent(number: str, title: str) -> str:
    return f"已发给{short(number, title)}的反映人。"


def words_for_reporter(number: str, title: str, text: str) -> str:
    return f"关于{short(number, title)}，工作人员说：{text}"


def urgency_set(number: str, title: str, urgency: str) -> str:
    return f"{short(number, title)}已定为{URGENCY[urgency]}。"


def urgency_for_officer(number: str, title: str, urgency: str, by: date | None) -> str:
    until = f"，{on(by)}前答复" if by else ""
    return f"【{URGENCY[urgency]}】{short(number, title)}改定为{URGENCY[urgency]}{until}。"


def taken_over(number: str, title: str) -> str:
    return f"您已接手{short(number, title)}。"


def reminded(number: str, title: str) -> str:
    return f"已催办{short(number, title)}。"


def reminder(number: str, title: str, due: date | None, *, overdue: bool, remark: str) -> str:
    when = f"期限{on(due)}" + ("，已逾期" if overdue else "") if due else ""
    return f"【催办】{short(number, title)}{when}。请抓紧办理。{remark}"


def supervised(number: str, title: str) -> str:
    return f"已督办{short(number, title)}。"


def supervision(number: str, title: str, due: date | None, remark: str) -> str:
    when = f"，期限{on(due)}" if due else ""
    return f"【督办】代表工委督办{short(number, title)}{when}。{remark}"
