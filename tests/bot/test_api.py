"""The JSON API: what is listed, and what one case tells."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.bot.api_house import (
    CLERK,
    COMMISSION,
    LAMP,
    OFFICER,
    OTHER_VOTER,
    RUBBISH,
    VOTER,
    WELL,
    ApiHouse,
    api_house,
)


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[ApiHouse]:
    async with api_house(tmp_path, database_url) as opened:
        yield opened


# --- the list ---------------------------------------------------------------------------------------------------------


async def test_a_new_case_is_listed_as_the_contract_writes_it(house: ApiHouse) -> None:
    number = house.raised()
    case = house.office.case(number)

    answer = await house.get("/api/v1/cases")

    assert answer.body["total"] == 1
    assert answer.body["items"] == [
        {
            "number": number,
            "kind": "opinion",
            "status": "review",
            "nature": case.nature,
            "category": case.category,
            "department": None,
            "suggested_departments": answer.body["items"][0]["suggested_departments"],
            "co_departments": [],
            "urgency": "normal",
            "human_first": False,
            "title": case.title,
            "received_at": "2026-11-23T10:30:00+08:00",
            "reply_due": None,
            "is_overdue": False,
            "reporters": 1,
            "merged_into": None,
        }
    ]
    assert answer.body["items"][0]["suggested_departments"][0] == "CG"
    assert case.nature and case.category and case.title


async def test_pages_run_from_the_newest_to_the_oldest(house: ApiHouse) -> None:
    numbers = [house.raised(VOTER, text) for text in (LAMP, WELL, RUBBISH)]

    pages = [await house.get(f"/api/v1/cases?per_page=2&page={page}") for page in (1, 2, 3)]

    assert [page.body["total"] for page in pages] == [3, 3, 3]
    listed = [[item["number"] for item in page.body["items"]] for page in pages]
    assert listed == [numbers[:0:-1], numbers[:1], []]


async def test_the_list_is_narrowed_by_status_department_and_kind(house: ApiHouse) -> None:
    waiting, handed = house.raised(VOTER, LAMP), house.raised(OTHER_VOTER, WELL)
    house.office.say(CLERK, f"交办 {handed} 城管局 协办 住建局")

    async def listed(query: str) -> list[str]:
        answer = await house.get(f"/api/v1/cases?{query}")
        assert answer.body["total"] == len(answer.body["items"])
        return [item["number"] for item in answer.body["items"]]

    assert await listed("status=review") == [waiting]
    assert await listed("department=CG") == [handed]
    assert await listed("status=dispatched&department=CG&kind=opinion") == [handed]
    assert await listed("department=ZJ") == await listed("department=不存在") == await listed("kind=suggestion") == []
    assert await listed("status=&department=&kind=&page=&per_page=&colour=red") == [handed, waiting]
    assert (await house.case(handed))["co_departments"] == ["ZJ"]


async def test_a_case_is_overdue_from_the_day_after_its_last(house: ApiHouse) -> None:
    number = house.raised()
    house.office.say(CLERK, f"交办 {number} 城管局")
    assert ((await house.case(number))["reply_due"], (await house.case(number))["is_overdue"]) == ("2026-12-07", False)

    house.office.pass_time(days=14)
    assert not (await house.case(number))["is_overdue"]
    house.office.pass_time(days=1)
    assert (await house.case(number))["is_overdue"]
    house.office.say(OFFICER, f"答复 {number} A 路灯已经修好")
    assert not (await house.case(number))["is_overdue"]


async def test_a_long_list_asks_no_more_of_the_database_than_a_short_one(house: ApiHouse) -> None:
    asked: list[str] = []
    event.listen(house.reading, "before_cursor_execute", lambda *args: asked.append(args[2]))
    house.raised(VOTER, LAMP)
    await house.get("/api/v1/cases")
    short = len(asked)
    for _ in range(4):
        house.raised(VOTER, WELL)
    asked.clear()

    assert len((await house.get("/api/v1/cases")).body["items"]) == 5
    assert len(asked) == short


# --- one case ---------------------------------------------------------------------------------------------------------


async def test_a_case_is_told_from_the_first_word_to_the_verdict(house: ApiHouse) -> None:
    number = house.raised(VOTER, f"{LAMP}，打我13912345678")
    house.office.say(VOTER, "补充：灯杆编号 17")
    house.office.say(CLERK, f"交办 {number} 城管局")
    house.office.say(OFFICER, f"签收 {number}")
    house.office.say(OFFICER, f"答复 {number} A 路灯已经修好")
    assert (await house.case(number))["reply"] is None
    house.office.say(CLERK, f"通过 {number}")
    house.office.say(VOTER, "基本满意")

    told = await house.case(number)

    assert told["text"] == f"{LAMP}，打我〔电话1〕\n灯杆编号 17"
    assert told["summary"] is None
    assert told["reply"] == {"class": "A", "text": "路灯已经修好"}
    assert told["verdicts"] == [{"by": "reporter-1", "verdict": "basically", "at": "2026-11-23T10:30:00+08:00"}]
    steps = [(step["step"], step["actor_role"]) for step in told["history"]]
    assert steps == [
        ("report", "voter"),
        ("add", "voter"),
        ("dispatch", "liaison_officer"),
        ("accept", "case_officer"),
        ("reply", "case_officer"),
        ("release", "liaison_officer"),
        ("rate", "voter"),
    ]
    assert all(
        step["at"].endswith("+08:00") and set(step) == {"at", "step", "actor_role", "note"} for step in told["history"]
    )
    assert "13912345678" not in str(told)
    assert told["status"] == "closed"


async def test_a_reply_that_was_sent_back_is_not_told(house: ApiHouse) -> None:
    number = house.raised()
    for account, said in (
        (CLERK, f"交办 {number} 城管局"),
        (OFFICER, f"答复 {number} D 知道了"),
        (CLERK, f"退改 {number} 请写清楚"),
        (OFFICER, f"答复 {number} B 2027-06-30 明年更换线路"),
        (CLERK, f"通过 {number}"),
    ):
        house.office.say(account, said)

    assert (await house.case(number))["reply"] == {"class": "B", "text": "明年更换线路"}


async def test_a_merged_case_names_its_target_and_brings_its_reporters_along(house: ApiHouse) -> None:
    target, merged = house.raised(VOTER, LAMP), house.raised(OTHER_VOTER, LAMP)
    house.office.say(CLERK, f"合并 {merged} {target}")

    gone, kept = await house.case(merged), await house.case(target)

    assert (gone["status"], gone["merged_into"], gone["reporters"]) == ("merged", target, 1)
    assert (kept["merged_into"], kept["reporters"]) == (None, 2)

    house.office.say(CLERK, f"交办 {target} 城管局")
    house.office.say(OFFICER, f"答复 {target} A 路灯已经修好")
    house.office.say(CLERK, f"通过 {target}")
    house.office.say(OTHER_VOTER, "不满意 还是黑的")
    assert [row["by"] for row in (await house.case(target))["verdicts"]] == ["reporter-2"]


async def test_somebody_whose_two_cases_became_one_is_counted_once(house: ApiHouse) -> None:
    target, merged = house.raised(VOTER, LAMP), house.raised(VOTER, f"{LAMP}，没人管")
    assert target != merged
    house.office.say(CLERK, f"合并 {merged} {target}")

    assert (await house.case(target))["reporters"] == 1


async def test_of_a_sealed_case_next_to_nothing_is_told(house: ApiHouse) -> None:
    number = house.answered(reply="A 已经办好")
    house.office.say(COMMISSION, f"整理 {number} 书面的话")
    house.seal(number)

    told = await house.case(number)

    hidden: dict[str, Any] = {
        "title": "受限件",
        "nature": None,
        "category": None,
        "department": None,
        "suggested_departments": [],
        "co_departments": [],
        "text": None,
        "summary": None,
        "reply": None,
    }
    assert {name: told[name] for name in hidden} == hidden
    assert {step["note"] for step in told["history"]} == {None}
    assert "路灯" not in str(told)
    listed = (await house.get("/api/v1/cases")).body["items"][0]
    assert listed == {name: told[name] for name in listed}


async def test_a_sealed_case_is_not_found_by_its_department(house: ApiHouse) -> None:
    number = house.answered()
    assert (await house.get("/api/v1/cases?department=CG")).body["total"] == 1
    house.seal(number)

    assert (await house.get("/api/v1/cases?department=CG")).body == {"items": [], "total": 0}


# --- figures ----------------------------------------------------------------------------------------------------------


async def test_figures_are_this_years_unless_a_period_is_named(house: ApiHouse) -> None:
    number = house.answered()
    house.office.say(VOTER, "满意")

    told = (await house.get("/api/v1/stats")).body

    assert told["period"] == {"from": "2026-01-01", "to": "2026-11-23"}
    assert (told["received"], told["matters"], told["by_department"]) == (1, 1, {"CG": 1})
    assert {status: n for status, n in told["by_status"].items() if n} == {house.office.case(number).status: 1}
    assert told["rates"]["solved_confirmed"] == {"numerator": 1, "denominator": 1}
    assert told["ratings"] == {"satisfied": 1, "basically": 0, "dissatisfied": 0, "none": 0, "not_told": 0}
    last_year = (await house.get("/api/v1/stats?to=2025-06-30")).body
    assert (last_year["period"]["from"], last_year["received"]) == ("2025-01-01", 0)
