"""One case in the chat page itself: a voter, a clerk and an officer, each at an open page, from the first word to the rating."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from bot.config import Config
from tests.journeys.people import NUMBER
from tests.journeys.service import MovableClock, found_office, serve
from tests.journeys.settings import Table, write_config

PATIENCE_MS = 30_000
WORDS = "西关村村口的路灯坏了半个月，晚上看不见路"
pytestmark = pytest.mark.browser


@pytest.fixture
async def county(sqlite_url: str, tmp_path: Path) -> AsyncIterator[str]:
    """The demo county, running; its address."""
    tables: dict[str, Table] = {
        "storage": {"url": sqlite_url},
        "notices": {"staff": "at_once"},
        "quiet_hours": {"from": "00:00", "to": "00:00"},
        "channels.webchat": {"demo_personas": True},
    }
    file, clock = write_config(tmp_path, tables), MovableClock()
    found_office(Config.load(file, {}), clock.now(), "demo")
    async with serve(file, clock) as service:
        yield service.url


class Seat:
    """One person at one open page, in the talk with the bot."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @property
    def said_to_me(self) -> Locator:
        return self._page.get_by_role("log").locator(".bubble")

    async def says(self, text: str) -> None:
        await self._page.get_by_label("写消息", exact=True).last.fill(text)
        await self._page.get_by_role("button", name="发送").last.click()

    async def presses(self, label: str) -> None:
        await self._page.get_by_role("log").get_by_role("button", name=label, exact=True).last.click()

    async def sees_it_used(self, pressed: str, other: str) -> None:
        """The last card shows which button was pressed, and no button can be pressed any more."""
        buttons = self._page.get_by_role("log").locator(".buttons").last.get_by_role("button")
        await expect(buttons.filter(has_text=re.compile(f"^{pressed}"))).to_have_class("pressed", timeout=PATIENCE_MS)
        await expect(buttons.filter(has_text=re.compile(f"^{other}"))).to_be_disabled()

    async def sees_it_closed(self, label: str) -> None:
        """What the last card asks for was done in another way: it says so, and no button can be pressed any more."""
        card = self._page.get_by_role("log").locator(".buttons").last
        await expect(card.locator(".closed")).to_have_text(label, timeout=PATIENCE_MS)
        for button in await card.get_by_role("button").all():
            await expect(button).to_be_disabled()

    async def comes_back(self) -> None:
        await self._page.reload()
        await self.opens_the_talk()

    async def opens_the_talk(self) -> None:
        await self._page.get_by_role("button", name=re.compile("小联")).first.click()

    async def hears(self, *words: str) -> str:
        """The newest bubble in which all these words are."""
        bubble = self.said_to_me
        for word in words:
            bubble = bubble.filter(has_text=word)
        await expect(bubble.last).to_be_visible(timeout=PATIENCE_MS)
        return await bubble.last.inner_text()


async def sit(context: BrowserContext, county: str, account: str) -> Seat:
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    await page.goto(f"{county}/chat?as={account}")
    seat = Seat(page)
    await seat.opens_the_talk()
    return seat


async def test_from_the_first_word_to_the_rating(county: str, browser: Browser) -> None:
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    zhang = await sit(context, county, "demo-voter-zhangdaye")
    zhaomin = await sit(context, county, "demo-zhaomin")
    wangqiang = await sit(context, county, "demo-wangqiang")

    await zhang.says(WORDS)
    found = NUMBER.search(await zhang.hears("收到了，编号"))
    assert found
    number = found[0]

    await zhaomin.hears("【新件】", number, "建议交办：城市管理局")
    await zhaomin.presses("交办城市管理局")
    await zhaomin.hears(f"已转{number}", "城市管理局")
    await zhang.hears(number, "已转给城市管理局")

    await wangqiang.hears("【转办单】", number, "路灯")
    await wangqiang.says(f"签收 {number}")
    await wangqiang.hears(f"已签收{number}")
    await wangqiang.sees_it_closed("已签收")
    await wangqiang.says(f"答复 {number} A 路灯已经修好")
    await wangqiang.hears("答复已提交", number)

    await zhaomin.hears("【答复待审】", number)
    await zhaomin.says(f"通过 {number}")
    await zhaomin.hears(f"已通过{number}")
    await zhaomin.sees_it_closed("已通过")

    await zhang.hears(number, "路灯已经修好", "满意吗")
    tablet = await sit(context, county, "demo-voter-zhangdaye")  # the same person at a second page
    await tablet.hears("满意吗")
    await zhang.presses("满意")
    await zhang.hears(number, "记下“满意”")
    await tablet.sees_it_used("满意", "不满意")
    await zhang.comes_back()
    await zhang.hears(f"满意 {number}")  # the press is shown as what they said
    await zhang.sees_it_used("满意", "不满意")
    await zhaomin.says(f"查 {number}")
    await zhaomin.hears(number, "办结")
