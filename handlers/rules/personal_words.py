"""Plates, doors, accounts, illnesses and children's classes: what names a person without being a number of theirs.

An illness is cut only where it is somebody's (我妈肺癌); 癌症筛查 is a matter. An address is cut at the door: the
village, the road and the estate stay, and so does a building or a unit, for there lies the matter. A child's class is
cut only beside the child, the school stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.rules.personal_items import Found, ItemKind


@dataclass(frozen=True, slots=True)
class _Rule:
    """`item` in the pattern is what is cut; without `trigger` in the text the pattern need not be tried."""

    kind: ItemKind
    trigger: re.Pattern[str]
    pattern: re.Pattern[str]


_N = r"[0-9一二三四五六七八九十百零〇两]+"
_ROOM = r"(?:[0-9]{3,4}|[一二三四五六七八九][零〇一二三四五六七八九十]{2,3})"
_BUILDING = rf"(?:{_N}(?:号院|弄)[,， ]?)?(?:{_N}(?:号楼|栋|幢|座)|[A-Za-z][0-9]?(?:座|栋|幢|号楼))"
_FLAT = rf"(?:{_ROOM}(?:室|户(?!人|居)|号房|号(?!楼|线|院))|{_ROOM}(?![0-9元年个户人家米平路层楼栋块度号套间A-Za-z]|多)|{_N}(?:室|号房)|[东西南北中][户室](?!外|内))"
_DOOR = (
    rf"{_BUILDING}[ ,，\-]?(?:(?:{_N}|[东西南北中])(?:单元|门洞|门)[ ,，\-]?)?(?:{_N}[楼层][ ,，\-]?)?{_FLAT}"
    rf"|{_N}单元[ ,，\-]?(?:{_N}[楼层])?{_FLAT}"
    rf"|{_N}[组队排][ ,，]?{_N}号(?!楼|院|线|井|路|台|机|地|坑|杆|变|池|塘|闸|泵)"
)
_LIVES = r"(?:家?住在?|我家在?|家在|地址[:：是为]?|门牌号?[:：是为]?)"
_STREET = rf"[\u4e00-\u9fff]{{1,6}}?(?:路|街|巷子?|弄|胡同|大道){_N}号(?:附{_N}号|之{_N})?"

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = rf"[{_PROVINCES}][A-Za-z][·.\- ]?(?=[A-Za-z]{{0,3}}[0-9])(?:[DdFfA-Ca-cGgHhJjKk][A-Za-z0-9][0-9]{{4}}|[0-9]{{5}}[A-Ka-k]|[A-Za-z0-9]{{4}}[A-Za-z0-9挂学警港澳])(?![A-Za-z0-9])"

_ACCOUNT = r"(?:微信号?|[薇威V]信号?|[Vv][Xx]|(?<![A-Za-z])[Ww][Xx]|加我?[Vv]|[Qq]{2}号?|扣扣号?)"
_SAYS = r"(?:号码?|是|为|叫|我|[:： \t]|[Ii][Dd])*"
_HANDLE = r"[A-Za-z](?=[A-Za-z]*[0-9_\-])[A-Za-z0-9_\-]{4,19}"

_ILL = (
    r"(?:艾滋病?|HIV|癌症?|(?:肺|肝|胃|肠|直肠|食道|乳腺|宫颈|血|骨|喉|脑|淋巴)癌|肿瘤|白血病|尿毒症|精神(?:病|分裂症?|障碍)|抑郁症?|躁郁症|自闭症|孤独症|脑瘫|癫痫|羊癫疯|乙肝|丙肝|肺结核|结核病|梅毒|淋病|性病|尖锐湿疣|"
    r"老年痴呆症?|痴呆症?|阿尔茨海默|唐氏(?:综合征)?|智力残疾|血友病|肝硬化|糖尿病|心脏病|红斑狼疮|渐冻症|帕金森|尘肺病?|不孕症?)(?:晚期|中期|早期|阳性|转移)?"
)
_ILL_IN_GENERAL = r"(?!医院|药[品物店能]|的?药(?:能|可|在|哪|多|价)|筛查|宣传|疫苗|热线|防治|防控|讲座|透析报|[的]?报销|科|门诊|病区|中心|日|免费|预防|医保|检查|知识|怎么|[机几]?率|风险|高发|村)"
_RELATIVE = r"(?:我|俺|本人|自己|丈夫|老公|老婆|媳妇|爸爸?|妈妈?|爹|娘|父亲|母亲|爷爷|奶奶|公公|婆婆|岳父|岳母|儿子|女儿|闺女|孩子|娃|孙子|孙女|弟弟?|哥哥?|姐姐?|妹妹?|侄子|老伴|邻居|他|她|那人|老[\u4e00-\u9fff]|村民|病人|一个人)"
_GETS_ILL = r"(?:患上?了?|得了?|查出来?(?:是|有)?|确诊(?:为|是|了)?|检查出|染上)"

_CHILD = r"(?:儿子|女儿|闺女|孩子|小孩|娃娃?|孙子|孙女|外孙女?|侄子|侄女|外甥女?|弟弟|妹妹|学生|小朋友)"
_CLASS = rf"(?:[一二三四五六七八九1-9]年级[(（]?{_N}?[)）]?班|[初高][一二三中][(（]?{_N}?[)）]?班|[一二三四五六七八九1-9][(（]{_N}[)）]班|[大中小托][一二三四五六七八九1-9]?班(?!车))"
_SURNAME = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"

_RULES: tuple[_Rule, ...] = (
    _Rule(
        ItemKind.MAIL,
        re.compile(r"@|＠| at "),
        re.compile(
            r"(?<![A-Za-z0-9._%+\-])(?P<item>[A-Za-z0-9._%+\-]{1,64}(?:@| at )(?:[A-Za-z0-9\-]{1,63}\.){1,4}[A-Za-z]{2,12})"
        ),
    ),
    _Rule(
        ItemKind.WECHAT,
        re.compile(r"信|[Vv][Xx ]|[Ww][Xx]|加我?[Vv]|[Qq]{2}|扣扣|Ｑ|Ｖ|ＷＸ"),
        re.compile(
            rf"{_ACCOUNT}{_SAYS}(?P<item>{_HANDLE})|(?:微信号|加我?微信|微信[:：]){_SAYS}(?P<item_named>[A-Za-z][A-Za-z0-9_\-]{{5,19}})"
            rf"|(?:[Qq]{{2}}号?|扣扣号?|微信号){_SAYS}(?P<item_digits>[1-9][0-9]{{4,11}})(?![0-9])"
        ),
    ),
    _Rule(ItemKind.PLATE, re.compile(rf"[{_PROVINCES}][A-Za-zＡ-Ｚａ-ｚ]"), re.compile(rf"(?P<item>{_PLATE})")),
    _Rule(
        ItemKind.ADDRESS,
        re.compile(
            r"栋|幢|座|单元|号楼|[组队排][ ,，]?[0-9０-９一二三四五六七八九十]|住|地址|门牌|家在|我家|[0-9０-９]-[0-9]"
        ),
        re.compile(
            rf"(?<![0-9一二三四五六七八九十])(?P<item>{_DOOR})|{_LIVES}(?:[\u4e00-\u9fff]{{0,6}}?(?:镇|乡|社区|村|县|区))?(?P<item_street>{_STREET})"
            r"|(?:区|园|苑|城|府|庭|湾|里|村|楼|址|住|家)[:： ]?(?P<item_short>[0-9]{1,2}-[0-9]{1,2}-[1-9][0-9]{2,3})(?![0-9\-])"
        ),
    ),
    _Rule(
        ItemKind.MINOR,
        re.compile(r"班"),
        re.compile(rf"{_CHILD}(?:[^。！!？?；;\n]{{0,24}}?)(?P<item>{_CLASS})"),
    ),
    _Rule(
        ItemKind.HEALTH,
        re.compile(r"病|癌|症|瘤|HIV|艾滋|精神|抑郁|脑瘫|癫|肝|结核|梅毒|痴呆|唐氏|帕金森|尘肺"),
        re.compile(
            rf"{_RELATIVE}[^。！!？?；;，,\n]{{0,8}}?(?P<item>{_ILL}){_ILL_IN_GENERAL}|{_GETS_ILL}(?P<item_got>{_ILL}){_ILL_IN_GENERAL}"
            rf"|(?<=[\u4e00-\u9fff]{{2}})(?:是|有)(?P<item_is>{_ILL})(?=[，,。！!]|$)"
        ),
    ),
)


def is_worth_reading(text: str) -> bool:
    return any(rule.trigger.search(text) for rule in _RULES)


def find_words(said: str) -> Iterator[Found]:
    """Items of every kind, in no order; they may overlap."""
    for rule in _RULES:
        if not rule.trigger.search(said):
            continue
        for match in rule.pattern.finditer(said):
            yield from _items(rule.kind, match)
        if rule.kind is ItemKind.MINOR:
            yield from _names(said)


def _items(kind: ItemKind, match: re.Match[str]) -> Iterator[Found]:
    for name, value in match.groupdict().items():
        if value and name.startswith("item"):
            yield Found(kind, *match.span(name))


_NAME = re.compile(
    rf"{_CHILD}(?:名?叫)?(?P<name>[{_SURNAME}][\u4e00-\u9fff]{{1,2}}?)(?=[在上读是，,、 今][^。！!？?；;\n]{{0,20}}?{_CLASS})"
)


def _names(said: str) -> Iterator[Found]:
    for match in _NAME.finditer(said):
        yield Found(ItemKind.MINOR, *match.span("name"))
