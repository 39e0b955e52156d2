"""When a trouble of the machine begins and when it is over, as cases of one table."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from handlers.rules.episodes import (
    NEVER,
    SILENCE,
    WAITING,
    Backlog,
    Patience,
    Sight,
    refused,
    refused_channel,
    troubles,
)

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
APP, ROBOT = refused("wecom_app"), refused("wecom_aibot")
PATIENCE = Patience(timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=4))


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def app(oldest: float, since: float | None = None, channel: str = "wecom_app") -> Backlog:
    return Backlog(channel, 3, ago(oldest), None if since is None else ago(since))


def seen(*backlogs: Backlog, down: str = "") -> Sight:
    return Sight(NOW, backlogs, down=frozenset(down.split()))


def heard(newest: float | None, idle: float = 0, *, is_working: bool = True) -> Sight:
    return Sight(
        NOW,
        newest=None if newest is None else ago(newest),
        idle=timedelta(minutes=idle),
        is_working=is_working,
    )


Standing = Mapping[str, datetime]
CASES: dict[str, tuple[Sight, Standing, Standing]] = {
    "all is well": (seen(app(0)), {}, {}),
    "refused for a moment": (seen(app(14, 14), down="wecom_app"), {}, {}),
    "refused for long": (seen(app(20, 15), down="wecom_app"), {}, {APP: ago(15)}),
    "another channel works": (seen(app(20, 15), app(1, channel="webchat")), {}, {APP: ago(15)}),
    "goes on": (seen(app(70, 61), down="wecom_app"), {APP: ago(60)}, {APP: ago(60)}),
    "refused anew before the first told end": (seen(app(2, 1)), {APP: ago(60)}, {APP: ago(60)}),
    "what waited was given up, and nothing was taken": (seen(down="wecom_app"), {APP: ago(9000)}, {APP: ago(9000)}),
    "it takes again": (seen(app(1)), {APP: ago(60)}, {}),
    "down, and nobody waits": (seen(down="wecom_app"), {}, {}),
    "two at once": (
        seen(app(20, 16), app(20, 15, "wecom_aibot")),
        {},
        {APP: ago(16), ROBOT: ago(15)},
    ),
    "waits not long": (seen(app(29)), {}, {}),
    "waits long": (seen(app(30), app(31, channel="webchat")), {}, {WAITING: ago(31)}),
    "waits for a channel that is told of": (seen(app(40, 40)), {}, {APP: ago(40)}),
    "still waits": (seen(app(16)), {WAITING: ago(60)}, {WAITING: ago(60)}),
    "waited, and now its channel is told of": (
        seen(app(40, 15)),
        {WAITING: ago(41)},
        {WAITING: ago(41), APP: ago(15)},
    ),
    "waits no more": (seen(app(15)), {WAITING: ago(60)}, {}),
    "nothing waits": (seen(), {WAITING: ago(60)}, {}),
    "silent for a while": (heard(239, 239), {}, {}),
    "silent for long": (heard(1000, 240), {}, {SILENCE: ago(1000)}),
    "silent in the evening": (heard(1000, 240, is_working=False), {}, {}),
    "nothing ever came": (heard(None), {}, {}),
    "still silent": (heard(1020, 260), {SILENCE: ago(1000)}, {SILENCE: ago(1000)}),
    "silent for so long that the book is empty": (heard(None), {SILENCE: ago(1000)}, {SILENCE: ago(1000)}),
    "somebody wrote": (heard(2, 2), {SILENCE: ago(1000)}, {}),
    "somebody wrote in the evening": (heard(2, 0, is_working=False), {SILENCE: ago(1000)}, {SILENCE: ago(1000)}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_stands_from_now_on(case: str) -> None:
    sight, standing, expected = CASES[case]
    assert troubles(sight, PATIENCE, standing) == expected


@pytest.mark.parametrize("case", CASES)
def test_whoever_has_switched_it_off_hears_of_nothing_new(case: str) -> None:
    sight, standing, expected = CASES[case]
    found = troubles(sight, NEVER, standing)
    assert found.keys() <= standing.keys()
    assert expected.keys() & standing.keys() <= found.keys()


def test_an_episode_of_a_channel_names_it() -> None:
    assert refused_channel(APP) == "wecom_app"
    assert refused_channel(WAITING) == refused_channel(SILENCE) == ""
