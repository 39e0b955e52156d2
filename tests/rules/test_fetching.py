"""How often and how long a file is asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.rules.fetching import next_try

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def tries(*, by_address: bool) -> list[timedelta]:
    """When each try after the first is made, if all of them fail at once."""
    now, made = NOON, 1
    found = []
    while (later := next_try(made, NOON, now, by_address=by_address)) is not None:
        now, made = later, made + 1
        found.append(now - NOON)
    return found


@pytest.mark.parametrize(("by_address", "life"), [(True, timedelta(minutes=5)), (False, timedelta(days=3))])
def test_pauses_grow_and_end_with_the_file_s_life(by_address: bool, life: timedelta) -> None:
    found = tries(by_address=by_address)
    pauses = [later - earlier for earlier, later in zip([timedelta(), *found], found, strict=False)]
    assert pauses == sorted(pauses)
    assert pauses[0] <= timedelta(seconds=5)
    assert life * 0.5 < found[-1] < life
    assert len(found) <= 90
