"""Waiting for something to become true: by looking, with far more patience than any machine needs."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

PATIENCE_SECONDS = float(os.environ.get("LIAISON_TEST_PATIENCE", "30"))
LOOK_SECONDS = 0.02
T = TypeVar("T")


async def until(
    look: Callable[[], Awaitable[T | None]], complaint: Callable[[], str], *, seconds: float = PATIENCE_SECONDS
) -> T:
    """What `look` found at last; `complaint` says what was waited for in vain."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                found = await look()
                if found is not None and found is not False:
                    return found
                await asyncio.sleep(LOOK_SECONDS)
    except TimeoutError:
        raise AssertionError(complaint()) from None


async def until_none_waits(look: Callable[[], Awaitable[float]]) -> None:
    """`look` counts what waits. However slow the machine, only a count that stands still has failed."""
    waiting = await look()
    while waiting:
        waiting = await _another(look, waiting)


async def _another(look: Callable[[], Awaitable[float]], before: float) -> float:
    async def moved() -> tuple[float] | None:
        now = await look()
        return (now,) if now != before else None

    return (await until(moved, lambda: f"it never became quiet: {before:.0f} still wait"))[0]
