"""calendar: the State Council's notice of a year, taken in from a file and shown day by day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.calendar import BadNotice, days_of, notices_in_force, shipped_notices, statutory, work_calendar
from bot.calendar_files import read_notice_file
from bot.clock import SystemClock
from bot.commands.database import opened
from bot.commands.problems import CommandStopped
from bot.config import Config
from bot.config_sections import Notice
from handlers.rules.notices import YearsDays, check, runs, written, years_told
from handlers.rules.workdays import ONE_DAY
from storage.notices import NoticeRow, all_notices, put_notices

WEEKDAYS = "一二三四五六日"


def import_notices(config: Config, path: Path, source: str) -> Iterator[str]:
    """A line a year. A running service sees it by itself and counts the dates anew."""
    told = _read(path)
    for year in told:
        if year in config.calendar:
            raise CommandStopped(f"config.toml 里已有 calendar.{year}，以它为准；要改用文件，请先删去那一节")
    now = SystemClock().now()
    with opened(config) as engine, engine.begin() as connection:
        before = notices_in_force({}, all_notices(connection))
        rows = [
            NoticeRow(year, source or path.name, written(days.off), written(days.work), now)
            for year, days in told.items()
            if year not in before or days_of(year, before[year]) != days
        ]
        if rows:
            put_notices(connection, rows)
    for year, days in told.items():
        yield from _done(year, days, is_new=any(row.year == year for row in rows))


def _read(path: Path) -> dict[int, YearsDays]:
    try:
        told = years_told(read_notice_file(path))
        for year, days in told.items():
            check(days)
            days_of(year, Notice(off=written(days.off), work=written(days.work)))
    except BadNotice as wrong:
        raise CommandStopped(f"放假安排没有导入：{path.name} {wrong}") from None
    return told


def _done(year: int, days: YearsDays, *, is_new: bool) -> Iterator[str]:
    if not is_new:
        yield f"{year}年：没有变化"
        return
    yield f"已导入{year}年放假安排：放假{len(days.off)}天，调休上班{len(days.work)}天；在办件的期限会自动重算"
    missing = sorted(day for day in statutory(year) if day not in days.off)
    if missing:
        yield f"注意：文件里没有这些法定节假日，请核对：{'、'.join(map(str, missing))}"


def show(config: Config, year: str) -> Iterator[str]:
    """Without a year: this one and the next."""
    with opened(config) as engine, engine.connect() as connection:
        imported = all_notices(connection)
    this_year = SystemClock().now().astimezone(ZoneInfo(config.congress.timezone)).year
    for one in (int(year),) if year else (this_year, this_year + 1):
        yield from _show(config, imported, one)


def _show(config: Config, imported: Sequence[NoticeRow], year: int) -> Iterator[str]:
    notice = notices_in_force(config.calendar, imported).get(year)
    calendar = work_calendar(config.calendar, imported)
    if notice is None:
        yield f"{year}年：还没有放假通知。暂按法定节假日计算，不知道调休，落在这一年的日期都是暂定"
        days = YearsDays(frozenset(statutory(year)), frozenset())
    else:
        yield f"{year}年：{notice.source or '没有写文号'}（{_origin(config, imported, year)}）"
        days = days_of(year, notice)
    yield from (f"放假：{line}" for line in _lines(days.off))
    yield from (f"上班：{line}" for line in _lines(days.work))
    first, last = date(year, 1, 1), date(year, 12, 31)
    yield f"工作日共{calendar.workdays_between(first - ONE_DAY, last)}天"


def _origin(config: Config, imported: Iterable[NoticeRow], year: int) -> str:
    if year in config.calendar:
        return "写在 config.toml"
    row = next((row for row in imported if row.year == year), None)
    if row is None:
        return "程序自带" if year in shipped_notices() else ""
    return f"{row.imported_at:%Y-%m-%d} 导入"


def _lines(days: Iterable[date]) -> Iterator[str]:
    for first, last in runs(days):
        yield _named(first) if first == last else f"{_named(first)} 至 {_named(last)}，共{(last - first).days + 1}天"


def _named(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
