"""Turns a database row into the frozen record its book hands out."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Row, Table

Record = TypeVar("Record")


def columns_of(table: Table, record: type[Any]) -> list[Any]:
    """The table's columns in the order of the record's fields."""
    return [table.c[field.name] for field in fields(record)]


def reader(record: Callable[..., Record]) -> Callable[[Row[Any]], Record]:
    """A function that makes a record of a row selected with `columns_of`."""
    return lambda row: record(*row)
