"""A delivery that comes twice, at once or later: acted on once, answered the same."""

import asyncio

from tests.journeys.people import PlatformPerson
from tests.journeys.story import Story

WORDS = "西关村村口的路灯坏了半个月"


async def test_the_same_delivery_again_is_answered_the_same(story: Story) -> None:
    """Timestamp, nonce and ciphertext are fresh each time, as the platform makes them; only the message's id stays."""
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    first = await zhang.bring(platform.text("oZhangDaYe", WORDS, now=story.clock.now(), msg_id="23000000000000001"))
    assert first.words is not None
    assert "编号" in first.words
    for _ in range(3):
        story.clock.move(seconds=5)
        again = await zhang.bring(platform.text("oZhangDaYe", WORDS, now=story.clock.now(), msg_id="23000000000000001"))
        assert again.words == first.words
        assert again.body != first.body
    await story.is_quiet()
    assert [await story.count(table) for table in ("inbox", "cases", "fragments", "history")] == [1, 1, 1, 1]
    zhaomin = story.wecom("zhaomin")
    await zhaomin.hears("【新件】")
    assert zhaomin.count("【新件】") == 1


async def test_the_same_delivery_many_times_at_once(story: Story) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    now = story.clock.now()
    deliveries = [platform.text("oZhangDaYe", WORDS, now=now, msg_id="23000000000000001") for _ in range(12)]
    answers = await asyncio.gather(*(zhang.bring(delivery) for delivery in deliveries))
    told = {answer.words for answer in answers if answer.words is not None}
    assert len(told) == 1  # those that came while the first was in progress may be answered without words
    assert {answer.body for answer in answers if answer.words is None} <= {b"success"}
    again = await zhang.bring(platform.text("oZhangDaYe", WORDS, now=story.clock.now(), msg_id="23000000000000001"))
    assert {again.words} == told
    await story.is_quiet()
    assert [await story.count(table) for table in ("inbox", "cases")] == [1, 1]


async def test_a_step_of_staff_is_taken_once(story: Story) -> None:
    zhang, zhaomin, wangqiang = story.voter("oZhangDaYe"), story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await zhang.says(WORDS).hears("编号")).number
    dispatch = [
        story.platforms.wecom.text("zhaomin", f"交办 {number} 城管局", now=story.clock.now(), msg_id="8800000000000001")
        for _ in range(5)
    ]
    await asyncio.gather(*(zhaomin.bring(one) for one in dispatch))
    await zhaomin.bring(dispatch[0])
    await story.is_quiet()
    await zhaomin.hears("已转")
    await wangqiang.hears("【转办单】")
    assert wangqiang.count("【转办单】") == 1
    assert zhaomin.count("不能交办") == 0
    assert await story.count("dispatches") == 1


async def test_events_without_an_id_are_known_again_by_who_and_when(story: Story) -> None:
    zhang, platform, now = story.voter("oZhangDaYe"), story.platforms.official_account, story.clock.now()
    first = await zhang.bring(platform.event("oZhangDaYe", "subscribe", "qrscene_ST01", now=now))
    again = await zhang.bring(platform.event("oZhangDaYe", "subscribe", "qrscene_ST01", now=now))
    assert first.words == again.words
    assert await story.count("inbox") == 1


async def test_a_repeat_after_a_restart_is_answered_the_same(story: Story) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    first = await zhang.bring(platform.text("oZhangDaYe", WORDS, now=story.clock.now(), msg_id="23000000000000001"))
    await story.is_quiet()
    await story.stop()
    await story.start()
    again = await zhang.bring(platform.text("oZhangDaYe", WORDS, now=story.clock.now(), msg_id="23000000000000001"))
    assert again.words == first.words
    assert await story.count("cases") == 1


async def everybody_speaks(story: Story, people: list[PlatformPerson]) -> list[str]:
    said = [one.says(f"柳林村{place}号门前的路灯坏了").hears("编号") for place, one in enumerate(people, 1)]

    async def number_of(line: object) -> str:
        return (await line).number  # type: ignore[misc, no-any-return]

    return await asyncio.gather(*(number_of(line) for line in said))


async def test_forty_people_at_once_get_forty_numbers(story: Story) -> None:
    people = [story.voter(f"oVoter{place:02d}") for place in range(40)]
    numbers = await everybody_speaks(story, people)
    assert len(set(numbers)) == 40
    await story.is_quiet()
    assert await story.count("cases") == 40
