"""A round of rating: it ends when all have spoken or at its limit; what it leads to, a second round, a consultation."""

import pytest

from storage.store import Store
from tests.handlers.office import Office
from tests.handlers.stories import (
    CHEN,
    CITY,
    LI,
    OFFICE,
    ZHANG,
    ZHAO,
    empty_boxes,
    everything,
    hears,
    history,
    once_more,
    play,
    released,
    reported,
    status,
    steps,
)


def shared(office: Office) -> str:
    """One case of two voters, answered and released."""
    first, second = reported(office, ZHANG), reported(office, CHEN, "西关村村口路灯不亮")
    play(office, [(ZHAO, f"合并 {second} {first}", first), (ZHAO, f"交办 {first} 城管局", "已转")])
    play(office, [(CITY, f"答复 {first} A 已修好", "已提交")])
    empty_boxes(office)
    play(office, [(ZHAO, f"通过 {first}", "2位反映人")])
    return first


def test_dissatisfaction_leads_to_a_second_round_and_then_to_a_consultation(office: Office) -> None:
    number = released(office)
    empty_boxes(office)
    play(office, [(ZHANG, "不满意 没两天又灭了", f"{number}《", "!说一句")])
    assert status(office, number) == "redo"
    told = hears(office, CITY)
    assert "没两天又灭了" in told
    assert "12月7日" in told
    play(office, [(CITY, f"签收 {number}", "已签收"), (ZHANG, "满意", "没有等您评价的件")])
    assert status(office, number) == "handling"
    once_more(office, number)
    empty_boxes(office)
    play(office, [(ZHANG, "不满意", f"{number}《", "哪里不满意")])
    assert status(office, number) == "consultation"
    assert "会商" in hears(office, OFFICE)
    play(office, [(ZHANG, f"查 {number}", "正在会同研究", "!会商")])


@pytest.mark.parametrize(
    ("conclusion", "after"),
    [
        ("办结，已协商一致", "closed"),
        ("重办，换整条线路", "redo"),
        ("跟踪，明年列入计划", "follow_up"),
        ("已说明", "closed"),
    ],
)
def test_the_commission_settles(office: Office, conclusion: str, after: str) -> None:
    number = released(office)
    office.say(ZHANG, "不满意 又灭了")
    once_more(office, number)
    office.say(ZHANG, "不满意 还是灭")
    empty_boxes(office)
    play(office, [(ZHAO, f"会商 {number} {conclusion}", "不归您办"), (OFFICE, f"会商 {number}", "内容", number)])
    assert status(office, number) == "consultation"
    play(office, [(OFFICE, f"会商 {number} {conclusion}", f"{number}《")])
    assert status(office, number) == after
    told = hears(office, ZHANG)
    assert f"{number}《" in told
    assert "办结" not in told
    assert "会商" not in told
    assert f"{number}《" in hears(office, CITY)


def test_after_a_consultation_each_round_keeps_its_own_verdicts(office: Office) -> None:
    number = released(office)
    for words in ("不满意 灯灭", "不满意 又灭"):
        office.say(ZHANG, words)
        if status(office, number) == "redo":
            once_more(office, number)
    office.say(OFFICE, f"会商 {number} 重办")
    once_more(office, number)
    play(office, [(ZHANG, "不满意 还灭", number)])
    assert status(office, number) == "consultation"
    assert [(row[2], row[5]) for row in everything(office)["verdicts"]] == [(1, "灯灭"), (2, "又灭"), (3, "还灭")]


def test_each_reporter_rates_and_any_standing_dissatisfaction_decides(office: Office) -> None:
    number = shared(office)
    assert "已修好" in hears(office, ZHANG)
    assert "已修好" in hears(office, CHEN)
    play(office, [(ZHANG, "不满意 半夜灭", number)])
    assert status(office, number) == "replied"
    play(office, [(CHEN, "满意", number)])
    assert status(office, number) == "redo"


def test_a_verdict_may_be_changed_until_the_round_ends(office: Office) -> None:
    number = shared(office)
    play(office, [(ZHANG, "不满意 半夜灭", number), (ZHANG, "满意", number), (CHEN, "基本满意", number)])
    assert status(office, number) == "closed"
    assert [row[4] for row in everything(office)["verdicts"]] == ["satisfied", "basically"]
    assert steps(office, number)[-3:] == ["rate", "rate", "rate"]
    play(office, [(ZHANG, f"{number} 不满意", f"{number}《", "已答复", "!办结")])
    assert status(office, number) == "closed"


def test_silence_is_no_verdict_and_the_round_ends_at_its_limit(office: Office) -> None:
    number = shared(office)
    play(office, [(ZHANG, "满意", number)])
    office.pass_time(days=7)
    assert status(office, number) == "replied"
    office.pass_time(days=1)
    assert status(office, number) == "closed"
    last = history(office, number)[-1]
    assert (last.step, last.actor_role, last.note) == ("lapse", "system", "未反馈1")
    assert [row[4] for row in everything(office)["verdicts"]] == ["satisfied"]


def test_silence_of_one_does_not_wash_away_the_dissatisfaction_of_another(office: Office) -> None:
    number = shared(office)
    office.say(ZHANG, "不满意 半夜灭")
    office.pass_time(days=8)
    assert status(office, number) == "redo"
    assert "半夜灭" in hears(office, CITY)


def test_who_was_never_told_is_not_counted_silent_and_the_round_ends_from_release(office: Office) -> None:
    office.unreachable.add(ZHANG)
    number = released(office)
    office.pass_time(days=7)
    assert status(office, number) == "replied"
    office.pass_time(days=1)
    assert status(office, number) == "closed"
    assert history(office, number)[-1].note == "未送达1"


def test_the_round_waits_for_who_was_not_told_though_all_others_have_rated(office: Office) -> None:
    office.unreachable.add(CHEN)
    number = shared(office)
    play(office, [(ZHANG, "满意", number)])
    assert status(office, number) == "replied"
    office.pass_time(days=8)
    assert status(office, number) == "closed"


def test_a_silent_promise_is_followed_up(office: Office) -> None:
    number = released(office, reply="B 2027-06-30 全部换新")
    office.pass_time(days=8)
    assert status(office, number) == "follow_up"


def test_a_supporting_deputy_is_told_and_rates_but_does_not_add_or_withdraw(office: Office) -> None:
    number = reported(office)
    support(office, number, LI)
    play(office, [(LI, f"补充 {number} 我也见了", "不是您反映的"), (LI, f"撤回 {number}", "不是您反映的")])
    play(office, [(ZHAO, f"交办 {number} 城管局", "已转"), (CITY, f"答复 {number} A 已修好", "已提交")])
    empty_boxes(office)
    play(office, [(ZHAO, f"通过 {number}", "2位")])
    assert "已修好" in hears(office, LI)
    play(office, [(ZHANG, "满意", number)])
    assert status(office, number) == "replied"
    play(office, [(LI, "不满意 夜里还灭", number)])
    assert status(office, number) == "redo"
    assert history(office, number)[-1].actor_role == "deputy"


def test_the_only_reporter_withdraws_though_a_deputy_supports(office: Office) -> None:
    number = reported(office)
    support(office, number, LI)
    play(office, [(ZHANG, f"撤回 {number}", f"{number}《")])
    assert status(office, number) == "withdrawn"


def support(office: Office, number: str, deputy: str) -> None:
    """The deputy's name beside the reporter's, as 附议 will put it there."""
    case = office.case(number)
    with office.engine.begin() as connection:
        store = Store(connection, office.keys)
        account = store.people.find_account("webchat", deputy)
        assert account is not None
        store.opinions.add_report(
            {
                "case_id": case.id,
                "home_case_id": case.id,
                "account_id": account.id,
                "person_id": account.person_id,
                "role": "deputy",
                "is_supporter": True,
                "reported_at": office.now,
                "last_fragment_at": office.now,
            }
        )
