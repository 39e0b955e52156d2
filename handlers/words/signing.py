"""What is said of an answer on its way out of its unit: to its head, and to whoever looks at it next."""

from datetime import date

from handlers.words.opinions import short


def reply_for_review(
    number: str, title: str, department: str, kind: str, text: str, promised: date | None, talks: str = ""
) -> str:
    """`kind`: the class and what it means here; `talks`: of a suggestion, how the deputies were spoken with."""
    by = f"，承诺{promised.isoformat()}前落实" if promised else ""
    spoken = f"{talks}。\n" if talks else ""
    return (
        f"【答复待审】{short(number, title)} {department}（{kind}{by}）：\n{text}\n{spoken}"
        f"可发：通过 {number}｜退改 {number} 理由"
    )


def drafted(number: str, title: str) -> str:
    return f"{short(number, title)}的答复已请单位负责人签发，签发后提交。"


def for_head(number: str, title: str, kind: str, text: str, promised: date | None) -> str:
    by = f"，承诺{promised.isoformat()}前落实" if promised else ""
    return f"【待签发】{short(number, title)}（{kind}{by}）：\n{text}\n可发：签发 {number}｜不签发 {number} 理由"


def signed(number: str, title: str) -> str:
    return f"{short(number, title)}的答复已签发并提交，审核通过后告诉反映人。"


def not_signed(number: str, title: str, reason: str) -> str:
    return f"{short(number, title)}的答复没有签发，请修改后再发。理由：{reason}"


def reply_for_supervision(text: str, number: str) -> str:
    """The supervision office handed the case on, and may have its answer worded anew."""
    return f"{text}\n督查室看后有意见可发：退改 {number} 理由"
