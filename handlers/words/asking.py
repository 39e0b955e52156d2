"""What staff are asked for where a command still lacks its words."""

from collections.abc import Mapping

from handlers.rules.intake import Question
from handlers.rules.rejections import RejectReason
from handlers.words.opinions import short

_ASKED: Mapping[Question, str] = {
    Question.REJECT_WHY: f"请写明不受理{{case}}的理由（{'、'.join(RejectReason)}），会告诉反映人该走的路；",
    Question.RETURN_WHY: "请写明申退{case}的理由，知道该归谁就写“应为××局”；",
    Question.SEND_BACK_WHY: "请写明{case}的答复要改什么，会告诉承办单位；",
    Question.EXTEND_HOW: "请写{case}延几天和理由，例如：5天 等材料进场；",
    Question.DEPARTMENT: "请写{case}交办给哪个单位{example}；",
}


def asked(question: Question, number: str, title: str, example: str) -> str:
    """One sentence; what is typed next completes the step."""
    shown = f"，例如：{example}" if example else ""
    return f"{_ASKED[question].format(case=short(number, title), example=shown)}直接发来就行，不办了发“算了”。"


def left_alone(number: str, title: str) -> str:
    return f"好的，{short(number, title)}没有改动。"
