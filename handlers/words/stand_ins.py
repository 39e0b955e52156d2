"""What is said when somebody stands in for somebody (代班)."""

from datetime import date

from handlers.words.cases import on

HOW = "请写谁替您、几天，例如：代班 何秀兰 3天；取消发“代班 取消”。"
HOW_FOR_OTHERS = "请写谁不在、谁来替、几天，例如：代班 赵敏 何秀兰 3天。"
NOT_ITSELF = "自己不能替自己，请写另一个人。"
NOT_STAFF = "替班的要是工作人员，请换一个人。"
NOTHING_TO_HAND_OVER = "这个岗位不能代班，请找代表工委另行安排。"
TOO_LONG = "代班一次最多60天，请写1到60天。"
NOTHING_TO_END = "现在没有代班，不用取消。"
FOR_OTHERS_NOT_YOURS = "替别人安排代班请找代表工委或管理员；自己的请发：代班 何秀兰 3天。"


def away_too(name: str) -> str:
    return f"{name}这几天自己也有人代班，请换一个人。"


def agreed(absent: str, person: str, first: date, last: date) -> str:
    return f"好的，{_span(first, last)}由{person}替{absent}代班，已告诉本人；到期自动结束，提前结束发“代班 取消”。"


def told_person(absent: str, what: str, first: date, last: date) -> str:
    return (
        f"【代班】{_span(first, last)}您替{absent}（{what}）代班：那边的件您能看、能办，消息也发给您；到期自动结束。"
        "发“待办”看看。"
    )


def told_absent(person: str, first: date, last: date) -> str:
    return f"【代班】{_span(first, last)}由{person}替您代班；提前结束发“代班 取消”。"


def ended(absent: str, person: str) -> str:
    return f"【代班】{person}替{absent}代班到此结束。"


def _span(first: date, last: date) -> str:
    return f"{on(first)}" if first == last else f"{on(first)}到{on(last)}"
