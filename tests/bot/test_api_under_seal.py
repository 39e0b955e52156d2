"""What programs learn of a sealed case: its number and where it stands, by no filter and in no figure more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.api_house import COMMISSION, VOTER, ApiHouse, api_house
from tests.handlers.stories import SECRECY

SAID = {
    "accusation": "举报西关村支书贪污危房改造款，给了他小舅子，电话13812345678",
    "secrecy": "这里有份文件，机密★10年，说要修高铁站，你们看看",
    "crisis": "我不想活了，我在石桥上，电话13812345678",
}
GIVEN_AWAY = ("支书", "贪污", "高铁", "机密", "石桥", "不想活", "13812345678", "5678")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[ApiHouse]:
    async with api_house(tmp_path, f"sqlite:///{tmp_path / 'office.db'}") as opened:
        yield opened


@pytest.mark.parametrize("kind", SAID)
async def test_nothing_of_it_but_that_it_is(house: ApiHouse, kind: str) -> None:
    number = house.raised(text=SAID[kind])
    house.office.say(SECRECY, f"接手 {number}")
    house.office.say(SECRECY, f"回 {number} 石桥那边有人过去")
    case = await house.case(number)
    assert case["title"] == "受限件"
    for name in ("text", "summary", "reply", "nature", "category", "department"):
        assert case[name] is None
    assert case["suggested_departments"] == case["co_departments"] == []
    assert all(step["note"] is None for step in case["history"])
    for address in ("/api/v1/cases", f"/api/v1/cases/{number}", "/api/v1/stats"):
        found = str((await house.get(address)).body)
        assert not [words for words in GIVEN_AWAY if words in found], address


async def test_no_filter_by_department_finds_it(house: ApiHouse) -> None:
    number = house.raised(text=SAID["accusation"])
    with house.office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET department = 'CG'")
    assert (await house.get("/api/v1/cases?department=CG")).body == {"items": [], "total": 0}
    assert number in str((await house.get("/api/v1/cases")).body)
    stats = (await house.get("/api/v1/stats")).body
    assert "CG" not in str(stats)


async def test_a_contact_given_to_the_office_is_for_no_program(house: ApiHouse) -> None:
    number = house.raised(VOTER, "西关村村口的路灯坏了，电话 13812345678")
    house.office.say(COMMISSION, f"交办 {number} 城管局")
    case = await house.case(number)
    assert case["text"] == "西关村村口的路灯坏了，电话 〔电话1〕"
    assert "5678" not in str(case)


async def test_an_unknown_number_is_answered_alike_whatever_was_erased_or_never_given(house: ApiHouse) -> None:
    house.raised()
    one, other = await house.get("/api/v1/cases/2026-0099"), await house.get("/api/v1/cases/2025-0001")
    assert (one.status, one.body) == (other.status, other.body)
    assert one.status == 404
