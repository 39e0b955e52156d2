"""Every fault of a platform × every kind of message: it reaches the person once, or it is given up where staff can see it.

All kinds go out together (fault_kinds.py), each to a person or group of its own, followed by a second message whose place
behind the first is kept. Time is moved by hand (fault_post.py). The robot's own line has its table in test_robot_faults.py.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.faults import (
    BAD_GATEWAY,
    CUT_AFTER_TAKING,
    CUT_BEFORE_READING,
    HANG,
    NOT_JSON,
    SILENT_DROP,
    SLOW,
    Fault,
    error_code,
)
from tests.proof.fault_kinds import SECOND
from tests.proof.fault_post import DAY_IS_FULL, Post, post_office

BUSY, OTHER_TOKEN = error_code(-1), error_code(40001)
PATIENCE_SECONDS = 1.0  # in place of the service's ten, where a platform hangs
PASSING = {
    "busy": (BUSY, 1),
    "busy three times": (BUSY, 3),
    "concurrent calls": (error_code(45033), 1),
    "calls a minute": (error_code(45011), 1),
    "quota": (DAY_IS_FULL, 1),
    "502": (BAD_GATEWAY, 1),
    "502 three times": (BAD_GATEWAY, 3),
    "no json": (NOT_JSON, 1),
    "a token made invalid by another": (OTHER_TOKEN, 1),
    "address not listed": (error_code(60020), 1),
    "slow": (SLOW, 1),
}
CUT = {"before it was read": CUT_BEFORE_READING, "after it was taken": CUT_AFTER_TAKING}
REFUSING = {
    "busy": BUSY,
    "502": BAD_GATEWAY,
    "no json": NOT_JSON,
    "no good token": OTHER_TOKEN,
    "address not listed": error_code(40164),
}
FINAL = {
    "empty": error_code(44004),
    "no such person": error_code(40003),
    "bad words": error_code(40058),
    "too long": error_code(45002),
    "not following": error_code(43004),
    "window over": error_code(45015),
    "the webhook is gone": error_code(93000),
    "no such file": error_code(40007),
}
GIVEN_UP = {"failed", "held", "unknown", "expired"}


@pytest.fixture
async def post(database_url: str, tmp_path: Path) -> AsyncIterator[Post]:
    async with post_office(tmp_path, database_url) as post:
        yield post


def has_heard_all(post: Post, name: str, *, most_twice: int = 0) -> None:
    """The whole message, then the second one; of the first as many pieces twice as calls were cut off."""
    kind, heard = post.kinds[name], post.heard(name)
    *firsts, second = heard
    assert second == SECOND, f"{name}: {heard}"
    assert SECOND not in firsts, f"{name}: {heard}"
    assert kind.messages <= len(firsts) <= kind.messages + most_twice, f"{name}: {heard}"
    once = list(dict.fromkeys(firsts))
    assert len(once) == kind.messages, f"{name}: {heard}"
    assert once[0].startswith(kind.shown), f"{name}: {heard}"
    if kind.calls > 1 and not kind.uploads and not kind.more:
        assert "".join(once) == kind.text


@pytest.mark.parametrize(("fault", "times"), PASSING.values(), ids=PASSING)
async def test_a_fault_that_passes_costs_nobody_a_message(post: Post, fault: Fault, times: int) -> None:
    post.strike(fault, times)
    await post.send()
    states = await post.settle()
    for name, kind in post.kinds.items():
        assert set(states[name]) <= ({"sent", "held"} if kind.late else {"sent"}), f"{name}: {states[name]}"
        has_heard_all(post, name)
        assert post.calls(name) <= kind.calls + 1 + times * 2, f"{name}: {post.calls(name)} calls"
    await post.names_as_degraded(set())


@pytest.mark.parametrize("fault", CUT.values(), ids=CUT)
async def test_a_call_that_was_cut_off_is_made_once_more(post: Post, fault: Fault) -> None:
    await _cut_off(post, fault)


async def test_a_platform_that_hangs_is_not_waited_for(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.transport.TOTAL_SECONDS", PATIENCE_SECONDS)
    async with post_office(tmp_path, database_url) as post:
        await _cut_off(post, HANG)


async def _cut_off(post: Post, fault: Fault) -> None:
    post.strike(fault, 1)
    await post.send()
    await post.settle()
    for name, kind in post.kinds.items():
        has_heard_all(post, name, most_twice=0 if fault is CUT_BEFORE_READING else 1)
        assert post.calls(name) <= kind.calls + 1 + 1, f"{name}: {post.calls(name)} calls"


@pytest.mark.parametrize("fault", REFUSING.values(), ids=REFUSING)
async def test_a_platform_that_refuses_is_left_in_peace_and_everything_goes_out_when_it_is_well(
    post: Post, fault: Fault
) -> None:
    post.strike(fault, 0)
    await post.send()
    await post.lives_on(20)
    await post.names_as_degraded(post.channels)
    assert not any(post.heard(name) for name in post.kinds)
    made = sum(post.calls(name) for name in post.kinds)
    assert made <= 2 * len(post.kinds) + 2 * 21 * len(post.channels), f"{made} calls"
    post.heal()
    await post.settle()
    for name in post.kinds:
        has_heard_all(post, name)
    await post.names_as_degraded(set())


async def test_what_was_refused_for_three_days_is_given_up(post: Post) -> None:
    post.strike(BAD_GATEWAY, 0)
    await post.send()
    await post.names_as_degraded(post.channels)
    await post.lives_on(3)
    post.clock.move(hours=73)
    states = await post.settle()
    assert {state for pair in states.values() for state in pair} <= {"expired", "held"}
    assert await post.stuck() == {row for rows in post.ids.values() for row in rows}


@pytest.mark.parametrize("fault", FINAL.values(), ids=FINAL)
async def test_what_can_never_arrive_is_given_up_where_it_is_seen(post: Post, fault: Fault) -> None:
    post.strike(fault, 0)
    await post.send()
    states = await post.settle()
    stuck = await post.stuck()
    for name, kind in post.kinds.items():
        assert post.heard(name) == [], name
        lost = [row for row, state in zip(post.ids[name], states[name], strict=True) if state != "sent"]
        assert len(lost) >= (1 if kind.purpose == "card" else 2), f"{name}: {states[name]}"
        assert set(states[name]) <= GIVEN_UP | ({"sent"} if kind.purpose == "card" else set())
        assert stuck.issuperset(lost), name
        assert post.calls(name) <= 24, f"{name}: {post.calls(name)} calls"


async def test_what_is_cut_off_each_time_is_left_to_a_person(post: Post) -> None:
    """But for uploads: nobody has seen those, and they are made again until the platform is there."""
    for name in [name for name, kind in post.kinds.items() if kind.uploads]:
        del post.kinds[name]
    post.strike(CUT_BEFORE_READING, 0)
    await post.send()
    states = await post.settle()
    assert {state for pair in states.values() for state in pair} == {"unknown"}
    assert await post.stuck() == {row for rows in post.ids.values() for row in rows}
    assert {post.calls(name) for name in post.kinds} == {4}


async def test_what_the_platform_swallows_is_said_once_and_not_repeated(post: Post) -> None:
    """Nobody can tell: that it was taken is all a platform says. What follows is not kept back by it."""
    post.strike(SILENT_DROP, 1)
    await post.send()
    states = await post.settle()
    for name, kind in post.kinds.items():
        assert set(states[name]) <= ({"sent", "held"} if kind.late else {"sent"})
        assert post.heard(name)[-1] == SECOND
        assert post.calls(name) <= kind.calls + 1


async def test_a_quota_that_is_used_up_keeps_words_back_and_loses_none(post: Post) -> None:
    post.strike(error_code(45009), 0)
    await post.send()
    await post.lives_on(20)
    assert not any(post.heard(name) for name in post.kinds)
    for name in post.kinds:
        assert post.calls(name) <= 24, f"{name}: {post.calls(name)} calls"
    post.heal()
    await post.settle()
    for name in post.kinds:
        has_heard_all(post, name)
