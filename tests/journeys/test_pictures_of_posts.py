"""A notice with a picture: photographed in 企业微信, seen by the reviewer, shown in the group by its robot."""

import base64
from typing import Any

from sqlalchemy import Connection

from bot.directory_files.json import content_of
from handlers.directory_import import import_directory
from tests.bot import media_samples as samples
from tests.journeys.story import Story
from tests.journeys.waiting import until

KEY, NAME = "WEBHOOK-KEY", "机关工作群"
ROWS: dict[str, list[dict[str, Any]]] = {
    "groups": [{"name": NAME, "audience": "office", "channel": "wecom_group", "address": KEY}]
}
NOTICE = "新建通知 接待选民日｜本周五上午在联络站接待选民。｜机关"


async def has_group(story: Story) -> None:
    keys = story.service.machine.keys

    def work(connection: Connection) -> None:
        import_directory(connection, keys, content_of(ROWS, "groups"), story.clock.now())

    await story.service.machine.memory.write(work)

    async def look() -> bool:
        return [one.name for one in story.service.machine.directory.current.groups] == [NAME]

    await until(look, lambda: "the directory never knew the group")


async def test_a_photo_from_a_telephone_is_seen_by_the_reviewer_and_by_the_group(story: Story) -> None:
    await has_group(story)
    wecom, zhaomin, chen = story.platforms.wecom, story.wecom("zhaomin"), story.wecom("chenzhiyuan")
    wecom.files["poster-1"] = samples.photo()
    await zhaomin.sends(wecom.photo("zhaomin", now=story.clock.now(), media_id="poster-1")).hears("要配给哪一条")
    await zhaomin.says(NOTICE).hears("第1条", "附：照片1")

    async def is_here() -> bool:
        return await story.count_where("media", "state = 'kept' AND post_id = 1") == 1

    await until(is_here, lambda: "the photo was never fetched")
    await zhaomin.says("送审 1").hears("已送陈志远审")
    await chen.hears("【请审】", "附：照片1")
    await story.is_quiet()
    assert [one.kind for one in wecom.media.values()] == ["image"]  # the reviewer was shown the picture itself
    await chen.says("同意发布 1").hears("已同意")
    await story.is_quiet()
    words, picture = [one.payload for one in wecom.sent if one.to == KEY]
    assert words["text"]["content"].startswith("【通知】接待选民日")
    shown = base64.b64decode(picture["image"]["base64"])
    assert shown.startswith(b"\xff\xd8\xff")
    assert b"CAMERA" not in shown


async def test_a_photo_that_the_platform_has_no_more_is_told_to_its_sender(story: Story) -> None:
    wecom, zhaomin = story.platforms.wecom, story.wecom("zhaomin")
    await zhaomin.says(NOTICE).hears("第1条")
    await zhaomin.sends(wecom.photo("zhaomin", now=story.clock.now(), media_id="gone")).hears("附：照片1")
    await zhaomin.hears("第1条的照片", "请重发一次")
    await story.is_quiet()
    assert await story.count_where("media", "state = 'lost'") == 1
