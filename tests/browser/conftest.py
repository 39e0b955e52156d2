"""The real browser: Debian's Chromium, without its talk to the outside."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest.fixture
def chromium() -> Path:
    """Without one the page is not tried, which is said loudly; on a CI machine that is a failure."""
    if not CHROMIUM.exists():
        words = f"no Chromium at {CHROMIUM}: the chat page was NOT tried"
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    return CHROMIUM


@pytest.fixture
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()
