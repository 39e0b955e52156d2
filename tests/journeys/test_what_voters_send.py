"""Everything a 公众号 brings besides typed words: photos, voices, places, links, scanned codes, and what nobody knows."""

import pytest

from tests.journeys.story import Story


async def test_a_photo_is_asked_about_once_and_joined_by_what_follows(story: Story) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    number = (await zhang.sends(platform.photo("oZhangDaYe", now=story.clock.now())).hears("编号", "在哪里")).number
    await story.has_status(number, "collecting")
    await zhang.sends(platform.photo("oZhangDaYe", now=story.clock.now())).hears(number)
    await story.has_status(number, "collecting")
    await zhang.says("西关村村口的路灯不亮，晚上没法走").hears(number, "路灯")
    await story.wecom("zhaomin").hears("【新件】", number, "城市管理局")
    await story.has_status(number, "review")
    await zhang.says("就在小学对面").hears(number)
    assert [await story.count(table) for table in ("cases", "fragments")] == [1, 4]
    assert zhang.count("请再说一句") == 1


async def test_a_photo_alone_is_asked_about_again_and_then_seen_by_a_person(story: Story) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    number = (await zhang.sends(platform.photo("oZhangDaYe", now=story.clock.now())).hears("编号")).number
    story.clock.move(minutes=31)
    await zhang.hears(number, "还差一句")
    story.clock.move(hours=24)
    await story.wecom("chenzhiyuan").hears(number)
    await story.has_status(number, "review")
    await story.is_quiet()
    assert zhang.count("还差一句") == 1


async def test_a_voice_without_words_must_be_listened_to(story: Story) -> None:
    zhang, chenzhiyuan = story.voter("oZhangDaYe"), story.wecom("chenzhiyuan")
    voice = story.platforms.official_account.voice("oZhangDaYe", now=story.clock.now())
    number = (await zhang.sends(voice).hears("语音收到了", "不用再打字")).number
    await story.has_status(number, "collecting")
    story.clock.move(minutes=11)
    await chenzhiyuan.hears(number, "需听录音")
    await story.has_status(number, "review")

    await chenzhiyuan.says(f"交办 {number} 城管局").hears("先听录音")
    await chenzhiyuan.says(f"整理 {number} 西关村村口路灯坏了半个月").hears("已整理")
    await chenzhiyuan.says(f"交办 {number} 城管局").hears("已转")
    await story.wecom("wangqiang").hears("【转办单】", "西关村村口路灯坏了半个月")


async def test_recognised_words_serve_like_typed_ones(story: Story) -> None:
    zhang, zhaomin = story.voter("oZhangDaYe"), story.wecom("zhaomin")
    words = "西关村村口的路灯坏了半个月。"
    voice = story.platforms.official_account.voice("oZhangDaYe", words, now=story.clock.now())
    number = (await zhang.sends(voice).hears("收到了", "编号")).number
    story.clock.move(minutes=11)
    await zhaomin.hears(number, "需听录音", "建议交办：城市管理局")
    await zhaomin.says(f"交办 {number} 城管局").hears("先听录音")


async def test_a_sent_place_is_where_it_is(story: Story) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    place = platform.location("oZhangDaYe", "34.27", "108.95", "城关镇西关村委会", now=story.clock.now())
    number = (await zhang.sends(place).hears("编号", "什么事")).number
    await zhang.says("路灯不亮").hears(number)
    await story.wecom("zhaomin").hears(number, "城关镇代表联络站")
    await story.has_status(number, "review")


async def test_a_link_is_taken_and_asked_about(story: Story) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    link = platform.message(
        "oZhangDaYe", "link", now=story.clock.now(), Title="网友说", Description="", Url="https://example.com/1"
    )
    await zhang.sends(link).hears("编号", "请再说一句")


async def test_whoever_follows_by_a_stations_code_belongs_there(story: Story) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    subscribe = platform.event("oZhangDaYe", "subscribe", "qrscene_ST02", now=story.clock.now())
    await zhang.sends(subscribe).hears("您好", "河西镇代表联络站")
    assert await story.count("cases") == 0
    number = (await zhang.says("三号楼门前的下水道堵了，污水漫到路上").hears("编号")).number
    await story.wecom("hexiulan").hears(number, "河西镇代表联络站")
    assert story.wecom("zhaomin").count(number) == 0


async def test_a_code_scanned_later_and_a_menu(story: Story) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    await zhang.sends(platform.event("oZhangDaYe", "subscribe", "", now=story.clock.now())).hears("您好")
    story.clock.move(seconds=2)
    scan = platform.event("oZhangDaYe", "SCAN", "ST01", now=story.clock.now())
    await zhang.sends(scan).hears("城关镇代表联络站")
    story.clock.move(seconds=2)
    click = await zhang.bring(platform.event("oZhangDaYe", "CLICK", "MENU_MINE", now=story.clock.now()))
    assert click.status == 200
    assert await story.count("cases") == 0


async def test_whoever_leaves_is_not_written_to_until_they_come_back(story: Story) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    await zhang.says("西关村村口的路灯坏了半个月").hears("编号")
    left = await zhang.bring(platform.event("oZhangDaYe", "unsubscribe", now=story.clock.now()))
    assert left.words is None
    await zhang.says("我的件").hears("路灯")


@pytest.mark.parametrize("kind", ["video", "shortvideo", "miniprogrampage", "merged_msg", "something_of_tomorrow"])
async def test_what_nobody_knows_is_answered_and_opens_nothing(story: Story, kind: str) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    unknown = platform.message("oZhangDaYe", kind, now=story.clock.now(), MediaId="m-1", ThumbMediaId="t-1")
    await zhang.sends(unknown).hears("")
    assert await story.count("cases") <= int(kind in {"video", "shortvideo"})


async def test_a_greeting_opens_nothing(story: Story) -> None:
    zhang = story.voter("oZhangDaYe")
    for words in ("你好", "谢谢", "👍", "[微笑]", "？", "在吗", "咋样了"):
        await zhang.says(words).hears("")
    assert await story.count("cases") == 0


async def test_fragments_within_ten_minutes_are_one_case(story: Story) -> None:
    zhang = story.voter("oZhangDaYe")
    number = (await zhang.says("路灯坏了").hears("编号", "在哪里")).number
    story.clock.move(minutes=3)
    await zhang.says("西关村村口").hears(number)
    story.clock.move(minutes=20)
    other = await zhang.says("河湾社区的自来水停了三天").hears("编号")
    assert other.number != number
    assert await story.count("cases") == 2
