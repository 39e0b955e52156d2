"""分办: several departments lead a suggestion, each its own part, with its own clock and its own answer."""

from dataclasses import replace

import pytest

from handlers.case_view import detail_of
from handlers.figures import figures
from storage.figures import Period
from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    CITY_HEAD,
    HOUSING,
    LI,
    OFFICE,
    ROADS,
    SUPERVISOR,
    clocks,
    dispatched,
    empty_boxes,
    everything,
    fault,
    hears,
    play,
    status,
    steps,
)
from tests.handlers.test_suggestions import submitted

BOTH = "城管局：换灯；住建局：修路"


def shared(office: Office, order: str = BOTH) -> str:
    number = submitted(office)
    play(office, [(OFFICE, f"分办 {number} {order}", "（分办，各自答复）", "城市管理局、住房和城乡建设局", "2月23日")])
    return number


def due(office: Office, number: str) -> str:
    return str(office.case(number).reply_due)


def running(office: Office, number: str) -> set[tuple[str, str | None]]:
    return {(clock.name, clock.department) for clock in clocks(office, number)}


def released(office: Office, number: str, city: str = "A 灯已换", housing: str = "A 路已修") -> None:
    play(office, [(CITY, f"答复 {number} {city}", "已提交"), (HOUSING, f"答复 {number} {housing}", "已提交审核")])
    empty_boxes(office)
    play(office, [(OFFICE, f"通过 {number}", "已通过")])


def test_each_department_is_told_its_own_part_and_has_its_own_clocks(office: Office) -> None:
    number = shared(office, f"{BOTH} 协办 交通局")
    city, housing = hears(office, CITY), hears(office, HOUSING)
    assert "【代表建议交办单】" in city
    assert "贵单位办换灯" in city
    assert "住房和城乡建设局办其余部分" in city
    assert "贵单位办修路" in housing
    assert "协办（主办：城市管理局、住房和城乡建设局）" in hears(office, ROADS)
    each = {(name, code) for name in ("accept", "reply", "first_contact") for code in ("CG", "ZJ")}
    assert running(office, number) == each | {("co_opinion", "JT")}
    assert "城市管理局、住房和城乡建设局" in hears(office, LI)


def test_it_is_typed_behind_the_order_too(office: Office) -> None:
    number = submitted(office)
    play(office, [(OFFICE, f"交办 {number} 分办 城管局、住建局", "分办")])
    assert "属于本单位的部分" in hears(office, CITY)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("城管局", "两个以上单位"),
        ("城管局、住建局 协办 城管局", "已是主办"),
        ("城管局；火星局", "没找到单位"),
        ("", "两个以上单位"),
    ],
)
def test_what_is_no_sharing_changes_nothing(office: Office, said: str, why: str) -> None:
    number = submitted(office)
    before = everything(office)
    play(office, [(OFFICE, f"分办 {number} {said}", why)])
    assert everything(office)["history"] == before["history"]


def test_an_opinion_is_split_and_not_shared(office: Office) -> None:
    number = dispatched(office)
    play(office, [(OFFICE, f"分办 {number} {BOTH}", "分办只用于代表建议")])


def test_one_accepts_and_the_other_s_time_to_accept_runs_on(office: Office) -> None:
    number = shared(office)
    play(office, [(CITY, f"签收 {number}", "已签收", "2月23日")])
    assert status(office, number) == "handling"
    assert ("accept", "ZJ") in running(office, number)
    assert ("accept", "CG") not in running(office, number)
    play(office, [(HOUSING, f"签收 {number}", "已签收")])
    assert ("accept", "ZJ") not in running(office, number)
    assert steps(office, number)[-2:] == ["accept_part", "accept_part"]


def test_the_suggestion_is_answered_when_every_part_is(office: Office) -> None:
    number = shared(office)
    empty_boxes(office)
    play(office, [(CITY, f"答复 {number} A 灯已换", "住房和城乡建设局答复以后一起审核")])
    assert status(office, number) == "handling"
    assert "【分办答复】城市管理局" in hears(office, OFFICE)
    assert hears(office, LI) == ""
    assert ("reply", "CG") not in running(office, number)
    play(
        office,
        [
            (CITY, f"答复 {number} A 再答一次", "已经分办答复过"),
            (OFFICE, f"通过 {number}", "办理中"),
            (OFFICE, f"查 {number}", "分办 城市管理局（换灯）：已答复（A类", "住房和城乡建设局（修路）：办理中"),
            (CITY, "待办", f"!{number}"),
            (HOUSING, "待办", number),
            (HOUSING, f"答复 {number} C 路要等明年", "各单位都已答复"),
        ],
    )
    assert status(office, number) == "reply_review"
    assert steps(office, number)[-2:] == ["reply_part", "reply"]
    assert "灯已换" in hears(office, OFFICE)
    play(office, [(OFFICE, f"通过 {number}", "已通过")])
    told = hears(office, LI)
    assert "城市管理局（A类：已经解决）：灯已换" in told
    assert "住房和城乡建设局（C类" in told
    case = office.case(number)
    with office.engine.begin() as connection:
        detail = detail_of(connection, case, office.settings, office.now)
    assert detail.reply is not None
    assert detail.reply.answer_class == "C", "only all of them together solve it"
    assert (detail.case.department, detail.case.co_departments) == ("CG", ("ZJ",))
    assert fault(office, number) is None


def test_a_part_is_sent_back_and_the_others_stand(office: Office) -> None:
    number = shared(office)
    play(office, [(CITY, f"答复 {number} A 灯已换", "已提交"), (HOUSING, f"答复 {number} A 路已修", "已提交审核")])
    empty_boxes(office)
    play(
        office,
        [
            (OFFICE, f"退改 {number} 没写哪天", "退给哪个单位"),
            (OFFICE, f"退改 {number} 城管局 没写哪天换的", "已退改"),
        ],
    )
    assert "没写哪天换的" in hears(office, CITY)
    assert hears(office, HOUSING) == ""
    assert {one for one in running(office, number) if one[0] == "reply"} == {("reply", "CG")}
    play(office, [(CITY, f"答复 {number} A 灯12月1日换好", "已提交审核"), (OFFICE, f"通过 {number}", "已通过")])
    told = hears(office, LI)
    assert "灯12月1日换好" in told
    assert "路已修" in told


def test_each_asks_for_more_time_for_itself(office: Office) -> None:
    number = shared(office)
    play(office, [(CITY, f"签收 {number}", "已签收"), (HOUSING, f"签收 {number}", "已签收")])
    play(
        office,
        [
            (HOUSING, f"延期 {number} 一个月 等财政批复", "3月23日"),
            (CITY, f"延期 {number} 5天 等配件", "3月2日"),
            (LI, f"同意延期 {number} 住建局", "您同意"),
            (SUPERVISOR, f"同意延期 {number} 住建局", "住房和城乡建设局的部分", "3月23日"),
        ],
    )
    assert due(office, number) == "2027-02-23", "the other part is due as before"
    assert "等配件" not in hears(office, HOUSING)
    play(office, [(CITY, f"答复 {number} A 灯已换", "已提交")])
    assert due(office, number) == "2027-03-23", "the nearest of what is still open"


def test_one_part_is_returned_and_the_other_goes_on(office: Office) -> None:
    number = shared(office)
    play(office, [(CITY, f"签收 {number}", "已签收"), (HOUSING, f"申退 {number} 路归交通 应为 交通局", "已申退")])
    assert status(office, number) == "return_requested"
    play(
        office,
        [
            (CITY, f"答复 {number} A 灯已换", "已提交"),
            (SUPERVISOR, f"同意退办 {number}", "改由哪个单位"),
            (SUPERVISOR, f"同意退办 {number} 城管局", "已是主办"),
            (SUPERVISOR, f"同意退办 {number} 交通局 指定", "改由交通运输局办"),
        ],
    )
    assert "贵单位办修路" in hears(office, ROADS)
    assert {code for name, code in running(office, number) if name == "reply"} == {"JT"}
    play(
        office,
        [
            (HOUSING, f"查 {number}", "没有找到"),
            (ROADS, f"申退 {number} 不归我们", "指定承办"),
            (ROADS, f"答复 {number} A 路已修", "已提交审核"),
        ],
    )


def test_a_refused_return_concerns_its_own_department(office: Office) -> None:
    number = shared(office)
    play(office, [(HOUSING, f"申退 {number} 路归交通", "已申退")])
    empty_boxes(office)
    play(office, [(OFFICE, f"不同意退办 {number} 三定方案归住建", "三定方案")])
    assert "三定方案" in hears(office, HOUSING)
    assert hears(office, CITY) == ""
    play(
        office,
        [
            (HOUSING, f"申退 {number} 再说一次", "已经申退过一次"),
            (CITY, f"申退 {number} 灯归住建", "已申退"),
        ],
    )


def test_heads_sign_their_own_part(office: Office) -> None:
    office.settings = replace(office.settings, unit_sign_off=True)
    number = shared(office)
    empty_boxes(office)
    play(office, [(CITY, f"答复 {number} A 灯已换", "签发")])
    assert "灯已换" in hears(office, CITY_HEAD)
    play(
        office,
        [
            (CITY_HEAD, f"不签发 {number} 没写数量", "没写数量"),
            (CITY, f"答复 {number} A 换灯12盏", "签发"),
            (CITY_HEAD, f"签发 {number}", "贵单位的部分已提交"),
        ],
    )
    assert steps(office, number)[-1] == "reply_part"


def test_what_did_not_help_is_done_again_by_all(office: Office) -> None:
    number = shared(office)
    released(office, number)
    play(office, [(LI, "过程满意 结果不满意 路没修平", "结果不满意")])
    assert running(office, number) == {("redo", "CG"), ("redo", "ZJ")}
    assert "路没修平" in hears(office, HOUSING)
    assert hears(office, CITY) != ""
    play(office, [(HOUSING, f"答复 {number} A 路重铺", "城市管理局答复以后")])
    assert status(office, number) == "redo"
    play(office, [(CITY, f"答复 {number} A 灯照旧亮着", "已提交审核"), (OFFICE, f"通过 {number}", "已通过")])
    play(office, [(LI, "过程满意 结果满意", "结果满意")])
    assert status(office, number) == "closed"


def test_every_promise_is_reported_before_it_counts_as_kept(office: Office) -> None:
    number = shared(office)
    released(office, number, "B 2027-03-01 换灯", "B 2027-06-30 修路")
    play(office, [(LI, "过程满意 结果满意", "结果满意")])
    assert (status(office, number), str(office.case(number).promised_on)) == ("follow_up", "2027-06-30")
    play(
        office,
        [
            (CITY, f"落实 {number} 灯换好了", "还等住房和城乡建设局"),
            (OFFICE, f"确认落实 {number}", "还没报落实"),
            (HOUSING, f"落实 {number} 路修好了", "等确认"),
            (LI, f"没有落实 {number} 路没修", "没有落实"),
            (HOUSING, f"落实 {number} 补铺了", "还等城市管理局"),
            (CITY, f"落实 {number} 灯在亮", "等确认"),
            (LI, f"确认落实 {number}", "落实"),
        ],
    )
    assert status(office, number) == "closed"


def test_a_department_that_promised_nothing_has_nothing_to_report(office: Office) -> None:
    number = shared(office)
    released(office, number, "A 灯已换", "B 2027-06-30 修路")
    play(office, [(LI, "过程满意 结果满意", "结果满意"), (CITY, f"落实 {number} 换了", "没有承诺")])
    play(office, [(HOUSING, f"落实 {number} 修好了", "等确认")])


def test_only_who_still_owes_an_answer_is_urged(office: Office) -> None:
    number = shared(office)
    play(office, [(CITY, f"答复 {number} A 灯已换", "已提交")])
    empty_boxes(office)
    play(office, [(OFFICE, f"催办 {number}", "已催办")])
    assert hears(office, HOUSING) != ""
    assert hears(office, CITY) == ""


@pytest.mark.parametrize(("housing_waits", "on_time"), [(0, 1), (95, 0)])
def test_it_is_on_time_when_every_part_is(office: Office, housing_waits: int, on_time: int) -> None:
    number = shared(office)
    day = office.settings.local_day(office.now)
    play(office, [(CITY, f"答复 {number} A 灯已换", "已提交")])
    office.pass_time(days=housing_waits)
    play(office, [(HOUSING, f"答复 {number} A 路已修", "已提交审核"), (OFFICE, f"通过 {number}", "已通过")])
    with office.engine.begin() as connection:
        rates = figures(connection, office.settings, office.now, Period(day, day)).rates
    assert (rates.answered_on_time.numerator, rates.answered_on_time.denominator) == (on_time, 1)
