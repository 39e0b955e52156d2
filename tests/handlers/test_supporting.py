"""附议: which deputies may support a matter, and that they are told and asked like whoever raised it."""

from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    LI,
    MA,
    OFFICE,
    ZHANG,
    ZHAO,
    ZHOU,
    dispatched,
    hears,
    play,
    reported,
    status,
    steps,
)


def test_a_supporting_deputy_is_told_of_the_answer_and_rates(office: Office) -> None:
    number = dispatched(office)
    play(office, [(LI, f"附议 {number}，村里老人多", f"已附议{number}《"), (LI, f"附议 {number}", "已经附议过一次")])
    assert "1位代表附议：村里老人多" in hears(office, OFFICE)
    assert steps(office, number)[-1] == "support"
    play(office, [(CITY, f"答复 {number} A 已修好", "已提交"), (OFFICE, f"通过 {number}", "2位反映人")])
    assert "已修好" in hears(office, LI)
    play(office, [(ZHANG, "满意", number)])
    assert status(office, number) == "replied"
    play(office, [(LI, "不满意 又灭了", number)])
    assert status(office, number) == "redo"


def test_only_deputies_of_the_station_support_and_only_what_is_not_their_own(office: Office) -> None:
    number = reported(office)
    own = reported(office, LI, "东街社区门口的井盖没了")
    before = steps(office, number)
    play(
        office,
        [
            (MA, f"附议 {number}", "没有找到"),
            (ZHANG, f"附议 {number}", "!已附议"),
            (ZHAO, f"附议 {number}", "不归您办"),
            (LI, f"附议 {own}", "不用附议", f"补充 {own} "),
        ],
    )
    assert steps(office, number) == before


def test_a_merged_matter_is_supported_where_it_is_handled(office: Office) -> None:
    first, second = reported(office), reported(office, "demo-voter-xiaochen", "西关村村口路灯不亮")
    play(office, [(ZHAO, f"合并 {second} {first}", first), (ZHOU, f"附议 {second}", f"已附议{first}")])
    assert steps(office, first)[-1] == "support"


def test_what_was_answered_is_not_supported_any_more(office: Office) -> None:
    number = dispatched(office)
    play(office, [(CITY, f"答复 {number} A 已修好", "已提交"), (OFFICE, f"通过 {number}", "已通过")])
    play(office, [(LI, f"附议 {number}", f"{number}《", "不能附议")])
