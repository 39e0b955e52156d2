"""What is no matter of ours or of anybody's: one respectful sentence, no case, counted apart."""

from datetime import date

import pytest

from storage.counters import no_matters
from tests.handlers.office import Office
from tests.handlers.stories import (
    ADMIN,
    CITY,
    CITY_HEAD,
    LAMP,
    OFFICE,
    WANG,
    ZHANG,
    ZHAO,
    cases,
    dispatched,
    everything,
    hears,
    number_in,
    play,
    released,
    reported,
    status,
)

NO_MATTERS = [
    ("advertising", "无抵押贷款秒到账，加微信", "广告"),
    ("chain_letter", "转发到十个群保平安", "转"),
    ("insult_only", "你们这群王八蛋", "什么事"),
    ("tender_or_favour", "帮我儿子安排个工作，必有重谢", "不能办"),
    ("beyond_law", "帮我办张假证", "12348"),
]


def counted(office: Office) -> dict[str, int]:
    with office.engine.begin() as connection:
        return dict(no_matters(connection, date(2026, 11, 1), date(2026, 11, 30)))


@pytest.mark.parametrize(("kind", "said", "hears_of"), NO_MATTERS, ids=[kind for kind, _, _ in NO_MATTERS])
def test_one_respectful_sentence_and_no_case(office: Office, kind: str, said: str, hears_of: str) -> None:
    answer = office.say(ZHANG, said)
    assert hears_of in answer
    assert answer.count("。") == 1
    assert cases(office) == 0
    office.say(ZHANG, said)
    assert counted(office) == {kind: 2}
    office.pass_time(days=1)
    office.say(WANG, said)
    assert counted(office) == {kind: 3}
    assert said not in str(everything(office))
    assert not office.boxes.keys() - {ADMIN}, "an admin hears of the missing notice and of nothing else"


def test_what_came_outside_the_period_is_not_counted(office: Office) -> None:
    office.say(ZHANG, "无抵押贷款秒到账，加微信")
    with office.engine.begin() as connection:
        assert no_matters(connection, date(2026, 11, 24), date(2026, 12, 31)) == {}
        assert no_matters(connection, date(2026, 11, 23), date(2026, 11, 23)) == {"advertising": 1}


def test_of_an_insult_with_a_matter_the_fact_is_taken_and_the_words_are_dropped(office: Office) -> None:
    said = "你们这群王八蛋，西关村村口的路灯坏了半个月"
    number = dispatched(office, text=said)
    assert "王八蛋" not in office.case(number).title
    slip = hears(office, CITY)
    assert "路灯" in slip
    assert "王八蛋" not in slip
    play(office, [(CITY, f"查 {number}", "路灯", "!王八蛋"), (CITY_HEAD, f"查 {number}", "!王八蛋")])
    assert said in str(everything(office)["fragments"])
    office.say(ZHANG, f"补充 {number} 王八蛋，灯杆也歪了")
    assert "王八蛋" not in hears(office, CITY)


def test_the_same_thing_told_again_is_told_its_result(office: Office) -> None:
    number = released(office)
    office.pass_time(days=2)
    answer = office.say(ZHANG, LAMP)
    for words in (number, "已修好", f"不满意 {number}"):
        assert words in answer
    assert cases(office) == 1
    office.say(ZHANG, f"满意 {number}")
    assert status(office, number) == "closed"
    play(office, [(ZHANG, LAMP + "。", number, "已修好", "现在是什么情况", "!不满意")])
    assert cases(office) == 1


def test_news_somebody_else_or_a_month_later_is_a_new_case(office: Office) -> None:
    released(office)
    office.pass_time(minutes=20)
    assert number_in(office.say(WANG, LAMP)) == "2026-0002"
    assert number_in(office.say(ZHANG, "西关村村口的路灯又坏了，晚上看不见路")) == "2026-0003"
    office.pass_time(days=31)
    assert number_in(office.say(ZHANG, LAMP)) == "2026-0004"


def test_the_same_thing_while_it_is_in_hand_goes_its_ordinary_way(office: Office) -> None:
    dispatched(office)
    office.pass_time(minutes=20)
    assert number_in(office.say(ZHANG, LAMP)) == "2026-0002"


def test_a_complaint_about_the_stations_own_town_goes_to_the_commission(office: Office) -> None:
    number = reported(office, ZHANG, "城关镇政府不作为，西关村的路坏了半年不管")
    assert office.case(number).station is None
    assert hears(office, ZHAO) == ""
    assert number in hears(office, OFFICE)
    office.say(OFFICE, f"整理 {number} 反映城关镇政府对西关村道路不管")
    assert office.case(number).station is None
    assert hears(office, ZHAO) == ""


def test_what_lies_near_the_towns_door_stays_with_the_station(office: Office) -> None:
    number = reported(office, ZHANG, "城关镇政府门口的路灯坏了没人管")
    assert office.case(number).station == "ST01"
