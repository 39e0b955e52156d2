"""代班: for some days somebody sees, does and is told what the absent person would be; the history tells who it was."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.rules.case_flow import Role
from storage.engine import make_engine
from storage.store import Store
from tests.handlers.office import Office, open_office
from tests.handlers.stories import (
    ADMIN,
    CANAL,
    CITY,
    CITY_HEAD,
    HE,
    HOUSING,
    LAMP,
    LI,
    OFFICE,
    SECRECY,
    ZHANG,
    ZHAO,
    dispatched,
    reported,
)


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    engine = make_engine(database_url)
    yield open_office(tmp_path, engine)
    engine.dispose()


def test_a_clerk_hands_over_three_days_and_both_know(office: Office) -> None:
    answer = office.say(ZHAO, "代班 何秀兰 3天")
    assert answer == "好的，11月23日到11月25日由何秀兰替赵敏代班，已告诉本人；到期自动结束，提前结束发“代班 取消”。"
    (told,) = office.heard(HE)
    assert "您替赵敏（城关镇代表联络站工作人员）代班" in told


def test_the_stand_in_is_told_sees_and_acts_and_the_history_says_who(office: Office) -> None:
    before = reported(office)
    assert "没有找到" in office.say(HE, f"查 {before}")
    office.say(ZHAO, "代班 何秀兰 3天")
    office.heard(HE)
    assert before in office.say(HE, "待办")
    number = reported(office, "demo-voter-xiaochen", "西关村的水管破了，一直流水")
    assert any(number in text for text in office.heard(HE))
    assert any(number in text for text in office.heard(ZHAO))
    assert "已受理" in office.say(HE, f"受理 {number}")
    he = next(person for person in office.directory.people.values() if person.name == "何秀兰")
    case = office.case(number)
    with office.engine.begin() as connection:
        step = Store(connection, office.keys).history.of(case.id)[-1]
    assert (step.step, step.actor_role, step.actor_person) == ("accept_case", Role.LIAISON_OFFICER, he.id)


def test_the_stand_in_keeps_the_own_station(office: Office) -> None:
    office.say(ZHAO, "代班 何秀兰 3天")
    canal = reported(office, "demo-voter-wangdashen", CANAL)
    assert canal in office.say(HE, "待办")
    assert canal not in office.say(ZHAO, "待办")


def test_it_ends_by_itself_at_midnight_after_the_last_day(office: Office) -> None:
    number = reported(office)
    office.say(ZHAO, "代班 何秀兰 2天")
    office.pass_time(days=1, hours=13, minutes=59)  # 23:59 of the second day
    assert LAMP[:4] in office.say(HE, f"查 {number}")
    office.pass_time(minutes=1)
    assert "没有找到" in office.say(HE, f"查 {number}")


@pytest.mark.parametrize("who", [ZHAO, HE])
def test_either_of_the_two_ends_it_and_both_know(office: Office, who: str) -> None:
    number = reported(office)
    office.say(ZHAO, "代班 何秀兰 3天")
    office.heard(HE)
    assert "到此结束" in office.say(who, "代班 取消")
    other = HE if who == ZHAO else ZHAO
    assert any("到此结束" in text for text in office.heard(other))
    assert "没有找到" in office.say(HE, f"查 {number}")
    assert "不用取消" in office.say(who, "代班 取消")


@pytest.mark.parametrize("who", [OFFICE, ADMIN])
def test_the_commission_and_admins_arrange_it_for_others(office: Office, who: str) -> None:
    number = reported(office)
    assert "由何秀兰替赵敏代班" in office.say(who, "代班 赵敏 何秀兰 三天")
    assert any("由何秀兰替您代班" in text for text in office.heard(ZHAO))
    assert number in office.say(HE, "待办")
    assert "到此结束" in office.say(who, "代班 取消 赵敏")


def test_others_arrange_only_their_own(office: Office) -> None:
    assert "请找代表工委" in office.say(HE, "代班 赵敏 何秀兰 3天")
    assert "请找代表工委" in office.say(HE, "代班 取消 赵敏")
    assert "没有找到" in office.say(HE, f"查 {reported(office)}")


def test_a_new_stand_in_takes_the_place_of_the_last(office: Office) -> None:
    number = reported(office)
    office.say(ZHAO, "代班 何秀兰 3天")
    office.say(ZHAO, "代班 高明 3天")
    assert any("何秀兰替赵敏代班到此结束" in text for text in office.heard(HE))
    assert "没有找到" in office.say(HE, f"查 {number}")
    assert "已受理" in office.say("demo-gaoming", f"受理 {number}")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("代班", "例如：代班 何秀兰 3天"),
        ("代班 何秀兰", "例如：代班 何秀兰 3天"),
        ("代班 3天", "例如：代班 何秀兰 3天"),
        ("代班 赵敏 3天", "自己不能替自己"),
        ("代班 何秀 3天", "名单里没有“何秀”"),
        ("代班 李梅 3天", "要是工作人员"),
        ("代班 何秀兰 90天", "最多60天"),
        ("代班 何秀兰 0天", "最多60天"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(office: Office, said: str, why: str) -> None:
    assert why in office.say(ZHAO, said)
    assert office.heard(HE) == []


def test_whoever_is_away_does_not_stand_in(office: Office) -> None:
    office.say(HE, "代班 高明 3天")
    assert "自己也有人代班" in office.say(ZHAO, "代班 何秀兰 3天")


def test_posts_are_not_mixed(office: Office) -> None:
    """A head of one department who stands in for an officer of another is no officer of their own."""
    lamp = dispatched(office)
    assert "由宋涛替张立新代班" in office.say(HOUSING, "代班 宋涛 3天")
    assert "不归您办" in office.say(CITY_HEAD, f"签收 {lamp}")
    house = dispatched(office, "demo-voter-xiaochen", "东街社区的房屋漏雨，楼顶坏了", "住建局")
    assert "已签收" in office.say(CITY_HEAD, f"签收 {house}")
    assert "没有找到" in office.say(CITY, f"查 {house}")


def test_a_duty_for_sealed_cases_and_the_admins_place_are_not_handed_over(office: Office) -> None:
    for who in (SECRECY, "demo-linguodong"):
        assert "不能代班" in office.say(who, "代班 何秀兰 3天")
    assert "例如：代班 赵敏 何秀兰 3天" in office.say(ADMIN, "代班")


def test_an_answer_to_what_the_absent_person_dispatched_reaches_the_stand_in(office: Office) -> None:
    number = reported(office)
    office.say(ZHAO, f"交办 {number} 城管局")
    office.say(ZHAO, "代班 何秀兰 5天")
    office.heard(HE)
    office.now += timedelta(days=1)
    office.say(CITY, f"答复 {number} A 已修好")
    assert any(number in text for text in office.heard(HE))
    assert "已通过" in office.say(HE, f"通过 {number}")


def test_a_voter_or_deputy_who_speaks_of_standing_in_is_heard(office: Office) -> None:
    for who in (ZHANG, LI):
        assert reported(office, who, "代班的保洁员不来，西关村的垃圾堆了3天")
