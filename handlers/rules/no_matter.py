"""What is no matter of the office's or of anybody's: advertising, chain letters, bare insults, favours, wishes outside the law."""

import re
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.look_first import look
from handlers.rules.look_first_words import near
from handlers.rules.matters import carries_matter
from handlers.rules.quick_pattern import quick


class NoMatterKind(StrEnum):
    ADVERTISING = "advertising"
    CHAIN_LETTER = "chain_letter"
    INSULT_ONLY = "insult_only"
    TENDER_OR_FAVOUR = "tender_or_favour"
    BEYOND_LAW = "beyond_law"


@dataclass(frozen=True, slots=True)
class NoMatter:
    kind: NoMatterKind
    words: tuple[str, ...]


_KINDS: tuple[tuple[NoMatterKind, re.Pattern[str]], ...] = (
    (
        NoMatterKind.ADVERTISING,
        re.compile(
            rf"(?:加(?:我|个|一下)?(?:微信?|[Vv]信?|群|好友)|扫(?:这|下|一下|我)?个?码){near(4)}(?:领|抢|送){near(2)}(?:红包|礼品|现金|福利)|(?:无抵押|低息|免息|秒批|快速|信用)贷款?|贷款{near(6)}(?:秒到|秒批|加微|联系)|办(?:理)?(?:各种|各类)?(?:假)?证件?{near(6)}(?:加|联系|微信|电话)|刻章办证|刷单|日赚|日结[0-9]+|月入(?:过)?[0-9一二三四五六七八九十]*万|兼职{near(8)}(?:日|加|元)|"
            rf"(?:点击|戳|打开)(?:下方|此|这个)?链接{near(8)}(?:领|抢|买|注册|下载|砍)|https?://[^\s\u4e00-\u9fff]+[^。！!？?]{{0,20}}?(?:领|优惠|注册|砍价|下单)|(?:限时|特价|清仓|甩卖|厂家直销|全场){near(8)}(?:折|抢购|优惠|元|起)|帮我?砍(?:一刀|价)|扫码(?:领|进群)|"
            r"(?:代开|出售)发票|发票代开|六合彩|彩票内幕|稳赚|包赚|投资{0}回报|诚招(?:代理|加盟)|招(?:商)?加盟|加盟热线|开锁换锁|疏通管道(?:电话|热线)|高价回收|专业(?:治疗|承接|清洗)|祖传秘方|免费领(?:取)?(?:鸡蛋|礼品|红包)|保健品{0}(?:优惠|买一送)|"
            r"楼盘{0}(?:开盘|首付)|首付[0-9一二三四五六七八九十]+万起|新店开业|开业大酬宾|买[一1]送[一1]".replace(
                "{0}", near(10)
            )
        ),
    ),
    (
        NoMatterKind.CHAIN_LETTER,
        re.compile(
            rf"(?:转发|转给|发给|转到){near(10)}(?:[0-9一二三四五六七八九十]+个?(?:群|人|好友)|好运|平安|发财|福气)|不转(?:不是|{near(6)}(?:后悔|倒霉|人))|(?:转发|转){near(4)}(?:保平安|积德|行善|接好运)|看到(?:的)?(?:必|都|请)转|"
            r"(?:为了|是)(?:家人|中国人)[^。！!？?]{0,6}(?:请|就|都)转|(?:央视|微信)(?:刚刚|已)?(?:曝光|公布|通知)[^。！!？?]{0,20}(?:转|扩散)|(?:扩散|转疯了|速转|急转)[!！]"
        ),
    ),
    (
        NoMatterKind.TENDER_OR_FAVOUR,
        re.compile(
            rf"(?:让|帮|给|保|使|叫)(?:我|俺|我们)?{near(4)}中标|(?:投标|招标|标书|工程|项目|采购){near(12)}(?:关照|打.{{0,2}}招呼|让我(?:来)?[干做]|承包给我|给我(?:来)?[干做])|"
            rf"(?:给|帮|替|求){near(8)}(?:儿|女|孩子|侄|外甥|孙|我|亲戚){near(6)}(?:安排|找|弄)(?:个|一个|份|到|进){near(4)}(?:工作(?!组|人员)|岗位|职位|编制|床位|名额)|走(?:走|个)?(?:关系|后门)|开后门|说(?:说|个|一下)?情(?!况|形)|求情|递(?:个|句)话|"
            rf"(?:扣分|罚款|罚单|违章){near(6)}(?:销|抹|免|别交)|(?:打|说)(?:个|声|一?下)招呼|重谢|好处少不了|捞(?:一下|出来|人)|内部指标|活动活动{near(4)}(?:关系|$|[，。])"
        ),
    ),
    (
        NoMatterKind.BEYOND_LAW,
        re.compile(
            rf"(?:帮|给|想|能不能|可不可以|要求|请|让){near(12)}(?:伪造|造个?假|做个?假(?:证|账)|改(?:小|大)?年龄|改(?:大|小){near(4)}岁|开(?:个|张)?假证明|办(?:个|张)?假证)|"
            rf"(?:把|将)(?!我|俺|他们?一家抓){near(10)}(?:抓起来|枪毙|赶出(?:村|去)|关进去|弄死)|(?:不想|不愿|凭什么要?|能不能不){near(2)}交(?:税|社会抚养费)|"
            rf"(?:停|断)(?:掉|了)?(?:他|她|邻居|他们){near(6)}(?:水|电)|(?:让|叫){near(4)}(?:他|她|那家|邻居|村里){near(6)}不(?:准|许)(?:姓|信|结婚|生)|(?:超生|偷税|醉驾|酒驾|赌博|吸毒){near(10)}(?:别(?:处理|罚|管)|不(?:处理|罚|追究)|免了)|"
            rf"(?:恢复|要求|想){near(4)}(?:一夫多妻|土葬|私刑|缠足|买卖土地)|代表{near(6)}(?:改判|放人|撤案|把.{{0,6}}撤职)|(?:查|给我){near(6)}(?:他|她|前妻|前夫|老婆|老公|别人){near(4)}(?:开房|聊天|通话|银行|行踪|住址)(?:记录|信息|流水)?|"
            rf"(?:国家|政府){near(4)}(?:给我|发我|送我){near(4)}(?:一套房|几百万|媳妇|老婆|一百万)|给我(?:发|找)个(?:媳妇|老婆|对象)"
        ),
    ),
)
_TRIGGER = re.compile(
    "红包|礼品|现金|福利|贷|办证|证件|刻章|刷单|日赚|日结|月入|兼职|链接|http|限时|特价|清仓|甩卖|直销|全场|砍|扫码|发票|六合彩|彩票|稳赚|包赚|投资|加盟|代理|开锁|疏通管道|高价回收|专业|秘方|免费领|保健品|楼盘|首付|开业|买一送|买1送|"
    "转|扩散|中标|投标|招标|标书|工程|项目|采购|安排|找个|找份|找一|弄个|弄一|关系|后门|情|递|扣分|罚|违章|招呼|重谢|好处|捞|内部指标|活动活动|伪造|造假|造个假|假证|假账|做假|改年龄|改小|改大|抓起来|枪毙|赶出|关进去|交税|抚养费|停|断|不准|不许|超生|偷税|醉驾|酒驾|赌博|吸毒|一夫多妻|土葬|"
    "私刑|缠足|买卖|改判|放人|撤案|撤职|开房|聊天|通话|流水|行踪|住址|一套房|几百万|一百万|媳妇|老婆|对象"
)

_WHOM = r"(?:你们|你|他们|他|人大代表|代表|领导|政府|干部|这帮|这群|那帮|一帮|一群|个个|都是|全是|就是|真是|简直|一个个|当官的|这些)*"
_ABUSE = (
    r"(?:吃干饭|吃白饭|吃屎|吃闲饭)(?:的)?|废物|饭桶|草包|混蛋|混账|王八蛋|王八羔子|龟孙子?|鳖孙|狗官|狗东西|狗腿子|畜生|畜牲|牲口|人渣|败类|大骗子|(?<=[是群帮])骗子|^骗子(?=$|[！!。，,])|白痴|蠢货|蠢猪|傻[逼Bb叉Xx帽]|沙比|煞笔|二百五|脑残|脑子(?:有病|进水|让驴踢了)|"
    r"不是(?:个)?(?:东西|人|玩意儿?)|不要脸|没良心|丧良心|缺德|去死吧?|滚蛋|滚犊子|死全家|断子绝孙|不得好死|寄生虫|吸血鬼|窝囊废|垃圾(?:政府|部门|单位|领导|代表|玩意)|狗屁(?:不通)?|放屁|屁用(?:没有|不顶)?|瞎了(?:狗)?眼|"
    r"(?:他|你|特|尼)(?:妈|娘|奶奶)的?(?:[逼比Bb]|个[逼比])?|妈的|妈了?个?[巴逼比]子?|日(?:你|他)(?:妈|娘|先人)|操(?:[你他]妈?|蛋)的?|草泥马|卧槽|我[靠操艹草]|艹|狗日的?|狗娘养的?|养你们干[啥什嘛吗么]+|光(?:开会|拿钱|吃饭)不(?:办|干)(?:事|活)"
)
# 他妈 and 操 stand in ordinary words: 他妈妈病了, 操场, 操作
_NOT_ABUSE = re.compile(
    r"[他你](?:妈妈|娘家|妈(?=[病住摔去来说年今在是有没家也就走]))|操[场作心办练控持守课劳纵]|体操|出操|早操|做操|垃圾(?!政府|部门|单位|领导|代表|玩意)|放屁股"
)
_ABUSIVE = quick(_ABUSE)
_INSULT = quick(rf"{_WHOM}(?:{_ABUSE})+[了啊呀吧的！!]*")
_COURTESY = re.compile(r"[，,。.！!？?；;：:、~～…\s\"“”'（）()]+")
_EMPTY_WORDS = re.compile(
    r"你们|他们|这帮|这些|人大代表|代表|当官的|政府|领导|就是|都是|一个个|啊|呀|吧|了|的|真|一群|什么|啥|东西|玩意|人|机器人|去|都|给我|我|骂|看|你"
)
_FACT = 4


def no_matter(text: str) -> NoMatter | None:
    """Why the text is no matter; None for everything that may be one. A matter told with abuse is a matter."""
    insulted = _insult_only(text)
    if insulted:
        return insulted
    if not _TRIGGER.search(text):
        return None
    for kind, pattern in _KINDS:
        words = tuple(dict.fromkeys(match[0].strip() for match in pattern.finditer(text)))
        if words and not _is_told_of(kind, text):
            return NoMatter(kind, words)
    return None


_LONGEST_WISH = 80
_ACCUSES = re.compile(r"投诉|举报|反映|检举|腐败|现象|造假问题")
_COMPLAINT = re.compile(
    r"投诉|举报|反映|骚扰|小广告|贴满|被骗|骗了|上当|诈骗|管管|管一管|太多|怎么办|请问|政策|能不能|希望|建议|清理|处理|查处|扰民|噪音|吵"
)


def _is_told_of(kind: NoMatterKind, text: str) -> bool:
    """楼道里贴满小额贷款广告 is a matter, no advertisement; who writes at length brings more than a wish."""
    if kind in (NoMatterKind.ADVERTISING, NoMatterKind.CHAIN_LETTER):
        return bool(_COMPLAINT.search(text))
    return len(text) > _LONGEST_WISH or bool(_ACCUSES.search(text))


def _insults(text: str) -> list[re.Match[str]]:
    if not _ABUSIVE.search(text):
        return []
    masked = _NOT_ABUSE.sub(lambda match: "口" * len(match[0]), text)
    return list(_INSULT.finditer(masked))


def without_insults(text: str) -> str:
    """The fact without the abuse: what departments and supervisors read."""
    parts, last = [], 0
    for match in _insults(text):
        parts.append(text[last : match.start()])
        last = match.end()
    if not parts:
        return text
    return "，".join(part.strip(" ，,！!。") for part in (*parts, text[last:]) if _COURTESY.sub("", part))


def _insult_only(text: str) -> NoMatter | None:
    """Abuse with nothing behind it; whatever may be a fact, however short, is kept."""
    matches = _insults(text)
    if not matches:
        return None
    left = without_insults(text)
    bare = _EMPTY_WORDS.sub("", _COURTESY.sub("", left))
    if len(bare) >= _FACT or (bare and carries_matter(left)) or look(left):
        return None
    return NoMatter(NoMatterKind.INSULT_ONLY, tuple(match[0] for match in matches))
