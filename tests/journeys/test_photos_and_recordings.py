"""Photos and recordings from the telephone to the clerk's and the department's screen, and off the disk when they may go."""

import re
from pathlib import Path

from tests.bot import media_samples as samples
from tests.journeys.story import Story
from tests.journeys.waiting import until
from tests.platforms.faults import BAD_GATEWAY

LINK = re.compile(r"http://\S+(/media/[0-9a-f-]+)")
LAMP = "西关村村口的路灯坏了半个月"


async def opened(story: Story, link: str) -> tuple[int, bytes, str]:
    async with story.session.get(f"{story.service.url}{link}") as answer:
        return answer.status, await answer.read(), answer.content_type


async def kept(story: Story, link: str) -> tuple[bytes, str]:
    """What a person sees who taps the link again until the file is here."""

    async def look() -> tuple[bytes, str] | None:
        status, body, content_type = await opened(story, link)
        assert status in {200, 503}
        return (body, content_type) if status == 200 else None

    return await until(look, lambda: f"{link} never came")


def on_disk(story: Story) -> list[Path]:
    folder = story.service.config.media_dir
    return sorted(folder.iterdir()) if folder.exists() else []


async def test_a_photo_reaches_clerk_and_department_and_nobody_else(story: Story) -> None:
    platform, now = story.platforms.official_account, story.clock.now
    platform.files["photo-7"] = samples.photo()
    zhang, zhaomin, wangqiang = story.voter("oZhangDaYe"), story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await zhang.says(LAMP).hears("编号")).number
    await zhang.sends(platform.photo("oZhangDaYe", now=now(), media_id="photo-7")).hears(number)
    told = await zhaomin.hears("补充", number, "照片1")
    link = LINK.findall(told.text)[0]
    body, content_type = await kept(story, link)
    assert content_type == "image/jpeg"
    assert b"CAMERA" not in body
    await zhaomin.says(f"交办 {number} 城管局").hears("已转")
    slip = await wangqiang.hears("【转办单】", number, "照片1")
    theirs = LINK.findall(slip.text)[0]
    assert theirs != link
    assert (await opened(story, theirs))[1] == body
    assert [one for one in story.platforms.wecom.media.values() if one.content == body]  # the picture itself came, too
    answer = await story.wecom("zhanglixin").says(f"查 {number}").hears("没有找到")
    assert "/media/" not in answer.text
    await wangqiang.says(f"申退 {number} 不归我们").hears("已")
    await story.wecom("gaoming").says(f"同意退办 {number} 住建局").hears("住")
    assert (await opened(story, theirs))[0] == 404
    assert (await opened(story, link))[0] == 200


async def test_a_recording_is_played_in_the_browser_after_a_bad_hour_of_the_platform(story: Story) -> None:
    platform = story.platforms.official_account
    platform.files["voice-7"] = samples.amr()
    platform.file_faults.times(2, BAD_GATEWAY)
    voice = platform.voice("oZhangDaYe", now=story.clock.now(), media_id="voice-7")
    number = (await story.voter("oZhangDaYe").sends(voice).hears("语音收到了")).number
    told = await story.wecom("chenzhiyuan").says(f"查 {number}").hears("语音1")
    story.clock.move(seconds=20)

    async def tries() -> bool:
        return platform.calls.count("/cgi-bin/media/get") >= 2

    await until(tries, lambda: str(platform.calls))
    story.clock.move(seconds=40)
    body, content_type = await kept(story, LINK.findall(told.text)[0])
    assert content_type in {"audio/wav", "audio/x-wav"}
    assert samples.loudness(body) > 1000


async def test_what_was_sent_is_fetched_by_the_next_life_of_the_service(story: Story) -> None:
    platform = story.platforms.official_account
    platform.files["photo-7"] = samples.photo((80, 60))
    platform.file_faults.always(BAD_GATEWAY)
    photo = platform.photo("oZhangDaYe", now=story.clock.now(), media_id="photo-7")
    number = (await story.voter("oZhangDaYe").sends(photo).hears("编号")).number
    await story.stop()
    platform.file_faults.clear()
    story.clock.move(minutes=5)
    await story.start()
    told = await story.wecom("chenzhiyuan").says(f"查 {number}").hears("照片1")
    await kept(story, LINK.findall(told.text)[0])


async def test_what_may_go_leaves_the_disk(story: Story) -> None:
    platform, zhang, zhaomin = story.platforms.official_account, story.voter("oZhangDaYe"), story.wecom("zhaomin")
    platform.files["photo-7"] = samples.photo((80, 60))
    number = (await zhang.says(LAMP).hears("编号")).number
    photo = platform.photo("oZhangDaYe", now=story.clock.now(), media_id="photo-7")
    await zhang.sends(photo).hears(number)
    told = await zhaomin.hears("照片1")
    link = LINK.findall(told.text)[0]
    await kept(story, link)
    assert len(on_disk(story)) == 2  # and a small one
    await zhaomin.says(f"直答 {number} 已修好").hears("已")
    await zhang.hears(number, "已修好")
    await zhang.says(f"满意 {number}").hears("满意")
    await zhang.says("删除我的数据").hears("确认删除")
    await zhang.says("确认删除").hears("照片和录音1个")
    assert (await opened(story, link))[0] == 404
    story.clock.move(minutes=5)
    await story.service.machine.schedule.sweep()
    assert on_disk(story) == []
