"""What is said when a case goes to its departments: the slip, its copy, and what clerk and reporter hear of it."""

from collections.abc import Sequence
from datetime import date

from handlers.words.cases import URGENCY, on
from handlers.words.opinions import short


def dispatched(
    number: str, title: str, lead: str, co: Sequence[str], due: date, *, tentative: bool, is_shared: bool = False
) -> str:
    shared = "（分办，各自答复）" if is_shared else ""
    return f"已转{short(number, title)}→{lead}{shared}{_with(co)}，答复期限{on(due, tentative=tentative)}。"


def handed_to(leads: Sequence[str], co: Sequence[str], *, is_shared: bool) -> str:
    """As the history notes it."""
    return f"{'分办：' if is_shared else ''}{'、'.join(leads)}{_with(co)}"


def _with(co: Sequence[str]) -> str:
    return f"，协办{'、'.join(co)}" if co else ""


def in_commission_s_name(congress: str, station: str) -> str:
    return f"{congress}代表工委" + (f"（经办：{station}）" if station else "")


def via_supervision(sender: str) -> str:
    return f"{sender}，经政府督查室"


def slip_copy(number: str, title: str, department: str, due: date) -> str:
    """To the supervision office, by which slips to departments of the government go."""
    return f"【转办抄送】{short(number, title)}→{department}，期限{on(due)}。"


def slip(
    number: str,
    title: str,
    text: str,
    *,
    is_lead: bool,
    lead: str,
    due: date,
    urgency: str,
    sender: str,
    tentative: bool = False,
    by_letter: bool = False,
    is_final: bool = False,
    is_suggestion: bool = False,
    others: Sequence[str] = (),
    part: str = "",
) -> str:
    """The 转办单 a department's case officer gets; a body that is not the county's own is asked by letter."""
    form = "代表建议交办单" if is_suggestion else "转办单"
    kind = (f"{form}（函转）" if by_letter else form) if is_lead else f"协办（主办：{lead}）"
    urgent = f"【{URGENCY[urgency]}】" if urgency != "normal" else ""
    answer = "商请办理并函复" if by_letter else "请签收，办好后答复"
    task = answer if is_lead else "请把协办意见发给主办单位"
    back = "" if is_final else f"｜申退 {number} 理由"
    how = f"签收 {number}｜答复 {number} A 内容{back}" if is_lead else f"答复 {number} 协办意见"
    final = "这件是指定承办，不再申退。" if is_final and is_lead else ""
    own = f"分办：贵单位办{part or '属于本单位的部分'}，自己答复；{'、'.join(others)}办其余部分。\n" if others else ""
    return f"{urgent}【{kind}】{short(number, title)}\n{text}\n{own}{task}，期限{on(due, tentative=tentative)}。{final}\n转办：{sender}\n可发：{how}"


def dispatched_for_voter(number: str, title: str, lead: str, due: date) -> str:
    return f"您反映的{short(number, title)}已转给{lead}，最晚{on(due)}前答复，有结果在这里告诉您。"
