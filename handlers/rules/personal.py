"""Personal items are cut out of what people write, and put back only for who may see them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from handlers.rules.numerals import plain
from handlers.rules.own_name import find_own_names, gives_a_name
from handlers.rules.personal_items import Found, ItemKind
from handlers.rules.personal_numbers import WORTH_READING, find_numbers
from handlers.rules.personal_words import find_words, is_worth_reading

__all__ = ["Cut", "Item", "ItemKind", "cut", "given_contact", "mask", "restore"]


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
_PLACEHOLDER = re.compile(rf"〔(?P<kind>{'|'.join(ItemKind)})[0-9]+〕")


def cut(text: str, *, taken: Mapping[ItemKind, int] = _NONE_TAKEN) -> Cut:
    """Numbering continues after `taken`, the highest number already used of each kind.

    A placeholder that a person typed is cut like an item, so that it can never be taken for one of ours.
    """
    items = _found(text)
    if not items:
        return Cut(text, ())
    numbers = dict(taken)
    known: dict[str, Item] = {}
    parts, last = [], 0
    for found in items:
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


@lru_cache(maxsize=32)
def _found(text: str) -> tuple[Found, ...]:
    """The same words are looked through for several purposes."""
    has_numbers = "〔" in text or WORTH_READING.search(text) is not None
    has_words = is_worth_reading(text) or gives_a_name(text)
    return tuple(_find(text, has_numbers=has_numbers, has_words=has_words)) if has_numbers or has_words else ()


def _find(text: str, *, has_numbers: bool, has_words: bool) -> list[Found]:
    """Items from left to right, none overlapping another; what stands in for an item comes first, then numbers."""
    said = plain(text)
    typed = [Found(ItemKind(match["kind"]), match.start(), match.end()) for match in _PLACEHOLDER.finditer(said)]
    found = _added(typed, list(find_numbers(text))) if has_numbers else typed
    if has_words:
        longest_first = sorted((*find_words(said), *find_own_names(said)), key=lambda one: (one.start, -one.end))
        found = _added(found, longest_first)
    return found


def _added(found: list[Found], more: list[Found]) -> list[Found]:
    """`more` without those that overlap what is already found, or one another."""
    everything = list(found)
    for one in more:
        if all(one.end <= other.start or other.end <= one.start for other in everything):
            everything.append(one)
    return sorted(everything, key=lambda one: one.start)


# --- a contact given on purpose ---------------------------------------------------------------------------------------

_CONTACT = r"〔(?:电话|微信号|邮箱)[0-9]+〕"
_OTHERS = r"(?:他|她|它|司机|店里?|店家|老板|物业|村委会?|会计|书记|主任|局|所|客服|骗子|对方|施工队?|开发商|邻居|快递员?|房东|中介|公司|单位|窗口|[村站队科校院]长|某)"
_GIVEN = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:我的?|本人|俺)?(?:联系)?(?:电话|手机|号码|联系方式|微信|邮箱|座机)[^。！!？?；;，,〔]{{0,6}}{_CONTACT}"
    rf"|(?:我的?|本人的?|俺的?|我家的?|家里的?|联系)(?:电话|手机|号码|方式|微信|邮箱|座机)[^。！!？?；;〔]{{0,8}}{_CONTACT}"
    rf"|(?:联系我|找我|打我|给我打|回我|加我|通知我|叫我|给我回|请打|请回|可打|可以打|随时打|打这个|联系|回电)[^。！!？?；;〔]{{0,10}}{_CONTACT}"
    rf"|{_CONTACT}[^。！!？?；;〔]{{0,4}}(?:联系我|找我|打我|打这个|就?是我的|我的|可以联系|随时)"
    rf"|只(?:给|让|准)[^。！!？?；;，,]{{0,6}}(?:承办|办事|经办|办理|工作)"
)
_OF_OTHERS = re.compile(rf"{_OTHERS}的?(?:联系)?(?:电话|手机|号码|微信|邮箱|座机)[^。！!？?；;，,〔]{{0,6}}{_CONTACT}")
_BARE = re.compile(rf"[\s，,。.、:：]*(?:{_CONTACT}[\s，,。.、:：]*)+")
_ANY_CONTACT = re.compile(_CONTACT)


def given_contact(text: str) -> bool:
    """Whether the writer gave a way to reach them on purpose: 电话 138…, 联系我 …, 只给承办人, or nothing but a number."""
    said = cut(text).text
    if not _ANY_CONTACT.search(said):
        return False
    own = _OF_OTHERS.sub("", said)
    return bool(_BARE.fullmatch(said) or (_GIVEN.search(own) and _ANY_CONTACT.search(own)))


# --- as others may see it ---------------------------------------------------------------------------------------------


def mask(kind: ItemKind, value: str) -> str:
    """The value as others may see it: 138****5678."""
    said = plain(value).strip()
    if kind in (ItemKind.IDENTITY, ItemKind.CARD, ItemKind.PHONE):
        return _mask_number(kind, re.sub(r"[^0-9X]", "", said.upper()))
    if "〔" in said:
        return "****"
    if kind is ItemKind.PLATE and len(said) >= 7:
        return f"{said[:2]}****{said[-1]}"
    if kind is ItemKind.WECHAT and len(said) >= 5:
        return f"{said[:2]}****"
    if kind is ItemKind.MAIL and "@" in said:
        return f"{said[:1]}****{said[said.index('@') :]}"
    return "****"


def _mask_number(kind: ItemKind, digits: str) -> str:
    if kind is ItemKind.IDENTITY and len(digits) >= 15:
        return digits[:3] + "*" * (len(digits) - 7) + digits[-4:]
    if kind is ItemKind.CARD and len(digits) >= 16:
        return digits[:4] + "****" + digits[-4:]
    if kind is ItemKind.PHONE and len(digits) >= 11 and digits[-11] == "1":
        return digits[-11:-8] + "****" + digits[-4:]
    if kind is ItemKind.PHONE and len(digits) >= 9:
        return digits[:4] + "****" + digits[-2:]
    return "****"
