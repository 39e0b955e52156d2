"""企业微信 is for people of the directory: a stranger is told whom to ask, and nothing is kept of what they wrote."""

from tests.journeys.story import Story


async def test_a_stranger_opens_no_case(story: Story) -> None:
    stranger = story.wecom("newcomer")
    await stranger.says("西关村村口的路灯坏了半个月").hears("还没有登记到名单里")
    await stranger.says("待办").hears("还没有登记到名单里")
    await stranger.sends(story.platforms.wecom.photo("newcomer", now=story.clock.now())).hears("还没有登记到名单里")
    await story.is_quiet()
    assert [await story.count(table) for table in ("cases", "fragments", "history", "vault")] == [0, 0, 0, 0]


async def test_staff_words_are_never_a_case(story: Story) -> None:
    await story.wecom("zhaomin").says("西关村村口的路灯坏了半个月").hears("")
    assert await story.count("cases") == 0


async def test_capital_letters_of_a_userid_make_no_stranger(story: Story) -> None:
    await story.wecom("ZhaoMin").says("待办").hears("")
    assert story.wecom("ZhaoMin").count("还没有登记到名单里") == 0
