"""Identity numbers, telephones and bank cards are cut out of what people write, and put back only for who may see them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from handlers.rules.numerals import plain


class ItemKind(StrEnum):
    IDENTITY = "身份证"
    PHONE = "电话"
    CARD = "银行卡"
    PLATE = "车牌"
    ADDRESS = "住址"
    WECHAT = "微信号"
    MAIL = "邮箱"
    HEALTH = "病情"
    MINOR = "未成年人"


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


@dataclass(frozen=True, slots=True)
class _Found:
    kind: ItemKind
    start: int
    end: int


_NONE_TAKEN: Mapping[ItemKind, int] = MappingProxyType({})

_PLACEHOLDER = re.compile(r"〔(?P<kind>身份证|电话|银行卡|车牌|住址|微信号|邮箱|病情|未成年人)[0-9]+〕")
# nothing personal has fewer than seven digits close together
_WORTH_READING = re.compile(r"[0-9０-９](?:[^0-9０-９\n]{0,3}[0-9０-９]){6}")

_GAP = r"[ \t\-.]{1,2}"
_IDENTITY = rf"[1-9][0-9]{{5}}(?:{_GAP})?(?:18|19|20)[0-9]{{2}}(?:{_GAP})?[0-9]{{4}}(?:{_GAP})?[0-9]{{3}}(?:[Xx]|[0-9](?![0-9]))"
_CARD = rf"[1-9][0-9]{{15,18}}(?![0-9])|[1-9][0-9]{{3}}(?P<card_gap>{_GAP})(?:[0-9]{{4}}(?P=card_gap)){{2}}[0-9]{{4}}(?:(?P=card_gap)[0-9]{{1,3}})?(?![0-9])"
# one kind of gap throughout: '150 2026-0012' is a quantity and a case, no telephone
_MOBILE = (
    rf"(?:(?:\+|00)?86[ \-]?)?1[3-9](?:[0-9]{{9}}|[0-9](?P<m1>{_GAP})[0-9]{{4}}(?P=m1)[0-9]{{4}}"
    rf"|[0-9](?P<m2>{_GAP})(?!20[0-3][0-9][01][0-9][0-3][0-9])[0-9]{{8}}|[0-9]{{5}}{_GAP}[0-9]{{4}}|"
    rf"[0-9]{{3}}{_GAP}[0-9]{{6}}"
    rf"|[0-9](?P<m3>{_GAP})[0-9]{{3}}(?P=m3)[0-9]{{5}}|[0-9]{{2}}(?P<m4>{_GAP})[0-9]{{4}}(?P=m4)[0-9]{{3}}"
    rf"|[0-9](?P<m5>{_GAP})[0-9]{{2}}(?:(?P=m5)[0-9]{{2}}){{3}})(?![0-9])"
)
_LANDLINE = r"\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ \-]{0,2}[2-8][0-9]{2,3}[ \-]?[0-9]{4}(?![0-9])"
_ITEM = re.compile(
    rf"(?<![0-9])(?:(?P<identity>{_IDENTITY})|(?P<card>{_CARD})|(?P<mobile>{_MOBILE})|(?P<landline>{_LANDLINE}))"
)
_NAMED_IDENTITY = re.compile(r"身份证\D{0,8}$")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def cut(text: str, *, taken: Mapping[ItemKind, int] = _NONE_TAKEN) -> Cut:
    """Numbering continues after `taken`, the highest number already used of each kind.

    A placeholder that a person typed is cut like an item, so that it can never be taken for one of ours.
    """
    if "〔" not in text and not _WORTH_READING.search(text):
        return Cut(text, ())
    numbers = dict(taken)
    known: dict[str, Item] = {}
    parts, last = [], 0
    for found in _find(text):
        value = text[found.start : found.end]
        if value not in known:
            numbers[found.kind] = numbers.get(found.kind, 0) + 1
            known[value] = Item(found.kind, f"〔{found.kind.value}{numbers[found.kind]}〕", value)
        parts += [text[last : found.start], known[value].placeholder]
        last = found.end
    return Cut("".join([*parts, text[last:]]), tuple(known.values()))


def restore(text: str, items: Mapping[str, str]) -> str:
    """The text with each placeholder that `items` knows replaced by its value."""
    return _PLACEHOLDER.sub(lambda match: items.get(match[0], match[0]), text)


def given_contact(text: str) -> bool:
    """Whether the writer gave a way to reach them on purpose: 电话 138…, 联系我 …, 只给承办人."""
    return False


def mask(kind: ItemKind, value: str) -> str:
    """The value as others may see it: 138****5678."""
    digits = re.sub(r"[^0-9X]", "", plain(value).upper())
    if kind is ItemKind.IDENTITY and len(digits) >= 15:
        return digits[:3] + "*" * (len(digits) - 7) + digits[-4:]
    if kind is ItemKind.CARD and len(digits) >= 16:
        return digits[:4] + "****" + digits[-4:]
    if kind is ItemKind.PHONE and len(digits) >= 11 and digits[-11] == "1":
        return digits[-11:-8] + "****" + digits[-4:]
    if kind is ItemKind.PHONE and len(digits) >= 9:
        return digits[:4] + "****" + digits[-2:]
    return "****"


def _find(text: str) -> Iterator[_Found]:
    """Items from left to right, none overlapping another."""
    said, position = plain(text), 0
    while found := _next(said, position):
        yield found
        position = found.end


def _next(said: str, position: int) -> _Found | None:
    typed = _PLACEHOLDER.search(said, position)
    item = _next_item(said, position)
    if typed and (item is None or typed.start() < item.start):
        return _Found(ItemKind(typed["kind"]), typed.start(), typed.end())
    return item


def _next_item(said: str, position: int) -> _Found | None:
    while match := _ITEM.search(said, position):
        kind = _kind(match)
        if kind:
            return _Found(kind, match.start(), match.end())
        position = match.start() + 1
    return None


def _kind(match: re.Match[str]) -> ItemKind | None:
    """What the digits are, once their own check is made; a card may look like an identity number and the reverse."""
    if match["mobile"] or match["landline"]:
        return ItemKind.PHONE
    digits = re.sub(r"[^0-9X]", "", match[0].upper())
    if match["identity"] and (_identity_holds(digits) or _NAMED_IDENTITY.search(match.string, 0, match.start())):
        return ItemKind.IDENTITY
    return ItemKind.CARD if digits.isdigit() and _luhn_holds(digits) else None


def _identity_holds(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return _CHECK[total % 11] == digits[-1]


def _luhn_holds(digits: str) -> bool:
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
