"""A year's notice as offices find it: an .ics calendar of days off and made-up days, or a .csv list of them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from bot.directory_files.encoding import read_chinese
from handlers.directory_content import DirectoryError
from handlers.rules.notices import BadNotice, ToldDay
from handlers.rules.numerals import plain
from handlers.rules.workdays import ONE_DAY

_DATE = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?")
_OFF = frozenset({"休", "放假", "休息", "休假", "假", "假期", "节假日", "off", "holiday", "true", "1", "是"})
_WORK = frozenset({"班", "上班", "补班", "调休", "调休上班", "工作日", "work", "workday", "false", "0", "否"})
_COLUMNS: Mapping[str, frozenset[str]] = {
    "first": frozenset({"日期", "开始日期", "开始", "起", "date", "start", "day"}),
    "last": frozenset({"结束日期", "结束", "止", "end"}),
    "kind": frozenset({"安排", "类型", "类别", "状态", "休班", "type", "kind", "status", "isoffday", "isoff"}),
}
_SPECIAL = {"WORK-HOLIDAY": False, "ALTERNATE-WORKDAY": True}  # how Apple's calendars mark them
LONGEST = 31


def read_notice_file(path: Path) -> list[ToldDay]:
    """BadNotice where it is no such file, or a line of it is wrong."""
    try:
        text = read_chinese(path)
    except DirectoryError as wrong:
        raise BadNotice(str(wrong)) from None
    match path.suffix.lower():
        case ".ics":
            return list(_of_calendar(text))
        case ".csv":
            return list(_of_list(text))
    raise BadNotice("文件应是 .ics 或 .csv")


# --- .ics ----------------------------------------------------------------------------------------------------------


def _of_calendar(text: str) -> Iterator[ToldDay]:
    """Events that say 休 or 班; whatever else the calendar holds is no notice."""
    from icalendar import Calendar

    try:
        events = [event for calendar in Calendar.from_ical(text, multiple=True) for event in calendar.walk("VEVENT")]
    except ValueError:
        raise BadNotice("不是正确的 .ics 文件") from None
    for number, event in enumerate(events, start=1):
        works = _works(event)
        if works is not None:
            yield from _span(f"第{number}个日程", *_ends(event, number), works=works)


def _works(event: Mapping[str, object]) -> bool | None:
    special = str(event.get("X-APPLE-SPECIAL-DAY", ""))
    if special in _SPECIAL:
        return _SPECIAL[special]
    summary = str(event.get("SUMMARY", ""))
    if "班" in summary:
        return True
    return False if re.search(r"休|假", summary) else None


def _ends(event: Mapping[str, object], number: int) -> tuple[date, date]:
    """First and last day; an event's own end is the day after."""
    first, after = (_day(getattr(event.get(key), "dt", None)) for key in ("DTSTART", "DTEND"))
    if first is None:
        raise BadNotice(f"第{number}个日程没有日期")
    return first, max(first, after - ONE_DAY) if after else first


def _day(moment: object) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment if isinstance(moment, date) else None


# --- .csv ----------------------------------------------------------------------------------------------------------


def _of_list(text: str) -> Iterator[ToldDay]:
    """A line a day or a run of days, in columns with or without headings."""
    rows = [
        (number, cells) for number, cells in enumerate(csv.reader(io.StringIO(text)), 1) if any(map(str.strip, cells))
    ]
    if not rows:
        raise BadNotice("文件是空的")
    columns = _columns(rows[0][1])
    for number, cells in rows if columns is None else rows[1:]:
        yield from _line(f"第{number}行", cells, columns or {"first": 0, "kind": 1})


def _columns(cells: Sequence[str]) -> dict[str, int] | None:
    """Where the headings say each thing is; None where the first line is no heading."""
    named = ["".join(cell.split()).lower() for cell in cells]
    found = {key: place for place, name in enumerate(named) for key, names in _COLUMNS.items() if name in names}
    if "first" not in found:
        return None
    if "kind" not in found:
        raise BadNotice("缺一列：放假还是上班")
    return found


def _line(where: str, cells: Sequence[str], columns: Mapping[str, int]) -> Iterator[ToldDay]:
    said = {key: cells[place].strip() if place < len(cells) else "" for key, place in columns.items()}
    kind = said["kind"].strip("()（）").lower()
    if kind not in _OFF | _WORK:
        raise BadNotice(f"{where}：看不出是放假还是上班")
    first, _, last = said["first"].partition("..")
    start = _date(where, first)
    yield from _span(where, start, _date(where, said.get("last") or last or first), works=kind in _WORK)


def _date(where: str, written: str) -> date:
    match = _DATE.fullmatch(plain(written).strip())
    try:
        return date(*(int(part) for part in match.groups())) if match else _no_date(where)
    except ValueError:
        return _no_date(where)


def _no_date(where: str) -> date:
    raise BadNotice(f"{where}：不是日期")


def _span(where: str, first: date, last: date, *, works: bool) -> Iterator[ToldDay]:
    if not 0 <= (last - first).days < LONGEST:
        raise BadNotice(f"{where}：从 {first} 到 {last} 不像一次放假")
    yield from (ToldDay(first + ONE_DAY * number, works, where) for number in range((last - first).days + 1))
