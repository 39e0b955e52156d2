"""Telephones, identity numbers and bank cards: cut out wherever they are typed, whole only for whom they are meant."""

from pathlib import Path

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    HOUSING,
    LI,
    OFFICE,
    SUPERVISOR,
    ZHANG,
    ZHAO,
    everything,
    fault,
    hears,
    once_more,
    play,
    reported,
)

PHONE, IDENTITY, CARD = "13812345678", "110101199003077758", "6222021234567890128"
ITEMS = (PHONE, IDENTITY, CARD)


def in_clear(office: Office, folder: Path) -> list[str]:
    """Which items can be read in the database's files."""
    office.engine.dispose()
    content = b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith("office.db"))
    assert b"2026-0001" in content
    return [item for item in ITEMS if item.encode() in content]


def test_what_a_voter_reports_is_kept_without_personal_items(office: Office, tmp_path: Path) -> None:
    said = f"西关村路灯坏了，我电话{PHONE}，身份证{IDENTITY}，卡号{CARD}"
    number = reported(office, ZHANG, said)
    told = hears(office, ZHAO)
    for item in ITEMS:
        assert item not in told
    for placeholder in ("〔电话1〕", "〔身份证1〕", "〔银行卡1〕"):
        assert placeholder in told
    play(office, [(SUPERVISOR, f"查 {number}", "138****5678", f"!{PHONE}", "〔身份证1〕", f"!{IDENTITY}", f"!{CARD}")])
    assert in_clear(office, tmp_path) == []


@pytest.mark.parametrize("item", ITEMS)
def test_wherever_it_is_typed_it_is_in_no_table(office: Office, tmp_path: Path, item: str) -> None:
    """Through a whole life, in every place where a person can write."""
    play(
        office,
        [
            (ZHANG, f"水又停了 {item}", "2026-0001"),
            (ZHANG, f"柳林村 {item}", "2026-0001"),
            (ZHANG, f"补充 1 找我 {item}", "2026-0001"),
            (ZHAO, f"退回补充 1 是不是 {item}", "2026-0001"),
            (ZHANG, f"是的 {item} 就是这个", "2026-0001"),
            (ZHAO, f"整理 1 柳林村停水，联系 {item}", "2026-0001"),
            (ZHAO, f"回 1 打 {item}", "2026-0001"),
            (ZHAO, "交办 1 水利局 协办 住建局", "已转"),
            (HOUSING, f"答复 1 我们的人是 {item}", "2026-0001"),
            ("demo-jiangtao", f"申退 1 归 {item} 管 应为 住建局", "2026-0001"),
            (SUPERVISOR, f"不同意退办 1 找 {item}", "2026-0001"),
            ("demo-jiangtao", f"进展 1 已联系 {item}", "2026-0001"),
            (ZHAO, f"催办 1 快找 {item}", "2026-0001"),
            (OFFICE, f"督办 1 快找 {item}", "2026-0001"),
            ("demo-jiangtao", f"答复 1 A 修好了，找 {item}", "2026-0001"),
            (ZHAO, f"退改 1 不要写 {item}", "2026-0001"),
            ("demo-jiangtao", f"答复 1 A 修好了，有事找 {item}", "2026-0001"),
            (ZHAO, "通过 1", "2026-0001"),
            (ZHANG, "不满意", "2026-0001"),
            (ZHANG, f"打了 {item} 没人接", "2026-0001"),
            ("demo-jiangtao", f"答复 1 B 2027-06-30 换管，找 {item}", "2026-0001"),
            (ZHAO, "通过 1", "2026-0001"),
            (ZHANG, f"不满意 {item} 还是没人接", "2026-0001"),
            (OFFICE, f"会商 1 跟踪，由 {item} 负责", "2026-0001"),
            ("demo-jiangtao", f"落实 1 换好了，问 {item}", "2026-0001"),
            (ZHAO, "确认落实 1", "2026-0001"),
            ("demo-voter-xiaochen", f"东街社区井盖没了，打{item}", "2026-0002"),
            (ZHAO, f"不受理 2 不属本县，归 {item} 管", "2026-0002"),
            ("demo-voter-liulaoshi", f"北关社区垃圾没人拉，打{item}", "2026-0003"),
            (ZHAO, f"转出 3 法院 {item}", "2026-0003"),
        ],
    )
    assert in_clear(office, tmp_path) == []
    assert fault(office, "2026-0001") is None
    for rows in everything(office).values():
        assert item not in str(rows)


def test_the_reply_reaches_the_reporter_whole_and_the_look_is_recorded(office: Office) -> None:
    number = reported(office, ZHANG, f"西关村路灯坏了，我电话{PHONE}")
    office.say(ZHAO, f"交办 {number} 城管局")
    office.say(CITY, f"答复 {number} A 已修好，有事打13987654321，卡{CARD}")
    office.say(ZHAO, f"通过 {number}")
    told = hears(office, ZHANG)
    assert "13987654321" in told
    assert CARD not in told
    assert [row[3] for row in everything(office)["vault_looks"]] == ["转办单", "答复告知反映人"]


def test_the_words_of_staff_reach_the_reporter_whole(office: Office) -> None:
    number = reported(office)
    office.say(ZHAO, f"回 {number} 请打{PHONE}")
    assert PHONE in hears(office, ZHANG)


def test_a_reason_reaches_the_department_without_the_number_in_it(office: Office) -> None:
    number = reported(office)
    office.say(ZHAO, f"交办 {number} 城管局")
    once_more(office, number)
    hears(office, CITY)
    office.say(ZHANG, f"不满意 打{PHONE}没人接")
    told = hears(office, CITY)
    assert PHONE not in told
    assert "〔电话1〕" in told


def test_each_item_of_a_case_has_its_own_placeholder(office: Office) -> None:
    reported(office, ZHANG, f"西关村路灯坏了，我电话{PHONE}")
    office.say(ZHANG, "补充 1 我家里13987654321也行")
    texts = [row[4] for row in everything(office)["fragments"]]
    assert "〔电话1〕" in texts[0]
    assert "〔电话2〕" in texts[1]


def test_a_title_bears_no_personal_item(office: Office) -> None:
    number = reported(office, LI, f"{PHONE}的王师傅说北关社区垃圾没人清运")
    assert PHONE not in office.case(number).title


def test_what_was_cut_out_belongs_to_who_said_it(office: Office) -> None:
    reported(office, ZHANG, f"西关村路灯坏了，我电话{PHONE}")
    office.say(ZHAO, "回 1 打13987654321")
    owners = [row[2] for row in everything(office)["vault"]]
    assert owners[0] is not None
    assert owners[1] is None
