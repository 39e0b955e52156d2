"""催评: who has the answer and has not rated it is asked once more before the limit ends, and never more than that."""

from collections.abc import Callable

from sqlalchemy import update

from handlers.rating_reminders import REMINDER
from handlers.rounds import came_back, reached
from storage.opinions import ReportRow
from storage.outbox import Letter
from storage.tables.cases import cases
from tests.handlers.office import Office
from tests.handlers.stories import (
    CHEN,
    CITY,
    COVER,
    HOUSING,
    LI,
    OFFICE,
    ROADS,
    SUPERVISOR,
    ZHANG,
    answered,
    at,
    dispatched,
    history,
    once_more,
    released,
    reported,
    status,
)


def asked(office: Office, account: str) -> list[Letter]:
    """The reminders this person got since they were last looked at."""
    return [letter for letter in office.boxes.pop(account, []) if letter.purpose == REMINDER]


# Released on Monday, 2026-11-23: the last of the seven days is Monday, the 30th, and two working days before is Thursday.
def test_whoever_is_silent_is_asked_once_two_working_days_before_the_end(office: Office) -> None:
    number = released(office)
    at(office, 11, 26, 8, 59)
    assert asked(office, ZHANG) == []
    at(office, 11, 26, 9, 0)
    (letter,) = asked(office, ZHANG)
    assert f"{number}《" in letter.text
    assert "11月30日前" in letter.text
    assert [label for label, _ in letter.buttons] == ["满意", "基本满意", "不满意"]
    at(office, 11, 30, 20)
    assert asked(office, ZHANG) == []
    at(office, 12, 1, 10)
    assert (status(office, number), history(office, number)[-1].note) == ("closed", "未反馈1")
    assert asked(office, ZHANG) == []


def test_who_has_rated_is_left_in_peace_and_who_came_along_is_asked(office: Office) -> None:
    first, second = reported(office), reported(office, CHEN, "西关村村口路灯不亮")
    office.say(OFFICE, f"合并 {second} {first}")
    office.say(OFFICE, f"交办 {first} 城管局")
    office.say(CITY, f"答复 {first} A 已修好")
    office.say(OFFICE, f"通过 {first}")
    office.say(ZHANG, "满意")
    at(office, 11, 26, 9)
    assert asked(office, ZHANG) == []
    assert len(asked(office, CHEN)) == 1


def test_whom_the_answer_has_not_reached_is_not_asked_what_they_think_of_it(office: Office) -> None:
    office.unreachable.add(ZHANG)
    released(office)
    office.unreachable.clear()
    at(office, 11, 30, 12)
    assert asked(office, ZHANG) == []


def test_it_is_left_out_for_who_was_told_enough(office: Office) -> None:
    number = dispatched(office)
    for who, other in ((CITY, "住建局"), (HOUSING, "交通局")):
        office.say(who, f"申退 {number} 不归我们")
        office.say(SUPERVISOR, f"同意退办 {number} {other}")
    office.say(ROADS, f"答复 {number} A 已修好")
    office.say(OFFICE, f"通过 {number}")
    assert [row.unasked for row in reports(office, number)] == [4]
    at(office, 11, 30, 12)
    assert asked(office, ZHANG) == []


def test_a_person_in_danger_is_asked_nothing(office: Office) -> None:
    released(office)
    office.say(ZHANG, "我不想活了")
    at(office, 11, 30, 12)
    assert asked(office, ZHANG) == []


def test_missed_at_its_hour_it_waits_for_a_morning_and_comes_late_rather_than_at_night(office: Office) -> None:
    released(office)
    at(office, 11, 26, 22)  # nobody knocked since Monday
    assert asked(office, ZHANG) == []
    at(office, 11, 27, 7)
    assert asked(office, ZHANG) == []
    at(office, 11, 27, 9)
    assert len(asked(office, ZHANG)) == 1


def test_missed_until_after_the_end_it_is_not_made_up_for(office: Office) -> None:
    number = released(office)
    at(office, 12, 1, 12)
    assert asked(office, ZHANG) == []
    assert status(office, number) == "closed"


def test_another_last_day_asks_nobody_twice(office: Office) -> None:
    """Somebody was told later, so that the round lasts longer for all."""
    first, second = reported(office), reported(office, CHEN, "西关村村口路灯不亮")
    office.say(OFFICE, f"合并 {second} {first}")
    office.say(OFFICE, f"交办 {first} 城管局")
    office.say(CITY, f"答复 {first} A 已修好")
    office.say(OFFICE, f"通过 {first}")
    at(office, 11, 26, 9)
    assert (len(asked(office, ZHANG)), len(asked(office, CHEN))) == (1, 1)
    late = next(row for row in reports(office, first) if row.home_case_id != row.case_id)
    with office.engine.begin() as connection:
        desk = office.desk(connection)
        came_back(desk, late.id)
        reached(desk, late.id, was_reached=True)
    at(office, 12, 1, 9)
    assert (asked(office, ZHANG), asked(office, CHEN)) == ([], [])


def test_the_second_round_asks_anew(office: Office) -> None:
    number = released(office)
    office.say(ZHANG, "不满意 没两天又灭了")
    once_more(office, number)
    at(office, 11, 26, 9)
    assert len(asked(office, ZHANG)) == 1
    assert [row.unasked for row in reports(office, number)] == [4]


def test_a_deputys_suggestion_is_asked_about_by_its_own_limit(office: Office) -> None:
    """Fifteen working days from 2026-11-23 end on 2026-12-14, a Monday."""
    number = answered(office, LI, COVER)
    with office.engine.begin() as connection:
        connection.execute(update(cases).where(cases.c.number == number).values(kind="suggestion"))
    office.say(OFFICE, f"通过 {number}")
    at(office, 12, 9, 20)
    assert asked(office, LI) == []
    at(office, 12, 10, 9)
    (letter,) = asked(office, LI)
    assert "过程满意 结果满意" in letter.text
    assert ("都满意", f"过程满意 结果满意 {number}") in letter.buttons


def test_an_office_may_do_without(open_with: Callable[..., Office]) -> None:
    office = open_with(rating_rungs=())
    released(office)
    at(office, 11, 30, 12)
    assert asked(office, ZHANG) == []


def reports(office: Office, number: str) -> list[ReportRow]:
    case = office.case(number)
    with office.engine.begin() as connection:
        return office.desk(connection).store.opinions.reports_of(case.id)
