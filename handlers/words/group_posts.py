"""Texts for ordinary WeChat groups, and what the clerk who pastes them is told."""

from collections.abc import Sequence
from datetime import date, datetime

from handlers.rules.case_flow import Status
from handlers.words.cases import on

NOTHING_TODAY = "今天没有要发群的情况。"
NO_SUCH_POST = "没有这条要发的内容；发“转群 12”或“今日转群”取一条。"
POSTED = "记下了，已发群。"
_ASK = "有情况要补充，请私下告诉联络站，群里不要写姓名、电话和门牌。"

_TERMS: dict[Status, str] = {
    Status.COLLECTING: "正在了解情况",
    Status.REVIEW: "已收到，正在看",
    Status.TO_DISPATCH: "已受理，正在转交",
    Status.DISPATCHED: "已转承办单位",
    Status.RETURN_REQUESTED: "正在确定由谁办",
    Status.HANDLING: "正在办理",
    Status.REPLY_REVIEW: "答复正在审核",
    Status.REPLIED: "已答复",
    Status.REDO: "正在重新办理",
    Status.CONSULTATION: "正在会同研究",
    Status.FOLLOW_UP: "已答复，正在落实",
    Status.CLOSED: "已答复",
    Status.REJECTED: "按规定由别的单位办理",
    Status.MERGED: "和同一件事一起办",
    Status.WITHDRAWN: "已撤回",
    Status.REFERRED: "按规定由别的机关办理",
}
_IN_HAND = frozenset({Status.DISPATCHED, Status.HANDLING, Status.REDO})


def notice(
    number: str, village: str, topics: Sequence[str], status: Status, *, department: str | None, due: date | None
) -> str:
    what = f"{'、'.join(topics)}的事" if topics else "一件事"
    state = (
        f"{department}{_TERMS[status]}" if department and status in {Status.HANDLING, Status.REDO} else _TERMS[status]
    )
    if department and status is Status.DISPATCHED:
        state = f"已转{department}"
    by = f"，最晚{on(due)}前答复" if due and status in _IN_HAND else ""
    return f"{village}反映{what}（{number}）：{state}{by}。"


def one(text: str) -> str:
    return f"【办理情况】{text}\n{_ASK}"


def of_the_day(lines: Sequence[str]) -> str:
    listed = "\n".join(f"{position}. {line}" for position, line in enumerate(lines, 1))
    return f"【今日办理情况】\n{listed}\n{_ASK}"


def posted_before(at: datetime) -> str:
    return f"这条{at:%m-%d %H:%M}已记过发群。"
