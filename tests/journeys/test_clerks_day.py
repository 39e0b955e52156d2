"""A clerk's day through the running service: answered directly, registered, parted, several numbers, a group, a link."""

from tests.journeys.story import Story

PHONE = "13812345678"


async def test_a_question_is_answered_with_a_saved_answer_and_rated(story: Story) -> None:
    zhang, zhaomin = story.voter("oZhang"), story.wecom("zhaomin")
    await zhaomin.says("新建知识 高龄补贴怎么领｜满80周岁到村委会填表｜县民政局办事指南｜2027-06-30").hears("已存知识1")
    number = (await zhang.says("请问西关村80岁老人的高龄补贴怎么领").hears("编号")).number
    await zhaomin.hears(number, "可直答：《高龄补贴怎么领》")
    await zhaomin.says(f"直答 {number} 知识1").hears("已直答", number)
    await zhang.hears(number, "满80周岁到村委会填表（来源：县民政局办事指南）", "满意吗")
    await story.has_status(number, "replied")
    await zhang.says("满意").hears("满意")
    await story.has_status(number, "closed")


async def test_a_walk_in_is_told_by_telephone_and_rated_by_the_clerk(story: Story) -> None:
    zhaomin, wangqiang = story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await zhaomin.says(f"登记 张大爷 {PHONE} 西关村的路灯坏了半个月").hears("已登记")).number
    await zhaomin.says(f"交办 {number} 城管局").hears("已转")
    await wangqiang.says(f"答复 {number} A 换了灯泡").hears("答复已提交")
    await zhaomin.says(f"通过 {number}").hears("已通过")
    await zhaomin.hears("请电话告知", "张大爷", PHONE, "换了灯泡")
    await zhaomin.says(f"已告知 {number}").hears("代评")
    await zhaomin.says(f"代评 {number} 满意").hears("满意")
    await story.has_status(number, "closed")


async def test_several_matters_are_parted_and_several_numbers_go_their_own_ways(story: Story) -> None:
    zhang, zhaomin, wangqiang = story.voter("oZhang"), story.wecom("zhaomin"), story.wecom("wangqiang")
    said = "1.西关村路灯坏了 2.东街社区垃圾没人拉"
    number = (await zhang.says(said).hears("2件事", "拆分")).number
    await zhang.says(f"拆分 {number}").hears("已分开办", number, "2026-0002")
    await zhaomin.hears("2026-0002", "垃圾")
    await zhaomin.says(f"交办 {number} 2026-0002 2026-0009 城管局").hears(
        f"已转{number}", "已转2026-0002", "没有找到2026-0009"
    )
    await wangqiang.hears("转办单", "2026-0002")
    await zhaomin.says(f"关联 {number} GD2026112300017").hears("GD2026112300017")
    await zhaomin.says("查 gd2026112300017").hears(number, "关联")
    await zhaomin.says(f"转群 {number}").hears("西关村", "城市管理局")
    await zhaomin.says("今日转群").hears(number, "2026-0002")
    await zhaomin.says("已发 1").hears("已发群")
