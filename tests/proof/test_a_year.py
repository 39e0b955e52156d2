"""A whole year on the demo county with the clock moved by hand: reminders and posts each once, on working days, in hours, to the right people.

On SQLite it is one process that ends and begins again; on PostgreSQL three replicas knock at once, and connections are cut
in the middle of their work.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from bot.config import Config, settings_of
from handlers.figures import figures
from handlers.mornings import every_morning
from storage.engine import make_engine
from storage.figures import Period
from storage.outbox import Letter
from storage.posts import Posts
from storage.publications import Publications
from storage.tables.posts import posts
from tests.handlers.office import Office, open_office
from tests.handlers.test_figures_by_hand import as_counted, by_hand
from tests.proof.a_county_year import by_day, lives
from tests.proof.reminders_by_hand import ByHand

YEAR = 2026
CASES = 300
REMINDER = re.compile(
    r"【(?:还有\d+个工作日|今天到期|已逾期\d+个工作日)】(?:\S+ )?(?:【建议】)?(20\d\d-\d{4})《[^》]*》(\S+?)期限"
)


@dataclass
class Told:
    """What went out by itself: when, to whom, and what."""

    letters: list[tuple[datetime, str, Letter]] = field(default_factory=list)

    def reminders(self) -> Counter[tuple[date, str, str, str]]:
        """(day, account, case, limit) of every line that reminds."""
        found: Counter[tuple[date, str, str, str]] = Counter()
        for at, account, letter in self.letters:
            found.update((at.date(), account, number, limit) for number, limit in REMINDER.findall(letter.text))
        return found


class Year:
    """One county, its clock, and as many processes as knock."""

    def __init__(self, office: Office, chance: random.Random, replicas: int) -> None:
        self.office, self.chance, self.replicas = office, chance, replicas
        self.told = Told()
        self.zone = office.settings.timezone

    def go_to(self, day: date, at: time) -> None:
        self.office.now = datetime.combine(day, at, self.zone)

    def knock(self, *, cut: bool = False, alone: bool = False) -> None:
        """Every replica at once, until none has anything left, or one `alone`; `cut`: connections die while they are at it."""
        if self.replicas == 1 or alone:
            while self._tick(cut):
                cut = False
            return
        with ThreadPoolExecutor(self.replicas) as pool:
            cuts = [cut] + [False] * (self.replicas - 1)
            while any(pool.map(self._tick, cuts)):
                cuts = [False] * self.replicas

    def run_timers(self) -> None:
        """What is due on cases by itself: the end of a round, a promise's day."""
        self.office.run_timers()

    def _tick(self, cut: bool) -> bool:
        try:
            with self.office.engine.begin() as connection:
                desk = self.office.desk(connection)
                done = every_morning(desk)
                if cut:
                    self._cut(connection)
                letters = [(letter, self._address(connection, letter)) for letter in desk.letters]
        except DBAPIError:
            return True  # killed in the middle: nothing of it happened, and somebody looks again
        at = self.office.now.astimezone(self.zone)
        self.told.letters += [(at, account, letter) for letter, account in letters]
        return done

    def _cut(self, connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            raise DBAPIError("killed", None, Exception())
        own = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with self.office.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})

    def _address(self, connection: Connection, letter: Letter) -> str:
        people = self.office.desk(connection).store.people
        if letter.group_id is not None:
            return people.group_address(letter.group_id)
        return people.address_of(letter.account_id)[1] if letter.account_id is not None else "alarm"


@pytest.fixture
def county(database_url: str, tmp_path: Path) -> Iterator[Callable[..., Year]]:
    engine = make_engine(database_url)

    def found(**changes: object) -> Year:
        replicas = 1 if database_url.startswith("sqlite") else 3
        return Year(open_office(tmp_path, engine, **changes), random.Random(YEAR), replicas)

    yield found
    engine.dispose()


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def test_every_reminder_comes_once_on_a_working_day_in_hours_to_the_right_person(county: Callable[..., Year]) -> None:
    year = county(digest_at=None, staff_at_once=True)
    office, calendar = year.office, year.office.settings.calendar
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    story = list(lives(CASES, YEAR, calendar, year.chance))
    on = by_day(story)
    cuts = set(year.chance.sample([day for day in days(first, last) if calendar.is_workday(day)], 10))
    for day in days(first, last):
        year.go_to(day, time(8, 0))
        year.run_timers()
        year.go_to(day, office.settings.remind_at)
        year.run_timers()
        year.knock(cut=day in cuts)
        year.go_to(day, time(10, 0))
        for life in on.get(day, ()):
            life.live(office, day)
        year.go_to(day, time(22, 0))
        year.knock(alone=True)
    heard = year.told.reminders()
    assert set(heard.values()) == {1}
    expected = ByHand(office, YEAR).reminders()
    assert set(heard) - expected == set(), "somebody was reminded of nothing"
    assert expected - set(heard) == set(), "somebody was not reminded"
    assert {limit for _, _, _, limit in heard} >= {"交办", "签收", "答复", "重新办理"}
    for at, _, letter in year.told.letters:
        if REMINDER.search(letter.text):
            assert calendar.is_workday(at.date())
            assert at.time() == time(9, 0)
    messages = Counter((at.date(), account) for at, account, one in year.told.letters if REMINDER.search(one.text))
    assert set(messages.values()) == {1}, "one message a person and morning"
    check_figures(office)


def check_figures(office: Office) -> None:
    """Every figure equals a count made from the raw tables."""
    period = Period(date(YEAR, 1, 1), date(YEAR, 12, 31))
    with office.engine.begin() as connection:
        found = figures(connection, office.settings, office.now, period)
    assert found.received == CASES
    assert as_counted(found) == by_hand(office, period)


def plan_cards(year: Year) -> None:
    """One card a working day for the office, one for the deputies, all agreed to."""
    with year.office.engine.begin() as connection:
        book = Posts(connection)
        for audience in ("office", "deputies"):
            for number in range(260):
                words = {"title": f"{audience}{number}", "text": "代表依法履职。", "source": "中国人大网"}
                book.add(
                    {"kind": "study", "audience": audience, "state": "approved"}, words, by=None, now=year.office.now
                )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # several processes: test_a_year_of_posts.py
def test_every_working_days_card_goes_out_once_an_audience_whatever_dies_meanwhile(county: Callable[..., Year]) -> None:
    year = county(digest_at=None, study=settings_of(Config()).study)
    office = year.office
    first, last = (
        date(YEAR, 1, 1),
        date(YEAR + 1, 1, 6),
    )  # 2027's New Year has no notice yet and is a day off all the same
    year.go_to(first, time(0, 0))
    plan_cards(year)
    everyday = list(days(first, last))
    kills = set(year.chance.sample(range(len(everyday)), 20))
    away = set(year.chance.sample(range(len(everyday)), 25))  # nobody knocks until the afternoon
    for number, day in enumerate(everyday):
        for at in (time(14, 0),) if number in away else (time(8, 30), time(18, 0)):
            year.go_to(day, at)
            year.knock(cut=number in kills and at < time(18, 0))
    calendar = office.settings.calendar
    working = [day for day in everyday if calendar.is_workday(day)]
    assert date(YEAR, 10, 10) in working  # a Saturday on which offices work
    assert date(YEAR, 10, 1) not in working
    assert date(YEAR + 1, 1, 1) not in working
    posted = [(at, group, one) for at, group, one in year.told.letters if one.purpose == "post"]
    for audience, group in (("office", "机关工作群"), ("deputies", "县人大代表交流群")):
        mine = [(at.date(), one.text.split("\n")[0]) for at, name, one in posted if name == group]
        assert [day for day, _ in mine] == working
        assert len({title for _, title in mine}) == len(working)
        assert all(title.startswith(f"【每日一学】{audience}") for _, title in mine)  # never the other's
    with office.engine.begin() as connection:
        log = Publications(connection).published("study", first, last)
        states = Counter(connection.execute(select(posts.c.state)).scalars())
    assert Counter((one.on_day, one.audience) for one in log) == Counter(
        (day, audience) for day in working for audience in ("office", "deputies")
    )
    assert states["posted"] == 2 * len(working)
