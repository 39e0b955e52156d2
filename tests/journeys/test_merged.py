"""One matter raised by several: handled once, and each of them is told and rates."""

from tests.journeys.people import PlatformPerson
from tests.journeys.story import Story


async def three_report_the_same(story: Story) -> tuple[list[PlatformPerson], list[str]]:
    people = [story.voter(openid) for openid in ("oZhang", "oLi", "oWang")]
    words = ["西关村的班车三天没来了", "西关村班车停了，老人进不了城", "西关村等不到班车"]
    numbers = [(await one.says(said).hears("编号")).number for one, said in zip(people, words, strict=True)]
    return people, numbers


async def test_each_reporter_is_told_and_rates(story: Story) -> None:
    (zhang, li, wang), (first, second, third) = await three_report_the_same(story)
    zhaomin, heyong = story.wecom("zhaomin"), story.wecom("heyong")
    await zhaomin.says(f"合并 {second} {first}").hears(f"已把{second}", f"并入{first}")
    await li.hears(second, first, "同一件事")
    await zhaomin.says(f"合并 {third} {first}").hears("并入")
    await story.has_status(second, "merged")

    await zhaomin.says(f"交办 {first} 交通局").hears("已转")
    for one in (zhang, li, wang):
        await one.hears(first, "已转给交通运输局")
    await heyong.says(f"答复 {first} A 班车已经恢复").hears("答复已提交")
    await zhaomin.says(f"通过 {first}").hears("3位反映人")
    for one in (zhang, li, wang):
        await one.hears(first, "班车已经恢复", "满意吗")

    await zhang.says("满意").hears("满意")
    await li.says("基本满意").hears("基本满意")
    await story.has_status(first, "replied")
    await li.says("满意").hears("记下“满意”")
    await wang.says(f"{third} 不满意 末班太早").hears("不满意")
    await story.has_status(first, "redo")
    await heyong.hears("【重新办理】", first, "末班太早")


async def test_a_merge_that_was_wrong_is_undone(story: Story) -> None:
    (zhang, li, _), (first, second, _) = await three_report_the_same(story)
    zhaomin = story.wecom("zhaomin")
    await zhaomin.says(f"合并 {second} {first}").hears("并入")
    await zhaomin.says(f"撤销合并 {second}").hears("已撤销合并")
    await li.hears(second, "单独办理")
    await story.has_status(second, "review")
    await zhaomin.says(f"交办 {first} 交通局").hears("已转")
    await zhang.hears(first, "已转给交通运输局")
    await story.is_quiet()
    assert li.count("已转给") == 0
