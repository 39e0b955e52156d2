"""The main job: a voter's matter becomes a case, is dispatched, answered, brought back to the voter and rated."""

from tests.journeys.people import Via
from tests.journeys.story import Story


async def test_a_voter_is_answered_and_satisfied(story: Story) -> None:
    zhang, zhaomin = story.voter("oZhangDaYe"), story.wecom("zhaomin")
    wangqiang, zhanglixin = story.wecom("wangqiang"), story.wecom("zhanglixin")

    said = await zhang.says("西关村村口的路灯坏了半个月，晚上没法走").hears("收到了，编号", via=Via.PASSIVE)
    number = said.number
    await zhaomin.hears("【新件】", number, "建议交办：城市管理局", "城关镇代表联络站")
    await story.has_status(number, "review")

    await zhaomin.says(f"交办 {number} 城管局 协办 住建局").hears(f"已转{number}", "→城市管理局，协办住房和城乡建设局")
    await wangqiang.hears("【转办单】", number, "路灯")
    await zhanglixin.hears("协办（主办：城市管理局）", number)
    await zhang.hears(number, "已转给城市管理局")
    await story.has_status(number, "dispatched")

    await wangqiang.says(f"签收 {number}").hears(f"已签收{number}")
    await zhanglixin.says(f"答复 {number} 灯杆基础由我们加固").hears("协办意见已记下", number)
    await wangqiang.hears("【协办意见】", number, "灯杆基础由我们加固")
    await wangqiang.says(f"答复 {number} A 路灯已经修好").hears("答复已提交", number)
    await zhaomin.hears("【答复待审】", number, "A类", "路灯已经修好")
    await story.has_status(number, "reply_review")

    await zhaomin.says(f"通过 {number}").hears(f"已通过{number}", "1位反映人")
    await zhang.hears(number, "城市管理局答复", "路灯已经修好", "满意吗", via=Via.MESSAGE)
    await story.has_status(number, "replied")

    await zhang.says("满意").hears(number, "记下“满意”", via=Via.PASSIVE)
    await story.has_status(number, "closed")


async def test_the_api_tells_the_same_story(story: Story) -> None:
    zhang, zhaomin, wangqiang = story.voter("oZhangDaYe"), story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await zhang.says("西关村村口的路灯坏了，打我13912345678").hears("编号")).number
    await zhaomin.says(f"交办 {number} 城管局").hears("已转")
    await wangqiang.says(f"签收 {number}").hears("已签收")
    await wangqiang.says(f"答复 {number} A 路灯已经修好").hears("答复已提交")
    await zhaomin.says(f"通过 {number}").hears("已通过")
    await zhang.hears("路灯已经修好")
    await zhang.says("基本满意").hears("基本满意")

    case = await story.case(number)
    assert (case["status"], case["kind"], case["department"], case["reporters"]) == ("closed", "opinion", "CG", 1)
    assert case["suggested_departments"][0] == "CG"
    assert "13912345678" not in str(case)
    assert [entry["step"] for entry in case["history"]] == ["report", "dispatch", "accept", "reply", "release", "rate"]
    assert [entry["actor_role"] for entry in case["history"]] == [
        "voter",
        "liaison_officer",
        "case_officer",
        "case_officer",
        "liaison_officer",
        "voter",
    ]
    assert case["reply"] == {"class": "A", "text": "路灯已经修好"}
    assert [(one["by"], one["verdict"]) for one in case["verdicts"]] == [("reporter-1", "basically")]
    _, listed = await story.api("/cases?status=closed")
    assert [one["number"] for one in listed["items"]] == [number]


async def test_a_refused_step_changes_nothing(story: Story) -> None:
    zhang, wangqiang, heyong = story.voter("oZhangDaYe"), story.wecom("wangqiang"), story.wecom("heyong")
    number = (await zhang.says("西关村村口的路灯坏了半个月").hears("编号")).number
    before = await story.book(number)
    await wangqiang.says(f"签收 {number}").hears("没有找到")
    await heyong.says(f"答复 {number} A 修好了").hears("没有找到")
    await zhang.says(f"交办 {number} 城管局").hears("由工作人员办")
    await story.is_quiet()
    assert await story.book(number) == before


async def test_what_may_not_wait_is_looked_at_by_a_person_first(story: Story) -> None:
    zhang, zhaomin = story.voter("oZhangDaYe"), story.wecom("zhaomin")
    number = (await zhang.says("西关村小学对面的房子着火了，火很大").hears("编号")).number
    await zhaomin.hears("【先看】", number)
    assert (await story.case(number))["human_first"] is True
    await zhaomin.says(f"交办 {number} 城管局").hears("请先发", f"接手 {number}")
    await story.has_status(number, "review")
    await zhaomin.says(f"接手 {number}").hears("接手", number)
    await zhaomin.says(f"交办 {number} 城管局").hears(f"已转{number}")
    await story.wecom("wangqiang").hears("【转办单】", number)
