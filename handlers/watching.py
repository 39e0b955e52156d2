"""The machine watches itself: what does not go out or come in is told to the admins, once when it begins and once when it is over."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from handlers.danger import ALARM
from handlers.desk import Desk
from handlers.directory import Person
from handlers.everywhere import tell_everywhere
from handlers.notify import commission
from handlers.rules.case_flow import Role
from handlers.rules.episodes import SILENCE, WAITING, Backlog, Sight, refused_channel, troubles
from handlers.rules.hours import is_working_time, working_time
from handlers.words import watching as words
from storage.episodes import waiting_by_channel
from storage.inbox import newest_arrival
from storage.outbox import Letter


def watch(desk: Desk, down: Iterable[str]) -> tuple[list[str], list[str]]:
    """What began and what is over, by name. `down`: channels whose platform refuses, as delivery knows them.

    Of several processes that see the same, the one whose change counts is the one that tells.
    """
    book, sight = desk.store.episodes, _sight(desk, frozenset(down))
    standing = book.standing()
    found = troubles(sight, desk.settings.patience, standing)
    began = [name for name in sorted(found.keys() - standing.keys()) if book.begin(name, found[name])]
    over = [name for name in sorted(standing.keys() - found.keys()) if book.end(name)]
    failing = sight.down | {refused_channel(name) for name in found}
    for name in began:
        text = _begun(sight, name, desk.settings.local(found[name]), failing)
        _tell(desk, text, failing)
        _ring(desk, text, failing)
    for name in over:
        _tell(desk, words.over(refused_channel(name) or name, desk.settings.local(standing[name])), failing)
    return began, over


def _sight(desk: Desk, down: frozenset[str]) -> Sight:
    settings, now = desk.settings, desk.now
    hours, calendar, tz = settings.working_hours, settings.calendar, settings.timezone
    newest = newest_arrival(desk.store.connection)
    return Sight(
        now=now,
        backlogs=tuple(Backlog(*row) for row in waiting_by_channel(desk.store.connection, now)),
        down=down,
        newest=newest,
        idle=working_time(newest, now, hours, calendar, tz) if newest else timedelta(),
        is_working=is_working_time(now, hours, calendar, tz),
    )


def _begun(sight: Sight, name: str, since: datetime, failing: frozenset[str]) -> str:
    if name == SILENCE:
        return words.silent(since)
    if name == WAITING:
        return words.waiting(sum(one.count for one in sight.backlogs if one.channel not in failing), since)
    channel = refused_channel(name)
    return words.refused(channel, sum(one.count for one in sight.backlogs if one.channel == channel), since)


def _tell(desk: Desk, text: str, failing: frozenset[str]) -> None:
    """The admins; where none of them can be reached, the commission."""
    if not _tell_each(desk, desk.directory.with_role(Role.ADMIN), text, failing):
        _tell_each(desk, commission(desk), text, failing)


def _tell_each(desk: Desk, people: Sequence[Person], text: str, failing: frozenset[str]) -> bool:
    before = len(desk.letters)
    for person in people:
        tell_everywhere(desk, person, text, except_channels=failing)
    return len(desk.letters) > before


def _ring(desk: Desk, text: str, failing: frozenset[str]) -> None:
    if desk.settings.has_alarm and ALARM not in failing:
        said = f"{desk.settings.watch_telephone}\n{text}"
        desk.post(Letter(ALARM, said, "alarm", desk.now, conversation=ALARM, rank=0))
