"""The 智能机器人 on its long connection: heard, answered, thrown out, cut off, and back again."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.robot import Pace, Robot
from tests.journeys.conftest import Tell
from tests.journeys.people import Via
from tests.journeys.robot_line import RobotPerson, by_websocket, robot_platform
from tests.journeys.story import Story
from tests.journeys.waiting import until
from tests.platforms.aibot_socket import AibotSocketPlatform

GROUP = "wrGroup1"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the pauses of a real day."""
    monkeypatch.setattr("bot.robot_wiring.Robot", partial(Robot, pace=Pace(renew=0.3, first_pause=0.1)))


@pytest.fixture
async def robot() -> AsyncIterator[AibotSocketPlatform]:
    async with robot_platform() as platform:
        yield platform


async def begin(tell: Tell, robot: AibotSocketPlatform, *, with_app: bool = True) -> Story:
    story = await tell(channels__wecom_aibot=by_websocket(robot), channels__wecom_app={"enabled": with_app})
    await robot.until_joined()
    return story


async def test_a_deputy_in_a_group_mentions_quotes_and_sends_a_picture(tell: Tell, robot: AibotSocketPlatform) -> None:
    story = await begin(tell, robot)
    group, alone = RobotPerson(robot, "limei", GROUP), story.wecom("limei")
    await group.says("东街社区的井盖破了，老人差点摔倒").hears("收到，私聊回复您。", via=Via.PASSIVE)
    told = await alone.hears("编号", via=Via.MESSAGE)
    key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    await group.does(lambda: robot.mixed("limei", "就是这个", "https://img.example/1", key, group=GROUP)).hears("收到")
    await group.quotes(told.text, "昨天又有人绊倒").hears("收到")
    await until(lambda: pieces(story, told.number, 3), lambda: "the pieces never came to the case")
    assert await story.count("cases") == 1
    assert all("井盖" not in text for text in group.all_texts())
    await group.quotes("东街社区的路灯坏了一个月", "这个也请登记").hears("收到")
    other = await alone.hears("编号", via=Via.MESSAGE)
    assert other.number != told.number


async def pieces(story: Story, number: str, count: int) -> bool:
    return await story.count_where("fragments", f"case_id = {(await story.book(number)).id}") == count


async def test_a_quoted_number_is_the_case_that_a_word_is_about(tell: Tell, robot: AibotSocketPlatform) -> None:
    story = await begin(tell, robot)
    limei, clerk = RobotPerson(robot, "limei"), RobotPerson(robot, "zhaomin")
    number = (await limei.says("东街社区的井盖破了，老人差点摔倒").hears("编号", via=Via.PASSIVE)).number
    await limei.says("东街社区的路灯坏了，晚上没法走").hears("编号")
    notice = await story.wecom("zhaomin").hears(number)
    await clerk.quotes(notice.text, "交办 城管局").hears("已转", number, via=Via.PASSIVE)
    await story.has_status(number, "dispatched")


async def test_everything_goes_over_the_line_where_there_is_no_app(tell: Tell, robot: AibotSocketPlatform) -> None:
    """The clerk has to speak once before the platform lets anybody write to her; what waited comes then."""
    story = await begin(tell, robot, with_app=False)
    limei, clerk = RobotPerson(robot, "limei"), RobotPerson(robot, "zhaomin")
    number = (await limei.says("东街社区的井盖破了，老人差点摔倒").hears("编号", via=Via.PASSIVE)).number
    await until(lambda: held(story), lambda: "the notice was never held")
    await clerk.says("待办").hears(number, via=Via.PASSIVE).hears("【紧急】", number, via=Via.MESSAGE)
    card = next(one for one in robot.said if one.chat == "zhaomin" and one.body.get("msgtype") == "template_card")
    shown = card.body["template_card"]
    accept = next(button for button in shown["button_list"] if button["text"].startswith("受理"))
    await robot.presses("zhaomin", shown["task_id"], accept["key"])
    await until(lambda: changed(robot), lambda: "the card never changed")
    await story.gets_status(number, "to_dispatch")
    await robot.presses("zhaomin", shown["task_id"], accept["key"])
    await robot.presses("limei", shown["task_id"], accept["key"])
    await story.is_quiet()
    assert await story.count_where("history", "step = 'accept_case'") == 1


async def held(story: Story) -> bool:
    return await story.count_where("outbox", "delivery = 'held' AND error = '93006'") > 0


async def changed(robot: AibotSocketPlatform) -> bool:
    return any(one.cmd == "aibot_respond_update_msg" for one in robot.said)


async def test_whoever_opens_the_chat_is_greeted_and_whoever_judges_is_counted(
    tell: Tell, robot: AibotSocketPlatform
) -> None:
    story = await begin(tell, robot)
    limei = RobotPerson(robot, "limei")
    await limei.does(lambda: robot.enters("limei")).hears("您好", via=Via.PASSIVE)
    await robot.judges("limei", 2)
    await robot.judges("limei", 1)
    await robot.judges("limei", 1)

    async def counted() -> bool:
        return await story.figure('liaison_robot_feedback{verdict="accurate"}') == 2

    await until(counted, lambda: "never counted")
    stranger = RobotPerson(robot, "woOpaqueOpenUserid")
    await stranger.says("东街社区的井盖破了").hears("还没有登记到名单里", via=Via.PASSIVE)
    assert await story.count("cases") == 0


async def test_the_same_message_again_is_answered_with_the_same_words(tell: Tell, robot: AibotSocketPlatform) -> None:
    story = await begin(tell, robot)
    limei = RobotPerson(robot, "limei")
    say = lambda: robot.text("limei", "东街社区的井盖破了，老人差点摔倒", msg_id="CAIQ1")  # noqa: E731
    first = await limei.does(say).hears("编号")
    again = await limei.does(say).hears("编号")
    assert first.text == again.text
    assert await story.count("cases") == 1


async def test_a_cut_and_a_clean_close_are_both_got_over(tell: Tell, robot: AibotSocketPlatform) -> None:
    story = await begin(tell, robot)
    limei = RobotPerson(robot, "limei")
    await robot.close_cleanly()
    await limei.says("东街社区的井盖破了，老人差点摔倒").hears("编号", via=Via.PASSIVE)
    robot.reset()
    await limei.says("我的件").hears("井盖", via=Via.PASSIVE)
    assert robot.subscribes == [0, 0, 0]
    assert (await story.get("/readyz"))[1]["degraded"] == []


async def test_an_answer_whose_ack_is_lost_is_said_once_more_and_never_a_third_time(
    tell: Tell, robot: AibotSocketPlatform
) -> None:
    story = await begin(tell, robot)
    robot.drops_acks = {"aibot_respond_msg"}
    limei = RobotPerson(robot, "limei")
    await limei.says("东街社区的井盖破了，老人差点摔倒").hears("编号", via=Via.PASSIVE)
    story.clock.move(seconds=30)
    await limei.hears("编号", via=Via.MESSAGE)
    await story.is_quiet()
    assert await story.count("cases") == 1
    assert len(robot.texts_to("limei")) == 2


async def test_thrown_out_by_a_stranger_it_stays_away_until_an_admin_says_so(
    tell: Tell, robot: AibotSocketPlatform
) -> None:
    story = await begin(tell, robot)
    await robot.kick()
    admin = story.wecom("chenzhiyuan")
    await admin.hears("被别的程序占用")

    async def is_degraded() -> bool:
        return "channels.wecom_aibot" in (await story.get("/readyz"))[1]["degraded"]

    await until(is_degraded, lambda: "nobody could see it")
    await story.stop()
    await story.start()
    assert robot.subscribes == [0]
    await admin.says("恢复机器人").hears("马上重新连接", via=Via.PASSIVE)
    await robot.until_joined()
    assert robot.subscribes == [0, 0]
    await RobotPerson(robot, "limei").says("我的件").hears("没有", via=Via.PASSIVE)
    await admin.says("恢复机器人").hears("不需要恢复")


async def test_a_wrong_secret_is_tried_a_few_times_and_then_seldom(tell: Tell, robot: AibotSocketPlatform) -> None:
    secret, robot.secret = robot.secret, "another"
    story = await tell(channels__wecom_aibot=by_websocket(robot) | {"secret": secret})
    await until(lambda: asked(robot, 2), lambda: "it did not try again")
    assert set(robot.subscribes) == {93019}
    robot.secret = secret
    await robot.until_joined()
    await RobotPerson(robot, "limei").says("我的件").hears("没有", via=Via.PASSIVE)
    assert (await story.get("/readyz"))[0] == 200


async def asked(robot: AibotSocketPlatform, times: int) -> bool:
    return len(robot.subscribes) >= times
