"""代表建议 from the deputy's draft to its formal number: written, made of an opinion, signed together, looked at."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.case_view import detail_of
from handlers.figures import figures
from storage.figures import Period
from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    HE,
    LI,
    MA,
    OFFICE,
    SUN,
    ZHANG,
    ZHAO,
    ZHOU,
    cases,
    empty_boxes,
    everything,
    fault,
    hears,
    history,
    number_in,
    play,
    reported,
    status,
    steps,
)

LIGHTS = "关于西关村路灯的建议｜路灯坏了半年，夜里看不见路｜请城管局更换并定期检修路灯"
TIAN = "demo-tianguiying"


def drafted(office: Office, who: str = LI, said: str = LIGHTS) -> str:
    return number_in(office.say(who, f"写建议 {said}"))


def submitted(office: Office, who: str = LI, said: str = LIGHTS) -> str:
    number = drafted(office, who, said)
    assert "已提交" in office.say(who, f"提交建议 {number}")
    return number


def test_a_deputy_writes_looks_and_submits(office: Office) -> None:
    number = drafted(office)
    assert (office.case(number).kind, status(office, number)) == ("suggestion", "collecting")
    play(
        office,
        [
            (LI, f"改建议 {number} 请换成太阳能路灯，一季度检修一次", "案由：路灯坏了半年", "建议：请换成太阳能路灯"),
            (LI, f"提交建议 {number}", f"已提交{number}《关于西关村路灯的建议》", "代表工委"),
        ],
    )
    assert status(office, number) == "review"
    told = hears(office, OFFICE)
    assert f"【代表建议】{number}" in told
    assert "李梅" in told
    assert "太阳能" in told
    play(office, [(OFFICE, f"受理 {number}", "已受理")])
    assert "闭会第001号" in hears(office, LI)
    play(office, [(LI, f"查 {number}", "闭会第001号", "领衔代表：李梅"), (OFFICE, f"查 {number}", "闭会第001号")])
    assert steps(office, number) == ["draft", "revise_draft", "submit", "accept_case"]
    assert fault(office, number) is None


def test_a_draft_is_nobody_else_s(office: Office) -> None:
    number = drafted(office)
    for who in (OFFICE, ZHAO, SUN, ZHANG, CITY):
        play(office, [(who, f"查 {number}", "没有找到"), (who, f"查 {number}", "!路灯")])
    play(office, [(OFFICE, "待办", f"!{number}"), (OFFICE, f"受理 {number}", "没有找到")])
    play(office, [(SUN, f"提交建议 {number}", "没有找到"), (LI, "我的件", number)])
    assert status(office, number) == "collecting"


def test_what_a_deputy_says_meanwhile_is_a_matter_of_its_own(office: Office) -> None:
    number = drafted(office)
    other = number_in(office.say(LI, "东街社区门口的井盖没了"))
    assert other != number
    assert office.case(other).kind == "opinion"
    play(office, [(LI, f"补充 {number} 还有三盏", "改建议", number)])
    office.pass_time(days=3)
    assert status(office, number) == "collecting"


def test_an_opinion_becomes_a_suggestion_and_keeps_its_own_life(office: Office) -> None:
    opinion = reported(office, ZHANG, "西关村村口的路灯坏了半个月，联系我13812345678")
    said = office.say(LI, f"转为建议 {opinion}")
    assert f"已由{opinion}" in said
    number = next(word for word in (f"2026-{place:04}" for place in range(1, 9)) if word in said and word != opinion)
    assert "138" not in said
    assert "〔" not in said
    assert "还缺建议" in said
    assert status(office, opinion) == "review"
    assert history(office, opinion)[-1].note == number
    assert history(office, number)[0].note == opinion
    play(
        office,
        [
            (LI, f"提交建议 {number}", "还缺建议"),
            (LI, f"转为建议 {opinion}", "已经转为建议过一次"),
            (MA, f"转为建议 {opinion}", "没有找到"),
            (LI, f"改建议 {number} 建议：请城管局逐盏更换", "逐盏更换"),
            (LI, f"提交建议 {number}", "已提交"),
            (LI, f"转为建议 {number}", "已经是代表建议"),
            (OFFICE, f"合并 {number} {opinion}", "不能合并"),
            (OFFICE, f"交办 {opinion} 城管局", "已转"),
        ],
    )
    assert (status(office, opinion), status(office, number)) == ("dispatched", "review")


def test_each_co_signer_speaks_for_themselves(office: Office) -> None:
    number = drafted(office)
    play(
        office,
        [
            (LI, f"联名 {number} 周德厚", "不是同一级人大的代表"),
            (LI, f"联名 {number} 赵敏", "不是同一级人大的代表"),
            (LI, f"联名 {number} 李梅", "不用再请"),
            (LI, f"联名 {number}", "请谁联名"),
            (LI, f"联名 {number} 孙晓芸、马长河 田桂英", "孙晓芸、马长河、田桂英"),
            (LI, f"联名 {number} 孙晓芸", "不用再请"),
        ],
    )
    assert "李梅代表请您联名" in hears(office, SUN)
    assert steps(office, number) == ["draft", "invite"]
    play(
        office,
        [
            (SUN, f"查 {number}", "领衔代表：李梅", "建议草稿，还没提交"),
            (SUN, f"同意联名 {number}", "已同意联名"),
            (SUN, f"同意联名 {number}", "已经同意联名过一次"),
            (MA, f"不联名 {number}", "不联名"),
            (MA, f"查 {number}", "没有找到"),
            (ZHOU, f"同意联名 {number}", "没有找到"),
            (LI, f"同意联名 {number}", "没有改动"),
            (LI, f"查 {number}", "孙晓芸、马长河（不联名）、田桂英（未答复）"),
        ],
    )
    told = hears(office, LI)
    assert "孙晓芸代表同意联名" in told
    assert "马长河代表不联名" in told
    play(office, [(LI, f"提交建议 {number}", "联名1人")])
    assert "联名：孙晓芸" in hears(office, OFFICE)
    play(office, [(TIAN, f"同意联名 {number}", "没有找到"), (LI, "我的件", number), (SUN, "我的件", number)])


def test_new_words_are_signed_anew(office: Office) -> None:
    number = drafted(office)
    play(office, [(LI, f"联名 {number} 孙晓芸 马长河", "联名"), (SUN, f"同意联名 {number}", "同意")])
    play(office, [(MA, f"同意联名 {number}", "同意"), (LI, f"提交建议 {number}", "联名2人")])
    empty_boxes(office)
    play(office, [(OFFICE, f"退回补充 {number}", "理由"), (OFFICE, f"退回补充 {number} 请写明是哪几盏", "已退回")])
    assert "请写明是哪几盏" in hears(office, LI)
    play(office, [(LI, f"改建议 {number} 建议：请更换村口三盏路灯", "村口三盏")])
    assert "改过了" in hears(office, SUN)
    play(office, [(SUN, f"同意联名 {number}", "同意"), (LI, f"提交建议 {number}", "联名1人")])
    play(office, [(OFFICE, f"受理 {number}", "已受理"), (OFFICE, f"查 {number}", "联名：孙晓芸", "!马长河")])
    assert "闭会第001号" in hears(office, SUN)
    assert "闭会第001号" not in hears(office, MA)


def test_a_town_deputy_s_goes_to_the_town_s_own_clerk(office: Office) -> None:
    number = submitted(office, ZHOU)
    assert f"【代表建议】{number}" in hears(office, ZHAO)
    assert number not in hears(office, OFFICE)
    play(office, [(HE, f"查 {number}", "没有找到"), (ZHAO, f"受理 {number}", "已受理")])
    assert "闭会第001号" in hears(office, ZHOU)
    county = submitted(office)
    play(office, [(ZHAO, f"查 {county}", "没有找到"), (OFFICE, f"交办 {county} 城管局", "已转")])
    assert "闭会第001号" in hears(office, LI)


@pytest.mark.parametrize(
    ("said", "hears_too"),
    [
        ("关于孩子工作的建议｜我儿子的工作没有着落｜请安排我儿子的工作", "个人问题"),
        ("关于工程的建议｜工程质量重要｜请让宏达公司中标这项工程", "招投标"),
        ("关于判决的建议｜判决不公｜请法院改判这个案件", "法院"),
    ],
)
def test_what_is_no_suggestion_is_said_with_its_lawful_way(office: Office, said: str, hears_too: str) -> None:
    answer = office.say(LI, f"写建议 {said}")
    assert "不作代表建议" in answer
    assert hears_too in answer
    number = number_in(answer)
    play(office, [(LI, f"提交建议 {number}", "不作代表建议", "已核对"), (LI, f"提交建议 {number} 已核对", "已提交")])


def test_one_matter_one_suggestion(office: Office) -> None:
    answer = office.say(
        LI, "写建议 关于西关村的建议｜村民反映多｜1.请修好西关村村口坏了的路灯；2.请清理上营村堵了的水渠"
    )
    number = number_in(answer)
    assert "一事一议" in answer
    play(office, [(LI, f"提交建议 {number}", "一事一议", "拆分"), (LI, f"拆分 {number}", "已拆成2件")])
    assert cases(office) == 2
    play(office, [(LI, f"提交建议 {number}", "已提交")])
    assert office.case("2026-0002").kind == "suggestion"


def test_bills_secrets_and_empty_words_open_nothing(office: Office) -> None:
    play(
        office,
        [
            (LI, "写建议 关于修订条例的议案", "十名以上代表联名"),
            (LI, "写议案 关于修订条例", "十名以上代表联名"),
            (LI, "写建议", "请这样写"),
            (LI, "写建议 关于保密的建议｜附机密文件内容｜请研究这件事情", "没有保存"),
            (ZHANG, "写建议 关于路灯的建议", "!建议草稿"),
        ],
    )
    assert cases(office) == 1
    assert office.case("2026-0001").kind == "opinion"


def test_a_title_bears_nobody_s_telephone(office: Office) -> None:
    number = drafted(office, said="关于13812345678所住楼道的建议｜楼道灯坏了｜请更换楼道里的灯")
    assert "138" not in office.case(number).title
    assert "13812345678" not in str(everything(office)["cases"])


def test_in_session_another_sequence_counts(office: Office) -> None:
    first = submitted(office)
    play(office, [(OFFICE, f"受理 {first}", "已受理")])
    assert "闭会第001号" in hears(office, LI)
    day = date(2026, 11, 23)
    office.settings = replace(office.settings, sessions=((day, day),))
    second = submitted(office)
    play(office, [(OFFICE, f"受理 {second}", "已受理")])
    assert "会议第001号" in hears(office, LI)


def test_what_several_signed_is_taken_back_by_all_of_them(office: Office) -> None:
    number = drafted(office)
    play(office, [(LI, f"联名 {number} 孙晓芸 马长河", "联名"), (SUN, f"同意联名 {number}", "同意")])
    play(office, [(MA, f"同意联名 {number}", "同意"), (LI, f"提交建议 {number}", "联名2人")])
    play(office, [(OFFICE, f"交办 {number} 城管局", "已转"), (SUN, f"同意撤回 {number}", "没有人请您")])
    empty_boxes(office)
    play(office, [(LI, f"撤回 {number}", "理由"), (LI, f"撤回 {number} 已经修好了", "都同意才撤回")])
    assert "已经修好了" in hears(office, MA)
    play(office, [(SUN, f"撤回 {number} 我也想撤", "没有改动"), (SUN, f"同意撤回 {number}", "还要等")])
    assert status(office, number) == "dispatched"
    play(office, [(MA, f"同意撤回 {number}", "撤回")])
    assert status(office, number) == "withdrawn"
    assert "撤回" in hears(office, CITY)
    assert "撤回" in hears(office, LI)
    assert steps(office, number)[-3:] == ["agree_withdrawal", "agree_withdrawal", "withdraw"]


def test_a_draft_is_thrown_away_in_silence(office: Office) -> None:
    number = drafted(office)
    play(office, [(LI, f"撤回 {number}", "撤回")])
    assert status(office, number) == "withdrawn"
    assert hears(office, OFFICE) == ""


def test_a_draft_is_in_no_figure_and_no_programme_reads_its_words(office: Office) -> None:
    number = drafted(office)
    assert known(office, number) == (0, None)
    play(office, [(OFFICE, "今天", f"!{number}"), (LI, f"提交建议 {number}", "已提交")])
    received, text = known(office, number)
    assert received == 1
    assert "案由：路灯坏了半年" in (text or "")


def known(office: Office, number: str) -> tuple[int, str | None]:
    """How many the day's figures count, and what the API reads of this one."""
    day, case = office.settings.local_day(office.now), office.case(number)
    with office.engine.begin() as connection:
        received = figures(connection, office.settings, office.now, Period(day, day)).received
        return received, detail_of(connection, case, office.settings, office.now).text
