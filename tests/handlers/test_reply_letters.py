"""答复函: who is given the paper of a suggestion's answer, and what stands in it."""

from handlers.reply_letters import ReplyLetter, letter_named
from tests.handlers.office import Office
from tests.handlers.stories import CITY, HOUSING, LI, OFFICE, SUN, ZHANG, ZHAO, dispatched, play
from tests.handlers.test_binding import codes
from tests.handlers.test_parts import released, shared
from tests.handlers.test_suggestions_handled import answered, signed_by_two


def papers(office: Office, who: str) -> list[str]:
    """The names of the files this person was sent since they were last asked."""
    return [name for letter in office.boxes.pop(who, []) for name in letter.media]


def paper(office: Office, name: str) -> ReplyLetter:
    with office.engine.begin() as connection:
        letter = letter_named(office.desk(connection), name)
    assert letter is not None
    return letter


def test_whoever_signed_is_given_the_letter_as_a_file(office: Office) -> None:
    number = signed_by_two(office)
    answered(office, number, "B 2027-06-30 前全部更换，有事打13812345678")
    for who in (LI, SUN, CITY, OFFICE):
        office.boxes.clear()
        play(office, [(who, f"答复函 {number}", "在下面")])
        (name,) = papers(office, who)
        letter = paper(office, name)
        assert (letter.answer_class, letter.department, letter.formal_number) == ("B", "城市管理局", "闭会第001号")
        assert (letter.lead, letter.cosigners) == ("李梅", ("孙晓芸",))
        assert (str(letter.promised_on), str(letter.on_day), letter.officer) == ("2027-06-30", "2026-11-23", "王强")
        assert "13812345678" in letter.text
        assert letter.file_name == f"{number}城市管理局答复函.docx"


def test_nobody_else_is(office: Office) -> None:
    number = signed_by_two(office)
    play(
        office,
        [
            (LI, f"答复函 {number}", "还没有答复函"),
            (CITY, f"答复函 {number}", "还没有答复函"),
            (CITY, "答复函", "请写哪一件"),
        ],
    )
    play(office, [(CITY, f"答复 {number} A 已更换", "已提交"), (CITY, f"答复函 {number}", "在下面")])
    office.boxes.clear()
    play(office, [(LI, f"答复函 {number}", "还没有答复函")])
    play(office, [(ZHANG, f"答复函 {number}", "!在下面"), (HOUSING, f"答复函 {number}", "没有找到")])
    for who in (LI, ZHANG, HOUSING):
        assert papers(office, who) == []


def test_of_an_opinion_there_is_none(office: Office) -> None:
    number = dispatched(office)
    play(office, [(CITY, f"答复 {number} A 已修好", "已提交"), (ZHAO, f"答复函 {number}", "只用于代表建议")])


def test_where_files_cannot_go_it_is_said_where_they_can(office: Office) -> None:
    number = signed_by_two(office)
    answered(office, number)
    office.say("oLI", f"绑定 {codes(office)['李梅']}", channel="official_account")
    assert "这里发不了文件" in office.say("oLI", f"答复函 {number}", channel="official_account")


def test_each_department_of_several_writes_its_own(office: Office) -> None:
    number = shared(office)
    released(office, number, "A 灯已换", "B 2027-06-30 修路")
    play(office, [(LI, f"答复函 {number}", "（2份）")])
    letters = [paper(office, name) for name in papers(office, LI)]
    assert [(one.department, one.answer_class, one.text) for one in letters] == [
        ("城市管理局", "A", "灯已换"),
        ("住房和城乡建设局", "B", "修路"),
    ]
    assert letters[0].copies == ("住房和城乡建设局",)
    play(office, [(HOUSING, f"答复函 {number}", "在下面")])
    assert [paper(office, name).department for name in papers(office, HOUSING)] == ["住房和城乡建设局"]
    play(office, [(OFFICE, f"答复函 {number} 城管局", "在下面")])
    assert [paper(office, name).department for name in papers(office, OFFICE)] == ["城市管理局"]
