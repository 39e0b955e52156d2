"""Several people act in the same moment: each is answered, and each thing happens once."""

import asyncio

from tests.journeys.people import PlatformPerson
from tests.journeys.story import Story

PEOPLE = 8


async def test_two_clerks_dispatch_one_case_at_once(story: Story) -> None:
    zhang, zhaomin, chenzhiyuan = story.voter("oZhang"), story.wecom("zhaomin"), story.wecom("chenzhiyuan")
    number = (await zhang.says("西关村村口的路灯坏了半个月").hears("编号")).number

    await asyncio.gather(zhaomin.speak(f"交办 {number} 城管局"), chenzhiyuan.speak(f"交办 {number} 住建局"))
    await story.is_quiet()
    await zhaomin.listen()
    await chenzhiyuan.listen()
    assert zhaomin.count(f"已转{number}") + chenzhiyuan.count(f"已转{number}") == 1
    assert zhaomin.count(number, "不能交办") + chenzhiyuan.count(number, "不能交办") == 1
    assert await story.count("dispatches") == 1
    assert [entry["step"] for entry in (await story.case(number))["history"]] == ["report", "dispatch"]


async def test_who_rates_in_the_moment_of_hearing_is_heard(story: Story) -> None:
    """The arrival of a reply is written down while its reader already answers."""
    zhaomin, wangqiang = story.wecom("zhaomin"), story.wecom("wangqiang")
    people = [story.voter(f"oVoter{place}") for place in range(PEOPLE)]
    numbers = [(await one.says("西关村村口的路灯坏了半个月").hears("编号")).number for one in people]
    await zhaomin.says(f"交办 {' '.join(numbers)} 城管局").hears(*numbers)
    for number in numbers:
        await wangqiang.says(f"答复 {number} A 路灯已经修好").hears("答复已提交", number)

    async def rate(one: PlatformPerson, number: str) -> None:
        await one.hears(number, "路灯已经修好")
        await one.says("满意").hears(number, "记下“满意”")

    async def release(number: str) -> None:
        await zhaomin.says(f"通过 {number}").hears(f"已通过{number}")

    await asyncio.gather(*map(rate, people, numbers), *map(release, numbers))
    for number in numbers:
        await story.has_status(number, "closed")


async def test_one_persons_hurried_words_stay_in_order(story: Story) -> None:
    """Eight deliveries of one person brought at once are one case, and nothing of it is lost."""
    zhang, platform = story.voter("oZhang"), story.platforms.official_account
    number = (await zhang.says("西关村村口的路灯坏了").hears("编号")).number
    words = [f"第{place}盏也不亮" for place in range(1, 9)]
    await asyncio.gather(*(zhang.bring(platform.text("oZhang", said, now=story.clock.now())) for said in words))
    await story.is_quiet()
    text = (await story.case(number))["text"]
    assert sorted(text.splitlines()[1:]) == sorted(words)
    assert await story.count("cases") == 1
