"""查, 我的件, 待办, 逾期, 帮助: questions that change nothing."""

import re

import pytest

from handlers.casefile import text_of
from handlers.rules.verbs import GRAMMAR
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
    LEADER,
    LI,
    OFFICE,
    SECRECY,
    SUPERVISOR,
    WANG,
    ZHANG,
    ZHAO,
    answered,
    dispatched,
    everything,
    photo,
    play,
    released,
    reported,
)

EVERYONE = (ZHANG, LI, ZHAO, OFFICE, SUPERVISOR, LEADER, CITY, CITY_HEAD, SECRECY, ADMIN)


def test_the_worklist_holds_what_waits_for_each_office(office: Office) -> None:
    one, two, three = reported(office), dispatched(office, ZHANG, COVER), answered(office, WANG, CANAL)
    four = dispatched(office, CHEN, "北关社区垃圾没人清运")
    office.say(CITY, f"申退 {four} 不归我们")
    play(
        office,
        [
            (ZHAO, "待办", "（1件）", one, f"!{two}", f"!{three}"),
            (HE, "待办", "（1件）", three),
            (OFFICE, "待办", "（3件）", one, three, four),
            (SUPERVISOR, "待办", "（1件）", four),
            (CITY, "待办", "（1件）", f"{two}《"),
            (CITY, "我的件", "（1件）", two),
            (CITY_HEAD, "待办", "（1件）", two),
            (HOUSING, "待办", "没有等您办的件"),
            (LEADER, "待办", "没有等您办的件"),
        ],
    )


def test_a_case_in_consultation_waits_for_the_commission_and_is_shown_to_the_leader(office: Office) -> None:
    number = released(office)
    office.say(ZHANG, "不满意 又灭了")
    office.say(CITY, f"答复 {number} A 又修了")
    office.say(OFFICE, f"通过 {number}")
    office.say(ZHANG, "不满意 还是灭")
    play(office, [(OFFICE, "待办", number), (LEADER, "待办", number)])


def test_overdue_cases_are_those_one_sees_whose_reply_is_late(office: Office) -> None:
    one, two = dispatched(office), dispatched(office, WANG, CANAL, "水利局")
    office.pass_time(days=14)
    play(office, [(OFFICE, "逾期", "没有逾期")])
    office.pass_time(days=1)
    play(
        office,
        [
            (OFFICE, "逾期", one, two, "已逾期"),
            (ZHAO, "逾期", one, f"!{two}"),
            (CITY, "逾期", one, f"!{two}"),
            (HOUSING, "逾期", "没有逾期"),
            (ZHAO, f"查 {one}", "已逾期"),
            (ZHANG, "查 1", "!逾期"),
        ],
    )
    office.say(CITY, f"答复 {one} A 修好了")
    play(office, [(ZHAO, "逾期", "没有逾期")])


def test_one_s_own_open_cases_in_soft_words(office: Office) -> None:
    play(office, [(ZHANG, "我的件", "没有正在办的件")])
    one, two = reported(office), dispatched(office, ZHANG, COVER)
    play(office, [(ZHANG, "我的件", "（2件）", f"{one}《", f"{two}《", "!待审核", "!待签收")])
    office.say(ZHANG, f"撤回 {one}")
    play(office, [(ZHANG, "我的件", "（1件）", f"!{one}")])


def test_a_case_is_asked_after_however_it_is_named(office: Office) -> None:
    number = reported(office)
    for line in (
        "查 1",
        "查1号",
        "查 第一件",
        "查询 2026-0001",
        "查　２０２６－０００１",
        "1 咋样了",
        "咋样了",
        "1",
        "2026-0001",
        "第一件",
    ):
        play(office, [(ZHANG, line, f"{number}《西关村")])


def test_a_number_that_is_no_case_of_theirs_belongs_to_what_they_are_telling(office: Office) -> None:
    number = reported(office)
    assert number in office.say(ZHANG, "12号")
    case = office.case(number)
    with office.engine.begin() as connection:
        assert "12号" in text_of(office.desk(connection), case.id)
    play(office, [(ZHANG, "2026-0012", "没有找到2026-0012")])


def test_when_several_are_open_the_bot_asks_which(office: Office) -> None:
    one, two = reported(office), reported(office, ZHANG, COVER)
    play(office, [(ZHANG, "咋样了", f"{one}《", f"{two}《", "编号")])


def test_which_is_meant_can_be_pressed(office: Office) -> None:
    lamp, cover = reported(office), reported(office, ZHANG, COVER)
    office.say(ZHANG, "撤回")
    assert office.answer is not None
    assert [command for _, command in office.answer.buttons] == [f"撤回 {cover}", f"撤回 {lamp}"]
    assert all(0 < len(label) <= 10 for label, _ in office.answer.buttons)


def test_a_number_of_two_years_is_asked_about_while_both_are_open(office: Office) -> None:
    old = reported(office)
    office.pass_time(days=60)
    new = reported(office, ZHANG, COVER)
    assert (old, new) == ("2026-0001", "2027-0001")
    play(
        office,
        [
            (ZHANG, "查 1", f"{old}《", f"{new}《"),
            (ZHANG, "查 2026-0001", f"{old}《", f"!{new}"),
            (ZHANG, f"撤回 {old}", old),
            (ZHANG, "查 1", f"{new}《", f"!{old}"),
        ],
    )


def test_staff_see_the_file_in_the_office_s_terms(office: Office) -> None:
    number = dispatched(office, to="城管局 协办 住建局")
    play(office, [(ZHAO, f"查 {number}", "待签收", "主办：城市管理局", "协办：住房和城乡建设局", "12月7日", "交办")])


def test_a_history_names_what_was_chosen_and_not_the_choice(office: Office) -> None:
    number = released(office)
    office.say(ZHAO, f"特急 {number}")
    office.say(ZHANG, "满意")
    play(office, [(ZHAO, f"查 {number}", "急缓：特急", "评价：满意", "!满意/", "!特急/")])


def test_what_was_added_is_called_by_its_name(office: Office) -> None:
    number = reported(office)
    office.heard(ZHAO)
    photo(office, ZHANG)
    assert any(number in text and "反映人补充了照片。" in text for text in office.heard(ZHAO))


def test_questions_change_nothing(office: Office) -> None:
    number = released(office)
    photo(office, CHEN)
    for who in EVERYONE:
        office.say(who, "你好")
    before = everything(office)
    for who in EVERYONE:
        for line in ("查 1", f"查 {number}", "查 99", "我的件", "待办", "逾期", "帮助"):
            assert office.say(who, line)
    after = everything(office)
    assert {name for name in before if before[name] != after[name]} <= {"vault_looks"}


@pytest.mark.parametrize("who", EVERYONE)
def test_help_names_only_words_that_are_commands(office: Office, who: str) -> None:
    said = office.say(who, "帮助")
    words = {word for grammar in GRAMMAR.values() for word in grammar.words}
    for part in said.replace("\n", "｜").replace("可发：", "｜").split("｜"):
        if "12" in part:
            typed = re.sub(r"^[^：0-9]*：", "", part)  # without what the line is about
            assert typed.split()[0] in words, part


def test_staff_are_offered_the_two_likeliest_commands(office: Office) -> None:
    said = office.say(CITY, "这个我们已经修好了")
    assert "答复" in said
    assert said.count("“") == 3
    assert office.say(CITY, "吃了吗").count("“帮助”") == 1
    assert not everything(office)["cases"]


def test_the_list_says_how_many_there_are_when_it_is_cut(office: Office) -> None:
    for place in range(22):
        reported(office, f"v{place}", LAMP_AT.format(place))
    play(office, [(ZHAO, "待办", "（22件）", "共22件")])


LAMP_AT = "西关村{}组的路灯坏了"
