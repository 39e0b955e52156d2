"""Writes the description of an HTTP API (OpenAPI 3.1) out of the types its handlers use themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

JSON = dict[str, Any]
_REF = "#/components/schemas/{model}"


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and what is done there. `refusals` are the statuses it may answer instead, with what they mean."""

    path: str
    summary: str
    answer: type[BaseModel]
    refusals: Mapping[int, str]
    asked: type[BaseModel] | None = None
    in_path: Mapping[str, str] | None = None  # a part of the path and the pattern it follows
    method: str = "get"


def document(title: str, version: str, operations: Sequence[Operation], refused: type[BaseModel]) -> JSON:
    """`refused` is the body of every refusal. All operations need a bearer token."""
    answers = dict.fromkeys((refused, *(one.answer for one in operations)))
    _, answered = models_json_schema([(model, "serialization") for model in answers], ref_template=_REF)
    asked_models = [one.asked for one in operations if one.asked]
    _, asked = models_json_schema([(model, "validation") for model in asked_models], ref_template=_REF)
    asked_names = {model.__name__ for model in asked_models}
    shared = {name: schema for name, schema in asked.get("$defs", {}).items() if name not in asked_names}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "servers": [{"url": "/"}],
        "security": [{"bearer": []}],
        "paths": {one.path: {one.method: _operation(one, asked, refused)} for one in operations},
        "components": {
            "schemas": {**shared, **answered["$defs"]},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(one: Operation, asked: JSON, refused: type[BaseModel]) -> JSON:
    return {
        "operationId": re.sub(r"\W+", "_", one.path).strip("_"),
        "summary": one.summary,
        "parameters": [*_in_path(one), *(_in_query(one.asked, asked) if one.asked else ())],
        "responses": {
            "200": {"description": one.summary, **_content(one.answer)},
            **{str(status): {"description": words, **_content(refused)} for status, words in one.refusals.items()},
        },
    }


def _content(model: type[BaseModel]) -> JSON:
    return {"content": {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}}}


def _in_path(one: Operation) -> Iterator[JSON]:
    for name, pattern in (one.in_path or {}).items():
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": pattern}}


def _in_query(model: type[BaseModel], asked: JSON) -> Iterator[JSON]:
    schema = asked["$defs"][model.__name__]
    required = schema.get("required", [])
    for name, field in schema["properties"].items():
        described = {key: value for key, value in field.items() if key not in {"description", "title", "default"}}
        yield {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": field.get("description", ""),
            "schema": described if name in required else _or_empty(described, field.get("default")),
        }


def _or_empty(schema: JSON, default: Any) -> JSON:
    """A parameter that may be left out may also be left empty."""
    kinds = [one for one in schema.get("anyOf", [schema]) if one != {"type": "null"}]
    or_empty: JSON = {"anyOf": [*kinds, {"const": ""}]}
    return or_empty if default is None else {**or_empty, "default": default}
