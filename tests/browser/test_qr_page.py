"""The page that hangs at a station's door, printed by a real browser: one A4 sheet, whatever is written on it."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import Browser

from bot.qr_pages import Code, Page, write_page

pytestmark = pytest.mark.browser
SMALLEST = 40 / 25.4 * 96  # forty millimetres: from half a metre away
STATION = Page("示范县人大常委会", "城关镇代表联络站", "工作日 8:30-17:30", "0000-1234567", "", "", [], None)
ACCOUNT = Code("one", "http://weixin.qq.com/q/02hSyGJlXq9kT10000g07T", "扫码关注公众号")
CHAT = Code("one-chat", "https://liaison.example.gov.cn/chat?s=dep-123456789", "不关注公众号，扫这个也行")
LONG = Page(
    "某某某某自治州某某某某蒙古族藏族自治县人民代表大会常务委员会",
    "某某街道某某社区和某某某社区人大代表联络站（某某园区）",
    "工作日上午 8:30-12:00，下午 14:30-18:00；每月第一个和第三个星期三上午代表接待，节假日顺延，请提前一天打电话",
    "0000-1234567 转 101、0000-1234568",
    "阿依古丽·买买提吐尔逊",
    "第一百二十三选区（某某街道某某社区、某某村）",
    [ACCOUNT, CHAT],
    date(2026, 12, 27),
)


BOXES = """all => all.map(one => one.getBoundingClientRect()).map(({left, right, height}) => [left, right, height])"""


def is_written(picture: Path) -> bool:
    return picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("page", [STATION, LONG], ids=["short", "long"])
@pytest.mark.parametrize("codes", [[ACCOUNT], [ACCOUNT, CHAT]], ids=["one code", "two codes"])
async def test_it_is_one_sheet_and_nothing_is_cut_off(
    browser: Browser, tmp_path: Path, page: Page, codes: list[Code]
) -> None:
    sheet = Page(page.congress, page.station, page.hours, page.telephone, page.deputy, page.district, codes, page.until)
    write_page(tmp_path, "one", sheet)
    tab = await browser.new_page()
    await tab.goto((tmp_path / "one.html").as_uri())
    printed = await tab.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    await tab.emulate_media(media="print")
    inside = "one => { const {bottom, right, left} = one.getBoundingClientRect(); return [bottom, right, -left].map(Math.round) }"
    bottom, right, left = await tab.eval_on_selector("main", inside)
    for part in await tab.query_selector_all("main *"):
        part_bottom, part_right, part_left = await part.evaluate(inside)
        assert part_bottom <= bottom
        assert part_right <= right
        assert part_left <= left
    boxes = await tab.eval_on_selector_all("svg", BOXES)
    assert len(boxes) == len(codes)
    assert min(min(right - left, height) for left, right, height in boxes) > SMALLEST
    assert all(one[1] < other[0] for one, other in pairwise(boxes)), "one lies over the other"
    assert all(is_written(tmp_path / f"{code.name}.png") for code in codes)
    shown = await tab.inner_text("main")
    assert all(word in shown for word in (page.congress, page.station, page.hours, page.telephone, page.deputy))
    await tab.close()
