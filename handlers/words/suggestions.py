"""What is said about a 代表建议: written, checked, signed together, submitted, given its number, talked about."""

from collections.abc import Sequence
from datetime import date

from handlers.rules.suggestions import Draft, Unfit
from handlers.words.cases import on
from handlers.words.opinions import short

BILL = "议案要在代表大会期间由代表团或十名以上代表联名提出，请找代表工委；平时的意见可以发“写建议”。"
HOW = "请这样写：写建议 标题｜案由｜建议，例如：写建议 关于西关村路灯的建议｜路灯坏了半年，夜里看不见路｜请城管局更换并定期检修"
SECRET = "涉密内容不能在这里写，没有保存；请按保密规定报送。"

# What is no 代表建议, and the lawful way of it.
WAYS = {
    Unfit.SECRET: "请按保密规定报送",
    Unfit.OWN: "个人的事请按信访或业务渠道办理",
    Unfit.FORWARDED: "来信请交代表工委作代表来信转交",
    Unfit.ACCUSATION: "请向纪委监委、信访或司法机关提出",
    Unfit.COURT: "请依法向法院、检察院提出",
    Unfit.TENDER: "请向招投标监管部门提出",
    Unfit.PRODUCT: "请直接联系有关单位",
    Unfit.COMPETITION: "请改为依法可行的要求",
}


def drafted(number: str, draft: Draft, asks: Sequence[str]) -> str:
    """The whole draft, and what to do with it."""
    head = f"建议草稿{short(number, draft.title)}，只有您看得到。"
    how = f"改：改建议 {number} 建议：…｜请人联名：联名 {number} 姓名｜提交：提交建议 {number}"
    return "\n".join([head, draft.wording, *asks, how])


def lacking(part: str, number: str) -> str:
    return f"还缺{part}：请发“改建议 {number} {part}：内容”。"


def several(number: str, matters: Sequence[str]) -> str:
    listed = "；".join(f"{place}.{matter}" for place, matter in enumerate(matters, 1))
    return f"建议要一事一议，这里像是{len(matters)}件事：{listed}。可发“拆分 {number}”。"


def doubtful(kind: Unfit) -> str:
    return f"请核对：{kind.value}不作代表建议，{WAYS[kind]}。"


def doubt_at_submission(kind: Unfit) -> str:
    return f"{kind.value}不作代表建议，{WAYS[kind]}"


def converted(number: str, title: str) -> str:
    return f"已由{short(number, title)}另写一件建议，原件照常办理。"


def split(numbers: Sequence[tuple[str, str]]) -> str:
    return f"已拆成{len(numbers)}件建议草稿：{'、'.join(short(*one) for one in numbers)}。请分别写好案由和建议再提交。"


# --- 联名 ----------------------------------------------------------------------------------------------------------


def invited(number: str, title: str, names: Sequence[str]) -> str:
    return f"已请{'、'.join(names)}联名{short(number, title)}，本人同意才算数。"


def invitation(number: str, title: str, lead: str, wording: str) -> str:
    return f"【联名】{lead}代表请您联名{short(number, title)}\n{wording}\n内容是您本人的意愿才同意。可发：同意联名 {number}｜不联名 {number}"


def reworded(number: str, title: str, wording: str) -> str:
    return f"【联名】{short(number, title)}改过了，请再确认一次\n{wording}\n可发：同意联名 {number}｜不联名 {number}"


def agreed(number: str, title: str) -> str:
    return f"您已同意联名{short(number, title)}，由领衔代表提交。"


def declined(number: str, title: str) -> str:
    return f"已记下，您不联名{short(number, title)}。"


def agreed_for_lead(number: str, title: str, name: str) -> str:
    return f"{name}代表同意联名{short(number, title)}。"


def declined_for_lead(number: str, title: str, name: str) -> str:
    return f"{name}代表不联名{short(number, title)}。"


# --- submitted, looked at, numbered --------------------------------------------------------------------------------


def submitted(number: str, title: str, names: Sequence[str], to: str) -> str:
    with_whom = f"，联名{len(names)}人" if names else ""
    return f"已提交{short(number, title)}{with_whom}，由{to}审查，立案后告诉您编号。"


def for_review(number: str, title: str, lead: str, names: Sequence[str], wording: str, suggested: Sequence[str]) -> str:
    lines = [
        f"【代表建议】{short(number, title)}",
        f"领衔代表：{lead}" + (f"，联名：{'、'.join(names)}" if names else ""),
    ]
    lines.append(wording)
    if suggested:
        lines.append(f"建议交办：{'、'.join(suggested)}")
    lines.append(f"可发：受理 {number}｜退回补充 {number} 理由｜交办 {number} 单位")
    return "\n".join(lines)


def returned(number: str, title: str, reason: str) -> str:
    why = f"：{reason}" if reason else "。"
    return f"{short(number, title)}退回修改{why}\n改好再提交：改建议 {number} 建议：…｜提交建议 {number}"


def returned_for_clerk(number: str, title: str) -> str:
    return f"已退回{short(number, title)}，请代表修改。"


def registered(number: str, title: str, formal: str) -> str:
    return f"您的建议{short(number, title)}已立案：{formal}，交办和答复都在这里告诉您。"


def formal_number(count: int, *, in_session: bool) -> str:
    return f"{'会议' if in_session else '闭会'}第{count:03}号"


# --- what 查 adds --------------------------------------------------------------------------------------------------


def lines(formal: str | None, lead: str, cosigners: Sequence[tuple[str, bool | None]], *, is_key: bool) -> list[str]:
    said = {True: "", None: "（未答复）", False: "（不联名）"}
    found = [f"{'【重点督办】' if is_key else ''}代表建议" + (f" {formal}" if formal else "")]
    found.append(f"领衔代表：{lead}")
    if cosigners:
        found.append("联名：" + "、".join(name + said[agrees] for name, agrees in cosigners))
    return found


def talks(met: int, confirmed: int, contacted: int) -> str:
    meetings = f"面商{met}次（代表已确认{confirmed}次）" if met else "还没有面商"
    return f"{meetings}，其他联系{contacted}次" if contacted else meetings


# --- talked about, answered, rated -----------------------------------------------------------------------------------


def meeting_for_deputy(number: str, title: str, department: str, said: str) -> str:
    return f"{department}记录已就{short(number, title)}与您面商：{said}\n是这样吗？可发：确认面商 {number}｜没有面商 {number}"


def met(number: str, title: str) -> str:
    return f"已记下{short(number, title)}的面商，请代表确认。"


def contacted(number: str, title: str) -> str:
    return f"已记下{short(number, title)}的联系；电话等联系不算面商。"


def meeting_confirmed(number: str, title: str) -> str:
    return f"已确认{short(number, title)}的面商，谢谢您。"


def meeting_denied(number: str, title: str) -> str:
    return f"已记下{short(number, title)}没有面商，并告诉了交办的同志。"


def meeting_denied_for_clerk(number: str, title: str) -> str:
    return f"【面商】代表说{short(number, title)}没有面商过，请向承办单位核实。"


def reply_letter(number: str, title: str, department: str, kind: str, text: str, promised: str, *, rates: bool) -> str:
    """The answer to a suggestion, with its class; only those who rate are asked to."""
    by = f"（承诺{promised}前落实）" if promised else ""
    letter = f"您的建议{short(number, title)}，{department}答复（{kind}）：\n{text}{by}"
    how = "\n过程和结果分开评，只由您定，办理单位评完前看不到。请回：过程满意 结果满意，或不满意加一句原因。"
    paper = f"\n要盖章用的答复函（文件）请发：答复函 {number}"
    return letter + (how if rates else "") + paper


def please_rate_both(number: str, title: str, last: date) -> str:
    return (
        f"您的建议{short(number, title)}已经答复，想听您的评价：过程满意 结果满意，或不满意加原因，{on(last)}前都行。"
    )


BOTH_RATED = (
    ("都满意", "过程满意 结果满意"),
    ("都基本满意", "过程基本满意 结果基本满意"),
    ("结果不满意", "过程满意 结果不满意"),
    ("都不满意", "过程不满意 结果不满意"),
)


def rated_both(number: str, title: str, process: str, result: str) -> str:
    return f"{short(number, title)}记下“过程{process}，结果{result}”，谢谢您。"


RATE_PROCESS_TOO = "办理过程也可以评：过程满意 结果满意。"


def evaluation_for_commission(number: str, title: str) -> str:
    return (
        f"【评估、会商】{short(number, title)}第二次仍有代表不满意。请组织有关单位、专家评估，发“评估 {number} 参加的单位和意见”；"
        f"再请代表和承办单位会商，发“会商 {number} 结论”。"
    )


def evaluated(number: str, title: str) -> str:
    return f"{short(number, title)}的评估已记下并告诉代表；会商以后发“会商 {number} 结论”。"


def evaluated_for_deputy(number: str, title: str, said: str) -> str:
    return f"您的建议{short(number, title)}已组织评估：{said}\n接下来同您和承办单位会商。"


def evaluated_for_officer(number: str, title: str, said: str) -> str:
    return f"【评估】{short(number, title)}：{said}"


def evaluation_line(said: str) -> str:
    return f"评估：{said}"


def key_list(lines_of: Sequence[str]) -> str:
    return "\n".join([f"重点督办（{len(lines_of)}件）", *lines_of]) if lines_of else "现在没有重点督办的建议。"


def made_key(number: str, title: str) -> str:
    return f"{short(number, title)}已列为重点督办。"


# --- taken back ------------------------------------------------------------------------------------------------------


def withdrawal_asked(number: str, title: str) -> str:
    return f"{short(number, title)}是联名建议，已请联名代表逐位同意，都同意才撤回。"


def withdrawal_for_signer(number: str, title: str, reason: str) -> str:
    return f"领衔代表想撤回{short(number, title)}：{reason}\n您同意请发：同意撤回 {number}；不同意不用回。"


def withdrawal_agreed(number: str, title: str) -> str:
    return f"已记下，您同意撤回{short(number, title)}；还要等其他联名代表。"
