"""Scanned codes where they must not do too much: what is sealed, who has left, one's own code, a station that is closed."""

import pytest
from sqlalchemy import text

from handlers.rules.scenes import deputy_in, deputy_scene, may_be_scene
from storage.directory import bump_directory
from tests.handlers.office import Office


def scan(office: Office, account: str, scene: str) -> str:
    return office.send(account, kind="event", event="scan", scene=scene)


def deputy(office: Office, name: str = "李梅") -> str:
    return deputy_scene(next(one.id for one in office.directory.people.values() if one.name == name))


def change(office: Office, statement: str) -> None:
    with office.engine.begin() as connection:
        connection.execute(text(statement))
        bump_directory(connection)


def number_in(answer: str) -> str:
    return answer.partition("编号")[2][:9]


def test_an_accusation_comes_through_nobody(office: Office) -> None:
    scan(office, "visitor", deputy(office))
    office.say("visitor", "我要举报城管局副局长收了开发商二十万")
    assert office.heard("demo-limei") == []
    assert "经您的码" not in office.say("demo-limei", "我的件")
    office.pass_time(hours=25)
    number = number_in(office.say("visitor", "西关村村口的路灯坏了半个月"))
    assert any(number in told for told in office.heard("demo-limei")), "the next opinion does"


def test_words_of_a_person_in_danger_come_through_nobody(office: Office) -> None:
    scan(office, "visitor", deputy(office))
    office.say("visitor", "我不想活了")
    assert office.heard("demo-limei") == []


def test_small_talk_does_not_use_the_code_up(office: Office) -> None:
    scan(office, "visitor", deputy(office))
    office.say("visitor", "你好")
    number = number_in(office.say("visitor", "西关村村口的路灯坏了半个月"))
    assert any(number in told for told in office.heard("demo-limei"))


def test_the_deputy_is_told_once_without_the_words_and_after_quiet_hours(office: Office) -> None:
    office.pass_time(hours=12)  # ten in the evening
    office.heard("demo-limei")
    scan(office, "visitor", deputy(office))
    office.say("visitor", "西关村村口的路灯坏了，我电话13800001111")
    assert office.heard("demo-limei") == []
    office.pass_time(hours=10)
    told = [words for words in office.heard("demo-limei") if "扫您的码" in words]
    assert len(told) == 1
    assert "138" not in told[0]


def test_a_deputy_who_left_is_not_named_and_nothing_is_tied_to_them(office: Office) -> None:
    scene = deputy(office)
    scan(office, "visitor", scene)
    change(office, "UPDATE people SET is_active = false WHERE name = '李梅'")
    assert "李梅" not in scan(office, "other", scene)
    for account in ("visitor", "other"):
        office.say(account, "西关村村口的路灯坏了半个月")
    assert office.heard("demo-limei") == []


def test_ones_own_code_ties_nothing_to_oneself(office: Office) -> None:
    scan(office, "demo-limei", deputy(office))
    office.say("demo-limei", "西关村村口的路灯坏了半个月")
    assert not any("扫您的码" in told for told in office.heard("demo-limei"))


def test_a_closed_station_greets_nobody(office: Office) -> None:
    change(office, "UPDATE stations SET is_active = false WHERE code = 'ST02'")
    assert "河西镇" not in scan(office, "visitor", "ST02")


def test_another_stations_code_ends_the_tie(office: Office) -> None:
    scan(office, "visitor", deputy(office))
    scan(office, "visitor", "ST02")
    number = number_in(office.say("visitor", "西关村村口的路灯坏了半个月"))
    assert office.heard("demo-limei") == []
    assert office.case(number).station == "ST02"


def test_matters_that_are_split_stay_with_the_deputy(office: Office) -> None:
    scan(office, "visitor", deputy(office))
    answer = office.say("visitor", "1.西关村路灯坏了 2.东街社区垃圾没人拉")
    office.say("visitor", f"拆分 {number_in(answer)}")
    assert "经您的码反映（2件）" in office.say("demo-limei", "我的件")


@pytest.mark.parametrize(
    ("scene", "person"),
    [("dep-1", 1), ("dep-170", 170), ("dep-0", None), ("dep-", None), ("dep-1x", None), ("ST01", None), ("", None)],
)
def test_a_deputys_scene_is_their_place_in_the_directory(scene: str, person: int | None) -> None:
    assert deputy_in(scene) == person


@pytest.mark.parametrize(
    ("code", "fits"),
    [("ST01", True), ("cg_1-2", True), ("城关", False), ("a b", False), ("x" * 41, False), ("", False)],
)
def test_which_codes_of_stations_every_platform_takes(code: str, fits: bool) -> None:
    assert may_be_scene(code) is fits
