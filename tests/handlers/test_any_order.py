"""Whatever people type in whatever order: every history holds, leads to its case, and no case is left with nobody."""

import re
from collections import Counter
from random import Random

import pytest
from sqlalchemy import text

from handlers.rules.case_flow import Status, Step, replay
from tests.handlers.office import Office
from tests.handlers.stories import (
    CANAL,
    CHEN,
    CITY,
    COVER,
    HE,
    HOUSING,
    LAMP,
    LI,
    MA,
    OFFICE,
    ROADS,
    SUPERVISOR,
    WANG,
    ZHANG,
    ZHAO,
    everything,
    fault,
    history,
    photo,
    voice,
)

PEOPLE, CLERKS, OFFICERS = (ZHANG, CHEN, WANG, LI, MA), (ZHAO, HE, OFFICE, OFFICE), (CITY, HOUSING, ROADS)
SPEECH = (
    LAMP,
    COVER,
    CANAL,
    "水又停了",
    "柳林村",
    "谢谢",
    "好",
    "老槐树旁边",
    "咋样了",
    "1.西关村路灯坏了 2.柳林村停水",
)
ANYTHING = [
    "补充 {} 还有一处",
    "撤回 {}",
    "{} 满意",
    "{} 不满意",
    "不满意 还是坏",
    "满意",
    "查 {}",
    "我的件",
    "撤回",
    "人工",
    "待办",
    "逾期",
    "受理 {} {}",
    "交办 {} 城管局",
    "退回补充 {} 哪里",
    "整理 {} 西关村路灯坏",
    "回 {} 在办",
    "特急 {}",
    "一般 {}",
    "接手 {}",
    "通过 {}",
    "退改 {} 写细",
    "催办 {} {}",
    "合并 {} {}",
    "撤销合并 {}",
    "不受理 {} 不归这里",
    "转出 {} 法院",
    "确认落实 {}",
    "督办 {}",
    "会商 {} 重办",
    "同意退办 {}",
    "不同意退办 {} 归你们",
    "签收 {}",
    "签收",
    "申退 {} 不归我们",
    "进展 {} 在修",
    "答复 {} A 修好了",
    "答复 {} 随便",
    "落实 {} 好了",
    "直答 {} 已经修了",
    "拆分 {}",
    "拆分 {} 2",
    "登记 张大爷 13812345678 西关村路灯坏了",
    "已告知 {}",
    "代评 {} 不满意 还是坏",
    "关联 {} GD2026112300017",
    "转群 {}",
    "今日转群",
]

# What an office would do next: by status, who may type which lines.
NEXT: dict[str, list[tuple[tuple[str, ...], str]]] = {
    "collecting": [(CLERKS, "受理 {}｜接手 {}｜退回补充 {} 哪里"), (PEOPLE, "补充 {} 西关村路灯坏了")],
    "review": [
        (
            CLERKS,
            "受理 {}｜交办 {} 城管局｜交办 {} 住建局 协办 城管局｜退回补充 {} 哪里｜整理 {} 路灯坏｜合并 {} {}｜回 {} 在看｜直答 {} 已经修了｜直答 {} B 2027-06-30 换新｜拆分 {}",
        ),
    ],
    "to_dispatch": [(CLERKS, "交办 {} 城管局 协办 住建局｜交办 {} 交通局｜整理 {} 路灯坏｜接手 {}｜合并 {} {}")],
    "dispatched": [
        (OFFICERS, "签收 {}｜申退 {} 不归我们｜答复 {} A 修好了｜答复 {} B 2027-06-30 换新｜进展 {} 在修"),
        ((OFFICE,), "催办 {}｜督办 {}｜合并 {} {}"),
    ],
    "return_requested": [
        ((SUPERVISOR, OFFICE), "同意退办 {} 住建局｜同意退办 {} 交通局｜同意退办 {}｜不同意退办 {} 归你们")
    ],
    "handling": [
        (OFFICERS, "答复 {} A 修好了｜答复 {} B 2027-06-30 换新｜答复 {} C 缺资金｜进展 {} 在修｜申退 {} 不归我们")
    ],
    "reply_review": [(CLERKS, "通过 {}｜通过 {}｜退改 {} 写细")],
    "replied": [
        (PEOPLE, "{} 满意｜{} 不满意｜{} 基本满意｜不满意 还是坏"),
        (CLERKS, "已告知 {}｜代评 {} 满意｜代评 {} 不满意"),
    ],
    "redo": [
        (OFFICERS, "签收 {}｜答复 {} A 又修了｜答复 {} B 2027-09-30 换线"),
        (CLERKS, "交办 {} 城管局｜直答 {} 又看过了"),
    ],
    "consultation": [((OFFICE,), "会商 {} 重办，换线路｜会商 {} 跟踪｜会商 {} 已说明")],
    "follow_up": [(OFFICERS, "落实 {} 好了"), (CLERKS, "确认落实 {}")],
    "merged": [(CLERKS, "撤销合并 {}")],
}


def numbered(office: Office) -> dict[str, str]:
    """Each case's number and status."""
    with office.engine.begin() as connection:
        return {
            row.number: row.status for row in connection.execute(text("SELECT number, status FROM cases ORDER BY id"))
        }


def someone_acts(office: Office, random: Random) -> None:
    """Mostly what an office would do next, often enough anything at all."""
    known = numbered(office)
    chance = random.random()
    if len(known) < 5 or chance < 0.03:
        office.say(random.choice(PEOPLE), random.choice(SPEECH))
    elif chance < 0.06:
        random.choice((photo, voice))(office, random.choice(PEOPLE))
    elif chance < 0.08:
        office.pass_time(minutes=random.choice((1, 12, 35, 60 * 25, 60 * 24 * 8)))
    elif chance < 0.3:
        office.say(
            random.choice((*PEOPLE, *CLERKS, SUPERVISOR, *OFFICERS)), filled(random, random.choice(ANYTHING), [*known])
        )
    else:
        number = random.choice([number for number, status in known.items() if status in NEXT] or [*known])
        who, lines = random.choice(NEXT.get(known[number], [(CLERKS, "查 {}")]))
        line = re.sub(r"\{\}", number, random.choice(lines.split("｜")), count=1)
        office.say(random.choice(who), filled(random, line, [*known]))


def filled(random: Random, line: str, numbers: list[str]) -> str:
    return line.format(*(random.choice(numbers[-8:]) for _ in range(line.count("{}"))))


@pytest.mark.parametrize("seed", range(8))
def test_whatever_people_type_each_history_holds_and_leads_to_its_case(office: Office, seed: int) -> None:
    random = Random(seed)
    for _ in range(300):
        someone_acts(office, random)
    walked: Counter[str] = Counter()
    for number in numbered(office):
        rows = history(office, number)
        walked.update(row.step for row in rows)
        assert fault(office, number) is None
        assert replay([(Step(row.step), Status(row.to_status)) for row in rows]) == office.case(number).status
        assert [row.from_status for row in rows[1:]] == [row.to_status for row in rows[:-1]]
    assert len(walked) > 20


def test_no_table_is_left_with_a_case_nobody_holds(office: Office) -> None:
    """After random play: who has a case in hand is told by its rows, in every status."""
    random = Random(99)
    for _ in range(400):
        someone_acts(office, random)
    tables = everything(office)
    with office.engine.begin() as connection:
        rows = connection.execute(
            text("SELECT id, number, status, department, reply_due, timer_at, merged_into FROM cases")
        )
        found = rows.all()
    directly = {row[1] for row in tables["replies"] if row[6] == ""}
    leads = {row[1] for row in tables["dispatches"] if row[3] and row[8] is None}
    at_department = {
        "dispatched",
        "return_requested",
        "handling",
        "reply_review",
        "replied",
        "redo",
        "consultation",
        "follow_up",
    }
    for row in found:
        if row.department is None and row.status in at_department:
            assert row.status in {"replied", "redo", "consultation", "follow_up"}, row.number
            assert row.id in directly, row.number
        elif row.status in at_department:
            assert row.reply_due is not None, row.number
            assert row.id in leads, row.number
        assert (row.timer_at is not None) == (row.status in {"collecting", "replied"}), (row.number, row.status)
        assert (row.merged_into is not None) == (row.status == "merged"), row.number
