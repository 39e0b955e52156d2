"""What-if of a date over HTTP: every limit of the contract, every place's own numbers, each day explained."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.rules.local_limits import PRESETS
from tests.bot.api_house import ApiHouse, api_house

# The contract's table: opinion, suggestion.
DEFAULTS = {
    "dispatch": ("1W", "7W"),
    "accept": ("1W", "3W"),
    "return": ("5W", "10W"),
    "reassign": ("2W", "10W"),
    "first_contact": (None, "20W"),
    "co_opinion": ("5W", "1M"),
    "reply": ("10W", "3M"),
    "reply_complex": ("15W", "6M"),
    "rating": ("7D", "15W"),
    "redo": ("10W", "1M"),
}


@pytest.fixture
async def house(tmp_path: Path, sqlite_url: str) -> AsyncIterator[ApiHouse]:
    async with api_house(tmp_path, sqlite_url) as opened:
        yield opened


async def test_every_limit_is_the_contracts_or_its_places_own(house: ApiHouse) -> None:
    for preset, own in PRESETS.items():
        for limit, (opinion, suggestion) in DEFAULTS.items():
            for kind, written in (("opinion", opinion), ("suggestion", own.get(limit, suggestion))):
                answer = await house.get(f"/api/v1/deadlines?preset={preset}&kind={kind}&limit={limit}")
                if written is None:
                    assert (answer.status, answer.body) == (404, {"error": "这类件没有这个期限。"})
                    continue
                source = preset if kind == "suggestion" and limit in own else "default"
                found = answer.body
                assert (f"{found['value']}{found['unit']}", found["source"]) == (written, source), (preset, kind, limit)


async def test_working_days_are_counted_one_by_one_past_a_long_holiday(house: ApiHouse) -> None:
    answer = await house.get("/api/v1/deadlines?kind=opinion&limit=return&start=2026-09-30&preset=default")

    assert (answer.body["due"], answer.body["provisional"]) == ("2026-10-13", False)
    days = {day["date"]: (day["counted"], day["why"]) for day in answer.body["days"]}
    assert days["2026-09-30"] == (False, "first_day")
    assert days["2026-10-01"] == (False, "holiday")
    assert days["2026-10-08"] == (True, "workday")
    assert days["2026-10-10"] == (True, "made_up")
    assert days["2026-10-11"] == (False, "weekend")
    assert sum(counted for counted, _ in days.values()) == answer.body["value"] == 5


async def test_months_end_on_the_months_last_day_and_move_on_to_a_working_day(house: ApiHouse) -> None:
    answer = await house.get("/api/v1/deadlines?kind=suggestion&limit=reply&start=2026-01-31")

    assert [day["date"] for day in answer.body["days"]] == ["2026-01-31", "2026-04-30"]
    moved = await house.get("/api/v1/deadlines?kind=suggestion&limit=co_opinion&start=2026-03-04")
    assert (moved.body["due"], moved.body["days"][1]["why"]) == ("2026-04-07", "holiday")


async def test_a_date_in_a_year_without_a_notice_may_still_move(house: ApiHouse) -> None:
    answer = await house.get("/api/v1/deadlines?kind=suggestion&limit=reply_complex&start=2026-11-23")

    assert (answer.body["due"], answer.body["provisional"]) == ("2027-05-24", True)


async def test_a_clock_without_a_start_starts_today(house: ApiHouse) -> None:
    answer = await house.get("/api/v1/deadlines?kind=opinion&limit=accept")

    assert answer.body["days"][0]["date"] == "2026-11-23"
    assert answer.body["due"] == "2026-11-24"


async def test_the_ends_of_the_century_can_be_asked_for(house: ApiHouse) -> None:
    for start in ("2000-01-01", "2099-12-31"):
        answer = await house.get(f"/api/v1/deadlines?kind=suggestion&limit=reply_complex&start={start}")
        assert answer.status == 200
