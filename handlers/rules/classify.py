"""The nature, field and urgency of a matter, each explained by the words that spoke for it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from handlers.rules.fields import FIELDS
from handlers.rules.quick_pattern import quick
from handlers.rules.word_list import WordList


class Urgency(StrEnum):
    CRITICAL = "critical"
    URGENT = "urgent"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Classified:
    """`nature` and `category` are None when no word spoke for any."""

    nature: str | None
    category: str | None
    urgency: Urgency
    words: tuple[str, ...]


# first match wins: an accusation stays one when it also asks a question
_NATURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("举报", re.compile(
        r"实名举报|举报|检举|揭发|控告|贪污|受贿|行贿|私分|挪用|侵吞|优亲厚友|吃拿卡要|偷排|偷倒|黑作坊|黑诊所|无证(?:经营|行医|驾驶)|传销|非法(?:采|集资|占|经营|营运)|赌博窝点|诈骗"
    )),
    ("求助", re.compile(
        r"求助|求求|救命|救救|帮帮|帮忙|帮我|走投无路|困难|没钱|生活费|看不起病|低保|救助|孤儿|残疾证|补贴(?:没|停|不|少)|停发|讨薪|拖欠|欠薪|工钱|工资|要不回|受灾|走失|失踪|没人管"
    )),
    ("投诉", re.compile(
        r"投诉|坏|不亮|不通|不热|堵|漏|塌|裂|臭|脏|吵|扰民|噪音|噪声|污染|停水|停电|又停|没水|没电|乱收费|乱停|乱倒|乱扔|涨价|态度|推诿|不作为|不管|没人(?:修|理|拉|扫|收)|烂|坑|"
        r"积水|违建|占道|油烟|异味|冒烟|垃圾|"
        r"不合理|不达标|不发|不给|缺|迟迟|烂尾|强拆|破损|断|掉|丢|没了|没通知|不公|难走|太差|太慢|老是|总是|天天|一直|还是|冲空|冲垮|问题"
    )),
    ("建议", re.compile(r"建议|希望|盼|提议|呼吁|最好|能不能|能否|可不可以|应该|增设|增加|加装|新建|延伸|开通|装个|修个|建个|安个|改成|优化|完善|推广")),
    ("咨询", re.compile(
        r"请问|咨询|想问|问一下|问下|打听|怎么办理|怎么申请|如何|哪里|去哪|什么(?:材料|手续|条件|时候|政策)|啥(?:材料|手续|条件|时候)|多少钱|是否|能不能办|吗[？?]?$|[？?]$"
    )),
    ("表扬", re.compile(r"表扬|感谢|点赞|锦旗|好样的|谢谢")),
)  # fmt: skip
_ASKS_HOW = re.compile(r"^(?:(?:您|你)好[，,！!。\s]*)?(?:请问|咨询|想问|我?想(?:咨询|问)|问一下|打听)")
_WISHES = re.compile(r"^(?:(?:您|你)好[，,！!。\s]*)?(?:我|我们)?(?:强烈|再次)?(?:建议|希望|提议|呼吁)")
_COMPLAINS = re.compile(r"^(?:我|我们|您好，?)?(?:要|想)?投诉")
_DEVELOPS = re.compile(r"坏|塌|漏|堵|臭|吵|停了|没人管|拖欠|不发")

_FIGURE_OF_SPEECH = quick(
    r"气炸|气死|笑死|累死|热死|冷死|冻死|吵死|烦死|急死|愁死|堵死|臭死|脏死|难受死|害死人了?|坑死|贵死|渴死|饿死|要死要活|爱死|炸了锅|炸锅|炸鸡|炸串|油炸|火爆|爆满|爆款|火锅|生意火|上火|"
    r"恼火|发火|窝火|火车|火气大|救命稻草|救命恩人|"
    r"死角|死路一条|死板|死机|死胡同|老死|病死猪|病死(?:畜|禽|鸡|鸭)|救命钱|预防|演练|培训|宣传|安全教育|防溺水|保险|赔偿标准|前年|去年|多年前|"
    r"塌实|踏实|塌方险|中毒软件|昏暗|晕车|消防通道|消防演练"
)
_CRITICAL = quick(
    r"漏气了?|(?:燃气|煤气|天然气|液化气)(?:.{0,4})(?:泄漏|泄露|漏|味)|闻到.{0,6}(?:燃气|煤气|天然气)|起火|着火|失火|火灾|烧起来|浓烟滚滚|爆炸|炸了|"
    r"(?:塌|倒|埋|压|困).{0,8}(?:有人|里面有|人在|孩子|老人|几个人)|(?:有人|孩子|老人|工人|学生).{0,6}(?:被困|被埋|被压|压在|困在|埋在)|触电|电死|被电(?:到|了|倒|"
    r"晕)|溺水|落水|掉(?:到|进)?(?:河|水库|塘|井|水)里|"
    r"晕倒|昏迷|昏倒|人头晕|没呼吸|不省人事|大出血|快不行了|中毒|食物中毒|(?:冒|刺鼻的?)黄烟|(?:化工|氯气|毒气|危化品).{0,8}(?:泄漏|泄露|冒|味)|"
    r"自杀|不想活|活不下去|轻生|跳楼|跳河|跳桥|喝农药|割腕|寻短见|杀人|砍人|捅人|持刀|拿刀|打死|绑架|救命|出人命|死人了|溃坝|决口|决堤|垮坝|山洪来|泥石流"
)
_URGENT = quick(
    r"井盖(?:没|丢|不见|被偷|缺|掉|碎|坏|塌|破)|没(?:有)?井盖|(?:掉|摔|踩|跌)(?:进|到|下).{0,4}(?:井|坑|沟)|差点(?:掉|摔|撞|砸|出事|出人命|触电|淹)|"
    r"路基.{0,6}(?:冲|塌|空|垮|悬)|(?:桥|路|墙|房|涵洞|堤|坝|护坡|屋顶|楼板|围墙|边坡|地面|山体).{0,8}(?:塌|垮|断裂|断了|要倒|快倒|下沉|冲毁|冲断|滑坡|开裂严重|悬空)|"
    r"塌陷|塌方|滑坡|"
    r"(?:电线|电缆|高压线|线).{0,4}(?:掉|断|垂|落|拖|裸露)|漏电|电线杆.{0,4}(?:倒|歪|斜|断)|变压器.{0,6}(?:冒|爆|响|火花)|冒火花|"
    r"(?:停水|没水|断水|停电|没电|断电|停气|停暖).{0,12}(?:[两三四五六七八九十几多][天日]|[2-9][天日]|[1-9][0-9]+[天日小]|[0-9]+个?小时|一周|一个?星期|老人|医院|"
    r"孩子|病人|学校|孕妇|产妇)|(?:老人|医院|病人|学校|婴儿).{0,8}(?:停水|没水|断水|停电|没电|断电)|"
    r"校车.{0,10}(?:超载|坏|刹车|绕|事故|危险)|幼儿园门口.{0,10}(?:电线|坑|塌|车)|水(?:淹|漫|涨).{0,6}(?:屋|家|院|房|路|庄稼|地)|内涝|被淹|淹了|管涌|"
    r"大坝.{0,4}渗|危房|房(?:子|屋).{0,6}(?:要塌|快塌|裂|歪)|隐患|危险|"
    r"(?:出|发生|撞).{0,4}(?:车祸|事故)|(?:老人|孩子|小孩|学生|老太太|老头|大爷|大娘).{0,8}(?:摔|撞|砸|咬|绊)|狗.{0,6}咬(?:人|伤|了)|疯狗|咬伤|"
    r"野猪.{0,6}(?:伤人|进村)|"
    r"今天必须|马上要|眼看就要|明天就|急急|紧急|十万火急|火速|快来人|家暴|打人|被打|走失|失踪|食堂.{0,8}(?:拉肚子|吐)|拉肚子|停药|断药|高考|汛期|暴雨|山火"
)


def classify(text: str) -> Classified:
    urgency, hazards = _urgency(text)
    nature, called = _nature(text)
    if nature is None and urgency is not Urgency.NORMAL:
        nature = "求助"
    category, named = _category(text)
    return Classified(nature, category, urgency, tuple(dict.fromkeys((*hazards, *called, *named))))


def _urgency(text: str) -> tuple[Urgency, tuple[str, ...]]:
    """Figures of speech are taken out first: nobody calls the fire brigade because somebody is 气炸了."""
    plain_words = _FIGURE_OF_SPEECH.sub("，", text)
    for urgency, pattern in ((Urgency.CRITICAL, _CRITICAL), (Urgency.URGENT, _URGENT)):
        match = pattern.search(plain_words)
        if match:
            return urgency, (match[0],)
    return Urgency.NORMAL, ()


def _nature(text: str) -> tuple[str | None, tuple[str, ...]]:
    opened = _opening(text)
    if opened:
        return opened
    for nature, pattern in _NATURES:
        match = pattern.search(text)
        if match:
            return nature, (match[0],)
    return None, ()


def _opening(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Who opens with 请问 or 建议 has said what it is, unless trouble is told in the same breath."""
    for nature, pattern in (("投诉", _COMPLAINS), ("咨询", _ASKS_HOW), ("建议", _WISHES)):
        match = pattern.match(text)
        if match and (nature != "咨询" or not _DEVELOPS.search(text)):
            return nature, (match[0].strip("您你好，,！!。 "),)
    return None


def _category(text: str) -> tuple[str | None, tuple[str, ...]]:
    """The field with most words, each counted by its length; earlier in the table wins a tie."""
    heard = _heard_fields(text)
    if not heard:
        return None, ()
    best = min(heard, key=lambda field: (-sum(map(len, heard[field])), _PLACE_OF[field]))
    return best, tuple(heard[best])


def _heard_fields(text: str) -> dict[str, list[str]]:
    heard: dict[str, list[str]] = {}
    for word in dict.fromkeys(_FIELD_WORDS.found_in(text)):
        for field in _FIELDS_OF[word]:
            heard.setdefault(field, []).append(word)
    return heard


def _fields_of(fields: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for field, words in fields.items():
        for word in words:
            owners[word] = (*owners.get(word, ()), field)
    return MappingProxyType(owners)


_FIELDS_OF = _fields_of(FIELDS)
_PLACE_OF = MappingProxyType({field: place for place, field in enumerate(FIELDS)})
_FIELD_WORDS = WordList(_FIELDS_OF)
