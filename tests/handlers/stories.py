"""Who is who in the demo county, and how far a story has come before a test begins."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.clocks import ClockRow
from storage.history import History, HistoryRow
from storage.store import Store
from storage.tables.base import metadata
from tests.handlers.office import Office

ZHANG, WANG, CHEN, LIU = (
    "demo-voter-zhangdaye",
    "demo-voter-wangdashen",
    "demo-voter-xiaochen",
    "demo-voter-liulaoshi",
)
ZHAO, HE = "demo-zhaomin", "demo-hexiulan"  # liaison officers of 城关镇, 河西镇
OFFICE, OFFICE_TOO = "demo-chenzhiyuan", "demo-liufang"  # 代表工委
SUPERVISOR, LEADER, SECRECY, ADMIN = "demo-gaoming", "demo-linguodong", "demo-zhengbao", "demo-wulei"
CITY, HOUSING, ROADS, WATER = "demo-wangqiang", "demo-zhanglixin", "demo-heyong", "demo-jiangtao"
CITY_HEAD = "demo-songtao"
LI, ZHOU, SUN = "demo-limei", "demo-zhoudehou", "demo-sunxiaoyun"  # deputies of 城关镇
MA = "demo-machanghe"  # deputy of 河西镇

LAMP = "西关村村口的路灯坏了半个月，晚上看不见路"
COVER = "东街社区门口的井盖没了"
CANAL = "上营村的水渠堵了，大棚浇不上水"
BARE_NUMBER = re.compile(r"(?<![\d-])20\d{2}-\d{4}(?!\d)")

# One line of a dialogue: who, says what, and what the answer holds; "!" in front: what it must not hold.
Line = tuple[str, ...]


def play(office: Office, dialogue: list[Line]) -> None:
    for who, says, *hears in dialogue:
        answer = office.say(who, says)
        for words in hears:
            if words.startswith("!"):
                assert words[1:] not in answer, f"{who}: {says} → {answer}"
            else:
                assert words in answer, f"{who}: {says} → {answer}"


def number_in(text: str) -> str:
    found = BARE_NUMBER.search(text)
    assert found is not None, text
    return found[0]


def reported(office: Office, who: str = ZHANG, text: str = LAMP) -> str:
    return number_in(office.say(who, text))


def dispatched(office: Office, who: str = ZHANG, text: str = LAMP, to: str = "城管局") -> str:
    number = reported(office, who, text)
    assert "已转" in office.say(OFFICE, f"交办 {number} {to}")
    return number


def answered(office: Office, who: str = ZHANG, text: str = LAMP, reply: str = "A 已修好") -> str:
    """Answered by the department, not yet released."""
    number = dispatched(office, who, text)
    assert "已提交" in office.say(CITY, f"答复 {number} {reply}")
    return number


def released(office: Office, who: str = ZHANG, text: str = LAMP, reply: str = "A 已修好") -> str:
    number = answered(office, who, text, reply)
    assert "已通过" in office.say(OFFICE, f"通过 {number}")
    return number


def once_more(office: Office, number: str, reply: str = "A 又修了一遍") -> None:
    """The department answers again and the answer goes out."""
    assert "已提交" in office.say(CITY, f"答复 {number} {reply}")
    assert "已通过" in office.say(OFFICE, f"通过 {number}")


def photo(office: Office, who: str) -> str:
    return office.send(who, kind="photo", media=[{"kind": "photo", "reference": "p", "url": "", "format": "jpg"}])


def voice(office: Office, who: str, text: str = "", conversation: str = "") -> str:
    media = [{"kind": "voice", "reference": "v", "url": "", "format": "amr"}]
    return office.send(who, kind="voice", text=text, recognised=bool(text), media=media, conversation=conversation)


def status(office: Office, number: str) -> str:
    return office.case(number).status


def everything(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with office.engine.begin() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


def cases(office: Office) -> int:
    return len(everything(office)["cases"])


def history(office: Office, number: str) -> list[HistoryRow]:
    case = office.case(number)
    with office.engine.begin() as connection:
        return Store(connection, office.keys).history.of(case.id)


def steps(office: Office, number: str) -> list[str]:
    return [row.step for row in history(office, number)]


def clocks(office: Office, number: str) -> list[ClockRow]:
    """The clocks that run on a case."""
    case = office.case(number)
    with office.engine.begin() as connection:
        return Store(connection, office.keys).clocks.of(case.id)


def fault(office: Office, number: str) -> int | None:
    """Where the case's chain of steps is broken, if it is."""
    case = office.case(number)
    with office.engine.begin() as connection:
        book: History = Store(connection, office.keys).history
        return book.fault(number, case.history_count, case.history_head, book.of(case.id))


def hears(office: Office, who: str) -> str:
    """All that somebody was sent since they were last asked, as one text."""
    return "\n".join(office.heard(who))


def empty_boxes(office: Office) -> None:
    office.boxes.clear()


def at(office: Office, month: int, day: int, hour: int, minute: int = 0) -> None:
    """Time passes until then, local time of the year of the stories."""
    moment = datetime(2026, month, day, hour, minute, tzinfo=office.settings.timezone)
    office.pass_time(seconds=(moment - office.now).total_seconds())
