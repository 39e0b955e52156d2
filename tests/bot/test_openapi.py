"""openapi.json against what is really answered: every address, every answer, every parameter."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.bot.api_house import OTHER_VOTER, VOTER, WELL, ApiHouse, api_house, put_stuck

Schema = dict[str, Any]


@pytest.fixture
async def house(tmp_path: Path, sqlite_url: str) -> AsyncIterator[ApiHouse]:
    async with api_house(tmp_path, sqlite_url) as opened:
        yield opened


@pytest.fixture
async def document(house: ApiHouse) -> Schema:
    answer = await house.get("/api/v1/openapi.json", authorization=None)
    found: Schema = answer.body
    return found


def faults(document: Schema, path: str, status: int, body: object) -> list[str]:
    """Where a body leaves the schema that the document promises for it."""
    (described,) = document["paths"][path].values()
    promised = described["responses"][str(status)]["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**promised, "components": document["components"]})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


async def test_the_document_is_openapi_3_1_and_complete_in_itself(document: Schema) -> None:
    schemas = document["components"]["schemas"]

    assert document["openapi"].startswith("3.1.")
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    assert {reference.removeprefix("#/components/schemas/") for reference in references(document)} <= set(schemas)
    assert "null" not in str([one["parameters"] for path in document["paths"].values() for one in path.values()])


async def test_the_document_names_what_the_contract_names(document: Schema) -> None:
    named = {
        f"{method} {path}": [parameter["name"] for parameter in described["parameters"]]
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    }

    assert named == {
        "get /api/v1/cases": ["status", "department", "kind", "page", "per_page"],
        "get /api/v1/cases/{number}": ["number"],
        "get /api/v1/stats": ["from", "to"],
        "get /api/v1/deadlines": ["preset", "kind", "limit", "start"],
        "get /api/v1/outbox": ["channel", "status", "page", "per_page"],
        "post /api/v1/outbox/{id}/retry": ["id"],
        "post /api/v1/outbox/{id}/drop": ["id"],
    }
    assert set(document["components"]["schemas"]["Reply"]["properties"]) == {"class", "text"}
    assert set(document["components"]["schemas"]["StatsPeriod"]["properties"]) == {"from", "to"}


async def test_every_answer_is_what_the_document_promises(house: ApiHouse, document: Schema) -> None:
    waiting, answered = house.raised(OTHER_VOTER, WELL), house.answered()
    house.office.say(VOTER, "满意")
    house.seal(waiting)
    asked = {
        "/api/v1/cases": ["/api/v1/cases", "/api/v1/cases?per_page=0"],
        "/api/v1/cases/{number}": [f"/api/v1/cases/{number}" for number in (waiting, answered, "2026-9999")],
        "/api/v1/stats": ["/api/v1/stats", "/api/v1/stats?from=2020-01-01&to=2020-12-31", "/api/v1/stats?to=today"],
        "/api/v1/deadlines": [
            "/api/v1/deadlines?kind=opinion&limit=reply",
            "/api/v1/deadlines?kind=opinion&limit=first_contact",
            "/api/v1/deadlines",
        ],
        "/api/v1/outbox": ["/api/v1/outbox", "/api/v1/outbox?status=failed", "/api/v1/outbox?page=0"],
    }
    put_stuck(house, "failed")

    for path, addresses in asked.items():
        for address in addresses:
            answer = await house.get(address)
            assert faults(document, path, answer.status, answer.body) == []
        refused = await house.get(addresses[0], authorization="Bearer nonsense")
        assert faults(document, path, refused.status, refused.body) == []


async def test_what_becomes_of_a_message_is_answered_as_the_document_promises(
    house: ApiHouse, document: Schema
) -> None:
    for step in ("retry", "drop"):
        path = f"/api/v1/outbox/{{id}}/{step}"
        addresses = [f"/api/v1/outbox/{written}/{step}" for written in (put_stuck(house, "failed"), 999, "x")]
        for address, status in zip(addresses, (200, 404, 404), strict=True):
            answer = await house.post(address)
            assert (answer.status, faults(document, path, answer.status, answer.body)) == (status, [])
        refused = await house.post(addresses[0], authorization=None)
        assert faults(document, path, refused.status, refused.body) == []


async def test_what_the_document_allows_as_a_parameter_is_taken_and_what_it_forbids_is_not(
    house: ApiHouse, document: Schema
) -> None:
    written: dict[str, list[Any]] = {
        "status": ["review", "closed", "", "done"],
        "department": ["CG", "", "x" * 41, "\x01"],
        "kind": ["opinion", "suggestion", "", "both"],
        "page": [1, 1_000_000, 0, 1_000_001],
        "per_page": [1, 200, 0, 201],
    }

    for parameter in document["paths"]["/api/v1/cases"]["get"]["parameters"]:
        validator = Draft202012Validator({**parameter["schema"], "components": document["components"]})
        for value in written[parameter["name"]]:
            url = house.server.make_url("/api/v1/cases").with_query({parameter["name"]: value})
            answer = await house.get(str(url.relative()))
            assert (answer.status == 200) == validator.is_valid(value), (parameter["name"], value)
