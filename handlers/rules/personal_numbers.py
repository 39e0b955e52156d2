"""Identity numbers, telephones and bank cards as people type them: spaced, full-width, in Chinese numerals, with an O for a zero."""

import re
from collections.abc import Iterator

from handlers.rules.numerals import plain
from handlers.rules.personal_items import Found, ItemKind
from handlers.rules.quick_pattern import quick

_SPELLINGS = ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖", "○幺两参④⑤⑥⑦⑧⑨", "⓪①②③")
_AS_DIGITS = str.maketrans(
    {char: str(value) for row in _SPELLINGS for value, char in enumerate(row)} | {"④": "4", "仨": "3"}
)
_DIGIT = r"[0-9０-９" + "".join(_SPELLINGS) + "]"
# nothing personal has fewer than seven digits close together
WORTH_READING = re.compile(rf"{_DIGIT}(?:[^\n]{{0,2}}?{_DIGIT}){{6}}")

_LETTER_FOR_DIGIT = quick(r"(?<=[0-9])[Oo](?=[0-9Oo])|(?<![0-9A-Za-z])[Il](?=[3-9][0-9]{9}(?![0-9]))")
_GAP = r"[ \t\-.]{1,2}"
_IDENTITY = r"[1-9](?:[ \t\-.]{0,2}[0-9]){16}[ \t\-.]{0,2}(?:[Xx]|[0-9](?![0-9]))"
_OLD_IDENTITY = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])[0-9]{4}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9])"
_CARD = rf"[1-9][0-9]{{15,18}}(?![0-9])|[1-9][0-9]{{3}}(?P<card_gap>{_GAP})(?:[0-9]{{4}}(?P=card_gap)){{2}}[0-9]{{4}}(?:(?P=card_gap)[0-9]{{1,3}})?(?![0-9])"
# one kind of gap throughout: '150 2026-0012' is a quantity and a case, no telephone
_MOBILE = (
    rf"(?:(?:\+|00)?86[ \-]?)?(?:1[3-9](?:[0-9]{{9}}|[0-9](?P<m1>{_GAP})[0-9]{{4}}(?P=m1)[0-9]{{4}}"
    rf"|[0-9](?P<m2>{_GAP})(?!20[0-3][0-9][01][0-9][0-3][0-9])[0-9]{{8}}|[0-9]{{5}}{_GAP}[0-9]{{4}}|"
    rf"[0-9]{{3}}{_GAP}[0-9]{{6}}"
    rf"|[0-9](?P<m3>{_GAP})[0-9]{{3}}(?P=m3)[0-9]{{5}}|[0-9]{{2}}(?P<m4>{_GAP})[0-9]{{4}}(?P=m4)[0-9]{{3}}"
    rf"|[0-9](?P<m5>{_GAP})[0-9]{{2}}(?:(?P=m5)[0-9]{{2}}){{3}}"
    # other marks only between 3, 4 and 4 digits, and never a list of cases of a year
    r"|[0-9](?P<m6>[_/*~·,、|+=]{1,2})(?!20[0-3][0-9])[0-9]{4}(?P=m6)[0-9]{4})"
    r"|1 [3-9](?: [0-9]){9}|\(1[3-9][0-9]\)[ \-]?[0-9]{4}[ \-]?[0-9]{4})(?![0-9])"
)
_LANDLINE = r"\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ \-]{0,2}[2-8][0-9]{2,3}[ \-]?[0-9]{4}(?![0-9])"
_ITEM = quick(
    rf"(?<![0-9])(?:(?P<identity>{_IDENTITY})|(?P<old_identity>{_OLD_IDENTITY})|(?P<card>{_CARD})"
    rf"|(?P<mobile>{_MOBILE})|(?P<landline>{_LANDLINE}))"
)
# seven or eight digits are a telephone only where one is spoken of
_LOCAL = re.compile(
    r"(?:电话|座机|固话|小灵通|联系方式|号码|拨打?|打(?!了)|[Tt][Ee][Ll])(?:号码?|是|为|号|我家?|家里|[:： \t])*"
    r"(?P<local>(?!20[0-3][0-9][01][0-9][0-3][0-9])[2-8][0-9]{2,3}[ \-]?[0-9]{4})(?![0-9年月日元块户人斤亩度吨])"
)
_NAMED_IDENTITY = re.compile(r"(?:身份证|证件号|sfz)\D{0,8}$", re.IGNORECASE)
_NAMED_CARD = re.compile(r"(?:银行卡|卡号|账号|帐号|账户|帐户|工资卡|存折|一卡通|农行卡|信用卡)\D{0,12}$")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def find_numbers(text: str) -> Iterator[Found]:
    """Items of every kind, those in plain digits first; they may overlap.

    Two readings: 张三13800001111 has a name before the number, 1三8一二… has it within.
    """
    said = _letters_as_digits(plain(text))
    yield from _read(said)
    in_digits = _letters_as_digits(said.translate(_AS_DIGITS))
    if in_digits != said:
        yield from _read(in_digits)


def _letters_as_digits(said: str) -> str:
    """138O1234567 has a letter where a zero is meant; every character keeps its place."""
    return _LETTER_FOR_DIGIT.sub(lambda match: "0" if match[0] in "Oo" else "1", said)


def _read(said: str) -> Iterator[Found]:
    position = 0
    while found := _next_item(said, position):
        yield found
        position = found.end
    for match in _LOCAL.finditer(said):
        yield Found(ItemKind.PHONE, *match.span("local"))


def _next_item(said: str, position: int) -> Found | None:
    while match := _ITEM.search(said, position):
        kind = _kind(match)
        if kind:
            return Found(kind, match.start(), match.end())
        other = _within(match)
        if other:
            return other
        position = match.start() + 1
    return None


def _within(match: re.Match[str]) -> Found | None:
    """A telephone at the head of digits that only looked like an identity number or a card."""
    mobile = _AT_HEAD.match(match.string, match.start())
    return Found(ItemKind.PHONE, mobile.start(), mobile.end()) if mobile else None


_AT_HEAD = re.compile(rf"(?:{_MOBILE})|(?:{_LANDLINE})")


def _kind(match: re.Match[str]) -> ItemKind | None:
    """What the digits are, once their own check is made; a card may look like an identity number and the reverse."""
    if match["mobile"] or match["landline"]:
        return ItemKind.PHONE
    if match["old_identity"]:
        return ItemKind.IDENTITY
    digits = re.sub(r"[^0-9X]", "", match[0].upper())
    before = (match.string, max(0, match.start() - 20), match.start())
    if match["identity"] and (_identity_holds(digits) or _NAMED_IDENTITY.search(*before)):
        return ItemKind.IDENTITY
    is_card = digits.isdigit() and _is_card_shaped(match) and (_luhn_holds(digits) or _NAMED_CARD.search(*before))
    return ItemKind.CARD if is_card else None


def _is_card_shaped(match: re.Match[str]) -> bool:
    return bool(match["card"] or _CARD_SHAPE.fullmatch(match[0]))


_CARD_SHAPE = re.compile(_CARD)


def _identity_holds(digits: str) -> bool:
    if digits[6:8] not in {"18", "19", "20"} or not ("01" <= digits[10:12] <= "12" and "01" <= digits[12:14] <= "31"):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return _CHECK[total % 11] == digits[-1]


def _luhn_holds(digits: str) -> bool:
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
