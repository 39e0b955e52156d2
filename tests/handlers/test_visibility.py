"""Who may not, may not: nothing changes, nothing is written down, and nobody learns what exists."""

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import (
    ADMIN,
    CANAL,
    CHEN,
    CITY,
    CITY_HEAD,
    COVER,
    HE,
    HOUSING,
    LEADER,
    LI,
    MA,
    OFFICE,
    SECRECY,
    SUPERVISOR,
    WANG,
    ZHANG,
    ZHAO,
    cases,
    dispatched,
    everything,
    hears,
    photo,
    play,
    released,
    reported,
    status,
)

GHOST = "2026-0099"
LINES = [
    "查 {}",
    "补充 {} 我也要说",
    "撤回 {}",
    "{} 满意",
    "受理 {}",
    "交办 {} 城管局",
    "退回补充 {} 缺地点",
    "不受理 {} 不归我们",
    "转出 {} 法院",
    "整理 {} 路灯坏了",
    "回 {} 正在办",
    "特急 {}",
    "接手 {}",
    "通过 {}",
    "退改 {} 说清楚",
    "催办 {}",
    "督办 {}",
    "会商 {} 办结",
    "撤销合并 {}",
    "同意退办 {} 住建局",
    "不同意退办 {} 归你们",
    "签收 {}",
    "申退 {} 不归我们",
    "进展 {} 在修",
    "答复 {} A 修好了",
    "落实 {} 好了",
    "确认落实 {}",
]
BLIND = {
    "a voter": CHEN,
    "a deputy of another station": MA,
    "the clerk of another station": HE,
    "another department": HOUSING,
    "an administrator": ADMIN,
    "a secrecy officer without a sealed case": SECRECY,
}


def settled(office: Office) -> dict[str, object]:
    """Every table but the accounts, whose last questions may be cleared, and the record of looks."""
    return {name: rows for name, rows in everything(office).items() if name not in {"accounts", "vault_looks"}}


@pytest.mark.parametrize("who", BLIND.values(), ids=BLIND)
def test_a_case_one_may_not_see_is_answered_like_one_that_does_not_exist(office: Office, who: str) -> None:
    number = dispatched(office)
    before = settled(office)
    for line in LINES:
        real, ghost = office.say(who, line.format(number)), office.say(who, line.format(GHOST))
        assert real.replace(number, GHOST) == ghost, line
        assert "路灯" not in real
    assert settled(office) == before


def test_a_sealed_case_exists_for_its_duty_alone(office: Office) -> None:
    number = reported(office)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET sealed = 'secrecy'")
    before = settled(office)
    for who in (OFFICE, ZHAO, SUPERVISOR, LEADER, LI, ZHANG):
        for line in LINES:
            real, ghost = office.say(who, line.format(number)), office.say(who, line.format(GHOST))
            assert real.replace(number, GHOST) == ghost, (who, line)
        for line in ("待办", "我的件", "逾期"):
            assert number not in office.say(who, line), (who, line)
    assert settled(office) == before
    play(office, [(SECRECY, f"查 {number}", number), (SECRECY, f"接手 {number}", number)])


def test_a_deputy_sees_the_station_s_cases_without_personal_items(office: Office) -> None:
    number = released(office, text="西关村路灯坏了，我电话13812345678", reply="A 已修好，找张师傅13987654321")
    play(
        office,
        [
            (LI, f"查 {number}", number, "已修好", "!13812345678", "!13987654321"),
            (ZHANG, f"查 {number}", "13987654321"),
            (MA, f"查 {number}", "没有找到"),
        ],
    )


REFUSALS = [
    (ZHAO, "签收 {}", "不归您办"),
    (ZHAO, "答复 {} A 修好了", "不归您办"),
    (ZHAO, "督办 {}", "不归您办"),
    (ZHAO, "同意退办 {} 住建局", "不归您办"),
    (CITY, "交办 {} 住建局", "不归您办"),
    (CITY, "通过 {}", "不归您办"),
    (CITY_HEAD, "签收 {}", "不归您办"),
    (LEADER, "受理 {}", "不归您办"),
    (SUPERVISOR, "交办 {} 住建局", "不归您办"),
    (ZHANG, "交办 {} 城管局", "工作人员"),
    (ZHANG, "确认落实 {}", "工作人员"),
    (LI, "受理 {}", "工作人员"),
    (LI, "撤回 {}", "不是您反映的"),
    (LI, "补充 {} 我也看见了", "不是您反映的"),
    (ZHAO, "受理 {}", "待签收"),
    (ZHAO, "交办 {} 住建局", "待签收"),
    (ZHAO, "退回补充 {} 缺地点", "待签收"),
    (ZHAO, "不受理 {} 不归我们", "待签收"),
    (ZHAO, "通过 {}", "待签收"),
    (ZHAO, "退改 {} 说清楚", "待签收"),
    (ZHAO, "撤销合并 {}", "待签收"),
    (ZHAO, "确认落实 {}", "待签收"),
    (OFFICE, "会商 {} 办结", "待签收"),
    (SUPERVISOR, "同意退办 {} 住建局", "待签收"),
    (SUPERVISOR, "不同意退办 {} 归你们", "待签收"),
    (CITY, "落实 {} 好了", "待签收"),
    (ZHANG, "{} 满意", "已转给承办单位"),
]


@pytest.mark.parametrize(("who", "line", "why"), REFUSALS)
def test_a_refused_step_changes_nothing_and_says_why_in_one_sentence(
    office: Office, who: str, line: str, why: str
) -> None:
    number = dispatched(office)
    before = everything(office)
    office.boxes.clear()
    answer = office.say(who, line.format(number))
    assert why in answer
    assert answer.count("。") == 1
    assert answer.endswith("。")
    assert everything(office) == before
    assert not office.boxes


OFFICE_TERMS = (
    "办结",
    "不予受理",
    "未反馈",
    "会商",
    "未送达",
    "待审核",
    "待签收",
    "待交办",
    "申退",
    "并案",
    "退办",
    "转法定途径",
)


def test_voters_never_hear_the_office_s_terms(office: Office) -> None:
    """Through a whole life, with refused steps on the way."""
    said = [office.say(ZHANG, "西关村的路灯"), office.say(ZHANG, "坏了半个月"), photo(office, ZHANG)]
    script = [
        (ZHAO, "退回补充 1 哪一盏"),
        (ZHANG, "村口那盏"),
        (ZHAO, "交办 1 城管局"),
        (CITY, "申退 1 不归我们"),
        (SUPERVISOR, "同意退办 1"),
        (ZHAO, "交办 1 城管局"),
        (CITY, "签收 1"),
        (CITY, "答复 1 A 已修好"),
        (ZHAO, "通过 1"),
        (ZHANG, "不满意"),
        (ZHANG, "又灭了"),
        (CITY, "答复 1 A 又修好"),
        (ZHAO, "通过 1"),
        (ZHANG, "不满意 还是灭"),
        (OFFICE, "会商 1 办结，已换线路"),
    ]
    asked = ("查 1", "撤回 1", "1 满意", "我的件", "补充 1 还有", "咋样了", "满意", "撤回", "帮助", "交办 1 城管局")
    for who, line in script:
        answer = office.say(who, line)
        said += [answer] if who == ZHANG else []
        said += [office.say(ZHANG, one) for one in asked if one not in {"满意", "1 满意", "撤回 1", "撤回"}]
        if status(office, "2026-0001") not in {
            "replied",
            "collecting",
            "review",
            "to_dispatch",
            "dispatched",
            "handling",
        }:
            said += [office.say(ZHANG, one) for one in ("满意", "1 满意", "撤回 1", "撤回")]
    assert status(office, "2026-0001") == "closed"
    said += office.heard(ZHANG)
    for line in ("不受理 2 归法院管", "转出 3 法院", "合并 4 1"):
        reported(office, ZHANG, COVER)
        office.pass_time(minutes=20)
        assert "2026-" in office.say(ZHAO, line)
        said += [
            office.say(ZHANG, f"查 {line.split()[1]}"),
            office.say(ZHANG, f"撤回 {line.split()[1]}"),
        ]
    said += office.heard(ZHANG)
    for sentence in said:
        for term in OFFICE_TERMS:
            assert term not in sentence, sentence


def test_who_is_unknown_in_wecom_is_told_whom_to_ask_and_nothing_is_kept(office: Office) -> None:
    before = settled(office)
    answer = office.say("stranger", "西关村的路灯坏了，我叫钱多多", channel="wecom_app")
    assert "代表工委" in answer
    for kind in ("photo", "voice", "location"):
        assert "代表工委" in office.send("stranger", kind=kind, channel="wecom_app", media=[])
    assert "代表工委" in office.say("stranger", "交办 1 城管局", channel="wecom_aibot", conversation="g1") + hears(
        office, "stranger"
    )
    assert settled(office) == before
    assert cases(office) == 0


def test_station_and_county_are_told_apart(office: Office) -> None:
    one, two = reported(office), reported(office, WANG, CANAL)
    play(
        office,
        [
            (ZHAO, f"查 {one}", "路灯"),
            (HE, f"查 {two}", "水渠"),
            (ZHAO, f"查 {two}", "没有找到"),
            (OFFICE, f"查 {two}", "水渠"),
            (LEADER, f"查 {two}", "水渠"),
            (LI, f"查 {one}", one),
            (LI, f"查 {two}", "没有找到"),
        ],
    )


def test_every_confirmation_has_the_full_number_and_the_title(office: Office) -> None:
    title = office.case(reported(office)).title
    full = f"2026-0001《{title}》"
    script = [
        (ZHAO, "特急 1"), (ZHAO, "接手 1"), (ZHAO, "整理 1 路灯坏了"), (ZHAO, "回 1 正在看"), (ZHAO, "退回补充 1 哪盏"),
        (ZHAO, "受理 1"), (ZHAO, "交办 1 城管局 协办 住建局"), (HOUSING, "答复 1 配合"), (CITY, "申退 1 不归我们"),
        (SUPERVISOR, "不同意退办 1 归你们"), (CITY, "签收 1"), (CITY, "进展 1 在修"), (ZHAO, "催办 1"), (OFFICE, "督办 1"),
        (ZHANG, "补充 1 灯杆也歪"), (CITY, "答复 1 B 2027-06-30 换新"), (ZHAO, "退改 1 写细"),
        (CITY, "答复 1 B 2027-06-30 换新灯"), (ZHAO, "通过 1"), (ZHANG, "满意"), (CITY, "落实 1 换了"), (ZHAO, "确认落实 1"),
    ]  # fmt: skip
    for who, line in script:
        assert full in office.say(who, line), line
    assert status(office, "2026-0001") == "closed"
