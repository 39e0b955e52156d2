"""The JSON API: who may ask, and how a bad question is refused."""

from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path

import pytest

from tests.bot.api_house import TOKENS, ApiHouse, api_house


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[ApiHouse]:
    async with api_house(tmp_path, database_url) as opened:
        yield opened


# --- who may ask ------------------------------------------------------------------------------------------------------


GUARDED = ("cases", "cases/2026-0001", "stats", "deadlines", "cases?status=nonsense", "outbox")
GUARDED_STEPS = ("outbox/1/retry", "outbox/1/drop", "outbox/x/drop")
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
    for address, authorization in product(GUARDED_STEPS, BAD_TOKENS):
        answer = await house.post(f"/api/v1/{address}", authorization=authorization)

        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer"), (address, authorization)


async def test_each_configured_token_is_good_however_the_scheme_is_written(house: ApiHouse) -> None:
    for token in TOKENS:
        assert (await house.get("/api/v1/cases", authorization=f"Bearer {token}")).status == 200
        assert (await house.get("/api/v1/cases", authorization=f"bearer  {token} ")).status == 200


async def test_the_description_needs_no_token(house: ApiHouse) -> None:
    assert (await house.get("/api/v1/openapi.json", authorization=None)).status == 200


async def test_nothing_can_be_written_but_what_becomes_of_a_message(house: ApiHouse) -> None:
    for address in ("cases", "stats", "deadlines", "outbox"):
        assert (await house.post(f"/api/v1/{address}")).status == 405
    for address in ("outbox/1/retry", "outbox/1/drop"):
        assert (await house.get(f"/api/v1/{address}")).status == 405


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
    ("outbox?status=sent", "status"),
    ("outbox?status=pending", "status"),
    ("outbox?channel=%00", "channel"),
    (f"outbox?channel={'x' * 41}", "channel"),
    ("outbox?page=0", "page"),
    ("outbox?per_page=201", "per_page"),
)


async def test_a_bad_parameter_is_refused_in_one_sentence_that_names_it(house: ApiHouse) -> None:
    for address, name in BAD_PARAMETERS:
        answer = await house.get(f"/api/v1/{address}")

        assert answer.status == 400, address
        assert answer.body["error"].startswith(f"参数 {name} 应"), answer.body
        assert answer.body["error"].count("。") == 1


async def test_strange_letters_are_never_a_failure_of_ours(house: ApiHouse) -> None:
    parameters = ("cases?department", "cases?page", "cases?status", "stats?from", "deadlines?preset", "outbox?channel")
    for parameter, strange in product(parameters, ("%FF", "%ED%A0%80", "%F0%9F%98%80", "%27%3B--", "%7F", "１")):
        assert (await house.get(f"/api/v1/{parameter}={strange}")).status in {200, 400}, (parameter, strange)
