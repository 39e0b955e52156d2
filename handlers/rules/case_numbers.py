"""How a case is named in a line, and what only looks like it: a date, a quantity, a house number."""

import re
from dataclasses import dataclass

from handlers.rules.numerals import CHINESE, plain, read_int

LONGEST_BARE = 6  # seven digits and more are telephones
ROOM = 20  # numbers that may have been given after a backup was taken


@dataclass(frozen=True, slots=True)
class CaseRef:
    """A case as people name it: with its year, or this year's by its bare number."""

    year: int | None
    seq: int


def format_number(year: int, seq: int) -> str:
    """The full number as the office writes it: 2026-0012."""
    return f"{year}-{seq:04d}"


def next_hundred(last: int) -> int:
    """The first number after a restore: whatever was numbered since the backup must not be numbered again."""
    return (last + ROOM) // 100 * 100 + 100


_MARK = r"[\s,，。.、;；:：!！?？)）\]】》”\"'…~/+*]"
_ENDS = rf"(?=$|{_MARK})"
# what makes a number a quantity, a time, a price, a floor when it follows at once
_MEASURE = (
    r"个|天|年|月|日|点|时|分|秒|周|岁|次|回|遍|趟|届|期|块|元|角|万|千|百|亿|%|％|度|米|公里|里|厘|寸|尺|亩|平|吨|斤|公斤|升|瓦|伏|"
    r"人|名|位|户|家|口|只|头|辆|台|条|根|盏|座|间|处|栋|幢|楼|层|单元|室|排|组|队|村|社|路|线|级|倍|成|多|来|几|余|小时|分钟|工作日|"
    r"步|种|张|份|项|类|些|把|片|棵|套|批|段|所|班|届|"
    r"[.:/\-~][0-9]|[A-Za-z]{2}|[E-Ze-z]"
)
_SPACED_MEASURE = r"个(?!别)|天(?![天气津])|年|月|日(?!常)|点|次|块|元|多|小时|分钟|公里|米|户|人(?!员|行|大)|辆|盏|岁"
# what makes "12号" a house, a bus, a day of the month
_NOT_CASE_AFTER_HAO = (
    r"楼|院|路|线|门|栋|幢|车|桥|公|井|店|铺|房|室|厅|馆|厂|坑|机|杆|仓|码|单元|大街|街|巷|弄|地|小区|宿舍|商|电|窗|令|文|台|"
    r"前|之前|以前|之后|以后|后|上午|下午|晚|早|中午|那天|当天|开始|到(?!哪)|至|左右|凌晨|半夜"
)
_LOOSE_MEASURE = rf"(?:\s+(?:{_SPACED_MEASURE}))"

_FULL = re.compile(
    r"[#第]?\s*(20[0-9]{2})\s*(?:-\s*|年\s*第\s*)([0-9]{1,7})(?![0-9]|\s*[-/.]\s*[0-9]|[月年]|(?<![0-9]{4})\s+[月年])(?:\s*(?:号件?|件))?"
)
_DIGITS = re.compile(
    rf"(?P<mark>[#第]?)\s*(?P<n>[0-9]{{1,{LONGEST_BARE}}})(?![0-9])"
    rf"(?:\s*号件?(?!{_NOT_CASE_AFTER_HAO})|件{_ENDS}|(?!\s*号|件|{_MEASURE}))"
)
_NUMERALS = re.compile(
    rf"(?P<mark>[#第]?)\s*(?P<n>[{CHINESE}]{{1,9}})(?:号件?(?!{_NOT_CASE_AFTER_HAO})|{_ENDS})"
    rf"|第\s*(?P<nth>[0-9]{{1,{LONGEST_BARE}}}|[{CHINESE}]{{1,9}})\s*件(?!事|套)"
)
_QUANTITY = re.compile(_LOOSE_MEASURE)


@dataclass(frozen=True, slots=True)
class Found:
    """A case named in a text, and where the naming ends."""

    case: CaseRef
    end: int


def number_at(said: str, start: int, *, in_speech: bool = False) -> Found | None:
    """The case named at `start` of a text already made `plain`.

    `in_speech` also refuses a number that a blank parts from its measure ('12 天'), where free words may follow.
    """
    full = _FULL.match(said, start)
    if full:
        return Found(CaseRef(int(full[1]), int(full[2])), full.end()) if int(full[2]) else None
    bare = _NUMERALS.match(said, start) or _DIGITS.match(said, start)
    if bare is None or (in_speech and _QUANTITY.match(said, bare.end())):
        return None
    seq = read_int(bare["n"] or bare.groupdict().get("nth") or "")
    return Found(CaseRef(None, seq), bare.end()) if seq else None


def parse_number(said: str) -> CaseRef | None:
    """The case a whole text names ('12号', '第十二件', '2026-0012'), or None."""
    text = plain(said).strip(" \t\r\n。.,，!！?？;；")
    found = number_at(text, 0)
    return found.case if found and found.end == len(text) else None
