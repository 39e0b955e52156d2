"""What 企业微信 tells of itself: who is warned, what is passed over, and that opening the app is greeted once."""

import pytest

from handlers.platform_events import NEWS, WARNINGS
from tests.handlers.office import Office
from tests.handlers.stories import ADMIN, ZHAO, everything, hears


def event(office: Office, account: str, name: str, channel: str = "wecom_app") -> str:
    return office.send(account, kind="event", event=name, channel=channel)


@pytest.mark.parametrize("name", sorted(WARNINGS))
def test_an_app_that_may_be_suspended_is_the_administrators_business(office: Office, name: str) -> None:
    assert event(office, "sys", name) == ""
    assert "【运维】" in hears(office, ADMIN)
    assert office.boxes == {}


@pytest.mark.parametrize("name", sorted(NEWS))
def test_other_news_of_the_platform_is_passed_over(office: Office, name: str) -> None:
    event(office, "sys", name)
    before = everything(office)
    assert event(office, "sys", name) == ""
    assert everything(office) == before
    assert office.boxes == {}


def test_opening_the_app_is_greeted_once(office: Office) -> None:
    assert "待办" in event(office, ZHAO, "enter", channel="webchat")
    office.say("zhaomin-at-work", "绑定 00000000", channel="wecom_app")
    assert "没有登记" in event(office, "newcomer", "enter")
    assert event(office, "newcomer", "enter") == ""


def test_a_member_who_opens_the_app_again_hears_nothing(office: Office) -> None:
    with office.engine.begin() as connection:
        people = office.desk(connection).store.people
        zhao = next(one for one in office.directory.people.values() if one.name == "赵敏")
        people.add_account("wecom", "zhaomin", office.now, person_id=zhao.id)
    office.reload_directory()
    assert "发“帮助”" in event(office, "zhaomin", "enter")
    assert event(office, "zhaomin", "enter") == ""
    assert event(office, "ZhaoMin", "enter") == ""
