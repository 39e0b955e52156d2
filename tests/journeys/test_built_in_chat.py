"""The built-in chat is equal to any other channel: a voter without WeChat, and the county's people in a group."""

from tests.journeys.conftest import Tell
from tests.journeys.story import Story

GROUP = "县人大代表交流群"


async def test_a_voter_without_wechat_goes_all_the_way(story: Story) -> None:
    voter, zhaomin, wangqiang = await story.visitor(), story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await voter.says("西关村村口的路灯坏了半个月").hears("收到了，编号")).number
    await zhaomin.hears("【新件】", number)
    await zhaomin.says(f"交办 {number} 城管局").hears("已转")
    await voter.hears(number, "已转给城市管理局")
    await wangqiang.says(f"签收 {number}").hears("已签收")
    await wangqiang.says(f"答复 {number} A 路灯已经修好").hears("答复已提交")
    await zhaomin.says(f"通过 {number}").hears("已通过")
    await voter.hears(number, "路灯已经修好", "满意吗")
    await voter.says("不满意 只亮了一盏").hears("不满意")
    await story.has_status(number, "redo")


async def test_a_button_works_once_and_only_for_whom_it_was_sent_to(story: Story) -> None:
    """Decided by the service, whatever a page shows; what is typed stays typed."""
    voter, other = await story.visitor(), await story.visitor()
    number = (await voter.says("西关村村口的路灯坏了半个月").hears("收到了，编号")).number
    await story.wecom("zhaomin").says(f"交办 {number} 城管局").hears("已转")
    await story.wecom("wangqiang").says(f"答复 {number} A 路灯已经修好").hears("答复已提交")
    await story.wecom("zhaomin").says(f"通过 {number}").hears("已通过")
    await voter.hears(number, "满意吗")
    asked = next(item for item in reversed(await voter.items()) if item.get("buttons"))
    await other.presses("满意", asked).hears("已失效")
    await story.has_status(number, "replied")
    await voter.presses("满意", asked).hears(f"{number}", "记下“满意”")
    await story.has_status(number, "closed")
    shown = [item["text"] for item in await voter.items() if item["mine"]]
    assert shown[-1] == f"满意 {number}"
    before = await story.book(number)
    await voter.presses("不满意", asked).hears("已用过（已评满意）")
    await voter.send(text=f"转出 {number} 法院", pressed=asked["place"])
    await voter.hears("已失效")
    assert await story.book(number) == before


async def test_what_was_typed_instead_closes_the_buttons(story: Story) -> None:
    voter = await story.visitor()
    number = (await voter.says("西关村村口的路灯坏了半个月").hears("收到了，编号")).number
    await story.wecom("zhaomin").says(f"交办 {number} 城管局").hears("已转")
    await story.wecom("wangqiang").says(f"答复 {number} A 路灯已经修好").hears("答复已提交")
    await story.wecom("zhaomin").says(f"通过 {number}").hears("已通过")
    await voter.hears(number, "满意吗")
    await story.is_quiet()
    await voter.says(f"满意 {number}").hears("记下“满意”")
    await story.is_quiet()
    (asked,) = [item for item in await voter.items() if "满意吗" in item["text"]]
    assert asked["closed"] == "已评价"


async def test_the_same_key_is_said_once(story: Story) -> None:
    """A page that lost its line sends again with the same key."""
    voter = await story.visitor()
    sent = [await voter.send("key-of-the-page", text="西关村村口的路灯坏了半个月") for _ in range(3)]
    assert len({one["item"]["place"] for one in sent}) == 1
    await voter.hears("收到了，编号")
    await story.is_quiet()
    assert await story.count("cases") == 1
    assert await story.count("inbox") == 1


async def test_two_visitors_see_nothing_of_each_other(story: Story) -> None:
    one, other = await story.visitor(), await story.visitor()
    number = (await one.says("西关村村口的路灯坏了半个月").hears("编号")).number
    await other.says(f"查 {number}").hears("没有找到")
    assert all("路灯" not in item["text"] for item in await other.items())


async def test_a_group_hears_one_line_and_the_deputy_the_rest(tell: Tell) -> None:
    story = await tell(channels__webchat={"demo_personas": True}, channels__wecom_aibot={"enabled": False})
    limei, zhoudehou = story.persona("demo-limei"), story.persona("demo-zhoudehou")
    group = f"group:{GROUP}"
    await limei.says_in(GROUP, "大家上午好，周三接待日请准时到站")
    said = await limei.says_in(GROUP, "@小联 东街社区的井盖破了，老人差点摔倒").hears("编号")
    await story.wecom("zhaomin").hears("【紧急】", said.number)
    await story.is_quiet()
    seen = [item["text"] for item in await zhoudehou.items(group) if item["bot"]]
    assert seen == ["收到，私聊回复您。"]
    assert await story.count("inbox") == 1
    assert await story.count("cases") == 1
