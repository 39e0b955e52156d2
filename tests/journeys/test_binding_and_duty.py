"""An office that knows no account ids: a sheet of codes makes its people known on every channel; the roster reaches its groups."""

import os
from datetime import date

from sqlalchemy import Connection

from bot.directory_files.json import content_of
from handlers.directory import load_directory
from handlers.directory_import import import_directory
from handlers.invitations import draw_codes, invite_everybody
from storage.duty import DutyRow
from storage.store import Store
from tests.journeys.story import Story
from tests.journeys.waiting import until

GROUP = {"name": "机关工作群", "audience": "office", "channel": "wecom_group", "address": "WEBHOOK-KEY"}
NEWCOMER = {"name": "周德厚", "role": "deputy", "station": "ST01", "accounts": {}}
ADMIN = {"name": "吴磊", "role": "admin", "accounts": {"wecom": "wulei"}}


async def invited(story: Story) -> dict[str, str]:
    """Codes by name, made beside the running service as the command line does."""

    def write(connection: Connection) -> dict[str, str]:
        keys, now = story.service.machine.keys, story.clock.now()
        content = content_of({"people": [NEWCOMER, ADMIN], "groups": [GROUP]}, "more")
        import_directory(connection, keys, content, now)
        store, directory = Store(connection, keys), load_directory(connection, keys)
        sheet = invite_everybody(store, directory, draw_codes(store, directory, os.urandom), now)
        return {one.name: one.code for one in sheet}

    codes = await story.service.machine.memory.write(write)
    await story.service.machine.directory.refresh()
    return codes


async def test_an_old_deputy_scans_the_paper_and_speaks(story: Story) -> None:
    codes = await invited(story)
    platform, zhou = story.platforms.official_account, story.voter("oZHOU")
    scan = platform.event("oZHOU", "subscribe", f"qrscene_bind-{codes['周德厚']}", now=story.clock.now())
    await zhou.sends(scan).hears("周德厚，您好！绑好了")
    await story.wecom("wulei").hears("【绑定】周德厚", "公众号")
    number = (await zhou.says("西关村村口的路灯坏了半个月").hears("收到了，编号")).number
    assert await story.count_where("reports", "person_id IS NOT NULL") == 1
    await story.wecom("wulei").says("解除绑定 周德厚").hears("已解除周德厚的绑定（公众号）")
    await zhou.hears("已由管理员解除绑定")
    await zhou.says(f"查 {number}").hears(number)
    await story.is_quiet()


async def test_a_stranger_of_the_offices_own_wechat_becomes_known_by_the_code(story: Story) -> None:
    codes, newcomer = await invited(story), story.wecom("wangqiang-2")
    await newcomer.says("待办").hears("还没有登记到名单里")
    await newcomer.says(f"绑定 {codes['王强']}").hears("王强，您好！绑好了，您是城市管理局经办人")
    await newcomer.says("待办").hears("没有等您办的件")


async def test_the_picture_of_the_sheet_opens_the_built_in_chat_and_binds(story: Story) -> None:
    codes, visitor = await invited(story), await story.visitor()
    await visitor.send(kind="event", scene=f"bind-{codes['李梅']}")
    await visitor.hears("李梅，您好！绑好了")


async def test_a_stand_in_acts_at_once_and_the_offices_group_hears_who_is_on_duty_once(story: Story) -> None:
    await invited(story)

    def write(connection: Connection) -> None:
        Store(connection, story.service.machine.keys).duty.replace([DutyRow(date(2026, 11, 23), 1, "何秀兰", False)])

    await story.service.machine.memory.write(write)
    zhaomin, hexiulan = story.wecom("zhaomin"), story.wecom("hexiulan")
    number = (await story.voter("oZHANG").says("西关村村口的路灯坏了半个月").hears("编号")).number
    await hexiulan.says(f"受理 {number}").hears("没有找到")
    await zhaomin.says("代班 何秀兰 3天").hears("好的")
    await story.service.machine.directory.refresh()
    await hexiulan.says(f"受理 {number}").hears("已受理")
    for _ in range(3):
        await story.service.machine.schedule.morning()

    async def heard() -> bool:
        return bool(story.platforms.wecom.texts_to("WEBHOOK-KEY"))

    await until(heard, lambda: "the group never heard who is on duty")
    await story.is_quiet()
    assert story.platforms.wecom.texts_to("WEBHOOK-KEY") == [
        "【值班】今天11月23日（周一）：何秀兰。电话私聊发“今天谁值班”。"
    ]
