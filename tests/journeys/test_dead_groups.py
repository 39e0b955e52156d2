"""A group whose webhook the platform has ended: nothing more is posted, the admins hear of it once, and can open it again."""

from typing import Any

from sqlalchemy import Connection

from bot.directory_files.json import content_of
from handlers.directory_import import import_directory
from storage.outbox import Letter
from storage.store import Store
from tests.journeys.story import Story
from tests.journeys.waiting import until

KEY, NAME = "WEBHOOK-KEY", "机关工作群"
ROWS: dict[str, list[dict[str, Any]]] = {
    "groups": [{"name": NAME, "audience": "office", "channel": "wecom_group", "address": KEY}],
    "people": [{"name": "孙管理", "role": "admin", "accounts": {"wecom": "sunadmin"}}],
}


async def imports(story: Story) -> None:
    keys = story.service.machine.keys

    def work(connection: Connection) -> None:
        import_directory(connection, keys, content_of(ROWS, "groups"), story.clock.now())

    await story.service.machine.memory.write(work)
    await knows(story, is_open=True)


async def knows(story: Story, *, is_open: bool) -> None:
    async def look() -> bool:
        directory = story.service.machine.directory.current
        return [one.name for one in (directory.groups if is_open else directory.closed_groups)] == [NAME]

    await until(look, lambda: "the directory never knew the group")


async def post(story: Story, *texts: str) -> None:
    (group,) = (*story.service.machine.directory.current.groups, *story.service.machine.directory.current.closed_groups)
    now = story.clock.now()
    letters = [Letter("wecom_group", text, "notice", now, group_id=group.id) for text in texts]
    memory, keys = story.service.machine.memory, story.service.machine.keys

    def work(connection: Connection) -> None:
        Store(connection, keys).outbox.put(letters, now)

    await memory.write(work)
    await story.is_quiet()


async def test_a_dead_group_is_closed_told_of_once_and_opened_again(story: Story) -> None:
    admin, wecom = story.wecom("sunadmin"), story.platforms.wecom
    await imports(story)
    wecom.webhook_keys = {"another"}
    await post(story, "一", "二", "三")
    await admin.hears("【群停发】", NAME, "机器人已被删除")
    await knows(story, is_open=False)
    await post(story, "四", "五")
    assert wecom.calls.count("/cgi-bin/webhook/send") <= 3
    assert await story.count_where("outbox", "delivery = 'failed'") == 5
    assert admin.count("【群停发】") == 1
    await admin.says("群名单").hears("停发", NAME)
    wecom.webhook_keys = {KEY}
    await admin.says(f"恢复群 {NAME}").hears("已恢复")
    await knows(story, is_open=True)
    await post(story, "六")
    assert wecom.texts_to(KEY) == ["六"]


async def test_importing_the_directory_again_opens_it(story: Story) -> None:
    await imports(story)
    story.platforms.wecom.webhook_keys = {"another"}
    await post(story, "一")
    await knows(story, is_open=False)
    await imports(story)
