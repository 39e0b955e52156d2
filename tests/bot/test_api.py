"""The JSON API: who may ask, what is listed, what one case tells, and how a bad question is refused."""

from collections.abc import AsyncIterator
from itertools import product
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
    TOKENS,
    VOTER,
    WELL,
    ApiHouse,
    api_house,
)


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[ApiHouse]:
    async with api_house(tmp_path, database_url) as opened:
        yield opened


# --- who may ask ------------------------------------------------------------------------------------------------------


GUARDED = ("cases", "cases/2026-0001", "stats", "deadlines", "cases?status=nonsense")
BAD_TOKENS = (
    None,
    "",
    "Bearer",
    "Bearer ",
    TOKENS[0],
    f"Basic {TOKENS[0]}",
    f"Bearer {TOKENS[0]}x",
    f"Bearer {TOKENS[0][:-1]}",
    f"Bearer {TOKENS[0]} {TOKENS[1]}",
    "Bearer 令牌",
)


async def test_nobody_is_answered_without_a_good_token(house: ApiHouse) -> None:
    for address, authorization in product(GUARDED, BAD_TOKENS):
        answer = await house.get(f"/api/v1/{address}", authorization=authorization)

        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer"), (address, authorization)
        assert "令牌" in answer.body["error"]


async def test_each_configured_token_is_good_however_the_scheme_is_written(house: ApiHouse) -> None:
    for token in TOKENS:
        assert (await house.get("/api/v1/cases", authorization=f"Bearer {token}")).status == 200
        assert (await house.get("/api/v1/cases", authorization=f"bearer  {token} ")).status == 200


async def test_the_description_needs_no_token(house: ApiHouse) -> None:
    assert (await house.get("/api/v1/openapi.json", authorization=None)).status == 200


async def test_nothing_can_be_written(house: ApiHouse) -> None:
    async with house.session.post(house.server.make_url("/api/v1/cases")) as response:
        assert response.status == 405


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


# --- what is refused --------------------------------------------------------------------------------------------------


async def test_an_unknown_number_is_not_found(house: ApiHouse) -> None:
    for number in (
        "2026-0001",
        "2026-1",
        "12",
        "２０２６-0001",
        "2026-0001%00",
        "2026-0001%0A",
        "%FF%FE",
        "2026-0001'--",
    ):
        answer = await house.get(f"/api/v1/cases/{number}")

        assert (answer.status, answer.body) == (404, {"error": "没有这个编号的件。"}), number


BAD_PARAMETERS = (
    ("cases?status=done", "status"),
    ("cases?status=办结", "status"),
    ("cases?kind=petition", "kind"),
    ("cases?page=0", "page"),
    ("cases?page=-1", "page"),
    ("cases?page=99999999999999999999", "page"),
    ("cases?page=one", "page"),
    ("cases?per_page=0", "per_page"),
    ("cases?per_page=201", "per_page"),
    ("cases?per_page=1e9", "per_page"),
    ("cases?department=%00", "department"),
    (f"cases?department={'x' * 41}", "department"),
    ("stats?from=2026-02-30", "from"),
    ("stats?from=20260101", "from"),
    ("stats?from=1700000000", "from"),
    ("stats?to=yesterday", "to"),
    ("stats?from=2026-02-01&to=2026-01-31", "from"),
    ("deadlines?limit=reply", "kind"),
    ("deadlines?kind=opinion", "limit"),
    ("deadlines?kind=opinion&limit=lunch", "limit"),
    ("deadlines?kind=all&limit=reply", "kind"),
    ("deadlines?kind=opinion&limit=reply&preset=atlantis", "preset"),
    ("deadlines?kind=opinion&limit=reply&start=9999-12-31", "start"),
)


async def test_a_bad_parameter_is_refused_in_one_sentence_that_names_it(house: ApiHouse) -> None:
    for address, name in BAD_PARAMETERS:
        answer = await house.get(f"/api/v1/{address}")

        assert answer.status == 400, address
        assert answer.body["error"].startswith(f"参数 {name} 应"), answer.body
        assert answer.body["error"].count("。") == 1


async def test_strange_letters_are_never_a_failure_of_ours(house: ApiHouse) -> None:
    parameters = ("cases?department", "cases?page", "cases?status", "stats?from", "deadlines?preset")
    for parameter, strange in product(parameters, ("%FF", "%ED%A0%80", "%F0%9F%98%80", "%27%3B--", "%7F", "１")):
        assert (await house.get(f"/api/v1/{parameter}={strange}")).status in {200, 400}, (parameter, strange)
