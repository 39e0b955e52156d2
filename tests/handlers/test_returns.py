"""申退: a department says that a case is not its own, and somebody rules on it."""

from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    HOUSING,
    OFFICE,
    OFFICE_TOO,
    ROADS,
    SUPERVISOR,
    ZHANG,
    ZHAO,
    dispatched,
    empty_boxes,
    everything,
    hears,
    play,
    reported,
    status,
)


def test_a_return_goes_to_those_who_rule_and_to_another_department_with_a_new_clock(office: Office) -> None:
    number = dispatched(office)
    empty_boxes(office)
    office.pass_time(days=2)
    play(office, [(CITY, f"申退 {number} 路灯归住建 应为 住建局", f"已申退{number}《")])
    assert status(office, number) == "return_requested"
    for who in (SUPERVISOR, OFFICE, OFFICE_TOO):
        told = hears(office, who)
        assert f"{number}《" in told
        assert "住房和城乡建设局" in told
    play(office, [(SUPERVISOR, f"同意退办 {number} 住建局", f"{number}《", "住房和城乡建设局")])
    case = office.case(number)
    assert (case.status, case.department) == ("dispatched", "ZJ")
    assert case.reply_due is not None
    assert case.reply_due.isoformat() == "2026-12-09"
    assert f"{number}《" in hears(office, CITY)
    assert f"{number}《" in hears(office, HOUSING)
    assert "住房和城乡建设局" in hears(office, ZHANG)
    play(office, [(CITY, f"签收 {number}", "没有找到"), (HOUSING, f"答复 {number} A 修好了", "已提交")])
    assert "答复待审" in hears(office, OFFICE)
    assert "答复待审" not in hears(office, SUPERVISOR)


def test_helpers_go_on_helping_after_a_return(office: Office) -> None:
    number = dispatched(office, to="城管局 协办 住建局 交通局")
    play(office, [(CITY, f"申退 {number} 不是我们", number), (OFFICE, f"同意退办 {number} 住建局", "住房和城乡建设局")])
    play(office, [(ROADS, f"答复 {number} 我们配合", number), (HOUSING, f"签收 {number}", "已签收")])


def test_a_return_without_a_new_department_goes_back_to_be_dispatched(office: Office) -> None:
    number = reported(office)
    office.say(ZHAO, f"交办 {number} 城管局")
    empty_boxes(office)
    play(office, [(CITY, f"退件 {number} 不是我们", number), (SUPERVISOR, f"同意退办 {number}", f"{number}《")])
    case = office.case(number)
    assert (case.status, case.department, case.reply_due) == ("to_dispatch", None, None)
    assert f"{number}《" in hears(office, ZHAO)
    play(office, [(ZHAO, f"交办 {number} 住建局", "已转")])


def test_a_refused_return_keeps_the_old_clock_and_cannot_be_asked_for_again(office: Office) -> None:
    number = dispatched(office)
    due = office.case(number).reply_due
    play(office, [(CITY, f"不归我们 {number} 归住建", number)])
    office.pass_time(days=1)
    empty_boxes(office)
    play(office, [(SUPERVISOR, f"不同意退办 {number} 三定方案写明", f"{number}《")])
    assert (status(office, number), office.case(number).reply_due) == ("dispatched", due)
    assert "三定方案" in hears(office, CITY)
    before = everything(office)
    play(office, [(CITY, f"申退 {number} 真的不归我们", f"{number}《", "不能再申退")])
    assert everything(office) == before


def test_a_return_on_the_last_day_of_its_limit_is_in_time(office: Office) -> None:
    number = dispatched(office)
    office.pass_time(days=7)
    assert office.now.date().isoformat() == "2026-11-30"
    play(office, [(CITY, f"申退 {number} 不归我们管", f"已申退{number}《")])


def test_a_return_a_day_after_its_limit_is_too_late(office: Office) -> None:
    number = dispatched(office)
    office.pass_time(days=8)
    before = everything(office)
    play(office, [(CITY, f"申退 {number} 不归我们管", f"{number}《", "11月30日", "已经过了")])
    assert everything(office) == before


def test_a_return_wants_a_reason(office: Office) -> None:
    number = dispatched(office)
    play(office, [(CITY, f"申退 {number}", "理由", number)])
    assert status(office, number) == "dispatched"
