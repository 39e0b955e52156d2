"""The answer goes out and people say what they think of it: rounds, verdicts, promises, the consultation after two."""

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    COVER,
    HOUSING,
    LI,
    OFFICE,
    WANG,
    ZHANG,
    ZHAO,
    answered,
    dispatched,
    empty_boxes,
    everything,
    fault,
    hears,
    history,
    once_more,
    play,
    released,
    status,
    steps,
    voice,
)


def test_a_reply_from_dispatched_counts_as_acceptance(office: Office) -> None:
    number = answered(office)
    assert status(office, number) == "reply_review"
    assert steps(office, number) == ["report", "dispatch", "reply"]
    accepted_at = [row[7] for row in everything(office)["dispatches"]]
    assert accepted_at == [office.now]
    told = hears(office, OFFICE)
    assert "已修好" in told
    assert f"{number}《" in told


def test_a_reply_wants_class_date_and_words(office: Office) -> None:
    number = dispatched(office)
    before = everything(office)
    play(
        office,
        [
            (CITY, f"答复 {number} 已修好", "A、B、C或D", number),
            (CITY, f"答复 {number} A", "内容", number),
            (CITY, f"答复 {number} B 明年换新", "承诺日期", number),
            (CITY, f"答复 {number} B 2026-02-30 换新", "承诺日期"),
            (CITY, f"答复 {number} B 2026-11-23 换新", "今天以后"),
        ],
    )
    assert everything(office) == before


@pytest.mark.parametrize(
    "line", ["答复 1 B 2027-06-30 全部换新", "答复1b2027年6月30日前全部换新", "答复 １ Ｂ类 2027.6.30，全部换新"]
)
def test_a_promise_is_read_however_it_is_written(office: Office, line: str) -> None:
    number = dispatched(office)
    play(office, [(CITY, line, "已提交"), (OFFICE, f"通过 {number}", "已通过")])
    promised = office.case(number).promised_on
    assert promised is not None
    assert promised.isoformat() == "2027-06-30"
    assert "2027年6月30日前落实" in hears(office, ZHANG)


def test_nobody_hears_a_reply_before_it_is_released(office: Office) -> None:
    number = answered(office)
    empty_boxes(office)
    play(office, [(ZHANG, f"查 {number}", number, "!已修好"), (ZHANG, "满意", "没有等您评价的件")])
    assert hears(office, ZHANG) == ""
    play(office, [(OFFICE, "通过", f"已通过{number}《")])
    told = hears(office, ZHANG)
    assert f"{number}《" in told
    assert "已修好" in told
    assert "满意" in told
    play(office, [(ZHANG, f"查 {number}", "已修好")])


def test_a_reply_is_sent_back_in_both_rounds(office: Office) -> None:
    number = answered(office)
    empty_boxes(office)
    play(office, [(OFFICE, f"退改 {number} 说清哪天修的", f"已退改{number}《")])
    assert status(office, number) == "handling"
    assert "说清哪天修的" in hears(office, CITY)
    once_more(office, number, "A 11月22日修好")
    play(office, [(ZHANG, "不满意 又灭了", f"{number}《")])
    assert status(office, number) == "redo"
    play(office, [(CITY, f"答复 {number} A 又修了", "已提交"), (OFFICE, f"退改 {number} 说清楚", "已退改")])
    assert status(office, number) == "redo"


def test_a_satisfied_reporter_closes_the_case(office: Office) -> None:
    number = released(office)
    play(office, [(ZHANG, "满意", f"{number}《", "!办结")])
    assert status(office, number) == "closed"
    assert history(office, number)[-1].actor_role == "voter"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("满意", "satisfied"),
        ("1 满意", "satisfied"),
        ("满意 1", "satisfied"),
        ("基本满意", "basically"),
        ("2026-0001 不满意", "dissatisfied"),
        ("不满意 还是黑", "dissatisfied"),
        ("不满意还是黑", "dissatisfied"),
    ],
)
def test_a_verdict_is_read_however_it_is_typed(office: Office, line: str, verdict: str) -> None:
    released(office)
    play(office, [(ZHANG, line, "2026-0001《")])
    assert [row[4] for row in everything(office)["verdicts"]] == [verdict]


def test_a_bare_dissatisfaction_counts_at_once_and_its_reason_is_asked_once(office: Office) -> None:
    number = released(office)
    play(office, [(ZHANG, "不满意", f"{number}《", "哪里不满意")])
    assert status(office, number) == "redo"
    empty_boxes(office)
    play(office, [(ZHANG, "灯是亮了，可是半夜就灭，东街那边也一样", number, "!哪里")])
    assert "半夜就灭" in hears(office, CITY)
    assert [row[5] for row in everything(office)["verdicts"]] == ["灯是亮了，可是半夜就灭，东街那边也一样"]
    assert len(everything(office)["cases"]) == 1


def test_thanks_are_no_reason(office: Office) -> None:
    number = released(office)
    play(office, [(ZHANG, "不满意", number), (ZHANG, "谢谢", "不客气")])
    assert [row[5] for row in everything(office)["verdicts"]] == [""]
    play(office, [(ZHANG, "不用了", "评价已经记下")])


def test_a_spoken_reason_is_kept(office: Office) -> None:
    number = released(office)
    office.say(ZHANG, "不满意")
    assert number in voice(office, ZHANG)
    assert everything(office)["fragments"][-1][3] == "voice"
    assert len(everything(office)["cases"]) == 1


def test_a_reason_comes_a_day_late_and_is_a_matter_of_its_own(office: Office) -> None:
    released(office)
    office.say(ZHANG, "不满意")
    office.pass_time(hours=25)
    play(office, [(ZHANG, COVER, "2026-0002")])


def test_a_promise_is_kept_and_confirmed(office: Office) -> None:
    number = released(office, reply="B 2027-06-30 全部换新")
    play(office, [(ZHANG, "满意", f"{number}《")])
    assert status(office, number) == "follow_up"
    empty_boxes(office)
    play(
        office,
        [
            (ZHAO, f"确认落实 {number}", "还没报落实"),
            (HOUSING, f"落实 {number} 换好了", "没有找到"),
            (CITY, f"落实 {number} 三十盏全部换好", f"{number}《"),
        ],
    )
    assert status(office, number) == "follow_up"
    assert "三十盏" in hears(office, OFFICE)
    play(office, [(ZHAO, f"确认落实 {number}", f"{number}《")])
    assert status(office, number) == "closed"
    told = hears(office, ZHANG)
    assert "三十盏" in told
    assert "办结" not in told


def test_a_deputy_confirms_what_was_promised_to_them(office: Office) -> None:
    number = released(office, who=LI, text="北关社区垃圾没人清运", reply="B 2027-06-30 设清运点")
    play(office, [(LI, "满意", number), (CITY, f"落实 {number} 设好了", number)])
    assert "设好了" in hears(office, LI)
    play(office, [(LI, f"确认落实 {number}", f"{number}《")])
    assert status(office, number) == "closed"


def test_a_number_is_wanted_when_several_answers_wait(office: Office) -> None:
    one, two = released(office), released(office, text=COVER)
    play(
        office, [(ZHANG, "满意", one, two, "编号"), (ZHANG, f"{two} 满意", f"{two}《"), (ZHANG, "基本满意", f"{one}《")]
    )
    assert (status(office, one), status(office, two)) == ("closed", "closed")


def test_nobody_rates_somebody_else_s_answer(office: Office) -> None:
    number = released(office)
    before = everything(office)
    play(office, [(LI, f"{number} 满意", "不是您反映的", number), (WANG, "满意", "没有等您评价的件")])
    assert [row for name, rows in everything(office).items() if name != "accounts" for row in rows] == [
        row for name, rows in before.items() if name != "accounts" for row in rows
    ]


def test_the_buttons_under_an_answer_are_its_verdicts(office: Office) -> None:
    number = released(office)
    letter = office.boxes[ZHANG][-1]
    assert letter.buttons == tuple((word, f"{word} {number}") for word in ("满意", "基本满意", "不满意"))


def test_the_chain_of_a_whole_life_holds(office: Office) -> None:
    number = released(office, reply="B 2027-06-30 换新")
    office.say(ZHANG, "满意")
    office.say(CITY, f"落实 {number} 好了")
    office.say(ZHAO, f"确认落实 {number}")
    assert fault(office, number) is None
