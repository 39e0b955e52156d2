"""绑定: a code on paper makes an account somebody's; admins see it and take it back; nobody guesses one."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.invitations import draw_codes, invite_everybody
from handlers.rules.one_time_codes import WRONG_ALLOWED_TOGETHER
from storage.engine import make_engine
from storage.store import Store
from storage.tables.office import invites
from tests.handlers.office import Office, open_office
from tests.handlers.stories import ADMIN, LAMP, LI, OFFICE, ZHANG, ZHAO, number_in, reported

WRONG = "绑定 99999999"


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    engine = make_engine(database_url)
    yield open_office(tmp_path, engine, namespaces=frozenset({"official_account", "wecom", "webchat"}))
    engine.dispose()


def codes(office: Office) -> dict[str, str]:
    """A fresh sheet: the code of each person."""
    with office.engine.begin() as connection:
        store = Store(connection, office.keys)
        drawn = draw_codes(store, office.directory, os.urandom)
        sheet = invite_everybody(store, office.directory, drawn, office.now)
    return {one.name: one.code for one in sheet}


def test_a_deputy_types_the_code_and_is_known_from_then_on(office: Office) -> None:
    code = codes(office)["李梅"]
    answer = office.say("oMEI", f"绑定 {code}", channel="official_account")
    assert answer.startswith("李梅，您好！绑好了")
    assert "人大代表" in answer
    assert "有事直接说" in answer
    assert "已经绑好了" in office.say("oMEI", f"绑定 {code}", channel="official_account")
    number = number_in(office.say("oMEI", LAMP, channel="official_account"))
    assert number in office.say(LI, "我的件")


@pytest.mark.parametrize(
    "typed",
    ["绑定{0}", "绑定：{1} {2}", "绑定码是{0}", " 绑定 {0}。", "绑定 {3}"],
    ids=["close", "parted", "is", "stop", "wide"],
)
def test_however_the_code_is_typed_it_binds(office: Office, typed: str) -> None:
    code = codes(office)["田桂英"]
    wide = code.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})
    answer = office.say("oTIAN", typed.format(code, code[:4], code[4:], wide), channel="official_account")
    assert "田桂英，您好" in answer


@pytest.mark.parametrize("scene", ["bind-{}", "qrscene_bind-{}"])
@pytest.mark.parametrize("event", ["subscribe", "scan"])
def test_scanning_the_code_does_the_same(office: Office, event: str, scene: str) -> None:
    code = codes(office)["赵敏"]
    answer = office.send("oZHAO", kind="event", event=event, scene=scene.format(code), channel="official_account")
    assert "赵敏，您好！绑好了，您是城关镇代表联络站工作人员" in answer
    assert "待办" in answer
    assert "待办" in office.say("oZHAO", "帮助", channel="official_account")


def test_a_stranger_of_the_offices_own_wechat_may_bind_and_nothing_else(office: Office) -> None:
    code = codes(office)["王强"]
    assert "还没有登记" in office.say("wangqiang", "待办", channel="wecom_app")
    assert "王强，您好！绑好了，您是城市管理局经办人" in office.say("wangqiang", f"绑定 {code}", channel="wecom_app")
    assert "没有等您办的件" in office.say("wangqiang", "待办", channel="wecom_aibot")


def test_what_was_reported_before_becomes_the_persons(office: Office) -> None:
    number = number_in(office.say("oSUN", LAMP, channel="official_account"))
    assert "没有正在办的件" in office.say("demo-sunxiaoyun", "我的件")
    office.say("oSUN", f"绑定 {codes(office)['孙晓芸']}", channel="official_account")
    assert number in office.say("demo-sunxiaoyun", "我的件")


def test_admins_are_told_and_take_it_back_and_both_hear_of_it(office: Office) -> None:
    code = codes(office)["周德厚"]
    office.say("oWRONG", f"绑定 {code}", channel="official_account")
    (told,) = office.heard(ADMIN)
    assert told == "【绑定】周德厚（城关镇代表联络站人大代表）在公众号绑好了。不对请发“解除绑定 周德厚”。"
    assert "已解除周德厚的绑定（网页聊天、公众号）" in office.say(ADMIN, "解除绑定 周德厚")
    assert any("解除绑定" in text for text in office.heard("oWRONG"))
    assert "没有绑定的账号" in office.say(ADMIN, "解除绑定周德厚")
    assert "已作废" in office.say("oNEXT", f"绑定 {code}", channel="official_account")
    assert "周德厚，您好" in office.say("oRIGHT", f"绑定 {codes(office)['周德厚']}", channel="official_account")


def test_only_an_admin_undoes_and_lists_bindings(office: Office) -> None:
    before = office.say(ADMIN, "绑定名单")
    assert "李梅（城关镇代表联络站人大代表）：网页聊天" in before
    for who in (ZHANG, LI):
        assert "由工作人员办" in office.say(who, "绑定名单")
    for who in (ZHAO, OFFICE):
        assert "不归您办" in office.say(who, "解除绑定 李梅")
    assert "另一位管理员" in office.say(ADMIN, "解除绑定 吴磊")
    assert "没有“李小梅”" in office.say(ADMIN, "解除绑定 李小梅")
    assert "解除绑定 李梅" in office.say(ADMIN, "解除绑定")
    assert office.say(ADMIN, "绑定名单") == before


def test_who_is_unbound_is_listed_apart(office: Office) -> None:
    office.say(ADMIN, "解除绑定 马长河")
    assert "未绑定（1人）：马长河" in office.say(ADMIN, "绑定名单")


def test_a_code_binds_once_and_not_for_ever(office: Office) -> None:
    first = codes(office)
    assert "您好" in office.say("o1", f"绑定 {first['李梅']}", channel="official_account")
    assert "已经用过" in office.say("o2", f"绑定 {first['李梅']}", channel="official_account")
    second = codes(office)
    assert "已作废" in office.say("o3", f"绑定 {first['赵敏']}", channel="official_account")
    office.pass_time(days=14)
    assert "过期" in office.say("o4", f"绑定 {second['赵敏']}", channel="official_account")
    assert "这个码不对" in office.say("o5", "绑定 1234", channel="official_account")
    assert "例如：绑定 12345678" in office.say("o5", "绑定", channel="official_account")


def test_a_shared_telephone_belongs_to_one_person_and_is_told_whom_to_ask(office: Office) -> None:
    sheet = codes(office)
    office.say("oHOME", f"绑定 {sheet['周德厚']}", channel="official_account")
    answer = office.say("oHOME", f"绑定 {sheet['罗建国']}", channel="official_account")
    assert "已经是周德厚的" in answer
    assert "管理员吴磊" in answer
    assert "罗建国，您好" in office.say("oOWN", f"绑定 {sheet['罗建国']}", channel="official_account")


def test_five_wrong_codes_within_an_hour_mean_an_hours_wait(office: Office) -> None:
    code = codes(office)["李梅"]
    for _ in range(5):
        office.now += timedelta(minutes=10)
        assert "这个码不对" in office.say("oX", WRONG, channel="official_account")
    assert "一小时" in office.say("oX", f"绑定 {code}", channel="official_account")
    assert "田桂英，您好" in office.say("oY", f"绑定 {codes(office)['田桂英']}", channel="official_account")
    code = codes(office)["李梅"]
    office.now += timedelta(minutes=59)
    assert "一小时" in office.say("oX", f"绑定 {code}", channel="official_account")
    office.now += timedelta(minutes=1)
    assert "李梅，您好" in office.say("oX", f"绑定 {code}", channel="official_account")


def test_wrong_codes_spread_over_hours_are_only_wrong(office: Office) -> None:
    for _ in range(8):
        office.now += timedelta(minutes=20)
        assert "这个码不对" in office.say("oX", WRONG, channel="official_account")


def test_many_accounts_that_guess_are_stopped_together_and_admins_hear_of_it(office: Office) -> None:
    code = codes(office)["李梅"]
    for number in range(WRONG_ALLOWED_TOGETHER):
        office.say(f"visitor-{number}", WRONG)
    assert any("试码" in text for text in office.heard(ADMIN))
    assert "暂时不能绑定" in office.say("visitor-last", f"绑定 {code}")
    assert "李梅，您好" in office.say("oLI", f"绑定 {code}", channel="official_account")


def test_no_code_lies_in_the_books(office: Office) -> None:
    sheet = codes(office)
    with office.engine.begin() as connection:
        stored = repr(connection.execute(select(invites)).all())
    assert not [code for code in sheet.values() if code in stored]
    assert len(set(sheet.values())) == len(sheet)


def test_in_a_group_the_answer_to_a_code_goes_to_the_person_alone(office: Office) -> None:
    answer = office.say("oLI", f"绑定 {codes(office)['李梅']}", conversation="group:县人大代表交流群")
    assert answer == "收到，私聊回复您。"
    assert any("李梅，您好" in text for text in office.heard("oLI"))


def test_a_voter_who_writes_about_binding_is_heard_as_a_voter(office: Office) -> None:
    number = reported(office, ZHANG, "东街社区医保卡绑定不了，窗口没人管")
    assert office.case(number).status == "review"
