"""The moments in which a wrong word does harm: what is said at once, who is told, and who never hears of it."""

from datetime import date

from sqlalchemy import Connection

from storage.duty import DutyRow
from storage.store import Store
from tests.journeys.people import PlatformPerson, Via
from tests.journeys.story import Story

IN_DANGER = "我实在不想活了，药都买好了"
GAS = "西关村三号楼一股煤气味，头晕得很"
ACCUSATION = "举报西关村支书贪污危房改造款，给了他小舅子"
MIXED = "西关村村口的路灯坏了半个月。另外举报村支书贪污低保款。"
SECRET = "这里有份文件，机密★10年，说要修高铁站，你们看看"
COURT = "我家的案子法院判得不公，请代表过问一下判决"


async def on_duty(story: Story, *names: str) -> None:
    """Today's 值班, in the order in which they are called."""

    def write(connection: Connection) -> None:
        people = {person.name: person.id for person in story.service.machine.directory.current.people.values()}
        rows = [DutyRow(date(2026, 11, 23), place, name, False, people[name]) for place, name in enumerate(names, 1)]
        Store(connection, story.service.machine.keys).duty.replace(rows)

    await story.service.machine.memory.write(write)


def everybody(story: Story) -> list[PlatformPerson]:
    names = ("zhaomin", "hexiulan", "chenzhiyuan", "gaoming", "wangqiang", "zhanglixin", "heyong", "jiangtao", "limei")
    return [story.wecom(name) for name in names]


async def never_heard(story: Story, word: str, *, but: tuple[str, ...] = ()) -> None:
    """Nobody of the office has been told this word, but for those who may."""
    await story.is_quiet()
    for person in everybody(story):
        await person.listen()
        assert person.name in but or person.count(word) == 0, f"{person.name} heard {word}"


async def test_a_person_in_danger_is_answered_at_once_and_the_roster_called_one_after_the_other(story: Story) -> None:
    await on_duty(story, "何秀兰", "赵敏")
    zhang, first, second = story.voter("oZhangDaYe"), story.wecom("hexiulan"), story.wecom("zhaomin")
    said = await zhang.says(IN_DANGER).hears("110", "120", via=Via.PASSIVE)
    assert "2026-" not in said.text
    number = (await first.hears("【危急】", "药都买好了")).number
    await never_heard(story, "药都买好了", but=("hexiulan",))
    assert zhang.count("已看到") == 0
    story.clock.move(minutes=3, seconds=5)
    await second.hears("【危急】", number)
    await zhang.hears("别等我", "110")
    await zhang.says("我在西关村桥头").hears("110")
    await first.hears("【危急】", "本人又说", "桥头")
    await second.says(f"接手 {number}").hears("接手")
    await zhang.hears("值班同志已看到")
    await first.hears("已由赵敏接手")
    await second.says(f"回 {number} 我马上到，您先坐下").hears("已发给")
    heard = await zhang.hears("我马上到，您先坐下")
    assert number not in heard.text
    await never_heard(story, "桥头", but=("hexiulan", "zhaomin"))
    await story.wecom("chenzhiyuan").says("待办").hears("没有等您办的件")
    assert zhang.count("满意") == 0


async def test_an_unknown_person_in_danger_on_the_offices_own_wechat_is_answered(story: Story) -> None:
    stranger = story.wecom("newcomer")
    await stranger.says(IN_DANGER).hears("110", "120", via=Via.PASSIVE)
    await story.wecom("zhengbao").hears("【危急】", "药都买好了")
    await never_heard(story, "药都买好了")


async def test_gas_is_told_to_leave_and_waits_for_somebody_who_takes_over(story: Story) -> None:
    zhang, zhaomin = story.voter("oZhangDaYe"), story.wecom("zhaomin")
    number = (await zhang.says(GAS).hears("119", "编号", via=Via.PASSIVE)).number
    await zhaomin.hears("【先看】", number)
    assert (await story.book(number)).urgency == "critical"
    await zhaomin.says(f"交办 {number} 住建局").hears(f"接手 {number}")
    await story.has_status(number, "review")
    await zhaomin.says(f"接手 {number}").hears("已接手")
    await zhaomin.says(f"交办 {number} 住建局").hears("已转")
    await story.wecom("zhanglixin").hears("【转办单】", number)


async def test_an_accusation_is_sealed_and_the_road_beside_it_is_not(story: Story) -> None:
    zhang, li, zhengbao = story.voter("oZhangDaYe"), story.voter("oLiDaMa"), story.wecom("zhengbao")
    answer = await zhang.says(ACCUSATION).hears("12388", "转交", via=Via.PASSIVE)
    assert "2026-" not in answer.text
    sealed = (await zhengbao.hears("【受限件】")).number
    await zhang.says("转交").hears("封存转送")
    await zhengbao.hears(sealed, "同意封存转送")
    mixed = await li.says(MIXED).hears("12388", "编号")
    await story.wecom("zhaomin").hears("【新件】", mixed.number, "路灯")
    await never_heard(story, "支书")
    assert zhengbao.count("支书") == 0
    await zhengbao.says(f"查 {sealed}").hears("支书")
    not_seen = await story.wecom("zhaomin").says(f"查 {sealed}").hears("没有找到")
    no_such = await story.wecom("zhaomin").says("查 2026-0099").hears("没有找到")
    assert not_seen.text.replace(sealed, "") == no_such.text.replace("2026-0099", "")


async def test_a_secret_mark_is_kept_for_the_secrecy_officer_alone(story: Story) -> None:
    zhang = story.voter("oZhangDaYe")
    await zhang.says(SECRET).hears("密级", "保密员", via=Via.PASSIVE)
    sealed = await story.wecom("zhengbao").hears("【受限件】", "涉密")
    assert (await story.book(sealed.number)).sealed == "secrecy"
    await never_heard(story, "高铁站")
    assert story.wecom("zhengbao").count("高铁站") == 0
    assert await story.count("fragments") == 1


async def test_a_case_before_the_court_is_told_its_lawful_way(story: Story) -> None:
    number = (await story.voter("oZhangDaYe").says(COURT).hears("12348", "上诉", via=Via.PASSIVE)).number
    assert (await story.book(number)).human_first


async def test_who_is_pressed_about_a_rating_is_heard_by_the_commission_alone(story: Story) -> None:
    await story.wecom("limei").says("有人找我").hears("代表工委", via=Via.PASSIVE)
    await story.wecom("chenzhiyuan").hears("【评价】", "代表李梅")
    await never_heard(story, "【评价】", but=("chenzhiyuan",))
    assert await story.count("cases") == 0
