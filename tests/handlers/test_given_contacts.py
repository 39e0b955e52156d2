"""A contact given on purpose reaches the case officer, and every look is recorded; everybody else sees it masked."""

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    CITY_HEAD,
    HOUSING,
    LEADER,
    LI,
    OFFICE,
    SUPERVISOR,
    WANG,
    ZHANG,
    ZHAO,
    everything,
    hears,
    number_in,
    photo,
    play,
    reported,
)

PHONE, MASKED = "13812345678", "138****5678"
IDENTITY, CARD = "110101199003077758", "6222021234567890128"
NOT_NEEDED = "身份证号、银行卡号不需要提供，已替您隐去。"
RECALL = "请撤回带个人信息的那条，到私聊里说。"
NOTICE = "姓名电话不公开"


def looks(office: Office) -> list[tuple[str, str]]:
    """Who was shown an item, and why."""
    names = {row[0]: row[1] for row in everything(office)["people"]}
    return [(names[row[2]], row[3]) for row in everything(office)["vault_looks"] if row[2] is not None]


@pytest.mark.parametrize("said", [f"电话 {PHONE}", f"联系我{PHONE}", "电话138 1234 5678"])
def test_a_contact_given_on_purpose_is_on_the_slip_of_the_lead_department(office: Office, said: str) -> None:
    number = reported(office, ZHANG, f"西关村路灯坏了，{said}")
    assert PHONE not in hears(office, ZHAO)
    office.say(ZHAO, f"交办 {number} 城管局 协办 住建局")
    assert PHONE in hears(office, CITY).replace(" ", "")
    told = hears(office, HOUSING)
    assert PHONE not in told.replace(" ", "")
    assert MASKED in told
    assert looks(office) == [("王强", "转办单")]


def test_who_works_on_it_sees_the_contact_and_everybody_else_sees_it_masked(office: Office) -> None:
    number = reported(office, ZHANG, f"西关村路灯坏了，电话 {PHONE}")
    office.say(ZHAO, f"交办 {number} 城管局 协办 住建局")
    for who in (CITY, ZHAO, OFFICE):
        play(office, [(who, f"查 {number}", PHONE)])
    for who in (HOUSING, CITY_HEAD, SUPERVISOR, LEADER):
        play(office, [(who, f"查 {number}", MASKED, f"!{PHONE}")])
    play(office, [(LI, f"查 {number}", f"!{PHONE}")])
    assert [name for name, why in looks(office) if why == "查看办件"] == ["王强", "赵敏", "陈志远"]


def test_a_number_that_was_only_mentioned_is_masked_for_officers_too(office: Office) -> None:
    number = reported(office, ZHANG, f"西关村路灯坏了，物业的电话{PHONE}打不通")
    office.say(ZHAO, f"交办 {number} 城管局")
    told = hears(office, CITY)
    assert PHONE not in told
    assert MASKED in told
    play(office, [(CITY, f"查 {number}", MASKED, f"!{PHONE}"), (ZHAO, f"查 {number}", MASKED, f"!{PHONE}")])
    assert looks(office) == []


def test_for_the_officer_alone_means_not_the_clerk_either(office: Office) -> None:
    number = reported(office, ZHANG, f"西关村路灯坏了，电话 {PHONE}，只给承办人")
    play(office, [(ZHAO, f"查 {number}", MASKED, f"!{PHONE}"), (OFFICE, f"查 {number}", f"!{PHONE}")])
    office.say(ZHAO, f"交办 {number} 城管局")
    assert PHONE in hears(office, CITY)
    play(office, [(CITY, f"查 {number}", PHONE), (ZHAO, f"查 {number}", f"!{PHONE}")])


def test_a_contact_added_later_reaches_the_officer(office: Office) -> None:
    number = reported(office)
    office.say(ZHAO, f"交办 {number} 城管局")
    hears(office, CITY)
    office.say(ZHANG, f"补充 {number} 联系我{PHONE}")
    assert PHONE in hears(office, CITY)


def test_the_clerks_wording_does_not_lose_the_contact(office: Office) -> None:
    number = reported(office, ZHANG, f"西关村路灯坏了，电话 {PHONE}")
    office.say(ZHAO, f"整理 {number} 西关村村口路灯不亮")
    office.say(ZHAO, f"交办 {number} 城管局")
    assert f"反映人联系方式：{PHONE}" in hears(office, CITY)


def test_at_night_the_slip_waits_and_nobody_has_looked(office: Office) -> None:
    object.__setattr__(office.settings, "staff_at_once", False)
    office.pass_time(hours=12)
    number = reported(office, ZHANG, f"西关村路灯坏了，电话 {PHONE}")
    office.say(ZHAO, f"交办 {number} 城管局")
    assert looks(office) == []
    office.pass_time(hours=12)
    assert PHONE not in hears(office, CITY)


def test_identity_numbers_and_bank_cards_are_shown_to_nobody_and_not_asked_for(office: Office) -> None:
    answer = office.say(ZHANG, f"西关村路灯坏了，身份证{IDENTITY}，卡号{CARD}，电话 {PHONE}")
    number = number_in(answer)
    assert answer.count(NOT_NEEDED) == 1
    assert NOT_NEEDED not in office.say(ZHANG, f"补充 {number} 身份证{IDENTITY}")
    office.say(ZHAO, f"交办 {number} 城管局")
    for who in (CITY, ZHAO, OFFICE, LEADER):
        shown = office.say(who, f"查 {number}") + hears(office, who)
        assert IDENTITY not in shown
        assert CARD not in shown
        assert IDENTITY[-4:] not in shown
        assert CARD[-4:] not in shown


def test_an_identity_number_added_later_is_not_needed_either(office: Office) -> None:
    number = reported(office)
    assert NOT_NEEDED in office.say(ZHANG, f"补充 {number} 身份证{IDENTITY}")


def test_nobody_in_danger_is_told_what_is_not_needed(office: Office) -> None:
    assert NOT_NEEDED not in office.say(ZHANG, f"我不想活了，身份证{IDENTITY}")
    assert NOT_NEEDED not in office.say(ZHANG, f"卡号{CARD}给我妈")


def test_a_group_is_asked_to_recall_what_has_personal_data(office: Office) -> None:
    said = f"@小联 西关村路灯坏了，电话 {PHONE}"
    assert office.say(LI, said, conversation="g1") == RECALL
    assert PHONE not in hears(office, LI)
    assert office.say(LI, "@小联 东街社区井盖没了", conversation="g1") == "收到，私聊回复您。"


def test_a_person_in_danger_in_a_group_is_not_bothered_with_it(office: Office) -> None:
    assert RECALL not in office.say(LI, f"@小联 我不想活了，电话{PHONE}", conversation="g1")


@pytest.mark.parametrize("event", ["subscribe", "scan", "enter"])
def test_the_notice_at_first_contact_is_told_once(office: Office, event: str) -> None:
    said = [
        office.send(ZHANG, kind="event", event=event, scene="ST01"),
        office.say(ZHANG, "你好"),
        office.say(ZHANG, "西关村村口的路灯坏了半个月"),
        office.send(ZHANG, kind="event", event="scan", scene="ST02"),
        office.say(ZHANG, "东街社区门口的井盖没了"),
        photo(office, ZHANG),
    ]
    assert "\n".join(said).count(NOTICE) == 1
    assert NOTICE in said[0]


def test_the_notice_is_told_with_the_first_matter_where_nobody_scanned(office: Office) -> None:
    for who in (WANG, LI):
        said = [office.say(who, "你好"), office.say(who, "西关村村口的路灯坏了"), office.say(who, "东街社区井盖没了")]
        assert [NOTICE in one for one in said] == [False, True, False]


def test_each_channel_of_a_person_is_told_the_notice(office: Office) -> None:
    assert NOTICE in office.say(ZHANG, "西关村村口的路灯坏了")
    assert NOTICE in office.say("oSomebody", "西关村村口的路灯坏了", channel="official_account")


def test_after_an_emergency_the_notice_comes_with_the_first_ordinary_matter(office: Office) -> None:
    assert NOTICE not in office.say(ZHANG, "东街社区菜市场着火了，里面还有人")
    office.pass_time(minutes=20)
    assert NOTICE in office.say(ZHANG, "西关村村口的路灯坏了半个月")
