"""登记: people without WeChat, at the station or on the telephone; a clerk is their hand, and every look is recorded."""

import pytest
from sqlalchemy import select

from handlers.rules.walk_ins import WalkIn, read_walk_in
from storage.tables.cases import cases, fragments, reports, vault_looks
from storage.tables.directory import accounts
from tests.handlers.office import Office
from tests.handlers.stories import CITY, HE, LAMP, OFFICE, SECRECY, ZHANG, ZHAO, history, play

PHONE = "13812345678"
REGISTER = f"登记 张大爷 {PHONE} {LAMP}"


@pytest.mark.parametrize(
    ("said", "name", "phone", "matter"),
    [
        (f"张大爷 {PHONE} 西关村路灯坏了", "张大爷", PHONE, "西关村路灯坏了"),
        (f"张大爷，{PHONE}，西关村路灯坏了。", "张大爷", PHONE, "西关村路灯坏了"),
        (f"张大爷{PHONE}西关村路灯坏了", "张大爷", PHONE, "西关村路灯坏了"),
        ("张大爷 138 1234 5678 西关村路灯坏了", "张大爷", "138 1234 5678", "西关村路灯坏了"),
        (f"张大爷 电话：{PHONE} 西关村路灯坏了", "张大爷", PHONE, "西关村路灯坏了"),
        (f"西关村路灯坏了 张大爷 {PHONE}", "张大爷", PHONE, "西关村路灯坏了"),
        (f"{PHONE} 西关村路灯坏了", "", PHONE, "西关村路灯坏了"),
        ("张大爷 西关村路灯坏了", "张大爷", "", "西关村路灯坏了"),
        ("西关村路灯坏了", "", "", "西关村路灯坏了"),
        (f"张大爷 {PHONE}", "张大爷", PHONE, ""),
        ("", "", "", ""),
    ],
)
def test_name_telephone_and_matter_are_told_apart(said: str, name: str, phone: str, matter: str) -> None:
    assert read_walk_in(said) == WalkIn(name, phone, matter)


def test_a_registered_matter_is_an_ordinary_case_and_its_clerk_the_only_one_who_knows_who(office: Office) -> None:
    answer = office.say(ZHAO, REGISTER)
    assert "已登记2026-0001" in answer
    assert "城市管理局" in answer
    case = office.case("2026-0001")
    assert (case.status, case.station) == ("review", "ST01")
    assert [(row.step, row.actor_role) for row in history(office, "2026-0001")] == [("register", "liaison_officer")]
    with office.engine.begin() as connection:
        (row,) = connection.execute(select(accounts).where(accounts.c.namespace == "walk_in")).all()
        assert row.id == connection.execute(select(reports.c.account_id)).scalar_one()
        told = str(connection.execute(select(fragments)).all()) + str(connection.execute(select(cases)).all())
    assert PHONE not in told
    assert "张大爷" not in told


def test_who_is_named_in_the_matter_is_not_written_out(office: Office) -> None:
    office.say(ZHAO, f"登记 张大爷 {PHONE} 西关村张大爷家门口路灯坏了，也可打13987654321")
    with office.engine.begin() as connection:
        text = connection.execute(select(fragments.c.text)).scalar_one()
    assert "张大爷" not in text
    assert "1398" not in text
    assert "张大爷" not in office.case("2026-0001").title


def test_the_reply_is_told_by_telephone_ticked_off_and_rated_by_the_clerk_s_hand(office: Office) -> None:
    office.say(ZHAO, REGISTER)
    play(office, [(ZHAO, "交办 1 城管局"), (CITY, "答复 1 A 换了灯泡")])
    assert not any("请电话告知" in text for text in office.heard(ZHAO))
    office.say(ZHAO, "通过 1")
    letter = next(one for one in office.boxes[ZHAO] if "请电话告知" in one.text)
    assert f"请电话告知张大爷 {PHONE}" in letter.text
    assert "换了灯泡" in letter.text
    assert letter.buttons == (("已电话告知", "已告知 2026-0001"),)
    with office.engine.begin() as connection:
        looks = connection.execute(select(vault_looks.c.why)).scalars().all()
    assert looks.count("电话告知反映人") == 2
    play(
        office,
        [
            (ZHAO, "已告知 2026-0001", "代评 2026-0001"),
            (ZHAO, "已告知 1", "没有还没告知的答复"),
            (ZHAO, "代评 1 满意", "满意"),
        ],
    )
    assert office.case("2026-0001").status == "closed"
    last = history(office, "2026-0001")[-1]
    assert (last.step, last.note) == ("rate", "工作人员代记：满意")
    assert last.actor_person is not None


def test_the_time_to_rate_starts_when_they_were_told(office: Office) -> None:
    office.say(ZHAO, REGISTER)
    office.say(ZHAO, "直答 1 换了灯泡")
    office.pass_time(days=3)
    office.say(ZHAO, "已告知 1")
    before = office.case("2026-0001").timer_at
    assert before is not None
    office.say(ZHANG, "你好")
    office.pass_time(days=60)
    assert office.case("2026-0001").status == "closed"
    assert history(office, "2026-0001")[-1].note == "未反馈1"


def test_who_was_never_told_is_never_counted_as_silent(office: Office) -> None:
    office.say(ZHAO, REGISTER)
    office.say(ZHAO, "直答 1 换了灯泡")
    office.pass_time(days=60)
    assert history(office, "2026-0001")[-1].note == "未送达1"


def test_a_dissatisfied_caller_starts_a_second_round(office: Office) -> None:
    office.say(ZHAO, REGISTER)
    play(office, [(ZHAO, "交办 1 城管局"), (CITY, "答复 1 A 换了灯泡"), (ZHAO, "通过 1")])
    play(office, [(ZHAO, "代评 1", "代评 2026-0001 满意"), (ZHAO, "代评 1 不满意 还是不亮", "不满意")])
    assert office.case("2026-0001").status == "redo"
    assert any("还是不亮" in text for text in office.heard(CITY))


def test_words_to_them_and_questions_are_telephoned_and_routine_is_not(office: Office) -> None:
    office.say(ZHAO, REGISTER)
    play(office, [(ZHAO, "退回补充 1 哪一根灯杆"), (ZHAO, "受理 1"), (ZHAO, "回 1 明天去看"), (ZHAO, "交办 1 城管局")])
    asked = [text for text in office.heard(ZHAO) if "请电话告知" in text]
    assert len(asked) == 2
    assert "哪一根灯杆" in asked[0]
    assert "明天去看" in asked[1]


def test_what_belongs_to_another_station_is_told_on_by_that_station(office: Office) -> None:
    assert "河西镇代表联络站" in office.say(ZHAO, f"登记 老马 {PHONE} 上营村的水渠堵了，大棚浇不上水")
    assert any("2026-0001" in text for text in office.heard(HE))
    office.say(HE, "直答 1 水渠已经疏通")
    (asked,) = [text for text in office.heard(HE) if "请电话告知" in text]
    assert f"老马 {PHONE}" in asked
    assert not office.heard(ZHAO)
    assert "代评" in office.say(HE, "已告知 1")


def test_nobody_speaks_for_people_who_are_reached_themselves(office: Office) -> None:
    office.say(ZHANG, LAMP)
    office.say(ZHAO, "直答 1 换了灯泡")
    play(office, [(ZHAO, "代评 1 满意", "不用代办"), (ZHAO, "已告知 1", "不用代办"), (HE, "代评 1 满意", "没有找到")])
    assert office.case("2026-0001").status == "replied"


def test_without_a_matter_nothing_is_registered(office: Office) -> None:
    play(office, [(ZHAO, f"登记 张大爷 {PHONE}", "登记 姓名 电话 内容"), (ZHAO, "登记", "登记 姓名 电话 内容")])
    assert "没有找到" in office.say(ZHAO, "查 1")


def test_an_accusation_told_at_the_counter_is_sealed_from_the_clerk_too(office: Office) -> None:
    answer = office.say(ZHAO, f"登记 老李 {PHONE} 举报西关村支书贪污危房改造款")
    assert "12388" in answer
    assert "2026-" not in answer
    assert office.case("2026-0001").sealed == "accusation"
    assert "没有找到" in office.say(ZHAO, "查 1")
    assert any("受限件" in text for text in office.heard(SECRECY))
    assert all("支书" not in text for text in office.heard(OFFICE))


def test_a_caller_in_danger_is_called_for_at_once(office: Office) -> None:
    assert "110" in office.say(ZHAO, f"登记 王大婶 {PHONE} 她说不想活了，药都买好了")
    case = office.case("2026-0001")
    assert (case.sealed, case.timer) == ("crisis", "confirm")
    told = [letter.text for box in office.boxes.values() for letter in box]
    assert any("【危急】" in text and PHONE in text for text in told)


def test_a_fire_that_is_telephoned_in_waits_for_who_takes_it_over(office: Office) -> None:
    office.say(ZHAO, f"登记 老李 {PHONE} 东街社区菜市场着火了，里面还有人")
    assert office.case("2026-0001").human_first
    assert "接手" in office.say(ZHAO, "交办 1 应急管理局")


def test_a_road_told_beside_an_accusation_stays_an_ordinary_case(office: Office) -> None:
    told = f"登记 老李 {PHONE} 西关村路灯坏了半个月。举报村支书贪污危房改造款"
    answer = office.say(ZHAO, told)
    assert "12388" in answer
    assert "已登记2026-0002" in answer
    assert (office.case("2026-0001").sealed, office.case("2026-0002").sealed) == ("accusation", None)
    play(
        office,
        [(ZHAO, "查 1", "没有找到"), (ZHAO, "查 2", "路灯", "!支书"), (SECRECY, "查 1", "支书", "!路灯")],
    )
    assert all("支书" not in text for text in office.heard(OFFICE))


def test_a_complaint_about_the_clerk_s_own_town_is_the_commission_s(office: Office) -> None:
    answer = office.say(ZHAO, f"登记 老李 {PHONE} 城关镇政府推来推去，危房没人管")
    assert "代表工委" in answer
    assert "交办" not in str(office.answer)
    assert any("2026-0001" in text for text in office.heard(OFFICE))
    play(office, [(ZHAO, "查 1", "没有找到"), (HE, "查 1", "没有找到"), (OFFICE, "查 1", "推来推去")])
    office.say(OFFICE, "直答 1 已督促")
    assert not office.heard(ZHAO)
    assert any("电话告知" in text for text in office.heard(OFFICE))
