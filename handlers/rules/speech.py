"""What a person's free words hold: a place, a matter, several matters, or only a greeting."""

import re
from dataclasses import dataclass
from functools import cache

from handlers.rules.matters import carries_matter, several_matters, tells_trouble
from handlers.rules.places import find_place
from handlers.rules.titles import title_of

__all__ = [
    "Gazetteer",
    "Heard",
    "asks_after_own_case",
    "group_address",
    "hear",
    "only_points",
    "strip_mention",
    "title_of",
]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of places the directory knows: townships, areas, stations."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """`matters` holds the whole text for one matter, its parts for several, nothing where there is none."""

    place: str | None
    has_matter: bool
    is_small_talk: bool
    asks_own_case: bool
    matters: tuple[str, ...]


_STICKER = re.compile(r"\[[^\[\]\s]{1,8}\]|【表情】|/:[^\s\u4e00-\u9fff]{1,6}|/::?[^\s\u4e00-\u9fff]{1,4}")
_POLITE = re.compile(
    r"谢谢|多谢|感谢|感恩|谢了|谢啦|辛苦|麻烦|打扰|劳驾|不客气|不用谢|客气|你好|您好|大家好|在吗|在不在|有人吗|有人在吗|喂|哈喽|嗨|早上好|上午好|中午好|下午好|晚上好|早安|晚安|"
    r"新年好|新年快乐|节日快乐|中秋快乐|国庆快乐|春节快乐|周末愉快|收到|知道了|明白了?|了解了?|好的|好吧|好嘞|好|嗯+|哦+|噢|哈+|呵+|嘿+|行|可以|ok|thanks?|hello|hi|"
    r"[你您](?:是(?:谁|哪位|真人|人工|机器人)|叫(?:什么|啥)(?:名字)?|能(?:干|做)(?:啥|什么))(?!的)|怎么用|咋用|"
    r"再见|拜拜|回头见|慢走|没事了?|没关系|吃饭?了[吗没]|测试一?下?|试一?试|test|路过|随便看看|加油|点赞|真好|很好|太好了|不错|棒|赞|给力"
)
_FILLER = re.compile(
    r"各位|领导|同志|代表|主任|书记|工作人员|大家|你们?|您们?|我们?|咱们?|啊|呀|吧|哈|哦|呢|嘛|了|的|啦|哟|呵|嘞|都|很|太|真|非常|十分|特别|先|这么|那么|一下|再|次|"
    r"小联|机器人|政府|党|人大|关心|支持|帮助|帮忙|费心|操心|理解|配合|老师|师傅|大哥|大姐|叔叔|阿姨|祝|愿|生活|工作|顺利|愉快|身体健康|万事如意"
)
_INTRODUCES = re.compile(r"^(?:我|俺|本人)(?:是|叫|姓|住|在|家)|^(?:在|就在|住)")
_A_FEW_WORDS = 4
_NOT_WORD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_THANKFUL = re.compile(r"感谢|谢谢|多谢|点赞|表扬|锦旗|好评|给力|真好|太好了|好样的|满意")
_CHAT = re.compile(
    r"打篮球|打球|打牌|打麻将(?!.*(?:吵|扰))|聚餐|喝酒|约饭|吃饭[吗没去]|吃了[吗没]|看电影|逛街|在干(?:嘛|啥)|早点睡|天气(?:真|不错|挺)"
)

_OUTING = re.compile(
    r"(?:大家|咱们?|谁|一起|周末|有空|有人|都有谁)[^。！!]{0,10}[去来到](?:玩|耍|逛逛?|转转|走走|看看|吃饭|不去)*[吗嘛么不吧呗]+[?？！!。~\s]*$"
)
_POINTING = re.compile(
    r"就是|就在|就|是|在|说的|指的|我说|拍的|照片[上里]?|图[上里片]|(?:那|这)(?:个|盏|棵|条|段|根|块|家|座|栋|里|儿|边|处|位置|地方|点)?|"
    r"这哈|那哈|此处|此地|地方|位置|[的个了啊呀嘛里呗儿]"
)

_OUTCOME = (
    r"(?:咋样|怎么样|怎样|如何了|啥情况|什么情况|结果|进展|进度|回音|回复|答复|消息|下文|动静|说法|着落|到哪|"
    r"(?:处理|解决|办理|修|弄|办|落实)(?:了|得|好|到|完|没)|呢[?？。\s]*$)"
)
_EARLIER = r"(?:上次|上回|上一次|之前|以前|前几天|前天|昨天|那天|上周|上个?月|早先|先前)"
_TOLD = r"(?:反映|反应|说|提|报|投诉|递|交|问|发)"
_MY_CASE = re.compile(
    rf"{_EARLIER}[^。！!；;]{{0,6}}{_TOLD}[^。！!；;]{{0,24}}?{_OUTCOME}"
    rf"|(?:我|俺|咱)(?:们)?{_TOLD}(?:过)?的[^。！!；;]{{0,16}}?{_OUTCOME}"
    rf"|(?:我|俺|咱)(?:们)?(?:家|村)?的?(?:那个|那件|这个|这件|那)[^。，,！!]{{0,10}}(?:事|件|问题|诉求)[^。！!；;]{{0,12}}?{_OUTCOME}"
    r"|^[^。！!；;，,]{0,4}(?:有|出)(?:了)?(?:结果|消息|回音|回复|答复|进展|说法|下文)(?:了)?(?:吗|没|没有|么|呢)"
    r"|^[^。！!；;，,]{0,8}(?:咋样|怎么样|怎样|啥情况)了?[?？。！\s]*$"
    r"|^(?:请问|那个|我的)?(?:事情?|事儿|件|问题)?(?:都)?(?:办|处理|解决|弄|修)(?:好|完|得|的|到)?(?:了|咋样了?|怎么样了?|哪一?步了?)*(?:吗|没|没有|么|"
    r"呢)?[?？。！\s]*$"
    r"|^(?:还要|大概|请问|那)?(?:要)?(?:多久|几天|啥时候|什么时候|何时)(?:能|才能?|可以)?(?:办|处理|解决|答复|回复|有结果|修)(?:好|完|理|我)?[?？了吗呢。！\s]*$"
    r"|^[^。！!；;，,]{0,4}(?:进度|进展)(?:怎么样|咋样|如何|到哪|呢|查询|查一下)"
    r"|^(?:请问|那个|我的|我那个|领导|代表|你们|给我|这事|那事)?(?:事情?|事儿|件)?(?:受理|立案|通过|交办|转办|转下去|转过去|签收|派下去|登记上?|记上|报上去|交上去)了?(?:吗|没|没有|么)[?？。！\s]*$"
    r"|^(?:请|麻烦|麻烦你|帮我|帮忙|给我|我想|我要|帮我给)*(?:再)?(?:查一下|查一查|查查|查下|查|看一下|看看|问一下|问问|催一下|催催)(?:一下)?"
    r"(?:我|俺|咱)(?:们)?(?:家)?(?:反映|反应|说|提|报|上次|上回)?的?(?:那个|那件|这个|这件|那)?(?!村|镇|县|社区)[^。，,！!；;村路街厂]{0,8}的?(?:事情?|事儿|件|情况|进度|进展|结果)[?？。！\s]*$"
    r"|^(?:请|麻烦|麻烦你|帮我|帮忙|给我|我想|我要)*(?:再)?(?:查一下|查一查|查查|查下|查|看一下|看看|问一下|问问|催一下|催催)(?:一下)?"
    r"(?:那个|那件|上次那?个?|上回那?个?|之前那?个?)[^。，,！!；;]{0,8}的?(?:事情?|事儿|件|进度|进展|结果)[?？。！\s]*$"
)
_LONGEST_QUESTION = 48
_BESIDES = re.compile(r"另外|还有|再就是|再一个|此外|还想|再反映|顺便")


def hear(text: str, gazetteer: Gazetteer) -> Heard:
    said = _bare_of_stickers(text)
    if _asks_own_case(said):
        return Heard(None, has_matter=False, is_small_talk=False, asks_own_case=True, matters=())
    place = find_place(said, gazetteer.names)
    matter = carries_matter(said) and not (_CHAT.search(said) and not tells_trouble(said))
    if not matter and (_is_small_talk(said, place) or _is_outing(place, said)):
        return Heard(None, has_matter=False, is_small_talk=True, asks_own_case=False, matters=())
    matter = matter or _tells_of(place, said)
    return Heard(
        place,
        has_matter=matter,
        is_small_talk=False,
        asks_own_case=False,
        matters=(several_matters(said) or (said,)) if matter else (),
    )


def asks_after_own_case(text: str) -> bool:
    return _asks_own_case(_bare_of_stickers(text))


def _bare_of_stickers(text: str) -> str:
    return _STICKER.sub(" ", text).strip()


def _asks_own_case(said: str) -> bool:
    """A question after one's own case, unless the same breath brings something new."""
    asked = _MY_CASE.search(said) if len(said) <= _LONGEST_QUESTION else None
    if asked is None:
        return False
    besides = _BESIDES.search(said, asked.start())
    return not (besides and tells_trouble(said[besides.end() :]))


def _tells_of(place: str | None, said: str) -> bool:
    """Plain words about a named place are a matter, even when none of them is on our lists; a bare introduction is not.

    就是老槐树旁边那个 points at what was told before; 大家周末去西关村吗 is an outing.
    """
    if place is None or _CHAT.search(said) or _INTRODUCES.search(said) or _is_outing(place, said):
        return False
    return len(_POINTING.sub("", _bare(said.replace(place, "")))) >= _A_FEW_WORDS


def _is_outing(place: str | None, said: str) -> bool:
    return place is not None and _OUTING.search(said.replace(place, "")) is not None


def only_points(text: str) -> bool:
    """就这儿, 就是这个: words that point at a thing or a place that is shown, and name neither."""
    bare = _bare(text)
    return bool(bare) and not _POINTING.sub("", bare)


def _bare(said: str) -> str:
    return _NOT_WORD.sub("", _FILLER.sub("", _POLITE.sub("", said.casefold())))


def _is_small_talk(said: str, place: str | None) -> bool:
    """Greeting, thanks, praise, stickers, lone punctuation: nothing is left once courtesy is taken away."""
    left = _bare(said)
    if not left or _CHAT.search(said):
        return True
    return bool(_THANKFUL.search(said)) or (len(left) <= 1 and place is None)


# --- groups --------------------------------------------------------------------------------------------------------

_REPORTING = re.compile(r"\s*反映(?:[:：\s]+|一下[\s,，:：。]*)")


@cache
def _mentioned(bot_name: str) -> re.Pattern[str]:
    return re.compile(rf"\s*[@＠]{re.escape(bot_name)}(?:\s+|$)")


def _mention(text: str, bot_name: str) -> re.Match[str] | None:
    return _mentioned(bot_name).match(text)


def group_address(text: str, bot_name: str) -> str | None:
    """What a group message says to the bot, or None when it is not addressed to it."""
    address = _mention(text, bot_name) or _REPORTING.match(text)
    return text[address.end() :].strip() if address else None


def strip_mention(text: str, bot_name: str) -> str:
    """The text without a leading mention of the bot."""
    mention = _mention(text, bot_name)
    return text[mention.end() :].strip() if mention else text.strip()
