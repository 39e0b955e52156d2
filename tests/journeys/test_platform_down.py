"""The platform is down: nothing is lost, nothing overtakes, and whoever watches can see it."""

import pytest

from tests.journeys.story import Story
from tests.journeys.waiting import until
from tests.platforms.faults import BAD_GATEWAY, CUT_AFTER_TAKING, CUT_BEFORE_READING, NOT_JSON, Fault, error_code


async def degraded(story: Story) -> list[str]:
    status, told = await story.get("/readyz")
    assert status == 200
    assert told["ready"] is True
    channels: list[str] = told["degraded"]
    return channels


@pytest.mark.parametrize("fault", [BAD_GATEWAY, CUT_BEFORE_READING, NOT_JSON, error_code(-1)], ids=str)
async def test_notices_arrive_in_order_after_recovery(story: Story, fault: Fault) -> None:
    zhaomin = story.wecom("zhaomin")
    story.platforms.wecom.faults.always(fault)
    numbers = []
    for place in range(1, 5):
        zhang = story.voter(f"oVoter{place}")
        numbers.append((await zhang.says(f"西关村{place}号门前的路灯坏了").hears("编号")).number)

    async def is_told() -> bool:
        return "channels.wecom_app" in await degraded(story)

    await until(is_told, lambda: "readyz never said that wecom_app is down")
    assert await story.figure('liaison_channel_up{channel="wecom_app"}') == 0
    assert story.platforms.wecom.texts_to("zhaomin") == []

    story.platforms.wecom.faults.clear()
    for number in numbers:
        await zhaomin.hears("【新件】", number)
    heard = [text for text in zhaomin.all_texts() if "【新件】" in text]
    assert [number for text in heard for number in numbers if number in text] == numbers

    async def is_well() -> bool:
        return await degraded(story) == []

    await until(is_well, lambda: "readyz never said that all is well again")


async def test_a_refused_channel_holds_up_no_other(story: Story) -> None:
    story.platforms.wecom.faults.always(BAD_GATEWAY)
    zhang, limei = story.voter("oZhangDaYe"), await story.visitor()
    await zhang.says("西关村村口的路灯坏了半个月").hears("编号")
    await limei.says("东街社区的井盖破了，老人差点摔倒").hears("编号")


async def test_an_unknown_outcome_is_repeated_once_and_then_listed(story: Story) -> None:
    """Cut after the platform took it: better twice than never, but not for ever."""
    zhaomin = story.wecom("zhaomin")
    story.platforms.wecom.faults.times(2, CUT_AFTER_TAKING)
    await story.voter("oZhangDaYe").says("西关村村口的路灯坏了半个月").hears("编号")
    await zhaomin.hears("【新件】")
    await zhaomin.hears("【新件】")
    await story.is_quiet()
    assert zhaomin.count("【新件】") == 2
    assert await story.count_where("outbox", "delivery = 'unknown'") == 1


async def test_a_token_grown_old_is_renewed_without_anyone_noticing(story: Story) -> None:
    zhang, zhaomin = story.voter("oZhangDaYe"), story.wecom("zhaomin")
    await zhang.says("西关村村口的路灯坏了半个月").hears("编号")
    await zhaomin.hears("【新件】")
    story.platforms.wecom.invalidate_token()
    story.clock.move(minutes=30)
    await zhang.says("河湾社区的自来水停了三天").hears("编号")
    await story.wecom("hexiulan").hears("【新件】")
    assert await degraded(story) == []
