"""并案: what several raised is handled once, each of them is answered, and it can be undone until then."""

from tests.handlers.office import Office
from tests.handlers.stories import (
    CHEN,
    CITY,
    COVER,
    LIU,
    OFFICE,
    WANG,
    ZHANG,
    ZHAO,
    answered,
    cases,
    dispatched,
    empty_boxes,
    everything,
    hears,
    photo,
    play,
    released,
    reported,
    status,
    steps,
)

SAME = "西关村村口路灯不亮，摸黑走路"


def two(office: Office) -> tuple[str, str]:
    return reported(office, ZHANG), reported(office, CHEN, SAME)


def test_one_case_goes_into_another_and_its_reporter_is_told_of_every_step(office: Office) -> None:
    first, second = two(office)
    empty_boxes(office)
    play(office, [(ZHAO, f"合并 {second} {first}", f"{second}《", f"{first}《")])
    assert (status(office, second), status(office, first)) == ("merged", "review")
    assert first in hears(office, CHEN)
    assert hears(office, ZHANG) == ""
    play(office, [(ZHAO, f"交办 {first} 城管局", "已转")])
    assert "城市管理局" in hears(office, CHEN)
    play(office, [(CHEN, f"查 {second}", "一起办", first)])


def test_what_the_merged_reporter_adds_belongs_to_the_case_that_goes_on(office: Office) -> None:
    first, second = two(office)
    office.say(ZHAO, f"合并 {second} {first}")
    assert first in photo(office, CHEN)
    play(office, [(CHEN, f"补充 {second} 灯杆倒了", f"{first}《")])
    assert cases(office) == 2
    assert steps(office, first)[-2:] == ["add", "add"]


def test_an_undone_merge_brings_the_case_back_to_where_it_was(office: Office) -> None:
    first, second = two(office)
    play(office, [(ZHAO, f"受理 {second}", "已受理"), (ZHAO, f"合并 {second} {first}", first)])
    empty_boxes(office)
    play(office, [(ZHAO, f"撤销合并 {second}", f"{second}《", "待交办")])
    assert status(office, second) == "to_dispatch"
    assert second in hears(office, CHEN)
    office.say(ZHAO, f"交办 {first} 城管局")
    assert hears(office, CHEN) == ""


def test_a_liaison_officer_merges_before_dispatch_and_the_commission_after_it_too(office: Office) -> None:
    first, second = dispatched(office, ZHANG), dispatched(office, CHEN, SAME)
    before = everything(office)
    play(office, [(ZHAO, f"合并 {second} {first}", f"{second}《", "不能并案")])
    assert everything(office) == before
    empty_boxes(office)
    play(office, [(OFFICE, f"合并 {second} {first}", f"{second}《")])
    assert second in hears(office, CITY)
    play(office, [(CITY, f"签收 {second}", "不能签收"), (OFFICE, f"撤销合并 {second}", second)])
    assert status(office, second) == "dispatched"
    play(office, [(CITY, f"签收 {second}", "已签收")])


def test_a_case_that_went_elsewhere_takes_no_other(office: Office) -> None:
    first, second = two(office)
    third = reported(office, LIU, "西关村没有路灯")
    office.say(ZHAO, f"不受理 {first} 不属本县")
    play(office, [(ZHAO, f"合并 {second} {first}", f"{first}《", "不能并案")])
    office.say(ZHAO, f"合并 {third} {second}")
    play(office, [(ZHAO, f"合并 {second} {third}", f"{third}《", "不能并案")])
    assert status(office, second) == "review"


def test_who_is_merged_into_an_answered_case_hears_the_answer_and_rates_it(office: Office) -> None:
    first = released(office)
    second = reported(office, CHEN, SAME)
    empty_boxes(office)
    play(office, [(ZHAO, f"合并 {second} {first}", f"{second}《")])
    told = hears(office, CHEN)
    assert "已修好" in told
    assert "满意" in told
    play(office, [(ZHANG, "满意", f"{first}《")])
    assert status(office, first) == "replied"
    play(office, [(CHEN, "不满意 没修", f"{first}《")])
    assert status(office, first) == "redo"
    play(office, [(ZHAO, f"撤销合并 {second}", "已经答复", second)])
    assert status(office, second) == "merged"


def test_who_is_merged_into_a_closed_case_hears_the_answer_without_a_question(office: Office) -> None:
    first = released(office)
    office.say(ZHANG, "满意")
    second = reported(office, CHEN, SAME)
    empty_boxes(office)
    office.say(ZHAO, f"合并 {second} {first}")
    told = hears(office, CHEN)
    assert "已修好" in told
    assert "不满意" not in told


def test_a_merged_case_is_rated_by_its_old_number_too(office: Office) -> None:
    first, second = two(office)
    office.say(ZHAO, f"合并 {second} {first}")
    office.say(ZHAO, f"交办 {first} 城管局")
    office.say(CITY, f"答复 {first} A 已修好")
    office.say(ZHAO, f"通过 {first}")
    play(office, [(CHEN, f"{second} 满意", f"{first}《"), (ZHANG, "满意", f"{first}《")])
    assert status(office, first) == "closed"


def test_who_wrote_to_both_is_one_person_with_one_verdict(office: Office) -> None:
    first = reported(office, ZHANG)
    second = reported(office, ZHANG, COVER)
    office.say(ZHAO, f"合并 {second} {first}")
    office.say(ZHAO, f"交办 {first} 城管局")
    office.say(CITY, f"答复 {first} A 已修好")
    empty_boxes(office)
    play(office, [(ZHAO, f"通过 {first}", "1位反映人")])
    assert hears(office, ZHANG).count("已修好") == 1
    play(office, [(ZHANG, "满意", f"{first}《")])
    assert status(office, first) == "closed"


def test_who_wrote_to_both_may_still_withdraw(office: Office) -> None:
    first = reported(office, ZHANG)
    second = reported(office, ZHANG, COVER)
    office.say(ZHAO, f"合并 {second} {first}")
    play(office, [(ZHANG, f"撤回 {first}", f"{first}《")])
    assert status(office, first) == "withdrawn"


def test_only_the_only_reporter_withdraws(office: Office) -> None:
    first, second = two(office)
    office.say(ZHAO, f"合并 {second} {first}")
    before = everything(office)
    play(office, [(ZHANG, f"撤回 {first}", "还有别人反映", first), (CHEN, f"撤回 {second}", "还有别人反映", first)])
    assert everything(office) == before


def test_a_family_of_merged_cases_comes_back_together(office: Office) -> None:
    first, second = two(office)
    third = reported(office, LIU, "西关村没有路灯")
    office.say(ZHAO, f"合并 {third} {second}")
    office.say(ZHAO, f"合并 {second} {first}")
    empty_boxes(office)
    office.say(ZHAO, f"回 {first} 一起看")
    assert all("一起看" in hears(office, who) for who in (ZHANG, CHEN, LIU))
    office.say(ZHAO, f"撤销合并 {second}")
    empty_boxes(office)
    office.say(ZHAO, f"回 {second} 分开看")
    assert [("分开看" in hears(office, who)) for who in (ZHANG, CHEN, LIU)] == [False, True, True]
    play(office, [(ZHAO, f"撤销合并 {third}", third)])


def test_a_merge_down_a_chain_is_not_undone_once_its_end_is_answered(office: Office) -> None:
    first = answered(office)
    second, third = reported(office, CHEN, SAME), reported(office, LIU, "西关村没有路灯")
    office.say(ZHAO, f"合并 {third} {second}")
    office.say(ZHAO, f"合并 {second} {first}")
    office.say(OFFICE, f"通过 {first}")
    assert "已修好" in hears(office, LIU)
    play(office, [(ZHAO, f"撤销合并 {third}", "已经答复"), (LIU, f"查 {third}", "已修好", first)])


def test_a_merge_with_a_case_one_may_not_see_is_like_one_with_none(office: Office) -> None:
    first = reported(office, ZHANG)
    other = reported(office, WANG, "上营村的水渠堵了")
    before = everything(office)
    assert office.say(ZHAO, f"合并 {first} {other}").replace(other, "2026-0077") == office.say(
        ZHAO, f"合并 {first} 2026-0077"
    )
    assert everything(office) == before
