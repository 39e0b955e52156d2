"""What is said to the clerk who answers a case without a department."""

from handlers.words.opinions import short


def answered(number: str, title: str, people: int) -> str:
    return f"已直答{short(number, title)}，发给{people}位反映人，等他们评价。"


def danger_ended(number: str) -> str:
    return f"您的话已发给本人，{number}办结，不再问评价。"
