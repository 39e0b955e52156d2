"""统计, 分类统计, 名单: the year's figures in chat, apart by town, station, department or category, each with the cases behind it."""

from dataclasses import dataclass
from datetime import date

from handlers.casefile import today
from handlers.desk import Desk, Turn
from handlers.figures import BEHIND, RATED, cases_behind, figures
from handlers.rules.case_flow import Role
from handlers.rules.periods import parse_period
from handlers.words import statistics as words
from storage.figures import WHOLE, Counting, Period, Slice

_SEES_ALL = frozenset({Role.COMMISSION, Role.SUPERVISION, Role.LEADER})
_BY = {"单位": "department", "联络站": "station", "类别": "category", "乡镇": "town"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What follows the word: a period, and a part of the county."""

    period: Period
    part: Slice
    words: tuple[str, ...]


def show(turn: Turn, desk: Desk) -> None:
    """统计: this year so far; a clerk's are those of the own station."""
    period = Period(today(desk).replace(month=1, day=1), today(desk))
    found = figures(desk.store.connection, desk.settings, desk.now, period, _own(turn))
    desk.say(turn, words.figures(found, period.first, period.last))


def show_by(turn: Turn, desk: Desk) -> None:
    """分类统计 单位 [2026Q4]: one line for each."""
    asked = _asked(turn, desk)
    by = next((_BY[word] for word in asked.words if word in _BY), None)
    if by is None:
        desk.say(turn, words.HOW_BY)
        return
    lines = []
    for name, part in _parts(desk, asked, by):
        found = figures(desk.store.connection, desk.settings, desk.now, asked.period, part)
        lines.append(words.line(name, found))
    desk.say(turn, words.table(asked.period.first, asked.period.last, lines))


def show_cases(turn: Turn, desk: Desk) -> None:
    """名单 已答复 [2026Q4] [城管局]."""
    asked = _asked(turn, desk)
    name = next((word for word in asked.words if word in BEHIND or word in RATED), None)
    if name is None:
        desk.say(turn, words.how_list((*BEHIND, *RATED)))
        return
    found = cases_behind(desk.store.connection, desk.settings, desk.now, asked.period, name, asked.part)
    desk.say(turn, words.behind(name, asked.period.first, asked.period.last, found))


def _own(turn: Turn) -> Slice:
    """Whoever sees all counts all; a clerk the own station and those whose place they hold today."""
    person = turn.speaker.person
    if person is None or person.roles & _SEES_ALL:
        return WHOLE
    posts = (person.own_post, *person.covers)
    return Slice(stations=tuple(post.station for post in posts if post.station))


def _asked(turn: Turn, desk: Desk) -> _Asked:
    said = tuple((turn.command.rest if turn.command else "").split())
    span = next((span for word in said if (span := parse_period(word))), None)
    first, last = span or (date(today(desk).year, 1, 1), today(desk))
    part = _own(turn)
    if part == WHOLE:
        part = next((one for word in said if (one := _named_part(desk, word)) is not None), WHOLE)
    return _Asked(Period(first, last), part, said)


def _named_part(desk: Desk, word: str) -> Slice | None:
    """A town, a station or a department as people call it."""
    if word in _BY or word in BEHIND or word in RATED or parse_period(word):
        return None
    stations = [code for code, one in desk.directory.stations.items() if word in {one.township, one.name, code}]
    if stations:
        return Slice(stations=tuple(stations))
    departments = desk.directory.find_department(word)
    return Slice(department=departments[0].code) if len(departments) == 1 else None


def _parts(desk: Desk, asked: _Asked, by: str) -> list[tuple[str, Slice]]:
    column = "station" if by == "town" else by
    names = Counting(desk.store.connection, asked.period, asked.part).groups(column)
    if by == "department":
        known = desk.directory.departments
        return [(known[code].name if code in known else code, Slice(department=code)) for code in names]
    if by == "category":
        return [(name, Slice(stations=asked.part.stations, category=name)) for name in names]
    stations = desk.directory.stations
    if by == "station":
        return [(stations[code].name if code in stations else code, Slice(stations=(code,))) for code in names]
    towns: dict[str, list[str]] = {}
    for code in names:
        towns.setdefault(stations[code].township if code in stations else code, []).append(code)
    return [(town, Slice(stations=tuple(codes))) for town, codes in sorted(towns.items())]
