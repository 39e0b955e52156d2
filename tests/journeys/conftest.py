"""Every story is told twice: on a SQLite file and on PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.story import Story, telling

Tell = Callable[..., Awaitable[Story]]


@pytest.fixture
async def tell(database_url: str, tmp_path: Path) -> AsyncIterator[Tell]:
    """Begin a story; sections of config.toml may be changed, a dot written as two underscores."""
    async with AsyncExitStack() as stack:

        async def begin(**changes: Any) -> Story:
            return await stack.enter_async_context(telling(tmp_path, database_url, **changes))

        yield begin


@pytest.fixture
async def story(tell: Tell) -> Story:
    return await tell()
