"""推送记录: how often 每日一学 and notices went out, office and deputies apart, by month; each number opens its list."""

import re
from collections import Counter
from datetime import date, timedelta

from handlers.casefile import today
from handlers.desk import Desk, Turn
from handlers.posts import NOTICE, STUDY
from handlers.rules.numerals import plain
from handlers.words import posts as words

_MONTH = re.compile(r"(?:(20\d{2})\s*[-年/.]?\s*)?(\d{1,2})\s*月?$")
_YEAR = re.compile(r"(20\d{2})\s*年?$")


def show_log(turn: Turn, desk: Desk) -> None:
    """推送记录 [2026]: a line a month. 推送名单 2026-11: each post of it."""
    said = plain(turn.command.rest if turn.command else "").strip()
    year = _YEAR.match(said)
    first = date(int(year[1]) if year else today(desk).year, 1, 1)
    last = date(first.year, 12, 31)
    counts = {kind: _by_month(desk, kind, first, last) for kind in (STUDY, NOTICE)}
    desk.say(turn, words.log_of_year(first.year, counts))


def _by_month(desk: Desk, kind: str, first: date, last: date) -> Counter[tuple[int, str]]:
    return Counter((one.on_day.month, one.audience) for one in desk.store.publications.published(kind, first, last))


def show_month(turn: Turn, desk: Desk) -> None:
    said = _MONTH.match(plain(turn.command.rest if turn.command else "").strip())
    if said is None or not 1 <= int(said[2]) <= 12:
        desk.say(turn, words.HOW_TO_LIST)
        return
    first = date(int(said[1]) if said[1] else today(desk).year, int(said[2]), 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    listed = [one for kind in (STUDY, NOTICE) for one in desk.store.publications.published(kind, first, last)]
    desk.say(turn, words.log_of_month(first, listed))
