"""What an engine heard: a help for who listens, words only when it was sure, and a warning where it may be danger."""

from handlers.hearing import heard
from storage.store import Store
from tests.handlers.office import Office
from tests.handlers.stories import CITY, HE, OFFICE, ZHANG, ZHAO, everything, play, voice

PHONE = "13812345678"
SAID = f"西关村村口的路灯坏了半个月，电话{PHONE}"
LEAST = 0.85


def hears(office: Office, text: str, confidence: float) -> None:
    with office.engine.begin() as connection:
        desk = office.desk(connection)
        heard(desk, 1, text, confidence, least=LEAST)
        office.deliver(desk)


def words_of(office: Office, number: str) -> list[tuple[str, bool]]:
    case_id = office.case(number).id
    with office.engine.begin() as connection:
        pieces = Store(connection, office.keys).opinions.fragments_of(case_id)
    return [(piece.text, piece.recognised) for piece in pieces]


def told(office: Office) -> str:
    voice(office, ZHANG)
    office.pass_time(minutes=11)
    return "2026-0001"


def test_a_transcript_nobody_is_sure_of_is_a_help_and_no_words(office: Office) -> None:
    number = told(office)
    before = office.case(number)
    hears(office, SAID, LEAST - 0.01)
    assert words_of(office, number) == [("", False)]
    assert office.case(number) == before
    play(office, [(OFFICE, f"查 {number}", "机器听写（不一定对", "路灯", f"!{PHONE}", "〔电话1〕")])
    assert PHONE not in str(everything(office))


def test_one_it_is_sure_of_serves_like_recognised_words_and_is_still_listened_to(office: Office) -> None:
    number = told(office)
    hears(office, SAID, 0.95)
    assert words_of(office, number) == [("西关村村口的路灯坏了半个月，电话〔电话1〕", True)]
    case = office.case(number)
    assert case.needs_listening
    assert "路灯" in case.title
    assert case.suggested
    play(
        office,
        [(OFFICE, f"交办 {number} 城管局", "整理"), (ZHAO, f"查 {number}", "路灯"), (HE, f"查 {number}", "没有找到")],
    )


def test_what_people_typed_is_not_overwritten(office: Office) -> None:
    voice(office, ZHANG, "东街社区门口的井盖没了")
    hears(office, SAID, 0.99)
    assert words_of(office, "2026-0001") == [("东街社区门口的井盖没了", True)]


def test_what_may_be_danger_is_told_at_once_however_unsure(office: Office) -> None:
    number = told(office)
    office.boxes.clear()
    hears(office, "我家着火了快来人", 0.2)
    case = office.case(number)
    assert (case.human_first, case.urgency) == (True, "critical")
    (warning,) = office.heard(OFFICE)
    assert "【先看】" in warning
    assert "/media/" in warning
    assert "着火" not in warning
    assert words_of(office, number) == [("", False)]


def test_nothing_heard_changes_nothing(office: Office) -> None:
    told(office)
    before = everything(office)
    hears(office, "  ", 1.0)
    assert everything(office) == before
    assert not office.heard(CITY)
