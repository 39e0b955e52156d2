"""People who will not learn commands: each of their habits, as the platform brings it."""

from sqlalchemy import Connection

from storage.store import Store
from tests.journeys.conftest import Tell
from tests.journeys.people import Via
from tests.journeys.story import Story

LAMP = "西关村村口的路灯坏了半个月，晚上看不见路"
WATER = "柳林村自来水停了三天"
TALK = "【聊天记录】\n快乐老张 2026/11/20 10:20\n西关村村口路灯不亮了，有事打我13812345678\n李四 10:21\n是啊，晚上都看不见\n王五 10:22\n我昨天还摔了一跤"
RAMBLING = (
    "领导你好，我今年七十二了，老伴前年走的，儿子在外头打工一年回来一趟，去年刚做的手术，医生让少走路，平时也不爱给政府添麻烦，前几天跟老李头唠嗑他说可以跟你们说说，我寻思了好几天，"
    "说了这么多，主要就是想说西关村小学门口那条路没有路灯，天一黑啥也看不见"
)


async def said_in(story: Story, number: str) -> list[str]:
    """The words of a case, as they are kept."""
    case, keys = await story.book(number), story.service.machine.keys

    def look(connection: Connection) -> list[str]:
        return [piece.text for piece in Store(connection, keys).opinions.fragments_of(case.id)]

    return await story.service.machine.memory.read(look)


async def test_six_voice_messages_in_a_row_are_one_case_and_nobody_is_asked_to_type(story: Story) -> None:
    zhou, platform = story.voter("oZhouDeHou"), story.platforms.official_account
    number = (await zhou.sends(platform.voice("oZhouDeHou", now=story.clock.now())).hears("语音收到了")).number
    for _ in range(5):
        story.clock.move(minutes=2)
        await zhou.sends(platform.voice("oZhouDeHou", now=story.clock.now())).hears(number)
    story.clock.move(minutes=11)
    await story.wecom("chenzhiyuan").hears(number, "需听录音")
    assert await story.count("cases") == 1
    assert await story.count("fragments") == 6
    assert zhou.count("请再说") + zhou.count("打字、") == 0


async def test_words_and_photo_in_either_order_are_one_case(story: Story) -> None:
    zhang, li, platform = story.voter("oZhangDaYe"), story.voter("oLiDaMa"), story.platforms.official_account
    first = (await zhang.sends(platform.photo("oZhangDaYe", now=story.clock.now())).hears("在哪里、什么事")).number
    await zhang.says(LAMP).hears(first)
    second = (await li.says("水管爆了").hears("在哪里")).number
    await li.sends(platform.photo("oLiDaMa", now=story.clock.now())).hears(second)
    await li.says("柳林村小学门口").hears(second)
    for number in (first, second):
        await story.has_status(number, "review")
    assert await story.count("cases") == 2


async def test_here_it_is_asks_for_the_place_only_and_a_pin_is_one(story: Story) -> None:
    zhang, platform = story.voter("oZhangDaYe"), story.platforms.official_account
    number = (await zhang.sends(platform.photo("oZhangDaYe", now=story.clock.now())).hears("在哪里、什么事")).number
    asked = await zhang.says("就这儿").hears(number, "在哪里")
    assert "什么事" not in asked.text
    pin = platform.location("oZhangDaYe", "34.27", "108.95", "西关村委会", now=story.clock.now())
    await zhang.sends(pin).hears(number)
    await story.has_status(number, "review")
    await story.wecom("zhaomin").hears(number, "城关镇代表联络站")
    await zhang.says("就是老槐树旁边那个").hears(number)
    assert await story.count("cases") == 1


async def test_pasted_talk_keeps_the_problem_and_counts_who_spoke(story: Story) -> None:
    zhang, zhaomin = story.voter("oZhangDaYe"), story.wecom("zhaomin")
    number = (await zhang.says(TALK).hears("编号")).number
    notice = await zhaomin.hears("【新件】", number, "聊天记录里有3人提到", "摔了一跤")
    assert "快乐老张" not in notice.text
    assert "10:21" not in notice.text
    assert (await story.book(number)).title == "西关村村口路灯不亮了"
    (kept,) = await said_in(story, number)
    assert kept == TALK.replace("13812345678", "〔电话1〕")
    await zhaomin.says(f"交办 {number} 城管局").hears("已转")
    slip = await story.wecom("wangqiang").hears("【转办单】", "摔了一跤")
    assert "李四" not in slip.text


async def test_a_long_story_with_the_matter_at_its_end(story: Story) -> None:
    number = (await story.voter("oZhangDaYe").says(RAMBLING).hears("编号")).number
    case = await story.book(number)
    assert case.title == "西关村小学门口那条路没有路灯"
    await story.wecom("zhaomin").hears(number, "建议交办：城市管理局")


async def test_a_place_is_found_by_its_old_name(story: Story) -> None:
    number = (await story.voter("oZhangDaYe").says("老供销社旁边的井盖没了").hears("编号")).number
    await story.wecom("zhaomin").hears(number, "城关镇代表联络站")


async def test_one_s_own_case_is_found_by_a_few_words(story: Story) -> None:
    zhang = story.voter("oZhangDaYe")
    lamp, water = [(await zhang.says(text).hears("编号")).number for text in (LAMP, WATER)]
    story.clock.move(minutes=20)
    await zhang.says("查查那个水的事").hears(f"{water}《", via=Via.PASSIVE)
    await zhang.says("我上次反映的路灯咋样了").hears(f"{lamp}《", via=Via.PASSIVE)
    both = await zhang.says("查查那个低保的事").hears(lamp, water)
    assert both.text.startswith("您的件（2件）")
    await zhang.says(f"撤回 {water}").hears("已撤回")
    for words in ("受理了吗", "通过了吗", "查一下我的事", "怎么还没人来", "明天能修好吗", "谢谢，什么时候能修好？"):
        await zhang.says(words).hears(f"{lamp}《")
    assert await story.count("cases") == 2


async def test_who_wants_to_be_called_is_no_case_but_with_a_matter(story: Story) -> None:
    zhang, li, office = story.voter("oZhangDaYe"), story.voter("oLiDaMa"), story.wecom("chenzhiyuan")
    await zhang.says("找个人跟我说").hears("电话号码")
    await office.hears("【找人工】")
    await zhang.says("13812345678").hears("打电话给您")
    await office.hears("【找人工】", "13812345678")
    assert await story.count("cases") == 0
    number = (await li.says(f"给我打电话，{LAMP}").hears("编号", "打电话给您")).number
    await story.wecom("zhaomin").hears("【新件】", number)
    await story.wecom("zhaomin").hears("【找人工】", number)


async def test_late_at_night_the_answer_is_instant_and_nobody_is_woken(tell: Tell) -> None:
    story = await tell(quiet_hours={"from": "21:00", "to": "07:30"}, notices={"staff": "working_hours"})
    zhang, li, zhaomin = story.voter("oZhangDaYe"), story.voter("oLiDaMa"), story.wecom("zhaomin")
    answered = (await zhang.says(LAMP).hears("编号")).number
    await zhaomin.says(f"交办 {answered} 城管局").hears("已转")
    await zhang.hears("已转给城市管理局")
    await story.wecom("wangqiang").says(f"答复 {answered} A 已修好").hears("已提交")
    await zhaomin.hears("【答复待审】")
    story.clock.move(hours=12, minutes=30)
    late = (await li.says("水管爆了").hears("收到了", "在哪里", via=Via.PASSIVE)).number
    new = (await zhang.says(WATER).hears("编号", via=Via.PASSIVE)).number
    await zhaomin.says(f"通过 {answered}").hears("已通过")
    story.clock.move(minutes=31)
    await story.is_quiet()
    assert zhang.count("已修好") + li.count("还差一句") + zhaomin.count(new) == 0
    story.clock.move(hours=8, minutes=45)
    await zhang.hears(answered, "已修好", via=Via.MESSAGE)
    await li.hears(late, "还差一句")
    story.clock.move(hours=2)
    await story.service.machine.schedule.morning()
    await zhaomin.hears("早上好", new)


async def test_two_people_at_one_phone_and_one_who_is_afraid(story: Story) -> None:
    zhang, li, zhaomin = story.voter("oZhangDaYe"), story.voter("oLiDaMa"), story.wecom("zhaomin")
    number = (await zhang.says("帮我妈反映一下，西关村村口的路灯坏了").hears("编号", "替别人说的")).number
    await zhaomin.hears("【新件】", number, "替我妈说的")
    await zhang.says("我是他儿子").hears(number)
    await zhaomin.hears("【补充】", number, "我是他儿子")
    await li.says("我说了会不会惹麻烦").hears("姓名电话不公开")
    assert await story.count("cases") == 1


async def test_an_outing_in_a_group_is_no_matter(story: Story) -> None:
    limei = story.robot("limei", group="wrGroup1")
    await limei.says("大家周末去西关村吗").hears("收到，私聊回复您。", via=Via.PASSIVE)
    await story.is_quiet()
    assert await story.count("cases") == 0
