"""What is said when a deputy supports a matter (附议)."""

from handlers.words.opinions import short


def supported(number: str, title: str) -> str:
    return f"已附议{short(number, title)}，有答复会告诉您，也请您评价。"


def supported_for_staff(number: str, title: str, deputies: int, remark: str) -> str:
    why = f"：{remark}" if remark else "。"
    return f"【附议】{short(number, title)}现有{deputies}位代表附议{why}"
