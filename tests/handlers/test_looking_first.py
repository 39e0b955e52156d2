"""The delicate moments: the right sentence at once, the ordinary flow waits for a person."""

import pytest

from tests.handlers.office import Office

VOTER = "demo-voter-zhangdaye"
CLERK = "demo-zhaomin"
ZHENG = "demo-zhengbao"
COMMISSION = "demo-chenzhiyuan"  # hears of cases that name no place of a station


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("东街社区菜市场着火了，里面还有人", "119"),
        ("南门社区楼道里一股煤气味，漏气了", "119"),
        ("化工园那边冒黄烟，味道很呛，好几个人头晕", "119"),
        ("北关社区有人拿刀砍人", "110"),
        ("西关村涵洞塌了，压住一个人", "119"),
        ("西关小学食堂吃完饭好几十个孩子呕吐", "120"),
    ],
)
def test_life_comes_first_and_the_case_waits_for_a_person(office: Office, said: str, heard: str) -> None:
    answer = office.say(VOTER, said)
    assert heard in answer
    assert "2026-0001" in answer
    case = office.case("2026-0001")
    assert case.human_first
    assert case.urgency == "critical"
    told = office.heard(CLERK) + office.heard(COMMISSION)
    assert any(text.startswith("【先看】") for text in told)
    refused = office.say(CLERK, "交办 1 应急管理局")
    assert "接手 2026-0001" in refused
    office.say(CLERK, "接手 1")
    assert "已转2026-0001" in office.say(CLERK, "交办 1 应急管理局")


def test_an_accusation_is_sealed_and_only_the_duty_hears_of_it_without_its_content(office: Office) -> None:
    answer = office.say(VOTER, "举报西关村支书贪污危房改造款，给了他小舅子")
    assert "12388" in answer
    assert "转交" in answer
    assert "2026-" not in answer
    (notice,) = office.heard(ZHENG)
    assert "受限件" in notice
    assert "支书" not in notice
    assert list(office.boxes) == []
    assert office.say(CLERK, "查 1") == office.say(CLERK, "查 99").replace("99", "1")
    assert "支书" in office.say(ZHENG, "查 1")
    assert "封存" in office.say(VOTER, "转交")
    assert any("同意" in text for text in office.heard(ZHENG))


def test_a_mixed_message_is_split(office: Office) -> None:
    answer = office.say(VOTER, "西关村村口的路灯坏了半个月。另外举报村支书贪污低保款。")
    assert "12388" in answer
    assert "2026-0002" in answer
    ordinary = office.case("2026-0002")
    assert not ordinary.sealed
    assert "路灯" in ordinary.title
    assert all("支书" not in text for text in office.heard(CLERK))


def test_a_secret_mark_is_kept_by_the_secrecy_officer_alone(office: Office) -> None:
    answer = office.say(VOTER, "这里有份文件，机密★10年，说要修高铁站，你们看看")
    assert "密级" in answer
    assert "保密员" in answer
    assert all("高铁" not in text for text in office.heard(ZHENG))
    assert office.case("2026-0001").sealed == "secrecy"


def test_a_matter_before_the_court_is_told_its_lawful_way(office: Office) -> None:
    answer = office.say(VOTER, "我家的案子法院判得不公，请代表过问一下判决")
    assert "12348" in answer
    assert office.case("2026-0001").human_first


def test_who_is_pressed_about_a_rating_is_heard_by_the_commission_alone(office: Office) -> None:
    assert "代表工委" in office.say("demo-limei", "有人找我")
    assert "代表李梅" in office.heard("demo-chenzhiyuan")[0]
    assert not office.heard("demo-wangqiang")


@pytest.mark.parametrize(
    "said", ["笑死我了，西关村路灯又坏了", "法院门口的路灯坏了", "西关村消防栓锈了打不开", "气炸了，西关村水渠又堵了"]
)
def test_hard_negatives_stay_ordinary(office: Office, said: str) -> None:
    office.say(VOTER, said)
    case = office.case("2026-0001")
    assert not case.human_first
    assert not case.sealed
