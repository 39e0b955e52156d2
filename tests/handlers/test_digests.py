"""摘要: one screen for each desk, once a day or a week, never empty, and whenever somebody asks."""

from tests.handlers.office import Office
from tests.handlers.stories import SUN, ZHOU, at, dispatched
from tests.handlers.test_suggestions import submitted

WANG, GAO, LIN, ZHAO, HE, CHEN = (
    "demo-wangqiang",
    "demo-gaoming",
    "demo-linguodong",
    "demo-zhaomin",
    "demo-hexiulan",
    "demo-chenzhiyuan",
)
ZHANG = "demo-voter-zhangdaye"


def test_a_clerk_learns_each_working_morning_what_waits_and_what_is_late(office: Office) -> None:
    number = dispatched(office)
    office.say(ZHANG, "东街社区的井盖没了")
    office.heard(ZHAO)
    at(office, 12, 8, 8, 31)
    (text,) = office.heard(ZHAO)[-1:]
    assert "等您办：待审核1件" in text
    assert "逾期1件：" in text
    assert number in text
    at(office, 12, 8, 12)
    assert not [one for one in office.heard(ZHAO) if "等您办" in one]


def test_what_should_have_been_handed_over_is_named(office: Office) -> None:
    office.say(ZHANG, "东街社区的井盖没了")
    assert "超过交办期限" not in office.say(ZHAO, "今天")
    at(office, 11, 24, 10)
    assert "超过交办期限" not in office.say(ZHAO, "今天")
    at(office, 11, 25, 10)
    assert "超过交办期限1件：\n2026-0001" in office.say(ZHAO, "今天")


def test_nobody_gets_an_empty_one(office: Office) -> None:
    at(office, 11, 24, 8, 31)
    assert office.heard(HE) == []
    assert office.heard(LIN) == []
    assert office.say(HE, "今天") == "今天没有等您办的，也没有逾期的。"
    assert office.say(LIN, "本周") == "这一周没有新件，也没有逾期和不满意的。"


def test_no_digest_on_a_day_off(office: Office) -> None:
    office.say(ZHANG, "东街社区的井盖没了")
    office.heard(ZHAO)
    at(office, 11, 28, 9)
    assert not [text for text in office.heard(ZHAO) if "等您办" in text and "11月28" in text]


def test_the_leader_reads_last_week_on_its_successors_first_working_day(office: Office) -> None:
    number = dispatched(office)
    for place in ("东街社区", "北关社区"):
        office.say(ZHANG, f"{place}的路灯坏了好几天")
    office.say(WANG, f"签收 {number}")
    office.say(WANG, f"答复 {number} A 修好了")
    office.say(ZHAO, f"通过 {number}")
    office.say(ZHANG, f"不满意 {number} 还是不亮")
    office.heard(LIN)
    at(office, 11, 27, 9)
    assert office.heard(LIN) == []
    at(office, 11, 30, 8, 31)
    (text,) = office.heard(LIN)
    assert "一周摘要（11月23日至11月29日）" in text
    assert "新收3条（上一周0条），答复1件" in text
    assert "不满意1件：" in text
    assert "在增多：" in text
    assert "3条（上一周0条）" in text
    assert len(text.splitlines()) < 20


def test_a_sealed_case_is_in_no_digest(office: Office) -> None:
    office.say(ZHANG, "我要举报村支书张三贪污低保款")
    for account in (ZHAO, CHEN, GAO, LIN):
        office.heard(account)
        assert "贪污" not in office.say(account, "今天") + office.say(account, "本周")
        assert "2026-0001" not in office.say(account, "今天")


def test_it_can_be_asked_for_at_any_time(office: Office) -> None:
    number = dispatched(office)
    assert "新收1条" in office.say(CHEN, "本周")
    at(office, 12, 8, 20)
    assert number in office.say(GAO, "今天")
    assert "还没有" not in office.say(ZHAO, "本周")


def test_suggestions_are_told_apart_in_each_desk_s_digest(office: Office) -> None:
    number = submitted(office)
    waiting = submitted(office, SUN, "关于东街井盖的建议｜井盖响｜请更换全部井盖")
    office.say(CHEN, f"交办 {number} 城管局")
    office.say(CHEN, f"督办 {number}")
    at(office, 11, 24, 10)
    assert "其中代表建议：待审核1件" in office.say(CHEN, "今天")
    for who in (CHEN, LIN):
        assert "其中代表建议：新收2件，答复0件，在办1件（重点督办1件）" in office.say(who, "本周")
    at(office, 12, 7, 10)
    assert f"超过交办期限1件：\n【建议】{waiting}" in office.say(CHEN, "今天")
    at(office, 12, 23, 10)
    for who in (CHEN, GAO):
        assert f"还没联系代表的建议1件：\n【建议】{number}" in office.say(who, "今天")
    office.say(WANG, f"联系代表 {number} 电话 约了看现场")
    assert "还没联系代表" not in office.say(CHEN, "今天")


def test_a_department_s_morning_names_its_suggestions_as_such(office: Office) -> None:
    number = submitted(office)
    office.say(CHEN, f"交办 {number} 城管局")
    office.heard(WANG)
    at(office, 11, 26, 9, 1)
    (text,) = office.heard(WANG)
    assert f"【建议】{number}《关于西关村路灯的建议》签收期限" in text


def test_a_town_s_clerk_reads_of_the_town_s_own_suggestions(office: Office) -> None:
    number = submitted(office, ZHOU)
    assert "其中代表建议：待审核1件" in office.say(ZHAO, "今天")
    assert "待审核" not in office.say(HE, "今天")
    at(office, 12, 7, 10)
    assert number in office.say(ZHAO, "今天")
