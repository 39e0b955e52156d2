"""Numbers as people type them: full-width digits and Chinese numerals, read as the office's own."""

import re
from functools import lru_cache

_WIDE = {0xFF01 + offset: chr(0x21 + offset) for offset in range(0x5E)}
_BLANKS = dict.fromkeys((0x3000, 0x00A0, 0x2005, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), " ")
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212, 0xFE63), "-")
_PLAIN = _WIDE | _BLANKS | _DASHES

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}

CHINESE = "零〇○一二两三四五六七八九十百千万"
_NOT_NUMERAL = re.compile(rf"[^{CHINESE}]")


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """Full-width marks, odd blanks and dashes as ASCII; every character keeps its place, so offsets hold."""
    return text.translate(_PLAIN)


def chinese_int(text: str) -> int | None:
    """十二 → 12, 一百零三 → 103, 一二 → 12; None for what is no numeral."""
    if not text or _NOT_NUMERAL.search(text):
        return None
    if any(char in _UNITS or char == "万" for char in text):
        return _with_units(text)
    return int("".join(str(_DIGITS[char]) for char in text))


def _with_units(text: str) -> int | None:
    high, myriad, low = text.rpartition("万")
    if "万" in high:
        return None
    below = _below_myriad(low) if low else 0
    above = _below_myriad(high) if high else 0
    if below is None or above is None or (myriad and not above):
        return None
    return above * 10000 + below


def _below_myriad(text: str) -> int | None:
    total, digit, unit_before = 0, None, 10000
    for char in text:
        unit = _UNITS.get(char)
        if unit is None:
            # only a zero may stand before another digit, as in 一百零三
            if digit:
                return None
            digit = _DIGITS[char]
        elif unit >= unit_before or (digit is None and total):
            return None
        else:
            total, digit, unit_before = total + (1 if digit is None else digit) * unit, None, unit
    return total + (digit or 0)


def read_int(text: str) -> int | None:
    """A whole number in ASCII, full-width or Chinese digits; None for anything else."""
    said = plain(text).strip()
    if said.isascii() and said.isdigit():
        return int(said)
    return chinese_int(said)


def in_chinese(number: int) -> str:
    """The number as one says it: 12 → 十二, 103 → 一百零三 (0 to 99999999)."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        gap = "零" if 0 < low < 1000 else ""
        return in_chinese(high) + "万" + gap + (_spoken(low) if low else "")
    said = _spoken(number) if number else "零"
    return said.removeprefix("一") if said.startswith("一十") else said


def _spoken(number: int) -> str:
    parts: list[str] = []
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            parts.append(("零" if gap and parts else "") + "零一二三四五六七八九"[digit] + name)
        gap = digit == 0
    return "".join(parts)
