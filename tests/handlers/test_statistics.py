"""统计: the figures in chat with both numbers, apart by what people ask for, and the cases behind each."""

from tests.handlers.office import Office
from tests.handlers.stories import CITY, LEADER, LIU, OFFICE, ZHANG, ZHAO, dispatched, released, reported


def told(office: Office) -> tuple[str, str, str]:
    """One answered and praised, one answered and blamed, one only handed over."""
    good, bad = released(office), released(office, LIU, "河湾社区的井盖没了")
    office.say(ZHANG, f"满意 {good}")
    office.say(LIU, f"不满意 {bad} 还是没有")
    return good, bad, dispatched(office, text="西关村村口的垃圾没人清运")


def test_every_rate_comes_with_its_two_numbers(office: Office) -> None:
    told(office)
    said = office.say(OFFICE, "统计")
    assert "收到3条，计3件" in said
    assert "已答复2/3（66.7%）" in said
    assert "按期答复2/3（66.7%）" in said
    assert "答复称解决2/2（100.0%），无人不满意的1/2（50.0%），反映人确认解决1/2（50.0%）" in said
    assert "满意1，基本满意0，不满意1，未反馈0，未送达0" in said


def test_each_number_opens_its_list(office: Office) -> None:
    good, bad, handed = told(office)
    answered = office.say(OFFICE, "名单 已答复")
    assert "已答复2件" in answered
    assert good in answered
    assert bad in answered
    assert handed not in answered
    assert office.say(OFFICE, "名单 不满意 2026Q4").splitlines()[1:] == [f"{bad}《河湾社区的井盖没了》"]
    assert "确认解决1件" in office.say(LEADER, "名单 确认解决")
    assert "0件" in office.say(OFFICE, "名单 已答复 2025")
    assert "可写：应答复、已答复" in office.say(OFFICE, "名单")


def test_figures_apart_by_department_town_station_and_category(office: Office) -> None:
    told(office)
    assert "城市管理局：3条3件，答复2/3" in office.say(OFFICE, "分类统计 单位")
    towns = office.say(OFFICE, "分类统计 乡镇 2026")
    assert "城关镇：2条2件" in towns
    assert "河西镇：1条1件" in towns
    assert "城关镇代表联络站：2条2件" in office.say(OFFICE, "分类统计 联络站")
    assert "2026年" in office.say(OFFICE, "分类统计 类别")
    assert "请写按什么分" in office.say(OFFICE, "分类统计")


def test_a_clerk_counts_the_own_station(office: Office) -> None:
    told(office)
    assert "收到2条，计2件" in office.say(ZHAO, "统计")
    assert "河西镇" not in office.say(ZHAO, "分类统计 乡镇")


def test_figures_are_for_the_office(office: Office) -> None:
    assert "不归您办" in office.say(CITY, "统计")


def test_a_sealed_case_is_received_and_in_no_list(office: Office) -> None:
    reported(office)
    office.say(ZHANG, "我要举报村支书张三贪污低保款")
    office.say(ZHANG, "转交")
    assert "贪污" not in office.say(OFFICE, "名单 应答复")
    assert "贪污" not in office.say(OFFICE, "分类统计 类别")
