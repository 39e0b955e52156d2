"""Identity numbers, telephones and bank cards are cut out of what people write, and put back only for who may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class ItemKind(StrEnum):
    IDENTITY = "身份证"
    PHONE = "电话"
    CARD = "银行卡"


@dataclass(frozen=True, slots=True)
class Item:
    """One personal item; `value` is as it was typed, `placeholder` stands in the text for it."""

    kind: ItemKind
    placeholder: str
    value: str


@dataclass(frozen=True, slots=True)
class Cut:
    text: str
    items: tuple[Item, ...]


_NONE_TAKEN: Mapping[ItemKind, int] = MappingProxyType({})


def cut(text: str, *, taken: Mapping[ItemKind, int] = _NONE_TAKEN) -> Cut:
    """Numbering continues after `taken`, the highest number already used of each kind."""
    raise NotImplementedError


def restore(text: str, items: Mapping[str, str]) -> str:
    """The text with each placeholder that `items` knows replaced by its value."""
    raise NotImplementedError


def mask(kind: ItemKind, value: str) -> str:
    """The value as others may see it: 138****5678."""
    raise NotImplementedError
