"""What is said when a matter is not accepted: why, and which way is open to it."""

from collections.abc import Mapping, Sequence

from handlers.rules.rejections import RejectReason
from handlers.words.opinions import short

# To voters, behind the name of their case. Each tells who is responsible, and how to get there.
RIGHT_WAY: Mapping[RejectReason, str] = {
    RejectReason.COURT: "按规定由法院、检察院办理，请依法向他们提出，法律咨询打12348。",
    RejectReason.REVIEW: "按规定由行政复议机关办理，请向司法局申请复议。",
    RejectReason.DISCIPLINE: "按规定由纪委监委办理，请打12388或当面向他们提出。",
    RejectReason.PETITION: "按规定由信访部门办理，请等他们答复，不服可以申请复查。",
    RejectReason.DECIDED: "已有依法作出的决定，不服可以申请复议或者起诉，咨询打12348。",
    RejectReason.CIVIL: "按规定由调解组织或法院办理，请先找村（社区）调解，咨询打12348。",
    RejectReason.ELSEWHERE: "按规定由事情所在地的部门办理，请打那里的12345。",
    RejectReason.OTHER_BODY: "按规定由别的单位办理，请直接向他们提出；不知道找谁可以打12345。",
    RejectReason.UNLAWFUL: "法律法规不允许，没法替您办；想问清楚可以打12348。",
    RejectReason.REPEATED: "已经答复过；有新情况请说新在哪里，会另记一件。",
    RejectReason.VAGUE: "还看不出是什么事；请再说一次在哪里、什么事，会另记一件。",
    RejectReason.ADVERTISING: "不归这里办，请走公开的渠道。",
    RejectReason.SECRET: "不能在网上说，请到联络站当面讲，不要再发。",
}


def rejected(number: str, title: str, reason: RejectReason) -> str:
    return f"{short(number, title)}不予受理（{reason.value}），已告诉反映人该走的路。"


def rejected_for_voter(number: str, title: str, reason: RejectReason, remark: str) -> str:
    told = f"您反映的{short(number, title)}，这件事{RIGHT_WAY[reason]}"
    return f"{told}说明：{remark}" if remark else told


def rejected_line(number: str, title: str, station: str, note: str) -> str:
    by = f" {station}" if station else ""
    return f"{short(number, title)}{by}：{note}"


def rejected_week(lines: Sequence[str]) -> str:
    return "\n".join([f"上周不予受理{len(lines)}件，请看理由是否妥当：", *lines])
