"""The chat in a real browser: two people side by side, a telephone, a broken line, a keyboard alone."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from bot.channels.base import Outbound
from tests.bot.chat_house import House, chat_house
from tests.bot.test_media_kinds import PNG_FILE

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
pytestmark = pytest.mark.browser


class Seat:
    """One person at one open page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def lines(self) -> Locator:
        return self.page.get_by_role("log").get_by_role("article")

    @property
    def bubbles(self) -> Locator:
        return self.page.get_by_role("log").locator(".bubble")

    async def open_talk(self, name: str) -> None:
        await self.page.get_by_role("button", name=re.compile(name)).first.click()

    async def say(self, text: str) -> None:
        await self.page.get_by_label("写消息", exact=True).last.fill(text)
        await self.page.get_by_role("button", name="发送").last.click()

    async def sees(self, *texts: str) -> None:
        await expect(self.bubbles).to_have_text(list(texts))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with chat_house(tmp_path) as house:
        yield house


@asynccontextmanager
async def desk(browser: Browser, **more: object) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(**{"viewport": DESK, "locale": "zh-CN", **more})  # type: ignore[arg-type]
    context.set_default_timeout(15000)
    yield context
    await context.close()


async def sit(context: BrowserContext, house: House, account: str, query: str = "") -> Seat:
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    await page.goto(f"{house.url}/chat?as={account}{query}")
    await page.locator(".entry").first.wait_for(state="attached")
    return Seat(page)


async def keep_picture(page: Page, name: str) -> None:
    """For whoever wants to look: LIAISON_PICTURES names a folder."""
    folder = os.environ.get("LIAISON_PICTURES")
    if folder:
        await page.screenshot(path=f"{folder}/{name}.png")


async def test_a_person_is_chosen_and_asks_the_bot(house: House, browser: Browser) -> None:
    async with desk(browser) as context:
        page = await context.new_page()
        await page.goto(f"{house.url}/chat")
        await keep_picture(page, "start-desk")
        async with context.expect_page() as opened:
            await page.get_by_role("link", name=re.compile("张大爷")).click()
        zhang = Seat(await opened.value)
        await zhang.say("西关村村口的路灯坏了半个月")
        await zhang.sees("西关村村口的路灯坏了半个月", "收到：西关村村口的路灯坏了半个月")
        await zhang.page.get_by_role("button", name="查进度").click()
        await expect(zhang.bubbles.last).to_have_text("收到：查 12")
        # this bot only says back what it hears: the press used nothing up, so it may be pressed again
        await expect(zhang.page.get_by_role("button", name="撤回").first).to_be_enabled()
        await keep_picture(zhang.page, "alone-desk")
    said, pressed = house.inbound
    assert (said.text, said.event) == ("西关村村口的路灯坏了半个月", "")
    assert (pressed.event, pressed.choice, pressed.task) == ("card", "查 12", said.message_key)


async def test_two_people_and_the_bot_in_a_group(house: House, browser: Browser) -> None:
    async with desk(browser) as context:
        zhaomin, limei = await sit(context, house, "demo-zhaomin"), await sit(context, house, "demo-limei")
        await limei.open_talk("县人大代表交流群")
        await limei.say("大家上午好，周三接待日请准时到站")
        badge = zhaomin.page.get_by_label("1 条未读")
        await expect(badge).to_be_visible()
        await expect(zhaomin.page).to_have_title(re.compile(r"^\(1\)"))
        await zhaomin.open_talk("县人大代表交流群")
        await expect(badge).to_have_count(0)
        await zhaomin.say("收到")
        await limei.page.get_by_role("button", name="叫小联").click()
        await limei.page.keyboard.type("反映：北关社区垃圾没人清运")
        await limei.page.keyboard.press("Enter")
        said = ["大家上午好，周三接待日请准时到站", "收到", "@小联 反映：北关社区垃圾没人清运"]
        await zhaomin.sees(*said, "收到：反映：北关社区垃圾没人清运")
        await limei.page.get_by_role("button", name="引用小联的这句话").click()
        await limei.say("谢谢")
        await expect(zhaomin.page.locator(".quoted")).to_have_text("小联：收到：反映：北关社区垃圾没人清运")
        await keep_picture(zhaomin.page, "group-desk")
        await keep_picture(limei.page, "group-desk-other")
    assert [heard.text for heard in house.inbound] == ["反映：北关社区垃圾没人清运", "谢谢"]


async def test_photo_voice_and_place_from_a_telephone(house: House, browser: Browser, tmp_path: Path) -> None:
    photo, sound = tmp_path / "路灯.png", tmp_path / "录音.mp3"
    photo.write_bytes(PNG_FILE)
    sound.write_bytes(b"ID3\x04" + b"\0" * 60)
    where = {"latitude": 34.25, "longitude": 108.95}
    phone = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    async with desk(browser, **phone, geolocation=where, permissions=["geolocation"]) as context:
        zhang = await sit(context, house, "demo-zhang")
        await keep_picture(zhang.page, "list-phone")
        await zhang.open_talk("小联")
        await zhang.say("西关村村口的路灯坏了半个月，晚上看不见路")
        await expect(zhang.lines).to_have_count(2)
        await zhang.page.locator("#photo").set_input_files(photo)
        await expect(zhang.page.get_by_role("img", name="我发的照片")).to_be_visible()
        await expect(zhang.lines).to_have_count(4)
        await zhang.page.locator("#voice").set_input_files(sound)
        await expect(zhang.page.get_by_role("button", name=re.compile("播放语音"))).to_be_visible()
        await expect(zhang.lines).to_have_count(6)
        await zhang.page.get_by_role("button", name="位置").click()
        await zhang.page.get_by_label("什么地方").fill("西关村村口大槐树下")
        await zhang.page.get_by_role("button", name="用我现在的位置").click()
        await expect(zhang.page.get_by_text("找到了您的位置")).to_be_visible()
        await keep_picture(zhang.page, "place-phone")
        await zhang.page.get_by_role("dialog").get_by_role("button", name="发送").click()
        await expect(zhang.lines).to_have_count(8)
        await keep_picture(zhang.page, "alone-phone")
        await zhang.page.get_by_role("button", name="返回会话列表").click()
        await expect(zhang.page.get_by_role("region", name="会话列表")).to_be_visible()
        await zhang.page.reload()
        await zhang.open_talk("小联")
        await expect(zhang.lines).to_have_count(8)
    kinds = [heard.kind.value for heard in house.inbound]
    assert kinds == ["text", "photo", "voice", "location"]
    assert (house.inbound[3].text, house.inbound[3].latitude) == ("西关村村口大槐树下", 34.25)


async def test_a_person_says_it_instead_of_typing(house: House, browser: Browser) -> None:
    async with desk(browser, viewport=PHONE) as context:
        zhang = await sit(context, house, "demo-zhang")
        await zhang.open_talk("小联")
        await zhang.page.get_by_role("button", name="录音").click()
        await zhang.page.get_by_role("button", name="点一下，开始说").click()
        await expect(zhang.page.get_by_text("正在录音 0:01")).to_be_visible()
        await keep_picture(zhang.page, "record-phone")
        await zhang.page.get_by_role("button", name="说完点一下").click()
        await expect(zhang.page.get_by_text("录好了")).to_be_visible()
        await zhang.page.get_by_role("dialog").get_by_role("button", name="发送").click()
        await expect(zhang.page.get_by_role("button", name=re.compile("播放语音"))).to_be_visible()
        await expect(zhang.bubbles.last).to_have_text("收到：voice")
    assert [heard.kind.value for heard in house.inbound] == ["voice"]


async def test_three_people_beside_each_other_hear_each_other(house: House, browser: Browser) -> None:
    async with desk(browser) as context:
        page = await context.new_page()
        await page.goto(f"{house.url}/chat")
        for name in ("张大爷", "赵敏", "李梅"):
            await page.get_by_role("listitem").filter(has_text=name).get_by_role("checkbox").check()
        await page.get_by_role("button", name="并排打开（3 人）").click()
        zhaomin, limei = (page.frame_locator(f'iframe[title="{name}的微信"]') for name in ("赵敏", "李梅"))
        for window in (zhaomin, limei):
            await window.get_by_role("button", name="返回会话列表").click()
            await window.get_by_role("button", name=re.compile("县人大代表交流群")).click()
        await limei.get_by_label("写消息", exact=True).last.fill("并排也能听见")
        await limei.get_by_role("button", name="发送").last.click()
        await expect(zhaomin.locator(".bubble")).to_have_text(["并排也能听见"])
        await keep_picture(page, "side")


async def test_what_is_written_while_the_line_is_down_goes_out_once_when_it_is_back(
    house: House, browser: Browser
) -> None:
    async with desk(browser) as context:
        zhang = await sit(context, house, "demo-zhang")
        await zhang.sees()
        await context.set_offline(True)
        await zhang.page.evaluate("() => dispatchEvent(new Event('offline'))")
        await zhang.say("断网时写的一句话")
        await expect(zhang.page.get_by_role("img", name="正在发送")).to_be_visible()
        await house.channel.send(Outbound("n1", "demo-zhang", "断网时来的一句话"))
        await expect(zhang.page.get_by_text("您写的话会留着")).to_be_visible()
        await keep_picture(zhang.page, "offline-desk")
        await context.set_offline(False)
        await expect(zhang.bubbles).to_have_count(3)
        await expect(zhang.page.get_by_text("您写的话会留着")).to_be_hidden()
        await zhang.sees("断网时来的一句话", "断网时写的一句话", "收到：断网时写的一句话")
    assert [heard.text for heard in house.inbound] == ["断网时写的一句话"]


async def test_what_was_not_acknowledged_survives_closing_the_page(house: House, browser: Browser) -> None:
    async with desk(browser) as context:
        zhang = await sit(context, house, "demo-zhang")
        await zhang.sees()
        await zhang.page.evaluate("() => dispatchEvent(new Event('offline'))")
        await context.set_offline(True)
        await zhang.say("没来得及发的话")
        await expect(zhang.page.get_by_role("img", name="正在发送")).to_be_visible()
        await zhang.page.close()
        await context.set_offline(False)
        again = await sit(context, house, "demo-zhang")
        await again.sees("没来得及发的话", "收到：没来得及发的话")


async def test_a_refused_message_says_why_and_can_be_sent_again(tmp_path: Path, browser: Browser) -> None:
    async with chat_house(tmp_path, demo_personas=False) as house, desk(browser, viewport=PHONE) as context:
        visitor = await sit(context, house, "")
        for number in range(20):
            await visitor.say(f"第{number}句")
        await expect(visitor.bubbles).to_have_count(40)
        await visitor.say("再说一句")
        await expect(visitor.page.get_by_text("您发得太快了")).to_be_visible()
        await keep_picture(visitor.page, "refused-phone")
        house.clock.move(minutes=2)
        await visitor.page.get_by_role("button", name="没有发出去，点这里重发").click()
        await expect(visitor.bubbles.last).to_have_text("收到：再说一句")


async def test_the_code_of_a_station_greets_once(house: House, browser: Browser) -> None:
    async with desk(browser) as context:
        zhang = await sit(context, house, "demo-zhang", "&s=ST01")
        await zhang.sees("收到：event")
        assert "s=ST01" not in zhang.page.url
        await zhang.page.reload()
        await zhang.sees("收到：event")
    assert [(heard.event, heard.scene) for heard in house.inbound] == [("scan", "ST01")]


async def test_a_keyboard_alone_is_enough(house: House, browser: Browser) -> None:
    async with desk(browser) as context:
        limei = await sit(context, house, "demo-limei")
        await expect(limei.page.get_by_label("写消息", exact=True).last).to_be_focused()
        await limei.page.keyboard.type("第一行")
        await limei.page.keyboard.press("Shift+Enter")
        await limei.page.keyboard.type("第二行")
        await limei.page.keyboard.press("Enter")
        await expect(limei.bubbles.first).to_have_text("第一行\n第二行")
        await limei.page.get_by_role("button", name=re.compile("县人大代表交流群")).focus()
        await limei.page.keyboard.press("Enter")
        await expect(limei.page.get_by_role("heading", name=re.compile("县人大代表交流群"))).to_be_visible()


async def test_a_very_long_word_and_markup_stay_words(house: House, browser: Browser) -> None:
    nasty = "<img src=x onerror=alert(1)>" + "长" * 300 + "w" * 400
    async with desk(browser, viewport=PHONE) as context:
        zhang = await sit(context, house, "demo-zhang")
        await zhang.open_talk("小联")
        await zhang.say(nasty)
        await expect(zhang.bubbles.first).to_have_text(nasty)
        assert await zhang.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        await keep_picture(zhang.page, "long-phone")


async def test_older_messages_come_when_one_scrolls_up(house: House, browser: Browser) -> None:
    for number in range(130):
        await house.channel.send(Outbound(str(number), "demo-zhang", f"第{number}条"))
    async with desk(browser) as context:
        zhang = await sit(context, house, "demo-zhang")
        await expect(zhang.bubbles).to_have_count(50)
        await expect(zhang.bubbles.last).to_be_in_viewport()
        for count in (100, 130):
            await zhang.page.get_by_role("log").evaluate("log => log.scrollTop = 0")
            await expect(zhang.bubbles).to_have_count(count)
        await expect(zhang.bubbles.first).to_have_text("第0条")


TIMES = (
    ("2026-11-23T14:05:00", "14:05", "14:05"),
    ("2026-11-23T00:00:00", "00:00", "00:00"),
    ("2026-11-22T23:59:00", "昨天 23:59", "昨天"),
    ("2026-11-21T08:00:00", "星期六 08:00", "星期六"),
    ("2026-11-17T08:00:00", "星期二 08:00", "星期二"),
    ("2026-11-16T08:00:00", "11月16日 08:00", "11月16日"),
    ("2025-12-31T08:00:00", "2025年12月31日 08:00", "2025年12月31日"),
)


async def test_times_are_told_as_wechat_tells_them(house: House, browser: Browser) -> None:
    told = """async (times) => {
      const { timeLine, listTime } = await import("/chat/static/times.js");
      const now = new Date("2026-11-23T15:00:00");
      return times.map((time) => [timeLine(new Date(time), now), listTime(new Date(time), now)]);
    }"""
    async with desk(browser) as context:
        zhang = await sit(context, house, "demo-zhang")
        answer = await zhang.page.evaluate(told, [time for time, _, _ in TIMES])
    assert answer == [[line, short] for _, line, short in TIMES]


async def test_nothing_is_loaded_from_elsewhere(house: House, browser: Browser) -> None:
    asked: list[str] = []
    async with desk(browser) as context:
        context.on("request", lambda request: asked.append(request.url))
        await sit(context, house, "demo-limei")
    assert asked
    assert all(url.startswith((house.url, "blob:", "data:")) for url in asked)
