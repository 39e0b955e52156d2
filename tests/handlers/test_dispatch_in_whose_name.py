"""In whose name a case goes out, in which form, and when it goes up to the commission instead."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from storage.tables.directory import people
from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    HE,
    OFFICE,
    OFFICE_TOO,
    SUPERVISOR,
    ZHAO,
    clocks,
    empty_boxes,
    everything,
    hears,
    history,
    play,
    reported,
    status,
    steps,
)

TRAFFIC, TOWN, COURT = "demo-hanbing", "demo-weicheng", "demo-shenping"


@pytest.mark.parametrize("name", ["法院", "检察院", "纪委", "政法委"])
def test_courts_and_party_bodies_are_written_to_in_their_own_way(office: Office, name: str) -> None:
    reported(office)
    before = everything(office)
    play(
        office,
        [(ZHAO, f"交办 1 {name}", "不受交办", "转出 2026-0001"), (ZHAO, f"交办 1 城管局 协办 {name}", "不受交办")],
    )
    assert everything(office) == before
    play(office, [(ZHAO, f"转出 1 {name}", "已转出")])
    assert hears(office, COURT) == ""


def test_a_vertical_body_is_asked_by_letter(office: Office) -> None:
    reported(office)
    play(office, [(ZHAO, "交办 1 交警队", "已转")])
    slip = hears(office, TRAFFIC)
    assert "【转办单（函转）】2026-0001《" in slip
    assert "商请办理并函复" in slip


def test_a_station_s_slip_to_a_county_body_goes_in_the_commission_s_name(office: Office) -> None:
    reported(office)
    office.say(ZHAO, "交办 1 城管局")
    slip = hears(office, CITY)
    assert "【转办单】2026-0001《" in slip
    assert "转办：示范县人大常委会代表工委（经办：城关镇代表联络站）" in slip


def test_within_its_town_a_station_speaks_for_itself(office: Office) -> None:
    reported(office)
    office.say(ZHAO, "交办 1 城关镇政府")
    assert "转办：城关镇代表联络站\n" in hears(office, TOWN)


def test_the_commission_s_own_slip_names_no_station(office: Office) -> None:
    reported(office)
    office.say(OFFICE, "交办 1 城管局")
    assert "转办：示范县人大常委会代表工委\n" in hears(office, CITY)


def test_where_a_station_dispatches_in_its_town_alone_the_rest_goes_up(office: Office) -> None:
    office.settings = replace(office.settings, station_dispatch="town")
    reported(office)
    empty_boxes(office)
    play(office, [(ZHAO, "交办 1 城管局 协办 住建局", "已呈报代表工委", "城市管理局 协办 住房和城乡建设局")])
    assert (status(office, "2026-0001"), steps(office, "2026-0001")) == ("to_dispatch", ["report", "present"])
    assert clocks(office, "2026-0001") == []
    assert hears(office, CITY) == ""
    for who in (OFFICE, OFFICE_TOO):
        letter = office.boxes[who][0]
        assert "【呈报】城关镇代表联络站呈报2026-0001《" in letter.text
        assert letter.buttons == (("交办城市管理局", "交办 2026-0001 城市管理局 协办 住房和城乡建设局"),)
    play(office, [(OFFICE, office.boxes[OFFICE][0].buttons[0][1], "已转", "→城市管理局，协办住房和城乡建设局")])
    assert "转办：示范县人大常委会代表工委\n" in hears(office, CITY)


def test_a_town_s_own_body_is_dispatched_to_all_the_same(office: Office) -> None:
    office.settings = replace(office.settings, station_dispatch="town")
    reported(office)
    play(office, [(ZHAO, "交办 1 城关镇政府", "已转", "城关镇人民政府")])


def test_a_station_may_put_a_case_before_the_commission_by_itself(office: Office) -> None:
    reported(office)
    play(office, [(HE, "呈报 1 城管局", "没有找到"), (ZHAO, "呈报 1", "已呈报代表工委", "城市管理局")])
    assert "【呈报】" in hears(office, OFFICE)
    play(office, [(OFFICE, "呈报 1", "不归您办")])


def via_supervision(office: Office) -> str:
    office.settings = replace(office.settings, government_via_supervision=True)
    return reported(office)


def test_what_goes_to_the_government_goes_by_its_supervision_office(office: Office) -> None:
    number = via_supervision(office)
    play(office, [(SUPERVISOR, f"交办 {number} 城管局", "不归您办")])
    office.say(ZHAO, f"交办 {number} 城管局 协办 城关镇政府")
    assert (status(office, number), steps(office, number)[-1]) == ("to_dispatch", "entrust")
    assert hears(office, CITY) == hears(office, TOWN) == ""
    told = hears(office, SUPERVISOR)
    assert f"【交政府督查室】{number}《" in told
    assert "城市管理局 协办 城关镇人民政府" in told
    play(
        office, [(SUPERVISOR, "待办", number), (SUPERVISOR, "今天", "待交办1件"), (CITY, f"签收 {number}", "没有找到")]
    )
    office.pass_time(days=1)
    play(office, [(SUPERVISOR, f"交办 {number}", "城市管理局", "协办城关镇人民政府", "12月8日")])
    assert "经政府督查室" in hears(office, CITY)
    assert "经政府督查室" not in hears(office, TOWN)
    assert "转办抄送" not in hears(office, SUPERVISOR)
    assert (status(office, number), steps(office, number)[-1]) == ("dispatched", "dispatch")
    play(office, [(SUPERVISOR, "待办", f"!{number}")])


def test_the_supervision_office_names_another_department(office: Office) -> None:
    number = via_supervision(office)
    office.say(OFFICE, f"交办 {number} 城管局 复杂件")
    play(office, [(SUPERVISOR, f"交办 {number} 住建局", "住房和城乡建设局")])
    assert hears(office, CITY) == ""
    assert office.case(number).department == "ZJ"


def test_both_look_at_the_answer_and_the_clerk_lets_it_through(office: Office) -> None:
    number = via_supervision(office)
    office.say(OFFICE, f"交办 {number} 城管局")
    office.say(SUPERVISOR, f"交办 {number}")
    empty_boxes(office)
    play(office, [(CITY, f"答复 {number} A 修好了", "已提交")])
    assert f"退改 {number}" in hears(office, SUPERVISOR)
    assert f"通过 {number}" in hears(office, OFFICE)
    play(
        office,
        [
            (SUPERVISOR, f"通过 {number}", "不归您办"),
            (SUPERVISOR, f"退改 {number} 没写哪天修的", "已退改"),
            (CITY, f"答复 {number} A 昨天修好了", "已提交"),
            (OFFICE, f"通过 {number}", "已通过"),
        ],
    )


def test_what_cannot_wait_goes_straight_with_a_copy(office: Office) -> None:
    number = via_supervision(office)
    office.say(OFFICE, f"特急 {number}")
    office.heard(SUPERVISOR)
    play(office, [(OFFICE, f"交办 {number} 城管局", "已转")])
    assert "经政府督查室" in hears(office, CITY)
    assert "【转办抄送】" in hears(office, SUPERVISOR)


def test_bodies_that_are_not_the_government_s_are_written_to_as_ever(office: Office) -> None:
    number = via_supervision(office)
    play(office, [(OFFICE, f"交办 {number} 供电公司", "已转")])
    assert status(office, number) == "dispatched"
    assert office.heard(SUPERVISOR) == []


def test_a_final_assignment_is_not_returned_again(office: Office) -> None:
    reported(office)
    office.say(ZHAO, "交办 1 城管局")
    office.say(CITY, "申退 1 不是我们 应为 交通局")
    play(office, [(SUPERVISOR, "同意退办 1 住建局 指定", "住房和城乡建设局")])
    slip = hears(office, "demo-zhanglixin")
    assert "指定承办，不再申退" in slip
    assert "申退 2026" not in slip
    before = history(office, "2026-0001")
    play(office, [("demo-zhanglixin", "申退 1 也不是我们", "指定承办，不能再申退", "2026-0001")])
    assert history(office, "2026-0001") == before


def test_whoever_is_both_hands_on_what_they_ordered(office: Office) -> None:
    number = via_supervision(office)
    with office.engine.begin() as connection:
        connection.execute(update(people).where(people.c.name == "高明").values(roles=["supervision", "commission"]))
    office.reload_directory()
    play(office, [(SUPERVISOR, f"交办 {number} 城管局", "已交政府督查室"), (SUPERVISOR, f"交办 {number}", "已转")])
    assert status(office, number) == "dispatched"
