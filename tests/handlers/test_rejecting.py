"""不受理: one of the listed reasons, the right way told, and a list of the week for the commission."""

from datetime import timedelta

import pytest

from handlers.rules.rejections import PATTERNS, RejectReason, read_reject_reason, remark_beyond
from handlers.words.rejecting import RIGHT_WAY, rejected_for_voter
from tests.handlers.office import Office
from tests.handlers.stories import (
    COVER,
    OFFICE,
    OFFICE_TOO,
    WANG,
    ZHANG,
    ZHAO,
    empty_boxes,
    hears,
    history,
    play,
    reported,
    status,
)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        *[(reason.value, reason) for reason in RejectReason],
        ("不属本县管辖", RejectReason.ELSEWHERE),
        ("不归我们", RejectReason.ELSEWHERE),
        ("不属于我县管辖，是邻县的路", RejectReason.ELSEWHERE),
        ("外省的事", RejectReason.ELSEWHERE),
        ("属于法院管辖", RejectReason.COURT),
        ("正在诉讼", RejectReason.COURT),
        ("举报村干部违纪，归纪委", RejectReason.DISCIPLINE),
        ("信访局正在办理", RejectReason.PETITION),
        ("邻里债务", RejectReason.CIVIL),
        ("说不清是什么事", RejectReason.VAGUE),
        ("路灯归电力公司，已经转告他们", RejectReason.OTHER_BODY),
        ("由物业公司负责", RejectReason.OTHER_BODY),
        ("太忙", None),
        ("没空", None),
        ("不想管", None),
    ],
)
def test_a_reason_is_one_of_the_listed(said: str, reason: RejectReason | None) -> None:
    assert read_reject_reason(said) is reason


def test_every_reason_has_other_words_for_it_and_a_right_way_that_is_short() -> None:
    assert set(PATTERNS) == set(RIGHT_WAY) == set(RejectReason)
    for reason in RejectReason:
        assert PATTERNS[reason].search(reason.value), reason
        assert len(rejected_for_voter("2026-0012", "西关村村口的路灯坏了半个月了吧", reason, "")) <= 80, reason


def test_a_remark_is_what_stands_beside_the_bare_reason() -> None:
    assert remark_beyond("不属本县，请找邻县交通局", RejectReason.ELSEWHERE) == "请找邻县交通局"
    assert remark_beyond("涉法涉诉", RejectReason.COURT) == ""


def test_without_a_listed_reason_nothing_is_rejected(office: Office) -> None:
    reported(office)
    before = history(office, "2026-0001")
    play(
        office,
        [
            (ZHAO, "不受理 1 太忙", "涉法涉诉", "不属本县", "2026-0001"),
            (ZHAO, "还是太忙", "涉法涉诉"),
            (ZHAO, "不受理 1", "理由"),
        ],
    )
    assert history(office, "2026-0001") == before
    play(office, [(ZHAO, "不属本县", "不予受理（不属本县）")])


def test_the_reporter_is_told_the_right_way(office: Office) -> None:
    reported(office)
    play(office, [(ZHAO, "不受理 1 不属本县，请找邻县交通局", "不予受理（不属本县）")])
    assert status(office, "2026-0001") == "rejected"
    told = hears(office, ZHANG)
    assert "按规定由事情所在地的部门办理" in told
    assert "请找邻县交通局" in told
    assert history(office, "2026-0001")[-1].note == "不属本县，请找邻县交通局"


def test_the_commission_sees_the_rejected_of_a_week_once(office: Office) -> None:
    reported(office)
    reported(office, WANG, COVER)
    office.say(ZHAO, "不受理 1 涉法涉诉")
    office.pass_time(days=3)
    office.say(OFFICE, "不受理 2 不属本县")
    empty_boxes(office)
    office.pass_time(days=3)
    assert "不予受理" not in hears(office, OFFICE), "on a Sunday nobody hears of it"
    office.pass_time(days=1)
    for who in (OFFICE, OFFICE_TOO):
        (told,) = (text for text in office.heard(who) if "不予受理" in text)
        assert told.startswith("上周不予受理2件")
        assert "2026-0001《西关村村口的路灯坏了半个月》 城关镇代表联络站：涉法涉诉" in told
    office.pass_time(days=2)
    assert "不予受理" not in hears(office, OFFICE)


def test_a_week_without_any_is_not_spoken_of(office: Office) -> None:
    empty_boxes(office)
    for _ in range(10):
        office.pass_time(days=1)
    assert "不予受理" not in hears(office, OFFICE)


def test_a_holiday_week_s_list_comes_on_its_first_working_day(office: Office) -> None:
    office.now += timedelta(days=84)  # Monday 15 February 2027; from 5 to 10 February offices were closed
    office.now -= timedelta(days=12)  # Wednesday 3 February
    reported(office)
    office.say(ZHAO, "不受理 1 涉法涉诉")
    empty_boxes(office)
    days = []
    for _ in range(10):
        office.pass_time(days=1)
        days += [office.now.date() for text in office.heard(OFFICE) if "不予受理" in text]
    assert [str(day) for day in days] == ["2027-02-11"]
