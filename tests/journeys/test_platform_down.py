"""The platform is down: nothing is lost, nothing overtakes, and whoever watches can see it."""

from tests.journeys.story import Story
from tests.journeys.waiting import until
from tests.platforms.faults import BAD_GATEWAY, CUT_AFTER_TAKING, CUT_BEFORE_READING, HANG


async def degraded(story: Story) -> list[str]:
    status, told = await story.get("/readyz")
    assert status == 200
    assert told["ready"] is True
    channels: list[str] = told["degraded"]
    return channels


async def four_report(story: Story) -> list[str]:
    people = [story.voter(f"oVoter{place}") for place in range(1, 5)]
    return [(await one.says("西关村村口的路灯坏了半个月").hears("编号")).number for one in people]


async def is_down(story: Story) -> None:
    async def look() -> bool:
        return "channels.wecom_app" in await degraded(story)

    await until(look, lambda: "readyz never said that wecom_app is down")
    assert await story.figure('liaison_channel_up{channel="wecom_app"}') == 0
    assert story.platforms.wecom.texts_to("zhaomin") == []


async def all_is_told(story: Story, numbers: list[str]) -> None:
    """To the clerk, once each and in the order in which it happened; and the channel is well again."""
    zhaomin = story.wecom("zhaomin")
    for number in numbers:
        await zhaomin.hears("【新件】", number)
    heard = [text for text in zhaomin.all_texts() if "【新件】" in text]
    assert [number for text in heard for number in numbers if number in text] == numbers

    async def look() -> bool:
        return await degraded(story) == []

    await until(look, lambda: "readyz never said that all is well again")


async def test_notices_arrive_in_order_after_recovery(story: Story) -> None:
    """One fault for all: each has its row in tests/proof/test_every_fault_and_kind.py."""
    story.platforms.wecom.faults.always(BAD_GATEWAY)
    numbers = await four_report(story)
    await is_down(story)
    story.platforms.wecom.faults.clear()
    await all_is_told(story, numbers)


async def test_notices_arrive_after_nobody_listened_and_after_a_restart_of_ours(story: Story) -> None:
    await story.shut(story.platforms.wecom)
    numbers = await four_report(story)
    await is_down(story)
    await story.stop()
    await story.start()
    await is_down(story)
    await story.reopen(story.platforms.wecom)
    await all_is_told(story, numbers)


async def test_one_cut_call_is_repeated_before_anything_later_goes_out(story: Story) -> None:
    story.platforms.wecom.faults.once(CUT_BEFORE_READING)
    await all_is_told(story, await four_report(story))


async def test_a_platform_that_hangs_keeps_nobody_waiting(story: Story) -> None:
    """Who writes is answered at once, whatever becomes of the notice."""
    story.platforms.wecom.faults.always(HANG)
    await four_report(story)
    assert await story.count("cases") == 4
    assert (await story.get("/readyz"))[0] == 200
    await story.shut(story.platforms.wecom)


async def test_a_refused_channel_holds_up_no_other(story: Story) -> None:
    story.platforms.wecom.faults.always(BAD_GATEWAY)
    zhang, limei = story.voter("oZhangDaYe"), await story.visitor()
    await zhang.says("西关村村口的路灯坏了半个月").hears("编号")
    await limei.says("东街社区的井盖破了，老人差点摔倒").hears("编号")


async def test_an_unknown_outcome_is_repeated_once_and_then_listed(story: Story) -> None:
    """Cut after the platform took it: said again, which the platform swallows as it was asked to; and not for ever."""
    zhaomin = story.wecom("zhaomin")
    story.platforms.wecom.faults.times(2, CUT_AFTER_TAKING)
    await story.voter("oZhangDaYe").says("西关村村口的路灯坏了半个月").hears("编号")
    await zhaomin.hears("【新件】")

    async def is_listed() -> bool:
        return await story.count_where("outbox", "delivery = 'unknown'") == 1

    await until(is_listed, lambda: "the message was never listed as unknown")
    assert zhaomin.count("【新件】") == 1
    assert len(story.platforms.wecom.dropped) == 1


async def test_a_token_grown_old_is_renewed_without_anyone_noticing(story: Story) -> None:
    zhang, zhaomin = story.voter("oZhangDaYe"), story.wecom("zhaomin")
    await zhang.says("西关村村口的路灯坏了半个月").hears("编号")
    await zhaomin.hears("【新件】")
    story.platforms.wecom.invalidate_token()
    story.clock.move(minutes=30)
    await zhang.says("河湾社区的自来水停了三天").hears("编号")
    await story.wecom("hexiulan").hears("【新件】")
    assert await degraded(story) == []
