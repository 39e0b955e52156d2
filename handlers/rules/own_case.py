"""Questions after one's own case, by a few words of it: 查查那个水的事, 我上次反映的路灯咋样了, 怎么还没人来."""

import re
from collections.abc import Sequence

from handlers.rules.matters import topics

MOST_LISTED = 3

_LONGEST_QUESTION = 24
_WHEN = (
    r"(?:今天|明天|后天|今晚|这周|本周|下周|周末|月底|年前|过年前|近期|最近|到底|究竟|大概|估计|什么时候|啥时候|几时|何时|多会儿|"
    r"还要多久|得多久|要多久|多久|几天|哪天)"
)
_DONE = r"(?:修|办|弄|搞|处理|解决|整|通|亮|来|装|安排|派人|答复|回复|给信|有信|有结果|有人来|有人管|有人修)"
_COURTESY = r"(?:(?:谢谢|多谢|麻烦|辛苦|你好|您好|请问|领导|代表|同志|你们|您|那|那个|这个|它|路灯|灯|水|路|事|事情|问题)[们了]?[\s，,。.!！~]*)*"
_SO_LONG = r"(?:(?:这)?都?(?:已经)?(?:过去?)?(?:[0-9一二三四五六七八九十几半两好]+(?:多)?(?:天|周|个?星期|个?月|年)|好久|这么久|老长时间|多长时间)了?[\s，,。]*)?"
# only while one of their cases is open: otherwise the same words may begin a matter
_IMPATIENT = re.compile(
    rf"{_COURTESY}{_SO_LONG}(?:"
    r"(?:怎么|咋|为什么|为啥|都.{0,4}了|到现在|现在|至今)?[\s，,]*(?:怎么|咋)?还(?:是)?没(?:有)?(?:个)?(?:人|动静|结果|修好?|来|办好?|消息|信儿?|回音|回复|答复|处理|解决|弄好?|动工|反应)"
    r"(?:来|管|修|理|看|办|处理|联系我?|过来|动){0,2}"
    rf"|(?:{_WHEN})+(?:就|才)?(?:能|可以|会|要)?(?:不能)?{_DONE}(?:好|完|通|人|上|了|下来|一下)*"
    rf"|(?:{_WHEN})*(?:能不能|能|可以|会|会不会){_DONE}(?:好|完|通|上|下来|得了|得好)*"
    r"|还?(?:要|得)(?:再)?等?(?:多久|几天|多长时间|到什么时候|到啥时候)"
    rf"|{_DONE}(?:好|完|上)?还?(?:要|得|需要)?(?:多久|几天|多长时间)"
    r")(?:[啊呀吗嘛么呢了吧的]|不能)*[\s?？!！。~…]*"
)
_NOT_TELLING = re.compile(
    r"问题|上一?次|上回|之前|以前|前几天|前天|昨天|那天|上周|上个?月|早先|先前|反映|反应|投诉|说过?|提过?|报过?|递|交|发|问|"
    r"帮我|给我|麻烦|请|查一下|查一查|查查|查下|查|看一下|看看|打听|关心|"
    r"咋样|怎么样|怎样|如何|啥情况|什么情况|情况|结果|进展|进度|回音|回复|答复|消息|下文|动静|说法|着落|到哪一?步|到哪|"
    r"处理|解决|办理|办好|办得|办|修好|修|弄好|弄|落实|受理|通过|立案|"
    r"有没有|没有|有|没|还|是|能|要|会|人|来|什么时候|啥时候|多久|几天|今天|明天|后天|谢谢|"
    r"我们|咱们|你们|我|俺|咱|您|你|那个|那件|这个|这件|那|这|件|个|事情|事儿|事|问题|诉求|问题|的|地|得|了|过|吗|呢|啊|呀|么|吧|嘛|在|里|上|下|家|村"
)
_APART = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")


def is_impatient(text: str) -> bool:
    """A short question that, while a case of the asker is open, can only mean that case."""
    said = text.strip()
    return len(said) <= _LONGEST_QUESTION and _IMPATIENT.fullmatch(said) is not None


def telling_words(text: str) -> tuple[str, ...]:
    """What is left of a question after one's own case when asking is taken away: 水, 路灯."""
    return tuple(part for part in _APART.sub(" ", _NOT_TELLING.sub(" ", text)).split() if part)


def fitting(question: str, cases: Sequence[str]) -> tuple[int, ...]:
    """Places of the cases whose words fit the question best; none where it tells nothing or nothing fits."""
    words, about = telling_words(question), topics(question)
    scores = [_score(words, about, text) for text in cases]
    best = max(scores, default=0)
    return tuple(place for place, score in enumerate(scores) if score == best) if best else ()


def _score(words: Sequence[str], about: frozenset[str], text: str) -> int:
    pairs = {pair for word in words for pair in _pairs(word)}
    return sum(pair in text for pair in pairs) + len(about & topics(text))


def _pairs(word: str) -> list[str]:
    """Every two characters that follow one another; a lone character is itself."""
    return [word[place : place + 2] for place in range(len(word) - 1)] or [word]
