"""签发: where the unit's head answers for the reply, it is submitted only once signed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    CITY_HEAD,
    LAMP,
    OFFICE,
    ROADS,
    ZHANG,
    dispatched,
    empty_boxes,
    everything,
    hears,
    history,
    play,
    status,
    steps,
)


@pytest.fixture
def signed_office(office: Office) -> Iterator[Office]:
    office.settings = replace(office.settings, unit_sign_off=True)
    yield office


def test_a_reply_waits_for_its_head(signed_office: Office) -> None:
    office = signed_office
    number = dispatched(office)
    empty_boxes(office)
    play(office, [(CITY, f"答复 {number} A 已换灯泡", "请单位负责人签发")])
    assert (status(office, number), steps(office, number)[-1]) == ("handling", "draft_reply")
    assert hears(office, OFFICE) == ""
    assert "【待签发】" in hears(office, CITY_HEAD)
    office.pass_time(days=1)
    play(office, [(CITY_HEAD, f"签发 {number}", "已签发并提交")])
    assert status(office, number) == "reply_review"
    assert "【答复待审】" in hears(office, OFFICE)
    assert "已签发" in hears(office, CITY)
    play(office, [(OFFICE, f"通过 {number}", "已通过")])
    assert "已换灯泡" in hears(office, ZHANG)
    assert [row.actor_role for row in history(office, number)][-3:] == ["case_officer", "unit_head", "commission"]


def test_what_is_not_signed_is_worded_anew_and_nobody_else_sees_it(signed_office: Office) -> None:
    office = signed_office
    number = dispatched(office)
    empty_boxes(office)
    office.say(CITY, f"答复 {number} A 修了")
    play(
        office,
        [
            (CITY_HEAD, f"不签发 {number}", "理由"),
            (CITY_HEAD, f"不签发 {number} 没写哪天修好", "没有签发"),
            (CITY_HEAD, f"签发 {number}", "没有等签发的答复"),
        ],
    )
    assert "没写哪天修好" in hears(office, CITY)
    assert hears(office, OFFICE) == ""
    assert everything(office)["replies"] == []
    play(office, [(CITY, f"答复 {number} B 2027-03-01 三月换灯", "签发"), (CITY_HEAD, "签发", "已签发")])


def test_a_second_draft_takes_the_place_of_the_first(signed_office: Office) -> None:
    office = signed_office
    number = dispatched(office)
    office.say(CITY, f"答复 {number} A 修了")
    office.say(CITY, f"答复 {number} A 十一月二十日修好")
    play(office, [(CITY_HEAD, f"签发 {number}", "已签发"), (OFFICE, f"通过 {number}", "已通过")])
    assert len(everything(office)["replies"]) == 1
    assert "十一月二十日修好" in hears(office, ZHANG)


def test_only_the_head_of_the_lead_signs(signed_office: Office) -> None:
    office = signed_office
    number = dispatched(office, to="城管局 协办 交通局")
    office.say(CITY, f"答复 {number} A 修了")
    play(
        office,
        [
            (CITY, f"签发 {number}", "不归您办"),
            ("demo-liangkun", f"签发 {number}", "不归您办"),
            (OFFICE, f"通过 {number}", "办理中"),
        ],
    )
    assert status(office, number) == "handling"


def test_a_unit_without_a_head_in_the_directory_signs_on_paper(signed_office: Office) -> None:
    office = signed_office
    number = dispatched(office, text=LAMP, to="公安局")
    play(office, [("demo-xufeng", f"答复 {number} A 已处理", "已提交")])
    assert status(office, number) == "reply_review"
    assert hears(office, ROADS) == ""
