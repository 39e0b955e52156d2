"""What is said of saved answers (知识条目)."""

from collections.abc import Sequence
from datetime import date

HOW = "请写：新建知识 标题｜内容｜来源｜2027-06-30（最后一格是有效期，没有期限写“长期”）。"
ALREADY_EXPIRED = "有效期要在今天或今天以后，请改了再发。"
TITLE_TOO_MUCH = "标题请写短些，不要有人的电话和证件号。"
_SHOWN = 30


def _until(day: date | None) -> str:
    return f"有效到{day.isoformat()}" if day else "长期有效"


def saved(answer_id: int, title: str, expires_on: date | None) -> str:
    return f"已存知识{answer_id}《{title}》，{_until(expires_on)}。直答时写“知识{answer_id}”就用这段话。"


def line(answer_id: int, title: str, source: str, expires_on: date | None, today: date) -> str:
    until = "已过期，不再推荐" if expires_on and expires_on < today else _until(expires_on)
    return f"知识{answer_id}《{title}》来源：{source}，{until}"


def listed(lines: Sequence[str]) -> str:
    if not lines:
        return f"还没有知识条目。{HOW}"
    more = [f"……共{len(lines)}条"] if len(lines) > _SHOWN else []
    return "\n".join([f"知识条目（{len(lines)}条）", *lines[:_SHOWN], *more])


def dropped(answer_id: int, title: str) -> str:
    return f"已删知识{answer_id}《{title}》。"


def no_such(said: str) -> str:
    return f"没有知识{said}；发“知识”看有哪些。" if said else "请写哪一条，例如：删知识 3。"


def with_source(text: str, source: str, more: str = "") -> str:
    """The saved text as the reporter reads it; `more` is what the clerk added."""
    return f"{text}（来源：{source}）{more}"


def offered(title: str, shared: Sequence[str]) -> str:
    return f"可直答：《{title}》（都说到：{'、'.join(shared)}）"


def button(title: str) -> str:
    return f"直答：{title if len(title) <= 12 else title[:11] + '…'}"
