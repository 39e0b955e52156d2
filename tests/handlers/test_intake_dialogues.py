"""A matter is raised: in one go, in pieces, by voice, by mistake or not at all."""

from tests.handlers.office import Office
from tests.handlers.stories import (
    BARE_NUMBER,
    CANAL,
    CHEN,
    CITY,
    COVER,
    HE,
    LAMP,
    LI,
    LIU,
    MA,
    OFFICE,
    WANG,
    ZHANG,
    ZHAO,
    ZHOU,
    cases,
    dispatched,
    empty_boxes,
    everything,
    hears,
    history,
    number_in,
    photo,
    play,
    reported,
    status,
    steps,
    voice,
)


def test_a_place_and_a_matter_need_no_question(office: Office) -> None:
    play(office, [(ZHANG, LAMP, "2026-0001", "只给办事的人看", "!？", "!请再说")])
    assert status(office, "2026-0001") == "review"
    told = hears(office, ZHAO)
    assert "2026-0001" in told
    assert "城市管理局" in told


def test_the_notice_is_said_at_first_contact_only(office: Office) -> None:
    play(office, [(ZHANG, LAMP, "姓名电话不公开"), (ZHANG, COVER, "2026-0002", "!姓名电话不公开")])


def test_what_is_missing_is_asked_once_and_the_answer_completes_the_case(office: Office) -> None:
    play(office, [(CHEN, "水又停了", "2026-0001", "在哪里")])
    assert status(office, "2026-0001") == "collecting"
    assert not hears(office, ZHAO)
    play(office, [(CHEN, "柳林村", "2026-0001", "!在哪里")])
    assert status(office, "2026-0001") == "review"
    assert "2026-0001" in hears(office, ZHAO)


def test_the_matter_is_asked_for_where_only_a_place_is_known(office: Office) -> None:
    play(office, [(CHEN, "西关村", "2026-0001", "什么事"), (CHEN, "没有路灯", "2026-0001")])
    assert status(office, "2026-0001") == "review"
    assert cases(office) == 1


def test_a_photo_alone_gets_one_question_and_one_more_and_never_a_third(office: Office) -> None:
    asked = photo(office, CHEN)
    assert "2026-0001" in asked
    assert "在哪里" in asked
    assert "请再说" not in photo(office, CHEN)
    office.pass_time(minutes=31)
    assert hears(office, CHEN).count("还差一句") == 1
    assert "请再说" not in photo(office, CHEN)
    office.pass_time(hours=23)
    assert hears(office, CHEN) == ""
    office.pass_time(minutes=30)
    assert status(office, "2026-0001") == "review"
    assert cases(office) == 1
    assert steps(office, "2026-0001")[-1] == "time_out"


def test_after_a_day_a_collecting_case_is_looked_at_as_it_is(office: Office) -> None:
    play(office, [(CHEN, "水又停了", "2026-0001")])
    office.pass_time(hours=23, minutes=50)
    assert photo(office, CHEN)
    assert status(office, "2026-0001") == "collecting"
    office.pass_time(minutes=11)
    assert status(office, "2026-0001") == "review"
    last = history(office, "2026-0001")[-1]
    assert (last.step, last.actor_role) == ("time_out", "system")


def test_six_voices_in_a_row_are_one_case_that_somebody_must_listen_to(office: Office) -> None:
    first = voice(office, ZHOU)
    assert "2026-0001" in first
    assert "请再说" not in first
    for _ in range(5):
        office.pass_time(minutes=2)
        assert "请再说" not in voice(office, ZHOU)
    assert status(office, "2026-0001") == "collecting"
    office.pass_time(minutes=10)
    assert cases(office) == 1
    case = office.case("2026-0001")
    assert (case.status, case.needs_listening) == ("review", True)
    assert "需听录音" in hears(office, ZHAO)
    assert hears(office, ZHOU) == ""
    play(
        office,
        [
            (ZHAO, "交办 1 交通局", "整理 2026-0001", "!已转"),
            (ZHAO, "整理 1 西关村涵洞塌了，过不去车", "2026-0001《西关村涵洞塌了"),
            (ZHAO, "交办 1 交通局", "已转2026-0001《西关村涵洞塌了"),
        ],
    )


def test_recognised_words_serve_routing_but_the_voice_must_still_be_heard(office: Office) -> None:
    voice(office, ZHANG, text="西关村的路灯坏了")
    case = office.case("2026-0001")
    assert (case.station, case.needs_listening) == ("ST01", True)
    assert "CG" in case.suggested
    play(office, [(OFFICE, "交办 1 城管局", "整理 2026-0001")])


def test_a_voice_after_a_question_is_not_asked_to_type(office: Office) -> None:
    photo(office, ZHANG)
    assert "请再说" not in voice(office, ZHANG)
    office.pass_time(minutes=11)
    assert status(office, "2026-0001") == "review"
    assert "还差" not in hears(office, ZHANG)


def test_fragments_join_within_the_merge_time_also_in_review(office: Office) -> None:
    reported(office)
    office.pass_time(minutes=9)
    assert "2026-0001" in photo(office, ZHANG)
    office.pass_time(minutes=9)
    assert "2026-0001" in office.say(ZHANG, "老槐树旁边")
    assert "2026-0001" in voice(office, ZHANG)
    assert "2026-0001" in office.send(ZHANG, kind="location", text="西关村", latitude=34.1, longitude=113.2)
    assert cases(office) == 1
    assert office.case("2026-0001").needs_listening
    office.pass_time(minutes=11)
    assert "2026-0002" in photo(office, ZHANG)


def test_a_place_on_the_map_names_no_matter_whatever_its_label_says(office: Office) -> None:
    reported(office)
    said = office.send(ZHANG, kind="location", text="西关村垃圾站", latitude=34.1, longitude=113.2)
    assert "2026-0001" in said
    office.pass_time(minutes=11)
    asked = office.send(ZHANG, kind="location", text="西关村垃圾站", latitude=34.1, longitude=113.2)
    assert "什么事" in asked


def test_a_second_whole_text_is_a_case_of_its_own(office: Office) -> None:
    play(office, [(ZHANG, LAMP, "2026-0001"), (ZHANG, COVER, "2026-0002")])
    assert cases(office) == 2


def test_a_whole_text_belongs_to_a_case_still_collecting(office: Office) -> None:
    photo(office, ZHANG)
    play(office, [(ZHANG, COVER, "2026-0001")])
    assert cases(office) == 1
    assert status(office, "2026-0001") == "review"


def test_an_answer_belongs_to_the_question_for_a_day_even_with_place_and_matter(office: Office) -> None:
    play(office, [(ZHANG, "水又停了", "2026-0001")])
    office.pass_time(hours=5)
    play(office, [(ZHANG, COVER, "2026-0001")])
    assert cases(office) == 1


def test_after_the_day_the_question_is_gone(office: Office) -> None:
    play(office, [(ZHANG, "水又停了", "2026-0001")])
    office.pass_time(hours=25)
    play(office, [(ZHANG, COVER, "2026-0002")])


def test_once_answered_the_question_holds_nothing_more(office: Office) -> None:
    play(office, [(ZHANG, "水又停了", "2026-0001"), (OFFICE, "受理 1", "已受理"), (ZHANG, "柳林村", "2026-0001")])
    office.pass_time(minutes=30)
    play(office, [(ZHANG, COVER, "2026-0002")])


def test_a_question_on_a_withdrawn_case_holds_nothing(office: Office) -> None:
    play(office, [(ZHANG, "水又停了", "2026-0001"), (ZHANG, "撤回", "2026-0001"), (ZHANG, COVER, "2026-0002")])


def test_more_is_asked_for_and_whatever_comes_belongs_to_it_until_it_is_back_in_review(office: Office) -> None:
    reported(office)
    reported(office, ZHANG, COVER)
    play(office, [(ZHAO, "退回补充 1 是哪一盏灯", "2026-0001《西关村")])
    assert status(office, "2026-0001") == "collecting"
    asked = hears(office, ZHANG)
    assert "2026-0001" in asked
    assert "是哪一盏灯" in asked
    empty_boxes(office)
    office.pass_time(minutes=45)
    assert "2026-0001" in hears(office, ZHANG)
    play(office, [(ZHANG, "村委会门口那盏，柱子也歪了", "2026-0001")])
    assert status(office, "2026-0001") == "review"
    assert "2026-0001" in hears(office, ZHAO)
    assert cases(office) == 2


def test_an_answer_to_the_clerk_s_question_may_take_days_but_the_case_does_not_wait(office: Office) -> None:
    reported(office)
    play(office, [(ZHAO, "退回补充 1", "2026-0001")])
    office.pass_time(hours=25)
    assert status(office, "2026-0001") == "review"


def test_several_matters_stay_one_case_with_one_preview(office: Office) -> None:
    said = "1.西关村路灯坏了 2.柳林村自来水天天停水 3.北关社区垃圾没人拉"
    answer = office.say(ZHANG, said)
    assert "3件事" in answer
    assert "拆分" in answer
    assert cases(office) == 1
    assert set(BARE_NUMBER.findall(answer)) == {"2026-0001"}


def test_no_more_is_asked_of_who_does_not_want_to_say_more(office: Office) -> None:
    play(office, [(CHEN, "水又停了", "在哪里"), (CHEN, "不用了", "不再追问")])
    office.pass_time(minutes=40)
    assert hears(office, CHEN) == ""


def test_the_station_is_the_scanned_one_then_the_named_one_then_one_s_own_then_none(office: Office) -> None:
    office.send(WANG, kind="event", event="scan", scene="ST01")
    assert office.case(reported(office, WANG, CANAL)).station == "ST01"
    assert office.case(reported(office, LIU, CANAL)).station == "ST02"
    assert office.case(reported(office, LI, "上营村的桥断了一截")).station == "ST02"
    assert office.case(reported(office, MA, "三环路大桥的护栏坏了")).station == "ST02"
    assert office.case(reported(office, CHEN, "三环路大桥的护栏坏了")).station is None
    told = hears(office, OFFICE)
    assert told.count("【") == 1
    assert "2026-0005" in told
    assert "2026-0001" in hears(office, ZHAO)
    assert "2026-0002" in hears(office, HE)


def test_an_unknown_scene_changes_nothing(office: Office) -> None:
    assert "您好" in office.send(CHEN, kind="event", event="subscribe", scene="ST99")
    assert office.case(reported(office, CHEN)).station == "ST01"


def test_words_after_dispatch_reach_the_department(office: Office) -> None:
    number = dispatched(office)
    empty_boxes(office)
    play(office, [(ZHANG, f"补充 {number} 灯杆也倒了", number)])
    assert "灯杆也倒了" in hears(office, CITY)
    assert status(office, number) == "dispatched"


def test_an_addition_needs_no_number_while_one_case_is_open(office: Office) -> None:
    reported(office)
    play(office, [(ZHANG, "补充 老槐树旁边", "2026-0001《")])
    reported(office, ZHANG, COVER)
    play(office, [(ZHANG, "补充 还有一个坑", "2026-0001《", "2026-0002《", "编号")])
    assert steps(office, "2026-0001") == ["report", "add"]


def test_an_addition_to_somebody_else_s_case_is_refused_like_one_that_does_not_exist(office: Office) -> None:
    reported(office)
    office.say(CHEN, "你好")
    before = everything(office)
    assert office.say(CHEN, "补充 1 我也要说") == office.say(CHEN, "补充 7 我也要说").replace("7", "1")
    assert everything(office) == before


def test_a_clerk_hears_what_is_added_before_dispatch(office: Office) -> None:
    reported(office)
    empty_boxes(office)
    office.say(ZHANG, "补充 1 灯杆也倒了")
    assert "灯杆也倒了" in hears(office, ZHAO)


def test_the_whole_text_is_kept_fragments_one_a_line(office: Office) -> None:
    play(office, [(CHEN, "水又停了"), (CHEN, "柳林村")])
    fragments = everything(office)["fragments"]
    assert [row[4] for row in fragments] == ["水又停了", "柳林村"]
    assert number_in(office.say(CHEN, "查 1")) == "2026-0001"


def test_who_says_hello_first_still_hears_the_notice_with_the_first_number(office: Office) -> None:
    play(office, [(CHEN, "你好", "有什么事"), (CHEN, LAMP, "2026-0001", "姓名电话不公开"), (CHEN, COVER, "!姓名电话")])


def test_several_matters_in_an_answer_are_previewed_too(office: Office) -> None:
    photo(office, ZHANG)
    play(office, [(ZHANG, "1.西关村路灯坏了 2.柳林村自来水天天停水", "2026-0001", "2件事")])


def test_dissatisfaction_with_the_world_is_a_matter_while_no_answer_waits(office: Office) -> None:
    play(office, [(CHEN, "不满意你们的态度，西关村路灯三个月没人修", "2026-0001"), (LIU, "满意", "没有等您评价的件")])
    assert cases(office) == 1
