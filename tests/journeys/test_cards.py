"""A clerk, a case officer and a deputy who only press buttons in 企业微信; presses twice, by others, and too late."""

from tests.journeys.people import Via
from tests.journeys.story import Story


async def test_a_whole_case_by_pressing(story: Story) -> None:
    limei, wangqiang = story.wecom("limei"), story.wecom("wangqiang")
    number = (await limei.says("西关村村口的路灯坏了半个月").hears("编号")).number

    new = await story.card("zhaomin", number, label="受理")
    assert list(new.buttons) == ["受理", "交办城市管理局", "其他单位", "不受理"]
    assert new.facts == {"编号": number, "联络站": "城关镇代表联络站"}
    await story.press("zhaomin", "受理", new)
    await story.turns(new, "已受理")

    accepted = await story.card("zhaomin", "已受理", label="交办城市管理局")
    await story.press("zhaomin", "交办城市管理局", accepted).hears(f"已转{number}", "→城市管理局", via=Via.PASSIVE)
    await story.turns(accepted, "已交办城市管理局")
    await story.has_status(number, "dispatched")

    slip = await story.card("wangqiang", number, label="签收")
    assert slip.title.startswith(f"【转办单】{number}《")
    assert slip.facts["单位"] == "城市管理局"
    await story.press("wangqiang", "签收", slip)
    await story.turns(slip, "已签收")
    await wangqiang.hears(f"已签收{number}", via=Via.MESSAGE)
    await story.has_status(number, "handling")
    await wangqiang.says(f"答复 {number} A 路灯已经修好").hears("答复已提交")

    review = await story.card("zhaomin", number, label="通过")
    await story.press("zhaomin", "通过", review).hears(f"已通过{number}", "1位反映人", via=Via.PASSIVE)
    reply = await story.card("limei", "路灯已经修好", label="满意")
    assert list(reply.buttons) == ["满意", "基本满意", "不满意"]
    await story.press("limei", "满意", reply).hears(number, "记下“满意”", via=Via.PASSIVE)
    await story.turns(reply, "已评满意")
    await story.has_status(number, "closed")
    _, case = await story.api(f"/cases/{number}")
    steps = [entry["step"] for entry in case["history"]]
    assert steps == ["report", "accept_case", "dispatch", "accept", "reply", "release", "rate"]


async def test_a_button_works_once_and_only_for_its_addressee(story: Story) -> None:
    number = (await story.voter("oZhangDaYe").says("西关村村口的路灯坏了半个月").hears("编号")).number
    new = await story.card("zhaomin", number, label="交办城市管理局")
    await story.press("heyong", "交办城市管理局", new).hears("不是发给您的")
    await story.press("chenzhiyuan", "不受理", new).hears("不是发给您的")
    await story.has_status(number, "review")
    assert new.label == ""

    await story.press("zhaomin", "交办城市管理局", new).hears(f"已转{number}")
    before = await story.book(number)
    story.clock.move(seconds=2)
    await story.press("zhaomin", "交办城市管理局", new).hears("已用过（已交办城市管理局）", via=Via.PASSIVE)
    await story.press("zhaomin", "不受理", new).hears("已用过")
    await story.is_quiet()
    assert await story.book(number) == before
    assert await story.count_where("dispatches", "1 = 1") == 1


async def test_the_same_press_brought_again_acts_once(story: Story) -> None:
    number = (await story.voter("oZhangDaYe").says("西关村村口的路灯坏了半个月").hears("编号")).number
    new = await story.card("zhaomin", number, label="受理")
    request = story.platforms.wecom.press("zhaomin", "受理", new, now=story.clock.now())
    for _ in range(3):
        await story.wecom("zhaomin").bring(request)
    await story.turns(new, "已受理")
    await story.is_quiet()
    _, case = await story.api(f"/cases/{number}")
    assert [entry["step"] for entry in case["history"]] == ["report", "accept_case"]
    assert story.wecom("zhaomin").count("已用过") == 0


async def test_a_case_that_moved_on_otherwise_turns_its_cards_grey(story: Story) -> None:
    """Typed by the clerk who had the card; and the department's own by the one who answered."""
    zhaomin, wangqiang = story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await story.voter("oZhangDaYe").says("西关村村口的路灯坏了半个月").hears("编号")).number
    new = await story.card("zhaomin", number, label="受理")
    await story.is_quiet()  # what the platform gave for changing it is in the books
    await zhaomin.says(f"交办 {number} 城管局").hears(f"已转{number}")
    await story.turns(new, "已交办")
    await story.press("zhaomin", "受理", new).hears(number, "不能受理")

    slip = await story.card("wangqiang", number, label="签收")
    await story.is_quiet()
    await wangqiang.says(f"答复 {number} A 路灯已经修好").hears("答复已提交")
    await story.turns(slip, "已答复")
    await story.has_status(number, "reply_review")


async def test_after_72_hours_a_card_is_left_as_it_is(story: Story) -> None:
    number = (await story.voter("oZhangDaYe").says("西关村村口的路灯坏了半个月").hears("编号")).number
    new = await story.card("zhaomin", number, label="受理")
    await story.is_quiet()
    story.clock.move(hours=73)
    await story.wecom("zhaomin").says(f"受理 {number}").hears("已受理")
    await story.is_quiet()
    assert new.label == ""
    assert "/cgi-bin/message/update_template_card" not in story.platforms.wecom.calls


async def test_a_choice_that_needs_words_asks_for_them(story: Story) -> None:
    zhang, zhaomin = story.voter("oZhangDaYe"), story.wecom("zhaomin")
    number = (await zhang.says("西关村村口的路灯坏了半个月").hears("编号")).number
    new = await story.card("zhaomin", number, label="不受理")
    await story.is_quiet()
    await story.press("zhaomin", "不受理", new).hears("请写明不受理", number, "理由", via=Via.MESSAGE)
    await story.has_status(number, "review")
    await zhaomin.says("太忙").hears("请写理由", "涉法涉诉")
    await zhaomin.says("路灯归电力公司，已经转告他们").hears(f"{number}", "不予受理")
    await zhang.hears("已经转告他们")
    await story.turns(new, "已不予受理")
    await story.has_status(number, "rejected")


async def test_words_too_long_for_a_card_go_before_it(story: Story) -> None:
    told = "西关村村口的路灯坏了半个月，" + "老人晚上出门摔过，孩子下晚自习也看不见路，" * 12
    zhaomin = story.wecom("zhaomin")
    number = (await story.voter("oZhangDaYe").says(told).hears("编号")).number
    card = await story.card("zhaomin", number, label="受理")
    await zhaomin.hears("【紧急】", "孩子下晚自习也看不见路", "建议交办")
    assert len(card.text) <= 160
    assert card.title.startswith("【紧急】")
    assert story.platforms.wecom.texts_to("zhaomin")[-1].startswith(card.title)


async def test_a_card_whose_step_was_taken_while_it_was_being_sent_turns_grey_too(story: Story) -> None:
    """It lies on the screen; the platform's answer, with what changes it, comes only after another clerk has dispatched."""
    platform = story.platforms.wecom
    platform.may_answer.clear()
    number = (await story.voter("oZhangDaYe").says("西关村村口的路灯坏了半个月").hears("编号")).number
    new = await story.card("zhaomin", number, label="交办城市管理局")
    story.clock.move(seconds=1)
    await story.wecom("chenzhiyuan").says(f"交办 {number} 城管局").hears(f"已转{number}", via=Via.PASSIVE)
    assert new.label == ""
    platform.may_answer.set()
    await story.turns(new, "已交办")
    await story.is_quiet()
    assert platform.calls.count("/cgi-bin/message/update_template_card") == 1
