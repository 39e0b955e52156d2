"""LIAISON__SECTION__KEY in the environment stands over the same key of config.toml."""

import json
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

PREFIX = "LIAISON__"
SWITCH = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}

Key = tuple[str, ...]


class UnknownVariable(Exception):
    """A variable that names no key: perhaps a slip of the pen, perhaps of another version."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def overrides(environ: Mapping[str, str], model: type[BaseModel]) -> Iterator[tuple[str, Key, Any]]:
    """Each variable's name, the key it names, and its value as TOML would have it."""
    for name in sorted(environ):
        if name.upper().startswith(PREFIX):
            key, annotation = _resolve(name, name[len(PREFIX) :].lower().split("__"), model)
            yield name, key, _value(environ[name], annotation)


def put(tree: dict[str, Any], key: Key, value: Any) -> None:
    """Set a key in nested tables, making those that are not there."""
    for part in key[:-1]:
        below = tree.get(part)
        if not isinstance(below, dict):
            below = tree[part] = {}
        tree = below
    tree[key[-1]] = value


def _resolve(name: str, parts: list[str], model: type[BaseModel]) -> tuple[Key, Any]:
    """Walk the sections down to the field; below a table of free names everything is taken as written."""
    annotation: Any = model
    for position, part in enumerate(parts):
        if get_origin(annotation) is dict:
            return tuple(parts), annotation.__args__[1] if position == len(parts) - 1 else None
        field = _field(annotation, part)
        if field is None:
            raise UnknownVariable(name)
        annotation = field.annotation
    return tuple(parts), annotation


def _field(annotation: Any, part: str) -> FieldInfo | None:
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return None
    by_name = {field.alias or name: field for name, field in annotation.model_fields.items()}
    return by_name.get(part)


def _value(written: str, annotation: Any) -> Any:
    """Text stays text; numbers, switches, lists and tables are read. What cannot be read is refused by the field."""
    if annotation is bool:
        return SWITCH.get(written.strip().lower(), written)
    if annotation is int or annotation is None or _is_container(annotation):
        try:
            return json.loads(written)
        except ValueError:
            return written
    return written


def _is_container(annotation: Any) -> bool:
    if isinstance(annotation, UnionType):
        return False
    origin = get_origin(annotation) or annotation
    return isinstance(origin, type) and issubclass(origin, dict | list | tuple | BaseModel)
