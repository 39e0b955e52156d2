"""拆分: several matters in one message get numbers of their own; several numbers in one line are steps of their own."""

from storage.store import Store
from tests.handlers.office import Office
from tests.handlers.stories import (
    CANAL,
    CHEN,
    CITY,
    COVER,
    HE,
    LAMP,
    LI,
    OFFICE,
    SUPERVISOR,
    ZHANG,
    ZHAO,
    history,
    photo,
    play,
)

THREE = "1.西关村路灯坏了 2.东街社区垃圾没人拉，我电话13812345678 3.西关村自来水天天停水"


def test_the_preview_offers_to_split_and_the_reporter_does_so_with_its_button(office: Office) -> None:
    office.say(ZHANG, THREE)
    letter = office.answer
    assert letter is not None
    assert "要分开办请回“拆分 2026-0001”" in letter.text
    assert ("分开办", "拆分 2026-0001") in letter.buttons
    office.heard(ZHAO)
    answer = office.say(ZHANG, "拆分 2026-0001")
    assert all(number in answer for number in ("2026-0001", "2026-0002", "2026-0003"))
    first, second, third = (office.case(f"2026-000{number}") for number in (1, 2, 3))
    assert "路灯" in first.title
    assert "垃圾" not in first.title
    assert "垃圾" in second.title
    assert "水" in third.title
    assert (second.split_from, third.split_from) == (first.id, first.id)
    assert {case.status for case in (first, second, third)} == {"review"}
    told = "\n".join(office.heard(ZHAO))
    assert "2026-0002" in told
    assert "2026-0003" in told


def test_each_part_goes_its_own_way_and_both_answers_come_back(office: Office) -> None:
    office.say(ZHANG, THREE)
    office.say(ZHAO, "拆分 1")
    (told,) = office.heard(ZHANG)
    assert "2026-0003" in told
    play(office, [(ZHAO, "交办 1 城管局"), (ZHAO, "直答 2 明天清运")])
    slip = next(text for text in office.heard(CITY) if "转办单" in text)
    assert "路灯" in slip
    assert "垃圾" not in slip
    assert any("明天清运" in text for text in office.heard(ZHANG))
    assert [(row.step, row.note) for row in history(office, "2026-0001")][1] == ("split", "2026-0002、2026-0003")
    opening = history(office, "2026-0002")[0]
    assert (opening.step, opening.actor_role, opening.note) == ("report", "voter", "由2026-0001拆分")


def test_personal_items_go_with_the_matter_they_were_told_with(office: Office) -> None:
    office.say(ZHANG, THREE)
    office.say(ZHAO, "拆分 1")
    second, third = office.case("2026-0002").id, office.case("2026-0003").id
    with office.engine.begin() as connection:
        vault = Store(connection, office.keys).vault
        values = [item.value for item in vault.items_of(second)]
        others = vault.items_of(third)
    assert values == ["13812345678"]
    assert others == []


def test_one_matter_alone_may_be_taken_out(office: Office) -> None:
    office.say(ZHANG, THREE)
    assert "共有3件事" in office.say(ZHAO, "拆分 1 7")
    office.say(ZHAO, "拆分 1 3")
    assert "水" in office.case("2026-0002").title
    assert "没有找到" in office.say(ZHAO, "查 3")
    assert "垃圾" in (office.case("2026-0001").summary or "")


def test_one_matter_is_not_split_nor_a_case_that_is_on_its_way(office: Office) -> None:
    office.say(ZHANG, LAMP)
    assert "只说了一件事" in office.say(ZHANG, "拆分")
    office.say(CHEN, THREE)
    office.say(ZHAO, "交办 2 城管局")
    assert "不能拆分" in office.say(ZHAO, "拆分 2")
    assert "没有找到" in office.say(ZHAO, "查 3")


def test_the_next_day_the_clerk_splits_and_nobody_else_ever(office: Office) -> None:
    office.say(ZHANG, THREE)
    assert "没有找到" in office.say(HE, "拆分 1")
    assert "没有找到" in office.say(CHEN, "拆分 1")
    office.say(SUPERVISOR, "拆分 1")
    assert "不是您反映的" in office.say(LI, "拆分 1")  # a deputy of the station sees it
    assert "没有找到" in office.say(OFFICE, "查 2")
    office.pass_time(hours=25)
    assert "人工" in office.say(ZHANG, "拆分 1")
    assert "2026-0003" in office.say(OFFICE, "拆分 1")


def test_of_several_numbers_what_is_refused_is_named_and_the_others_are_done(office: Office) -> None:
    for who, said in ((ZHANG, LAMP), (CHEN, COVER), (ZHANG, CANAL)):
        office.say(who, said)
        office.pass_time(minutes=11)
    answer = office.say(ZHAO, "受理 1、2、3、9")
    assert "已受理2026-0001" in answer
    assert "已受理2026-0002" in answer
    assert "没有找到3" in answer  # another station's
    assert "没有找到9" in answer
    answer = office.say(ZHAO, "交办 1、3 城管局")
    assert "已转2026-0001" in answer
    assert "没有找到3" in answer
    answer = office.say(ZHAO, "催办 1 2")
    assert "已催办2026-0001" in answer
    assert "2026-0002" in answer
    assert "不能催办" in answer
    assert [row.step for row in history(office, "2026-0002")] == ["report", "accept_case"]
    assert any("【催办】2026-0001" in text for text in office.heard(CITY))
    assert not any("2026-0002" in text for text in office.heard(CITY))


def test_when_all_are_refused_nothing_has_changed(office: Office) -> None:
    office.say(ZHANG, LAMP)
    before = len(history(office, "2026-0001"))
    answer = office.say(ZHAO, "催办 1 9")
    assert "不能催办" in answer
    assert len(history(office, "2026-0001")) == before


def files_of(office: Office, number: str) -> int:
    case_id = office.case(number).id
    with office.engine.begin() as connection:
        pieces = Store(connection, office.keys).opinions.fragments_of(case_id)
    return sum(len(piece.media) for piece in pieces)


def two_with_a_photo(office: Office) -> None:
    office.say(ZHANG, "西关村路灯坏了")
    office.say(ZHANG, "补充 1 另外东街社区垃圾没人拉")
    photo(office, ZHANG)


def test_a_photo_goes_with_the_matter_it_was_sent_with(office: Office) -> None:
    two_with_a_photo(office)
    assert "照片随说到的那件走" in office.say(ZHAO, "拆分 1")
    assert (files_of(office, "2026-0001"), files_of(office, "2026-0002")) == (0, 1)


def test_a_photo_of_nothing_in_particular_stays_unless_it_is_told_to_go(office: Office) -> None:
    for number, line in (("2026-0001", "拆分 1"), ("2026-0003", "拆分 3 2 照片")):
        photo(office, ZHANG)
        office.say(ZHANG, "1.西关村路灯坏了 2.东街社区垃圾没人拉")
        office.say(ZHAO, line)
        after = f"{number[:-1]}{int(number[-1]) + 1}"
        went = int("照片" in line)
        assert (files_of(office, number), files_of(office, after)) == (1 - went, went)
        office.pass_time(minutes=20)
