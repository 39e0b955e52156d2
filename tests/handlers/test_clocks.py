"""The clocks of a case: which run when, what ends them, and what a merged case's do."""

from datetime import timedelta

from storage.store import Store
from tests.handlers.office import MONDAY, Office
from tests.handlers.stories import (
    CITY,
    COVER,
    HOUSING,
    OFFICE,
    SUPERVISOR,
    WANG,
    ZHANG,
    ZHAO,
    answered,
    clocks,
    dispatched,
    empty_boxes,
    hears,
    play,
    released,
    reported,
)


def running(office: Office, number: str) -> dict[str, str]:
    return {clock.name: str(clock.due_on) for clock in clocks(office, number)}


def test_a_dispatch_starts_the_clocks_of_lead_and_helpers(office: Office) -> None:
    number = dispatched(office, to="城管局 协办 住建局")
    assert [(clock.name, clock.department, clock.length, str(clock.due_on)) for clock in clocks(office, number)] == [
        ("accept", "CG", "1W", "2026-11-24"),
        ("reply", "CG", "10W", "2026-12-07"),
        ("co_opinion", "ZJ", "5W", "2026-11-30"),
    ]


def test_each_step_ends_what_it_answers(office: Office) -> None:
    number = dispatched(office, to="城管局 协办 住建局")
    office.say(CITY, f"签收 {number}")
    assert list(running(office, number)) == ["reply", "co_opinion"]
    office.say(HOUSING, f"答复 {number} 路面由我们配合")
    assert list(running(office, number)) == ["reply"]
    office.say(CITY, f"答复 {number} A 修好了")
    assert list(running(office, number)) == ["reply"], "until the answer is released it may come back"
    office.say(OFFICE, f"通过 {number}")
    assert running(office, number) == {"rating": "2026-11-30"}
    office.say(ZHANG, "不满意 还是黑")
    assert running(office, number) == {"redo": "2026-12-07"}


def test_an_answer_sent_back_is_still_due_on_its_day(office: Office) -> None:
    number = answered(office)
    office.say(OFFICE, f"退改 {number} 说清楚哪天修的")
    assert running(office, number) == {"reply": "2026-12-07"}


def test_a_return_has_a_clock_of_its_own_and_the_new_department_new_ones(office: Office) -> None:
    number = dispatched(office)
    office.pass_time(days=1)
    office.say(CITY, f"申退 {number} 不是我们")
    assert running(office, number) == {"accept": "2026-11-24", "reply": "2026-12-07", "reassign": "2026-11-26"}
    office.say(SUPERVISOR, f"同意退办 {number} 住建局")
    assert running(office, number) == {"accept": "2026-11-25", "reply": "2026-12-08"}
    assert {clock.department for clock in clocks(office, number)} == {"ZJ"}


def test_without_a_new_department_the_clock_of_dispatching_again_runs_on(office: Office) -> None:
    number = dispatched(office)
    office.say(CITY, f"申退 {number} 不是我们")
    office.say(SUPERVISOR, f"同意退办 {number}")
    assert running(office, number) == {"reassign": "2026-11-25"}
    office.say(OFFICE, f"交办 {number} 住建局")
    assert list(running(office, number)) == ["accept", "reply"]


def test_a_wide_and_hard_case_has_its_own_limit(office: Office) -> None:
    number = reported(office)
    play(office, [(OFFICE, f"交办 {number} 城管局 协办 住建局 复杂件", "已转", "12月14日", "协办住房")])
    assert running(office, number)["reply_complex"] == "2026-12-14"


def test_an_urgent_case_s_helpers_are_not_due_after_its_answer(office: Office) -> None:
    number = reported(office)
    office.say(ZHAO, f"紧急 {number}")
    office.say(ZHAO, f"交办 {number} 城管局 协办 住建局")
    assert running(office, number) == {
        "accept": "2026-11-24",
        "reply_urgent": "2026-11-26",
        "co_opinion": "2026-11-26",
    }


def test_the_clocks_of_a_merged_case_stand_and_run_on_when_it_is_parted(office: Office) -> None:
    number = dispatched(office)
    other = dispatched(office, WANG, COVER)
    office.pass_time(hours=1)
    before = clocks(office, number)
    office.say(OFFICE, f"合并 {number} {other}")
    assert running(office, number) == {}
    office.pass_time(days=2)
    office.say(OFFICE, f"撤销合并 {number}")
    after = clocks(office, number)
    assert [(clock.id, clock.due_on) for clock in after] == [(clock.id, clock.due_on) for clock in before]
    assert after[-1].next_at is not None


def test_nothing_runs_on_a_case_that_is_over(office: Office) -> None:
    number = released(office)
    office.say(ZHANG, "满意")
    assert running(office, number) == {}
    gone = dispatched(office, WANG, COVER)
    office.say(WANG, f"撤回 {gone}")
    assert running(office, gone) == {}


def test_a_clock_is_found_when_somebody_is_to_be_reminded_and_not_before(office: Office) -> None:
    number = dispatched(office)
    rungs = {clock.name: clock.next_at for clock in clocks(office, number)}
    assert str(rungs["reply"]) == "2026-12-03 01:00:00+00:00", "two working days before the last"
    assert str(rungs["accept"]) == "2026-11-24 01:00:00+00:00", "only after the day of dispatch"
    with office.engine.begin() as connection:
        book = Store(connection, office.keys).clocks
        assert book.due(MONDAY + timedelta(hours=12), limit=10) == []
        assert [clock.name for clock in book.due(MONDAY + timedelta(days=1), limit=10)] == ["accept"]
        assert [clock.name for clock in book.due(MONDAY + timedelta(days=20), limit=1)] == ["accept"]


def test_what_becomes_urgent_is_due_sooner_and_later_again_when_it_is_not(office: Office) -> None:
    number = dispatched(office)
    office.pass_time(days=1)
    empty_boxes(office)
    office.say(ZHAO, f"紧急 {number}")
    assert running(office, number)["reply_urgent"] == str(office.case(number).reply_due) == "2026-11-27"
    assert "11月27日前答复" in hears(office, CITY)
    office.say(ZHAO, f"特急 {number}")
    assert running(office, number)["reply_urgent"] == "2026-11-27"
    office.say(ZHAO, f"一般 {number}")
    assert running(office, number)["reply"] == str(office.case(number).reply_due) == "2026-12-07"


def test_what_becomes_urgent_near_its_end_gets_no_more_time(office: Office) -> None:
    number = dispatched(office)
    office.pass_time(days=11)
    office.say(ZHAO, f"紧急 {number}")
    assert running(office, number)["reply"] == str(office.case(number).reply_due) == "2026-12-07"


def test_a_date_in_a_year_without_a_notice_is_told_as_tentative(office: Office) -> None:
    office.now = MONDAY + timedelta(days=35)
    number = reported(office)
    play(office, [(ZHAO, f"交办 {number} 城管局", "1月12日（暂定）"), (ZHAO, f"查 {number}", "1月12日（暂定）")])
    assert "1月12日（暂定）" in hears(office, CITY)
    office.pass_time(days=1)
    play(office, [(ZHAO, f"查 {number}", "反映人已等1天")])
