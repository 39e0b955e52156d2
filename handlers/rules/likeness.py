"""Whether a saved answer fits what somebody wrote, by the words they share; the shared words are the explanation."""

import re
from dataclasses import dataclass

# Words of asking that every question has: sharing them says nothing.
_SAYS_NOTHING = re.compile(
    r"怎么样|怎么|怎样|如何|什么|哪些|哪里|哪儿|多少|多久|时候|请问|咨询|想问|问一下|可以|能不能|能否|需要|办理|办|申请|领取|领|"
    r"规定|政策|流程|程序|材料|手续|条件|标准|问题|答复|说明|有关|关于|我们|你们|的|了|吗|呢|是|在|和|与|及|或|要|有|去|到|给|对|个"
)
_APART = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_LEAST_SHARED = 2  # characters
_LEAST_SHARE = 0.5  # of the title's telling characters


@dataclass(frozen=True, slots=True)
class Likeness:
    """`share` of the title's telling characters that the text has, too; `words` are the shared ones."""

    share: float
    words: tuple[str, ...]


def likeness(title: str, text: str) -> Likeness | None:
    """None when the title does not fit the text."""
    telling = _APART.sub(" ", _SAYS_NOTHING.sub(" ", title)).split()
    length = sum(map(len, telling))
    shared = tuple(dict.fromkeys(word for part in telling for word in _shared(part, text)))
    covered = sum(map(len, shared))
    if covered < _LEAST_SHARED or covered < _LEAST_SHARE * length:
        return None
    return Likeness(covered / length, shared)


def _shared(part: str, text: str) -> list[str]:
    """The longest pieces of two characters and more that both have, from left to right."""
    found, start = [], 0
    while start < len(part) - 1:
        end = len(part)
        while end - start >= _LEAST_SHARED and part[start:end] not in text:
            end -= 1
        if end - start >= _LEAST_SHARED:
            found.append(part[start:end])
            start = end
        else:
            start += 1
    return found
