"""What is said when a station puts a case before the commission."""

from handlers.words.opinions import short


def presented(number: str, title: str, wanted: str) -> str:
    return f"已呈报代表工委：{short(number, title)}，建议交办{wanted}；县级单位由代表工委交办。"


def for_commission(number: str, title: str, station: str, wanted: str) -> str:
    by = f"{station}呈报" if station else "呈报"
    return f"【呈报】{by}{short(number, title)}，建议交办{wanted}。\n可发：交办 {number} {wanted}"
