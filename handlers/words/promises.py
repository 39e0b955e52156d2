"""What is said of a promise (承诺): when its day has come, and when somebody says that it was not kept."""

from datetime import date

from handlers.words.opinions import short


def proof_wanted(number: str, title: str, promised: date | None, *, is_first: bool) -> str:
    day = f"承诺{promised.isoformat()}前落实" if promised else "承诺落实"
    when = "今天到期" if is_first else "已经到期，还没报落实"
    return f"【承诺】{short(number, title)}{day}，{when}。请报落实情况：落实 {number} 内容"


def still_to_confirm(number: str, title: str) -> str:
    return f"【承诺】{short(number, title)}报了已落实，是这样吗？可发：确认落实 {number}｜没有落实 {number} 理由"


def denied(number: str, title: str) -> str:
    return f"已记下{short(number, title)}没有落实，请承办单位继续落实。"


def denied_for_officer(number: str, title: str, reason: str) -> str:
    return f"【承诺】{short(number, title)}没有落实：{reason}\n请继续落实后再报：落实 {number} 内容"
