"""The JSON API: messages that did not go out are listed, sent again and given up, as on the command line."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import select, update

from bot.pages.api_models import StuckStatus
from storage.outbox import EMPTY
from storage.outbox_desk import STUCK
from storage.tables.messages import outbox
from tests.bot.api_house import LAMP, TOKENS, ApiHouse, api_house, put_stuck


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[ApiHouse]:
    async with api_house(tmp_path, database_url) as opened:
        yield opened


async def listed(house: ApiHouse, query: str = "") -> list[int]:
    answer = await house.get(f"/api/v1/outbox?{query}")
    assert answer.status == 200, answer.body
    return [item["id"] for item in answer.body["items"]]


def delivery(house: ApiHouse, outbox_id: int) -> tuple[str, str | None]:
    with house.office.engine.begin() as connection:
        row = connection.execute(select(outbox.c.delivery, outbox.c.error).where(outbox.c.id == outbox_id)).one()
    return row.delivery, row.error


def test_the_states_are_those_of_the_desk() -> None:
    assert get_args(StuckStatus) == STUCK


async def test_a_message_is_listed_without_its_words_and_without_where_it_goes(house: ApiHouse) -> None:
    number = house.raised()
    row = put_stuck(house, "failed", case=house.office.case(number).id)

    answer = await house.get("/api/v1/outbox")

    assert answer.body == {
        "items": [
            {
                "id": row,
                "status": "failed",
                "channel": "wecom_app",
                "purpose": "notice",
                "case": number,
                "created_at": "2026-11-23T10:30:00+08:00",
                "error": "60111",
            }
        ],
        "total": 1,
    }
    assert LAMP not in str(answer.body)
    assert answer.headers["Cache-Control"] == "no-store"


async def test_what_goes_out_or_went_out_is_not_listed(house: ApiHouse) -> None:
    for state in ("pending", "leased", "claimed", "sent", "dropped", "paused"):
        put_stuck(house, state)
    stuck = [put_stuck(house, state) for state in STUCK]
    assert await listed(house) == stuck[::-1]


async def test_the_list_is_narrowed_by_channel_and_state_and_read_by_pages(house: ApiHouse) -> None:
    failed, held = put_stuck(house, "failed"), put_stuck(house, "held")
    chat = put_stuck(house, "failed", channel="webchat")
    assert await listed(house, "channel=wecom_app") == [held, failed]
    assert await listed(house, "status=failed") == [chat, failed]
    assert await listed(house, "channel=wecom_app&status=failed") == [failed]
    assert await listed(house, "channel=no_such&status=") == []
    assert [await listed(house, f"per_page=2&page={page}") for page in (1, 2, 3)] == [[chat, held], [failed], []]
    assert (await house.get("/api/v1/outbox?per_page=2&page=3")).body["total"] == 3


async def test_a_message_is_sent_again_or_given_up_once(house: ApiHouse) -> None:
    for step, status in (("retry", "pending"), ("drop", "dropped")):
        row, other = put_stuck(house, "failed"), put_stuck(house, "failed")
        answer = await house.post(f"/api/v1/outbox/{row}/{step}")
        assert (answer.status, answer.body) == (200, {"id": row, "status": status})
        assert delivery(house, row) == (status, None if step == "retry" else "60111")
        assert delivery(house, other) == ("failed", "60111")
        assert (await house.post(f"/api/v1/outbox/{row}/{step}")).status == 404


async def test_nothing_happens_to_a_message_that_is_not_stuck_or_to_none(house: ApiHouse) -> None:
    sent = put_stuck(house, "sent")
    for step in ("retry", "drop"):
        for written in (sent, 999, 0, -1, "x", "１", f"{sent}%0A", "9" * 30):
            answer = await house.post(f"/api/v1/outbox/{written}/{step}")
            assert (answer.status, set(answer.body)) == (404, {"error"}), written
    assert delivery(house, sent) == ("sent", "60111")


async def test_a_message_whose_words_are_gone_can_only_be_given_up(house: ApiHouse) -> None:
    row = put_stuck(house, "failed")
    with house.office.engine.begin() as connection:
        connection.execute(update(outbox).values(body=EMPTY))
    assert (await house.post(f"/api/v1/outbox/{row}/retry")).status == 404
    assert (await house.post(f"/api/v1/outbox/{row}/drop")).status == 200


async def test_nothing_happens_without_a_good_token(house: ApiHouse) -> None:
    row = put_stuck(house, "failed")
    for authorization in (None, "Bearer nonsense", TOKENS[0]):
        assert (await house.post(f"/api/v1/outbox/{row}/retry", authorization=authorization)).status == 401
    assert delivery(house, row) == ("failed", "60111")
