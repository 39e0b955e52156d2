"""Whether a few words answer the last question put to a person with yes or no."""

import re
from enum import StrEnum

from handlers.rules.numerals import plain


class Answer(StrEnum):
    """A short answer to the last question put to a person."""

    YES = "yes"
    NO = "no"


_YES = (
    "嗯", "恩", "嗯呐", "嗯嗯", "好", "好的", "好滴", "好嘞", "好了", "好吧", "行", "行的", "中", "要得", "得行", "成", "可以", "可", "能", "要", "想要", "需要",
    "是", "是的", "对", "对的", "对头", "没错", "就是", "正确", "同意", "愿意", "确认", "确定", "没问题", "没意见", "有", "ok", "okay", "okk", "yes", "y", "ye",
    "👍", "👌", "✅", "[强]", "[ok]", "[好的]", "[得意]",
)  # fmt: skip
_NO = (
    "不", "不用", "不用了", "不是", "不是的", "不要", "不行", "不可以", "不同意", "不愿意", "不需要", "不必", "不必了", "不对", "不好", "不了", "不想", "不确认", "不中", "不成",
    "算了", "没有", "没", "没得", "没了", "别", "否", "no", "n", "nope", "❌", "👎", "[弱]", "[no]",
)  # fmt: skip
_SOFTENERS = "了啊呀吧哈哦噢嘛呢哟呗啦嘞喽的滴呐"
_MARKS = re.compile(r"[\s,。，.、!！?？~～…;；:：\"“”'‘’·\-🏻🏼🏽🏾🏿\ufe0f]+")
_THANKS = re.compile(r"(?:谢谢|多谢|感谢|麻烦|辛苦)(?:你们|您们|你|您|大家|领导|同志)?了?$")


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    by_length = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, by_length))})[{_SOFTENERS}]?)+")


_YES_PATTERN, _NO_PATTERN = _pattern(_YES), _pattern(_NO)
_LONGEST = 12


def short_answer(text: str) -> Answer | None:
    """YES for 嗯, 好, OK, 👍 and their like; NO for 不用, 算了; None for anything that says more."""
    said = _MARKS.sub("", plain(text)).casefold()
    said = _THANKS.sub("", said)
    if not said or len(said) > _LONGEST:
        return None
    if _NO_PATTERN.fullmatch(said):
        return Answer.NO
    return Answer.YES if _YES_PATTERN.fullmatch(said) else None
