"""A card's button works only for the person it was sent to, and once; and the card shows what became of its matter."""

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    COVER,
    HOUSING,
    LAMP,
    LI,
    OFFICE,
    OFFICE_TOO,
    ZHANG,
    ZHAO,
    answered,
    dispatched,
    everything,
    hears,
    reported,
    status,
    steps,
)


@pytest.fixture
def office(office: Office) -> Office:
    office.has_cards = True
    return office


def labels(office: Office, who: str) -> list[str]:
    """The buttons of this person's latest card."""
    letter = next(letter for account, _, letter in reversed(office.cards) if account == who)
    return [label for label, _ in letter.buttons]


def facts(office: Office, who: str) -> dict[str, str]:
    return dict(next(letter for account, _, letter in reversed(office.cards) if account == who).facts)


def test_a_clerk_may_accept_dispatch_to_the_likeliest_or_another_and_refuse(office: Office) -> None:
    number = reported(office)
    first, *to, other, refuse = labels(office, ZHAO)
    assert (first, other, refuse) == ("受理", "其他单位", "不受理")
    assert 1 <= len(to) <= 3
    assert to[0] == "交办城市管理局"
    assert facts(office, ZHAO) == {"编号": number, "联络站": "城关镇代表联络站"}


def test_a_label_is_never_longer_than_a_button(office: Office) -> None:
    for text in (LAMP, COVER, "上营村的水渠堵了，大棚浇不上水", "东街社区自然资源局旁边违建没人管"):
        office.say(ZHANG, text)
        office.pass_time(minutes=20)
    assert all(len(label) <= 10 for _, _, letter in office.cards for label, _ in letter.buttons)


def test_a_whole_case_by_pressing(office: Office) -> None:
    number = reported(office, LI)
    assert "已受理" in office.press(ZHAO, "受理")
    assert office.changed == "已受理"
    assert labels(office, ZHAO)[:1] == ["交办城市管理局"]
    assert "已转" in office.press(ZHAO, "交办城市管理局")
    assert facts(office, CITY)["单位"] == "城市管理局"
    assert facts(office, CITY)["期限"] == office.case(number).reply_due.isoformat()  # type: ignore[union-attr]
    assert "已签收" in office.press(CITY, "签收")
    office.say(CITY, f"答复 {number} A 已修好")
    assert labels(office, ZHAO) == ["通过", "退改"]
    assert "已通过" in office.press(ZHAO, "通过")
    assert labels(office, LI) == ["满意", "基本满意", "不满意"]
    assert "记下“满意”" in office.press(LI, "满意")
    assert office.changed == "已评满意"
    assert steps(office, number) == ["report", "accept_case", "dispatch", "accept", "reply", "release", "rate"]
    assert status(office, number) == "closed"


def test_a_second_press_changes_nothing_and_says_what_was_done(office: Office) -> None:
    dispatched(office)
    card = office.card(CITY, "签收")
    assert "已签收" in office.press(CITY, "签收", card=card)
    before = everything(office)
    for label in ("签收", "申退"):
        answer = office.press(CITY, label, card=card)
        assert "已用过（已签收）" in answer
        assert answer.count("。") == 1
        assert office.changed == "已签收"
    assert everything(office) == before


@pytest.mark.parametrize("who", [HOUSING, ZHAO, OFFICE, LI])
def test_somebody_elses_press_changes_nothing(office: Office, who: str) -> None:
    number = dispatched(office)
    office.say(who, "帮助")
    before = everything(office)
    answer = office.press(who, "签收", of=CITY)
    assert "不是发给您的" in answer
    assert answer.count("。") == 1
    assert number not in answer
    assert everything(office) == before
    assert "已签收" in office.press(CITY, "签收")


@pytest.mark.parametrize("task", ["", "out-1", "out-99999-5", "nonsense", "out-1-0", "out-" + "9" * 30 + "-1"])
def test_a_card_that_is_not_known_does_nothing(office: Office, task: str) -> None:
    reported(office)
    office.say(ZHAO, "帮助")
    before = everything(office)
    answer = office.send(ZHAO, kind="event", event="card", task=task, choice="受理 2026-0001")
    assert "已失效" in answer
    assert everything(office) == before


def test_a_choice_that_the_card_does_not_offer_is_not_taken(office: Office) -> None:
    """What a callback says was pressed is believed only where the card has such a button."""
    number = reported(office)
    place = office.card(ZHAO, "受理")
    with office.engine.begin() as connection:
        card = office.desk(connection).store.cards.find(place)
    assert card is not None
    answer = office.send(ZHAO, kind="event", event="card", task=card.task, choice=f"转出 {number} 法院")
    assert "已失效" in answer
    assert status(office, number) == "review"


def test_a_press_is_what_would_have_been_typed(office: Office) -> None:
    """Refused like it, too; and what was refused may be pressed again once nothing stands in its way."""
    number = reported(office, text="西关村小学对面的房子着火了，火很大")
    card = office.card(ZHAO, "接手")
    assert "不能" in office.say(ZHAO, f"通过 {number}")
    assert "接手" in office.press(ZHAO, "接手", card=card)
    assert "交办" in "".join(labels(office, ZHAO))


@pytest.mark.parametrize(
    ("label", "reason", "after"),
    [("不受理", "属于法院管辖", "rejected"), ("其他单位", "住建局", "dispatched")],
)
def test_a_clerks_choice_that_needs_words_asks_for_them(office: Office, label: str, reason: str, after: str) -> None:
    number = reported(office)
    card = office.card(ZHAO, label)
    asked = office.press(ZHAO, label, card=card)
    assert number in asked
    assert asked.count("。") == 1
    assert (status(office, number), office.changed) == ("review", "")
    assert office.press(ZHAO, label, card=card) == asked
    assert number in office.say(ZHAO, reason)
    assert status(office, number) == after
    assert (ZHAO, "已不予受理" if after == "rejected" else "已交办") in office.changes


def test_what_an_officer_or_a_reviewer_must_say_is_asked_for(office: Office) -> None:
    number = answered(office)
    assert "要改什么" in office.press(OFFICE, "退改")
    assert status(office, number) == "reply_review"
    assert "已退改" in office.say(OFFICE, "说清楚哪天修的")
    assert "说清楚哪天修的" in hears(office, CITY)
    other = dispatched(office, ZHANG, COVER)
    assert "理由" in office.press(CITY, "申退")
    assert "已申退" in office.say(CITY, "井盖是电信的 应为 住建局")
    assert status(office, other) == "return_requested"


def test_an_officer_asks_for_more_time_by_pressing(office: Office) -> None:
    number = dispatched(office)
    assert labels(office, CITY) == ["签收", "申退", "延期"]
    slip = office.card(CITY, "延期")
    assert "不能延期" in office.press(CITY, "延期", card=slip)
    assert "已签收" in office.press(CITY, "签收", card=slip)
    assert labels(office, CITY) == ["申退", "延期"]
    assert "延几天" in office.press(CITY, "延期")
    assert number in office.say(CITY, "5天 等材料进场")
    assert steps(office, number)[-1] == "request_extension"
    assert (CITY, "已申请延期") in office.changes
    assert "同意延期" in labels(office, OFFICE)
    office.press(OFFICE, "同意延期")
    assert steps(office, number)[-1] == "allow_extension"


def test_a_reason_may_be_left_out_and_another_command_drops_the_question(office: Office) -> None:
    number = reported(office)
    assert "请写明" in office.press(ZHAO, "不受理")
    assert "没有改动" in office.say(ZHAO, "算了")
    assert "请写明" in office.press(ZHAO, "不受理")
    assert "直接发来" in office.say(ZHAO, "好的")
    assert number in office.say(ZHAO, "待办")
    office.say(ZHAO, "属于法院管辖")
    assert status(office, number) == "review"
    assert "已受理" in office.press(ZHAO, "受理")


def test_after_a_day_a_reason_comes_too_late(office: Office) -> None:
    number = reported(office)
    office.press(ZHAO, "不受理")
    office.pass_time(hours=25)
    office.say(ZHAO, "属于法院管辖")
    assert status(office, number) == "review"


def test_a_department_that_is_not_found_is_asked_for_again(office: Office) -> None:
    number = reported(office)
    office.press(ZHAO, "其他单位")
    assert "没找到" in office.say(ZHAO, "外星局")
    assert "住房和城乡建设局" in office.say(ZHAO, "住建局")
    assert office.case(number).department == "ZJ"


def test_cards_of_others_turn_grey_when_the_case_moves_on(office: Office) -> None:
    """Typed, or pressed by another clerk: whoever could still press sees what was done."""
    number = reported(office, text="路灯坏了半个月，晚上看不见路，在大众路")
    assert {who for who, _, _ in office.cards} >= {OFFICE, OFFICE_TOO}
    office.say(OFFICE, f"交办 {number} 城管局")
    assert set(office.changes) == {(OFFICE, "已交办"), (OFFICE_TOO, "已交办")}
    answer = office.press(OFFICE_TOO, "受理")
    assert number in answer
    assert "不能受理" in answer
    assert status(office, number) == "dispatched"


def test_a_card_is_changed_at_most_once(office: Office) -> None:
    number = dispatched(office)
    office.say(CITY, f"签收 {number}")
    office.say(CITY, f"答复 {number} A 已修好")
    assert [change for change in office.changes if change[0] == CITY] == [(CITY, "已签收")]


def test_a_card_older_than_its_ticket_stays_as_it_is(office: Office) -> None:
    number = dispatched(office)
    office.pass_time(hours=72, seconds=1)
    office.say(CITY, f"签收 {number}")
    assert (CITY, "已签收") not in office.changes


@pytest.mark.parametrize(("step", "label"), [("交办 {} 城管局", "已交办"), ("受理 {}", "已受理")])
def test_a_card_whose_step_was_taken_before_it_could_be_changed_turns_grey_when_it_can(
    office: Office, step: str, label: str
) -> None:
    office.is_slow = True
    number = reported(office, text="路灯坏了半个月，晚上看不见路，在大众路")
    office.pass_time(seconds=1)
    office.say(OFFICE, step.format(number))
    assert office.changes == []
    office.settle_cards()
    assert {who for who, _ in office.changes} >= {OFFICE, OFFICE_TOO}
    assert {change for who, change in office.changes if who != CITY} == {label}


def test_a_card_that_still_asks_what_nobody_has_done_stays_open_when_it_is_settled(office: Office) -> None:
    office.is_slow = True
    dispatched(office)
    office.pass_time(seconds=1)
    office.say(CITY, "帮助")
    office.settle_cards()
    assert CITY not in [who for who, _ in office.changes]
    assert "已签收" in office.press(CITY, "签收")


def test_one_persons_rating_leaves_the_others_card(office: Office) -> None:
    number = reported(office, LI)
    other = reported(office, ZHANG)
    office.say(ZHAO, f"合并 {other} {number}")
    office.say(ZHAO, f"交办 {number} 城管局")
    office.say(CITY, f"答复 {number} A 已修好")
    office.say(ZHAO, f"通过 {number}")
    office.changes.clear()
    office.press(LI, "满意")
    assert ZHANG not in [who for who, _ in office.changes]
    assert "记下“基本满意”" in office.press(ZHANG, "基本满意")


def test_who_typed_a_rating_has_no_button_left(office: Office) -> None:
    number = reported(office, LI)
    office.say(ZHAO, f"交办 {number} 城管局")
    office.say(CITY, f"答复 {number} A 已修好")
    office.say(ZHAO, f"通过 {number}")
    office.say(LI, "满意")
    assert (LI, "已评价") in office.changes


def test_a_bare_dissatisfied_counts_and_its_reason_is_asked_for(office: Office) -> None:
    number = reported(office, LI)
    office.say(ZHAO, f"交办 {number} 城管局")
    office.say(CITY, f"答复 {number} A 已修好")
    office.say(ZHAO, f"通过 {number}")
    assert "哪里不满意" in office.press(LI, "不满意")
    assert status(office, number) == "redo"
    assert labels(office, CITY) == ["签收", "延期"]
    office.say(LI, "还是不亮")
    assert "还是不亮" in hears(office, CITY)
    assert "已签收" in office.press(CITY, "签收")


def test_a_stranger_who_presses_is_told_whom_to_ask(office: Office) -> None:
    number = dispatched(office)
    place = office.card(CITY, "签收")
    with office.engine.begin() as connection:
        card = office.desk(connection).store.cards.find(place)
    assert card is not None
    answer = office.send(
        "nobody", kind="event", event="card", channel="wecom_app", task=card.task, choice=f"签收 {number}"
    )
    assert "您还没有登记到名单里" in answer
    assert status(office, number) == "dispatched"
