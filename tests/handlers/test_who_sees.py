"""Every role and every kind of case, through everything a person can ask: seen or not as the contract says.

What is not seen is word for word what does not exist: the same lines are tried on a number that was never given.
"""

from dataclasses import dataclass

import pytest

from storage.duty import DutyRow
from storage.store import Store
from tests.handlers.office import Office
from tests.handlers.stories import (
    ADMIN,
    CANAL,
    CHEN,
    CITY,
    CITY_HEAD,
    COVER,
    HE,
    HOUSING,
    LAMP,
    LEADER,
    LI,
    LIU,
    MA,
    OFFICE,
    OFFICE_TOO,
    SECRECY,
    SUPERVISOR,
    WANG,
    WATER,
    ZHANG,
    ZHAO,
    dispatched,
    everything,
    reported,
)

GHOST = "2026-0099"
STEPS = [
    "合并 {} 1",
    "合并 1 {}",
    "撤销合并 {}",
    "交办 {} 城管局",
    "回 {} 正在办",
    "催办 {}",
    "接手 {}",
    "受理 {}",
    "整理 {} 路",
]
STEPS += [
    "不受理 {} 不归我们",
    "转出 {} 法院",
    "退回补充 {} 缺地点",
    "特急 {}",
    "签收 {}",
    "申退 {} 不归我们",
    "进展 {} 在修",
]
STEPS += [
    "答复 {} A 修好了",
    "通过 {}",
    "督办 {}",
    "同意退办 {} 住建局",
    "补充 {} 还有",
    "撤回 {}",
    "{} 满意",
    "直答 {} 好",
]
LISTS = ["我的件", "待办", "逾期", "我的数据"]

ROLES = {
    "its voter": ZHANG,
    "another voter": CHEN,
    "deputy": LI,
    "deputy of another station": MA,
    "clerk": ZHAO,
    "clerk of another station": HE,
    "commission": OFFICE,
    "supervision": SUPERVISOR,
    "leader": LEADER,
    "case officer": CITY,
    "unit head": CITY_HEAD,
    "officer of another department": HOUSING,
    "officer of a third department": WATER,
    "who has the duties": SECRECY,
    "administrator": ADMIN,
}
COUNTY = frozenset({"commission", "supervision", "leader"})
STATION = COUNTY | {"its voter", "deputy", "clerk"}
SEES: dict[str, frozenset[str]] = {
    "ordinary": STATION | {"case officer", "unit head"},
    "other station": COUNTY
    | {"deputy of another station", "clerk of another station", "officer of a third department"},
    "other department": COUNTY | {"deputy", "clerk", "officer of another department"},
    "about the own town": COUNTY | {"its voter"},
    "accusation": frozenset({"who has the duties"}),
    "secrecy": frozenset({"who has the duties"}),
    "crisis": frozenset({"who has the duties"}),
    "merged": COUNTY | {"deputy", "clerk"},
    "withdrawn": STATION,
}
SEALED = ("accusation", "secrecy", "crisis")


@dataclass
class County:
    office: Office
    numbers: dict[str, str]


@pytest.fixture
def county(office: Office) -> County:
    """One case of each kind; nobody has anything else."""
    numbers = {"ordinary": dispatched(office)}
    numbers["other station"] = dispatched(office, WANG, CANAL, "水利局")
    numbers["other department"] = dispatched(office, WANG, COVER, "住建局")
    numbers["merged"] = reported(office, LIU, LAMP)
    assert "已把" in office.say(ZHAO, f"合并 {numbers['merged']} {numbers['other department']}") + office.say(
        OFFICE, f"合并 {numbers['merged']} {numbers['other department']}"
    )
    office.pass_time(minutes=20)
    numbers["withdrawn"] = reported(office, ZHANG, "北关社区垃圾没人清运，臭得很")
    office.say(ZHANG, f"撤回 {numbers['withdrawn']}")
    office.pass_time(minutes=20)
    numbers["about the own town"] = reported(office, ZHANG, "城关镇政府推来推去，西关村的危房没人管")
    office.pass_time(minutes=20)
    for kind, words in (
        ("accusation", "举报西关村支书贪污危房改造款，给了他小舅子"),
        ("secrecy", "这里有份文件，机密★10年，说要修高铁站，你们看看"),
        ("crisis", "我不想活了，我在石桥上"),
    ):
        office.say("demo-voter-nobody", words)
        office.pass_time(minutes=1)
        numbers[kind] = f"2026-{len(everything(office)['cases']):04d}"
        assert office.case(numbers[kind]).sealed == kind
    return County(office, numbers)


def quiet(office: Office) -> dict[str, object]:
    return {name: rows for name, rows in everything(office).items() if name not in {"accounts", "vault_looks"}}


@pytest.mark.parametrize("role", ROLES)
def test_a_case_is_found_by_those_who_see_it_and_does_not_exist_for_all_others(county: County, role: str) -> None:
    office, who = county.office, ROLES[role]
    ghost = office.say(who, f"查 {GHOST}")
    for kind, number in county.numbers.items():
        said = office.say(who, f"查 {number}")
        assert (said.replace(number, GHOST) != ghost) == (role in SEES[kind]), (kind, said)


@pytest.mark.parametrize("role", ROLES)
def test_no_step_tells_that_there_is_something(county: County, role: str) -> None:
    office, who = county.office, ROLES[role]
    hidden = {kind: number for kind, number in county.numbers.items() if role not in SEES[kind]}
    before = quiet(office)
    office.boxes.clear()
    for line in STEPS:
        ghost = office.say(who, line.format(GHOST))
        for kind, number in hidden.items():
            assert office.say(who, line.format(number)).replace(number, GHOST) == ghost, (kind, line)
    assert quiet(office) == before
    assert not office.boxes


@pytest.mark.parametrize("role", ROLES)
def test_no_list_names_what_is_not_seen(county: County, role: str) -> None:
    office, who = county.office, ROLES[role]
    for line in LISTS:
        told = office.say(who, line)
        for kind, number in county.numbers.items():
            if role not in SEES[kind]:
                assert number not in told, (kind, line, told)
        assert "受限" not in told or role == "who has the duties"


def test_who_has_the_duty_is_shown_the_sealed_cases_that_wait(county: County) -> None:
    told = county.office.say(SECRECY, "待办")
    for kind in SEALED:
        assert county.numbers[kind] in told
    for words in ("支书", "高铁", "石桥", "不想活"):
        assert words not in told


def test_a_bare_number_is_as_silent_as_a_full_one(county: County) -> None:
    for kind in SEALED:
        number = county.numbers[kind]
        short = str(int(number[-4:]))
        said = county.office.say(OFFICE, f"查 {short}")
        assert said.replace(short, "99") == county.office.say(OFFICE, "查 99")


def test_nobody_else_hears_of_a_sealed_case(office: Office) -> None:
    """No notice to a station, a department, a group, a morning list."""
    object.__setattr__(office.settings, "staff_at_once", False)
    office.pass_time(hours=12)
    for who, words in (
        (ZHANG, "举报西关村支书贪污危房改造款"),
        (WANG, "文件上写着机密★10年，修高铁站"),
        (CHEN, "我不想活了"),
    ):
        office.say(who, words)
    for _ in range(3):
        office.pass_time(hours=12)
    assert all("放假通知" in text for text in office.heard(ADMIN))
    assert set(office.boxes) <= {SECRECY, OFFICE_TOO, ZHANG, WANG, CHEN}
    assert not everything(office)["morning_lines"]
    words = str([row[3] for row in everything(office)["morning_lines"]])
    assert "支书" not in words


def test_in_a_group_nothing_is_said_of_a_sealed_case(office: Office) -> None:
    ordinary = office.say(LI, "@小联 西关村路灯坏了", conversation="g1")
    office.pass_time(minutes=20)
    assert office.say(LI, "@小联 举报西关村支书贪污低保款", conversation="g1") == ordinary
    assert office.say(LI, "@小联 查 99", conversation="g1") == office.say(LI, "@小联 查 2", conversation="g1")


def test_a_duty_that_nobody_was_given_is_the_commissions_and_the_secrecy_officers(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE people SET duties = '[]'")
    office.reload_directory()
    office.say(ZHANG, "举报西关村支书贪污危房改造款")
    for who in (OFFICE, SECRECY):
        assert "支书" in office.say(who, "查 1")
        assert "2026-0001" in office.say(who, "待办")
    for who in (ZHAO, LEADER, SUPERVISOR, ADMIN):
        assert office.say(who, "查 1") == office.say(who, "查 99").replace("99", "1")


@pytest.mark.parametrize("kind", ["accusation", "secrecy"])
def test_a_duty_that_nobody_was_given_is_also_that_of_who_is_on_today_s_roster(office: Office, kind: str) -> None:
    """They are told, may see it and take it over while they are on; a duty with a name on it is that person's alone."""
    said = {"accusation": "举报西关村支书贪污危房改造款", "secrecy": "文件上写着机密★10年，修高铁站"}[kind]
    on_duty(office, "赵敏", "王强")
    office.say(ZHANG, said)
    office.say(ZHAO, "待办")
    assert not office.heard(ZHAO)
    assert "没有找到" in office.say(CITY, "查 1")
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE people SET duties = '[]'")
    office.reload_directory()
    office.say(WANG, said)
    for who in (ZHAO, CITY, OFFICE, SECRECY):
        assert any("受限件" in text and "2026-0002" in text for text in office.heard(who)), who
        assert "2026-0002" in office.say(who, "待办")
    assert "已接手" in office.say(CITY, "接手 2")
    assert "没有找到" in office.say(HE, "查 2")
    office.pass_time(days=1)
    assert "没有找到" in office.say(CITY, "查 2")
    assert "2026-0002" in office.say(OFFICE, "查 2")


def on_duty(office: Office, *names: str) -> None:
    ids = {person.name: person.id for person in office.directory.people.values()}
    day = office.settings.local_day(office.now)
    with office.engine.begin() as connection:
        rows = [DutyRow(day, place, name, False, ids[name]) for place, name in enumerate(names, 1)]
        Store(connection, office.keys).duty.replace(rows)
