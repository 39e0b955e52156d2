"""The 智能机器人 in single chats and in groups: its answer is the callback's own."""

from tests.journeys.conftest import Tell
from tests.journeys.people import Via
from tests.journeys.story import Story
from tests.journeys.test_slow_answers import Barrier
from tests.journeys.waiting import until
from tests.platforms.response_place import ResponsePlace

WORDS = "东街社区的井盖破了，老人差点摔倒"


async def test_a_deputy_speaks_and_a_clerk_works_through_the_robot(story: Story) -> None:
    limei, zhaomin = story.robot("limei"), story.robot("zhaomin")
    number = (await limei.says("东街社区的井盖破了，老人差点摔倒").hears("编号", via=Via.PASSIVE)).number
    await story.wecom("zhaomin").hears("【紧急】", number)
    await zhaomin.says(f"交办 {number} 城管局").hears("已转", number, via=Via.PASSIVE)
    await story.wecom("limei").hears(number, "已转给城市管理局")
    await story.has_status(number, "dispatched")


async def test_in_a_group_one_short_line_is_said_and_the_rest_to_the_person_alone(story: Story) -> None:
    limei = story.robot("limei", group="wrGroup1")
    await limei.says("东街社区的井盖破了，老人差点摔倒").hears("收到，私聊回复您。", via=Via.PASSIVE)
    number = (await story.wecom("limei").hears("编号", via=Via.MESSAGE)).number
    await story.wecom("zhaomin").hears("【紧急】", number)
    assert all("井盖" not in text for text in limei.all_texts())


async def test_words_and_picture_in_one_message(story: Story) -> None:
    limei, robot = story.robot("limei"), story.platforms.robot
    mixed = robot.mixed("limei", "东街社区的井盖破了，老人差点摔倒", now=story.clock.now())
    number = (await limei.sends(mixed).hears("编号")).number
    await story.has_status(number, "review")


async def test_the_same_delivery_to_the_robot_again(story: Story) -> None:
    limei, robot = story.robot("limei"), story.platforms.robot
    first, again = [
        await limei.bring(
            robot.text("limei", "东街社区的井盖破了，老人差点摔倒", now=story.clock.now(), msg_id="CAIQ1")
        )
        for _ in range(2)
    ]
    assert first.words is not None
    assert again.words == first.words
    assert await story.count("cases") == 1


async def test_a_stranger_at_the_robot_is_told_whom_to_ask(story: Story) -> None:
    await story.robot("nobody").says("东街社区的井盖破了").hears("还没有登记到名单里")
    assert await story.count("cases") == 0


async def test_a_late_answer_in_a_group_is_said_once_at_the_messages_own_address(tell: Tell) -> None:
    barrier, place = Barrier(), ResponsePlace()
    async with place.serve():
        story = await tell(duties=barrier.duties())
        limei, robot = story.robot("limei", group="wrGroup1"), story.platforms.robot
        body: dict[str, object] = {"msgtype": "text", "text": {"content": f"@小联 {WORDS}"}}
        body["response_url"] = place.url("1")
        asked = robot.message("limei", body, story.clock.now(), "CAIQ2", "wrGroup1")
        assert (await limei.bring(asked)).body == b""
        barrier.lift()

        async def is_said() -> bool:
            return bool(place.said)

        await until(is_said, lambda: "nothing was said at the address")
        number = (await story.wecom("limei").hears("编号", via=Via.MESSAGE)).number
        await limei.bring(asked)
        await story.is_quiet()
        assert place.said == [{"msgtype": "markdown", "markdown": {"content": "收到，私聊回复您。"}}]
        await story.has_status(number, "review")
        assert await story.count("response_urls") == 0


async def test_the_platforms_poll_for_an_answer_gets_the_same_answer(story: Story) -> None:
    limei, robot = story.robot("limei"), story.platforms.robot
    said = await limei.bring(robot.text("limei", WORDS, now=story.clock.now(), msg_id="CAIQ3"))
    polled = await limei.bring(robot.poll("CAIQ3", now=story.clock.now()))
    assert polled.words == said.words
    unknown = await limei.bring(robot.poll("CAIQ9", now=story.clock.now()))
    assert (unknown.body, await story.count("cases")) == (b"", 1)
