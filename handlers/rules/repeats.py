"""Whether somebody tells again what was already answered: nearly the same words, and nothing new in them."""

import re
from collections import Counter
from datetime import timedelta

WITHIN = timedelta(days=30)
_ALIKE = 0.8
_LEAST = 6
_NOT_WORD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
# said of a thing that went on after the answer
_NEWS = re.compile(r"又|还是|还没|仍|依然|再次|反弹|没解决|没修|没弄|没处理|没人来|没动静|更|越来越")


def is_repeat(text: str, earlier: str) -> bool:
    """A short text decides nothing, and who says that it is so again or still brings news."""
    one, other = _bigrams(text), _bigrams(earlier)
    total = max(one.total(), other.total())
    if min(one.total(), other.total()) < _LEAST or (one & other).total() < _ALIKE * total:
        return False
    return set(_NEWS.findall(text)) <= set(_NEWS.findall(earlier))


def _bigrams(text: str) -> Counter[str]:
    said = _NOT_WORD.sub("", text)
    return Counter(said[at : at + 2] for at in range(len(said) - 1))
