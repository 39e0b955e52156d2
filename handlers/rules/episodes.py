"""What is wrong with the machine just now: each trouble is an episode, told once when it begins and once when it is over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WAITING = "waiting"  # a message that is due does not go out
SILENCE = "silence"  # nothing comes in
_REFUSED = "refused:"  # and the channel that takes nothing


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a trouble lasts before it is told; none at all means never. `silence` is counted in working time."""

    refused: timedelta = timedelta()
    waiting: timedelta = timedelta()
    silence: timedelta = timedelta()


NEVER = Patience()


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is due in one channel and has not gone out. `refused_since`: the channel has taken nothing since then."""

    channel: str
    count: int
    oldest: datetime
    refused_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """The machine as the books show it. `down`: channels known to refuse. `idle`: working time since the newest message."""

    now: datetime
    backlogs: Sequence[Backlog] = ()
    down: frozenset[str] = frozenset()
    newest: datetime | None = None
    idle: timedelta = timedelta()
    is_working: bool = True


def refused(channel: str) -> str:
    return f"{_REFUSED}{channel}"


def refused_channel(name: str) -> str:
    """Empty for an episode of another kind."""
    return name.removeprefix(_REFUSED) if name.startswith(_REFUSED) else ""


def troubles(sight: Sight, patience: Patience, standing: Mapping[str, datetime]) -> dict[str, datetime]:
    """Every episode that stands from now on, and since when; `standing` are those that stood until now."""
    found = dict(_refusals(sight, patience.refused, standing))
    waiting = _waiting(sight, patience.waiting, standing.get(WAITING), found)
    if waiting is not None:
        found[WAITING] = waiting
    silence = _silence(sight, patience.silence, standing.get(SILENCE))
    if silence is not None:
        found[SILENCE] = silence
    return found


def _refusals(sight: Sight, most: timedelta, standing: Mapping[str, datetime]) -> Iterator[tuple[str, datetime]]:
    """It is over when the channel takes something: not when what waited for it was given up."""
    for channel in sight.down:
        if refused(channel) in standing:
            yield refused(channel), standing[refused(channel)]
    for one in sight.backlogs:
        name, since = refused(one.channel), one.refused_since
        if since is not None and (name in standing or _lasts(sight.now - since, most)):
            yield name, standing.get(name, since)


def _waiting(
    sight: Sight, most: timedelta, since: datetime | None, refusals: Mapping[str, datetime]
) -> datetime | None:
    """What waits for a channel that is told of is no news. Over at half the limit, so that it does not begin again at once."""
    if since is not None:
        still = any(sight.now - one.oldest > most / 2 for one in sight.backlogs)
        return since if still else None
    others = [one.oldest for one in sight.backlogs if refused(one.channel) not in refusals]
    return min(others) if others and _lasts(sight.now - min(others), most) else None


def _silence(sight: Sight, most: timedelta, since: datetime | None) -> datetime | None:
    """Outside working hours nobody wonders, and nobody need hear that it is over."""
    if since is not None:
        return since if not sight.is_working or sight.newest is None or sight.newest <= since else None
    return sight.newest if sight.is_working and _lasts(sight.idle, most) else None


def _lasts(length: timedelta, most: timedelta) -> bool:
    return bool(most) and length >= most
