"""延期: asked for once, before the last day is over, with a length and a reason; ruled on; the new day told to all."""

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    HOUSING,
    OFFICE,
    OFFICE_TOO,
    SUPERVISOR,
    ZHANG,
    clocks,
    dispatched,
    empty_boxes,
    everything,
    hears,
    history,
    once_more,
    play,
    released,
    status,
    steps,
)


def in_work(office: Office, to: str = "城管局") -> str:
    number = dispatched(office, to=to)
    office.say(CITY, f"签收 {number}")
    empty_boxes(office)
    return number


def due(office: Office, number: str) -> str:
    return str(office.case(number).reply_due)


def test_an_extension_is_asked_for_and_allowed(office: Office) -> None:
    number = in_work(office)
    play(office, [(CITY, f"延期 {number} 5天 等配件到货", f"{number}《", "12月14日", "原期限照走")])
    assert due(office, number) == "2026-12-07", "until the ruling"
    for who in (SUPERVISOR, OFFICE, OFFICE_TOO):
        told = hears(office, who)
        assert f"{number}《" in told
        assert "12月7日延到12月14日：等配件到货" in told
    play(office, [(SUPERVISOR, f"同意延期 {number}", f"{number}《", "12月14日")])
    assert (due(office, number), status(office, number)) == ("2026-12-14", "handling")
    assert steps(office, number)[-2:] == ["request_extension", "allow_extension"]
    assert "12月14日" in hears(office, CITY)
    assert "最晚12月14日前答复" in hears(office, ZHANG)


def test_an_extension_is_refused_with_a_reason_and_not_asked_for_again(office: Office) -> None:
    number = in_work(office)
    office.say(CITY, f"延期 {number} 三个工作日，缺配件")
    play(
        office,
        [
            (OFFICE, f"不同意延期 {number}", "理由"),
            (OFFICE, f"不同意延期 {number} 配件有现货", "不同意延期", "12月7日", "配件有现货"),
        ],
    )
    assert due(office, number) == "2026-12-07"
    assert "配件有现货" in hears(office, CITY)
    before = everything(office)
    play(
        office, [(CITY, f"延期 {number} 3天 还是缺", "已经延期过一次"), (OFFICE, f"同意延期 {number}", "没有等裁定的")]
    )
    assert everything(office) == before


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("延期 {} 15天 等配件", "最多延到12月21日"),
        ("延期 {} 等配件", "延几天"),
        ("延期 {} 5天", "理由"),
        ("延期 {} 到12月5日 等配件", "延几天"),
        ("延期 {} 一个月 等配件", "最多延到12月21日"),
    ],
)
def test_what_is_no_extension_changes_nothing(office: Office, line: str, why: str) -> None:
    number = in_work(office)
    before = everything(office)
    play(office, [(CITY, line.format(number), why, number)])
    assert everything(office) == before


def test_without_a_word_the_days_and_the_reason_are_asked_for(office: Office) -> None:
    number = in_work(office)
    play(office, [(CITY, f"延期 {number}", "延几天", "理由", number), (CITY, "5天 等配件", "延到", number)])
    assert steps(office, number)[-1] == "request_extension"


def test_a_day_may_be_named_instead_of_a_length(office: Office) -> None:
    number = in_work(office)
    play(office, [(CITY, f"延期 {number} 到12月16日 等配件", "12月16日"), (OFFICE, f"同意延期 {number}", "12月16日")])
    assert due(office, number) == "2026-12-16"


def test_it_is_too_late_when_the_last_day_is_over(office: Office) -> None:
    number = in_work(office)
    office.pass_time(days=15)
    before = history(office, number)
    play(office, [(CITY, f"延期 {number} 5天 等配件", "12月7日", "已经过了")])
    assert history(office, number) == before


def test_only_the_lead_asks_and_only_those_who_rule_answer(office: Office) -> None:
    number = in_work(office, to="城管局 协办 住建局")
    play(
        office,
        [
            (HOUSING, f"延期 {number} 5天 等配件", "不归您办"),
            (CITY, f"延期 {number} 5天 等配件", "12月14日"),
            (CITY, f"同意延期 {number}", "不归您办"),
        ],
    )
    assert "request_extension" in steps(office, number)
    assert "allow_extension" not in steps(office, number)


def test_a_second_round_has_an_extension_of_its_own(office: Office) -> None:
    number = released(office)
    office.say(ZHANG, "不满意 又坏了")
    assert status(office, number) == "redo"
    play(office, [(CITY, f"延期 {number} 2天 等吊车", number), (SUPERVISOR, f"同意延期 {number}", "12月9日")])
    assert due(office, number) == "2026-12-09"
    once_more(office, number)


def test_the_clock_that_was_extended_is_reminded_of_its_new_day(office: Office) -> None:
    number = in_work(office)
    office.say(CITY, f"延期 {number} 5天 等配件")
    office.say(OFFICE, f"同意延期 {number}")
    (clock,) = clocks(office, number)
    assert (clock.name, str(clock.due_on), clock.extra, clock.extension) == ("reply", "2026-12-14", "5W", "allowed")
    assert str(clock.next_at) == "2026-12-10 01:00:00+00:00"
