"""代表建议: made of a voter's opinion, signed by two, handled with its own limits, rated in two parts, its promise kept."""

from io import BytesIO

from docx import Document

from tests.journeys.story import Story
from tests.journeys.waiting import until


async def paper_sent(story: Story) -> str:
    """What stands in the one file that was handed to the app's platform."""

    async def uploaded() -> bytes | None:
        return next((one.content for one in story.platforms.wecom.media.values() if one.kind == "file"), None)

    content = await until(uploaded, lambda: "no file was sent")
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


async def test_an_opinion_becomes_a_suggestion_that_is_answered_and_kept(story: Story) -> None:
    zhang = story.voter("oZhangDaYe")
    limei, sunxiaoyun = story.wecom("limei"), story.wecom("sunxiaoyun")
    chenzhiyuan, wangqiang, zhaomin = story.wecom("chenzhiyuan"), story.wecom("wangqiang"), story.wecom("zhaomin")
    opinion = (await zhang.says("西关村村口的路灯坏了半个月，晚上看不见路").hears("编号")).number
    await limei.says(f"附议 {opinion} 村里老人多").hears("已附议", opinion)
    await zhaomin.hears("【附议】", opinion)

    year, seq = opinion.split("-")
    number = f"{year}-{int(seq) + 1:04}"
    await limei.says(f"转为建议 {opinion}").hears(f"已由{opinion}", number, "还缺建议")
    await limei.says(f"改建议 {number} 建议：请城管局更换路灯并定期检修").hears("定期检修")
    await limei.says(f"联名 {number} 孙晓芸").hears("孙晓芸")
    await sunxiaoyun.hears("【联名】", number)
    await sunxiaoyun.says(f"同意联名 {number}").hears("已同意联名")
    await limei.says(f"提交建议 {number}").hears("联名1人")

    await chenzhiyuan.hears("【代表建议】", number, "孙晓芸")
    await chenzhiyuan.says(f"受理 {number}").hears("已受理")
    await limei.hears("闭会第001号", number)
    await chenzhiyuan.says(f"交办 {number} 城管局").hears("已转", number)
    await story.has_status(opinion, "review")

    await wangqiang.says(f"签收 {number}").hears("已签收")
    await wangqiang.says(f"面商 {number} 西关村村部 看了现场，商定更换").hears("请代表确认")
    await limei.hears("是这样吗", "西关村村部")
    await limei.says(f"确认面商 {number}").hears("已确认")
    await wangqiang.says(f"答复 {number} B 2027-03-31 路灯全部更换").hears("答复已提交")
    await chenzhiyuan.says(f"通过 {number}").hears("已通过")
    await limei.hears("B类", "2027-03-31", "过程满意")
    await limei.says(f"答复函 {number}").hears("答复函在下面")
    await limei.hears("答复函（.docx）")
    assert "对闭会第001号代表建议的答复" in await paper_sent(story)
    await limei.says("过程满意 结果基本满意").hears("过程满意，结果基本满意")
    await story.has_status(number, "replied")
    await sunxiaoyun.says("过程满意 结果满意").hears("过程满意，结果满意")
    await story.has_status(number, "follow_up")

    await wangqiang.says(f"落实 {number} 路灯都换了").hears("等确认")
    await limei.hears("【落实】", number)
    await limei.says(f"确认落实 {number}").hears("办结")
    await story.has_status(number, "closed")
