"""A case goes to its department, comes back, goes on: 受理, 交办, 签收, 申退, 协办, 进展, 催办, 督办."""

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import (
    CANAL,
    CHEN,
    CITY,
    CITY_HEAD,
    COVER,
    HE,
    HOUSING,
    LAMP,
    OFFICE,
    ROADS,
    SUPERVISOR,
    WANG,
    ZHANG,
    ZHAO,
    dispatched,
    empty_boxes,
    everything,
    hears,
    history,
    photo,
    play,
    reported,
    status,
    steps,
    voice,
)


def test_a_case_is_received_and_dispatched_with_helpers(office: Office) -> None:
    reported(office)
    play(
        office,
        [
            (ZHAO, "受理 1", "已受理2026-0001《西关村村口的路灯坏了半个月》"),
            (
                ZHAO,
                "交办 1 城管 协办 住建局，交通局",
                "已转2026-0001《",
                "→城市管理局",
                "协办住房和城乡建设局、交通运输局",
            ),
        ],
    )
    assert status(office, "2026-0001") == "dispatched"
    for who in (CITY, HOUSING, ROADS):
        assert "2026-0001《" in hears(office, who)
    told = hears(office, ZHANG)
    assert "城市管理局" in told
    assert "12月7日" in told


@pytest.mark.parametrize(
    "line",
    [
        "交办 2026-0001 城管局",
        "转办1城管局",
        "转交 第一件 给 城管局",
        "交办１号，城市管理局",
        "交 办 一号 城 管",
        "派 1 城管局",
    ],
)
def test_dispatch_straight_from_review_however_it_is_typed(office: Office, line: str) -> None:
    reported(office)
    play(office, [(ZHAO, line, "已转2026-0001《", "→城市管理局")])
    assert office.case("2026-0001").department == "CG"


def test_several_numbers_in_one_line(office: Office) -> None:
    reported(office)
    reported(office, ZHANG, COVER)
    play(office, [(ZHAO, "受理 1、2", "已受理2026-0001《", "已受理2026-0002《")])
    play(office, [(ZHAO, "交办 1 2 城管局", "已转2026-0001《", "已转2026-0002《")])
    play(office, [(ZHAO, "催办 1和2", "2026-0001《", "2026-0002《")])


def test_one_bad_number_in_a_line_is_named_and_changes_nothing_of_its_own(office: Office) -> None:
    reported(office)
    number = dispatched(office, ZHANG, COVER)
    before = history(office, number)
    answer = office.say(ZHAO, "受理 1 2 9")
    assert "已受理2026-0001" in answer
    assert "2026-0002《" in answer
    assert "没有找到9" in answer
    assert history(office, number) == before
    assert status(office, number) == "dispatched"


def test_unknown_departments_and_missing_words_are_asked_for(office: Office) -> None:
    reported(office)
    before = everything(office)
    play(
        office,
        [
            (ZHAO, "交办 1", "哪个单位", "城市管理局"),
            (ZHAO, "交办 1 外星局", "没找到", "外星局"),
            (ZHAO, "交办 1 城管局 协办 城管局", "城市管理局"),
            (ZHAO, "不受理 1", "理由", "2026-0001"),
            (ZHAO, "整理 1", "内容", "2026-0001"),
            (ZHAO, "回 1", "内容", "2026-0001"),
            (ZHAO, "合并 1", "并入哪一件"),
            (ZHAO, "合并 1 1", "并入它自己"),
        ],
    )
    assert everything(office) == before


def test_the_lead_accepts_and_reports_progress(office: Office) -> None:
    number = dispatched(office)
    play(
        office,
        [
            (CITY, f"签收 {number}", f"已签收{number}《", "12月7日"),
            (CITY, f"进展 {number} 配件到了，明天换", number),
        ],
    )
    assert status(office, number) == "handling"
    assert "配件到了" in hears(office, OFFICE)


def test_a_word_alone_is_enough_while_one_case_fits(office: Office) -> None:
    dispatched(office)
    play(office, [(CITY, "签收", "已签收2026-0001《")])
    dispatched(office, ZHANG, COVER)
    dispatched(office, WANG, CANAL)
    play(office, [(CITY, "签收", "2026-0002《", "2026-0003《", "完整编号")])
    play(office, [(HOUSING, "签收", "没有能签收的件")])


def test_a_helper_gives_its_opinion_by_reply_and_may_do_no_more(office: Office) -> None:
    number = dispatched(office, to="城管局 协办 住建局")
    empty_boxes(office)
    play(
        office,
        [
            (HOUSING, f"签收 {number}", "不归您办", number),
            (HOUSING, f"申退 {number} 不是我们", "不归您办", number),
            (HOUSING, f"答复 {number} 路面由我们配合", number),
            (HOUSING, f"进展 {number} 已对接", number),
        ],
    )
    assert status(office, number) == "dispatched"
    assert steps(office, number) == ["report", "dispatch", "co_opinion", "progress"]
    assert "路面由我们配合" in hears(office, CITY)


def test_reminders_go_to_who_has_it_in_hand(office: Office) -> None:
    number = dispatched(office)
    empty_boxes(office)
    play(office, [(ZHAO, f"催办 {number}", f"{number}《")])
    assert f"{number}《" in hears(office, CITY)
    office.say(CITY, f"申退 {number} 不归我们")
    empty_boxes(office)
    play(office, [(ZHAO, f"催办 {number}", f"{number}《")])
    assert f"{number}《" in hears(office, SUPERVISOR)
    assert steps(office, number).count("remind") == 2


def test_supervision_is_the_commission_s_word_and_the_head_hears_it(office: Office) -> None:
    number = dispatched(office)
    empty_boxes(office)
    play(office, [(ZHAO, f"督办 {number}", "不归您办"), (OFFICE, f"督办 {number}", f"已督办{number}《")])
    assert f"{number}《" in hears(office, CITY)
    assert f"{number}《" in hears(office, CITY_HEAD)


def test_urgency_is_set_told_and_shortens_the_reply(office: Office) -> None:
    reported(office)
    play(office, [(ZHAO, "紧急 1", "2026-0001《", "紧急"), (ZHAO, "交办 1 城管局", "11月26日")])
    play(office, [(ZHAO, "特急 1", "2026-0001《", "特急")])
    assert office.case("2026-0001").urgency == "critical"
    assert "特急" in hears(office, CITY)
    play(office, [(ZHAO, "一般 1", "2026-0001《")])


def test_words_of_staff_reach_the_reporter(office: Office) -> None:
    reported(office)
    play(office, [(ZHAO, "回 1 明天上午去看，电话0371-12345678", "2026-0001《")])
    told = hears(office, ZHANG)
    assert "明天上午去看，电话0371-12345678" in told
    assert "2026-0001《" in told


def test_the_summary_is_the_wording_departments_see(office: Office) -> None:
    reported(office)
    office.say(ZHAO, "整理 1 西关村村口路灯不亮，请修复")
    office.say(ZHAO, "交办 1 城管局")
    told = hears(office, CITY)
    assert "西关村村口路灯不亮，请修复" in told
    assert "晚上看不见路" not in told


def test_a_case_that_a_person_must_look_at_first_is_dispatched_only_when_taken_over(office: Office) -> None:
    reported(office)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET human_first = 1")
    play(
        office,
        [
            (ZHAO, "交办 1 城管局", "接手 2026-0001"),
            (ZHAO, "接手 1", "2026-0001《"),
            (ZHAO, "交办 1 城管局", "已转2026-0001《"),
        ],
    )


def test_who_takes_over_a_collecting_case_moves_it_to_review(office: Office) -> None:
    photo(office, ZHANG)
    play(office, [(OFFICE, "接手 1", "2026-0001")])
    assert status(office, "2026-0001") == "review"


@pytest.mark.parametrize(
    ("line", "after", "soft"),
    [("不受理 1 属于法院管辖", "rejected", "按规定由"), ("转出 1 法院", "referred", "按规定由")],
)
def test_a_case_that_belongs_elsewhere_ends_with_soft_words(office: Office, line: str, after: str, soft: str) -> None:
    reported(office)
    play(office, [(ZHAO, line, "2026-0001《")])
    assert status(office, "2026-0001") == after
    told = hears(office, ZHANG)
    assert soft in told
    assert "法院" in told
    assert "不予受理" not in told
    assert "不受理" not in told


def test_village_committees_are_never_charged_with_a_case(office: Office) -> None:
    reported(office)
    assert "已转" not in office.say(ZHAO, "交办 1 村委会")
    assert status(office, "2026-0001") == "review"


def test_a_withdrawn_case_is_over_for_everyone_who_had_it(office: Office) -> None:
    number = dispatched(office, to="城管局 协办 住建局")
    empty_boxes(office)
    play(office, [(ZHANG, f"撤回 {number}", f"{number}《")])
    assert status(office, number) == "withdrawn"
    for who in (ZHAO, CITY, HOUSING):
        assert f"{number}《" in hears(office, who)


def test_another_station_s_clerk_is_told_nothing_and_can_do_nothing(office: Office) -> None:
    reported(office, ZHANG, LAMP)
    assert hears(office, HE) == ""
    assert office.say(HE, "受理 1").replace("1", "9") == office.say(HE, "受理 9")
    assert status(office, "2026-0001") == "review"


def test_what_a_voice_left_open_is_learnt_from_the_clerk_s_wording(office: Office) -> None:
    voice(office, CHEN)
    office.pass_time(minutes=11)
    assert office.case("2026-0001").station is None
    assert "2026-0001" in hears(office, OFFICE)
    play(office, [(OFFICE, "整理 1 西关村路灯坏了", "2026-0001《西关村路灯坏了》")])
    case = office.case("2026-0001")
    assert (case.station, case.needs_listening, case.suggested[0]) == ("ST01", False, "CG")
    assert "2026-0001《西关村路灯坏了》" in hears(office, ZHAO)
