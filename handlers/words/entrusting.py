"""What is said where the supervision office hands the government's departments their cases."""

from handlers.words.opinions import short


def for_supervision(number: str, title: str, wanted: str) -> str:
    return (
        f"【交政府督查室】{short(number, title)}，请交办：{wanted}\n"
        f"可发：交办 {number}（照此交办）｜交办 {number} 别的单位｜查 {number}"
    )


def entrusted(number: str, title: str, wanted: str) -> str:
    return f"已交政府督查室：{short(number, title)}→{wanted}，由其交办，交办后期限起算。"
