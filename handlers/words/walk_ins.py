"""What is said of people who came to the station or telephoned: registered, told, rated by a clerk's hand."""

from collections.abc import Sequence

from handlers.words.opinions import short

HOW = "请写：登记 姓名 电话 内容，例如：登记 张大爷 电话号码 西关村路灯坏了。"
NOBODY_TO_TELL = "这件没有要电话告知的人。"
IN_DANGER = "已叫值班同志。请别让本人一个人待着，现在就打110或120。"


def registered(number: str, title: str, suggested: Sequence[str], *, has_contact: bool, elsewhere: str) -> str:
    """`elsewhere`: the other station whose case it is."""
    lines = [f"已登记{short(number, title)}。"]
    if elsewhere:
        lines[0] += f"地点归{elsewhere}，由他们接着办。"
        return "\n".join(lines)
    if suggested:
        lines.append(f"建议交办：{'、'.join(suggested)}")
    lines.append("答复后会请您电话告知。" if has_contact else "没有留电话，答复后请当面告知。")
    return "\n".join(lines)


def registered_for_commission(number: str) -> str:
    """To a station's clerk, about whose own town or station it is."""
    return f"已登记{number}。说的是本镇或联络站自己的事，由代表工委办理，站里不再看到。"


def sealed(why: str, *, is_alone: bool) -> str:
    """To the clerk, who will not see it again unless they have the duty. `is_alone`: no other matter stood beside it."""
    rest = "别的事请另登记一件。" if is_alone else "别的事另记如下。"
    return f"已按受限件登记，只有有职责的人能看。请告诉来人：{why}{rest}"


def please_telephone(number: str, contact: str, text: str) -> str:
    whom = f"请电话告知{contact}" if contact else "请告知反映人（没有留电话）"
    return f"【请电话告知】{number} {whom}：\n{text}"


def told(number: str, title: str) -> str:
    return f"已记下{short(number, title)}告知了反映人；评价请发“代评 {number} 满意”，或基本满意、不满意加原因。"


def rated(number: str, title: str, verdict: str) -> str:
    return f"已代反映人记下{short(number, title)}“{verdict}”。"


TOLD_NOTE = "已电话告知反映人"


def rated_note(verdict: str, reason: str) -> str:
    return f"工作人员代记：{verdict}" + (f"：{reason}" if reason else "")
