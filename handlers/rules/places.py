"""Where a matter lies: the directory's own names first, then what sounds like the name of a place."""

import re
from collections.abc import Iterator
from functools import lru_cache

from handlers.rules.word_list import WordList

_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9×]+\Z")

# longest first where one ends in another
_ENDINGS = (
    "街道|社区|居委会|新村|村|镇|乡|大道|大街|路口|路|街|巷子|巷|胡同|弄|大桥|桥|水库|水电站|干渠|渠|河|湖|涵洞|隧道|码头|渡口|"
    "小区|花园|家园|公寓|公馆|华府|豪庭|苑|国际城|新城|新区|安置点|安置区|家属院|宿舍|大院|大厦|大楼|广场|市场|集市|超市|商场|步行街|公园|景区|"
    "小学|中学|高中|初中|一中|二中|三中|一小|二小|学校|幼儿园|医院|卫生院|卫生室|敬老院|养老院|福利院|体育馆|文化馆|"
    "车站|汽车站|火车站|高铁站|客运站|加油站|收费站|变电站|政府|开发区|高新区|经开区|工业区|工业园|产业园|化工园|物流园|园区|"
    "工地|砖厂|厂|矿|农场|林场|养殖场|猪场|庄|湾|屯|寨|堡"
)
_ENDING = re.compile(rf"(?:{_ENDINGS})")
_BESIDE = re.compile(
    r"(?:大门口|门口|门前|旁边|边上|后面|背后|对面|后门|南门|北门|东门|西门|附近|前面|东头|西头|南头|北头|东边|西边|南边|北边|拐角|楼下|那边|这边|一带|"
    r"[村庄镇街巷]口|[村庄]头|[村庄]尾|桥头)"
)
_ROAD_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9]{3}(?:国道|省道|县道)|[GSXY][0-9]{2,4}(?:国道|省道|县道|乡道|高速|线)?)(?![0-9A-Za-z])"
)
_FAMILY_PLACE = re.compile(r"[\u4e00-\u9fff]家(?:沟|坡|坪|岭|塘|坝|洼|集|河|湾|庄|屯|寨|冲|埠|咀|嘴|岗|坟)")

# where a name begins: nothing before the last of these belongs to it
_STOPS = re.compile(
    r"我们|你们|感谢|谢谢|多谢|他们|咱们|俺们|人家|大家|各位|领导|同志|你好|您好|希望|建议|请问|反映|投诉|举报|咨询|关于|还有|另外|现在|今天|昨天|前天|晚上|早上|"
    r"上午|下午|中午|每天|天天|一直|总是|经常|已经|因为|所以|但是|就是|不是|还是|好像|觉得|知道|听说|看到|路过|经过|通往|靠近|位于|住在|家住|"
    r"从.{1,6}到|属于|负责|附近|旁边|门口|里面|外面|上面|下面|前面|后面|"
    r"和(?![平谐顺睦美兴乐安畅祥盛])|向(?![阳荣前日明善])|过(?!境)|来(?![宾福凤安])|上(?![海街坝塘湾庄河村营水林杨王李])|下(?![街坝塘湾庄河村营水关])|"
    r"[的在到从是了我你他她它这那哪条个座所把被对跟往离住去走每各某咱俺都很没让给叫请说又也还要想能再已该此修拆绕堵扫不看见挡拦占铺沿赶与及或则着得地于坐乘吗呢吧啊呀哦嘛里外边]"
)
_VAGUE_NAME = re.compile(
    r"农|全|本|同|邻|山|渔|城|乡|老|小|新|大|进|出|入|驻|包|一|二|三|几|多|两|整|自然|行政|空心|新农|美丽|贫困|马|道|公|铁|"
    r"土|石子|水泥|柏油|砂石|沙石|泥|烂|主|辅|岔|机耕|生产|通村|通组|进村|入户|断头|高速公|旅游|网|电|线|管|思|活|门|销|退|半|"
    r"顺|让|迷|问|带|引|开|通|筑|赶|断|烂泥|破|盲|人行|非机动车|交叉|十字|丁字|三岔|红绿灯|大马|乡村公|农村公|村|镇|村村|老旧|"
    r"高档|封闭|安置|商品房|居民|家|故|下|返|他|回|水|集|小城|满|临|商业|步行|天|立交|高架|拱|便|危|石拱|人行天|内|黑|排洪|排水|"
    r"沟|支|斗|灌|沙|工|污水处理|自来水|公办|公立|私立|民办|中|农贸|菜|综合|公交|公共汽|海|港|度假|背街小|街|深|完全|希望|建筑|"
    r"施工|附近|当地|乡镇|基层|地方|县级|市级|上级|民|教学|住宿|学生|职工|员工|办公|办公室|居民小|该|其他|别的|全体|市|省|国|业主|"
    r"住宅|生活|垃圾|臭水|臭|脏|有|无|好|不|全村|全镇|同一|每|左|右|东|南|西|北|前|后|修|建|可|真|太|最|走|绕|一条|大型|小型|"
    r"中型|私家|老百姓|群众|村里|镇里"
)
_ALONE = frozenset(
    {
        "开发区",
        "高新区",
        "经开区",
        "工业园",
        "产业园",
        "化工园",
        "物流园",
        "工业区",
        "一中",
        "二中",
        "三中",
        "火车站",
        "高铁站",
        "汽车站",
        "客运站",
    }
)
_ONE_WORD_WILL_DO = frozenset({"村", "镇", "乡", "社区", "街", "巷", "桥", "小区", "医院", "车站", "庄", "湾", "屯", "寨", "堡", "苑", "河", "厂", "砖厂", "政府", "一中", "二中", "三中", "一小", "二小", "公园", "广场", "水库"})  # fmt: skip
# 路灯, 村民: the ending belongs to another word, unless the name stands on its own before it
_OTHER_WORD = re.compile(
    r"路(?:灯|面|基|过|况|程|费|障|牌|途|人|由|子|肩|网|线)|河(?:道|水|沟|长|床|边)|桥(?:梁|面|洞|墩)|街(?:坊|面)|乡(?:村|下|亲|里|间|镇)|镇(?:痛|静)|"
    r"渠(?:道)|厂(?:家|商|房)|湖(?:南|北)|河(?:南|北)|村(?:庄)|矿(?:产)"
)
_VAGUE_NEIGHBOUR = re.compile(
    r"路灯|房子|房屋|房|家|我家|马路|垃圾桶|垃圾|井盖|电线杆|小区|村|村子|学校|楼|楼道|单元|大门|幼儿园|院子|河|公路|道路|窗户|桥|"
    r"门|村委会|校|店|铺子|超市|厕所|路|自己家|家家户户|城|县城|镇|街|医院|宿舍|工地|单位|人行道|红绿灯|广场|公园|市场|菜市场|公交站|"
    r"车站"
)
_BUILDING = re.compile(r"^(?:建设|新建|修建|兴建|增设|安装|改造)(?=[^路街桥]{2})")
_PREFIX_REACH = 8
_ALSO_CALLED = re.compile(r"[（()）/／|｜、，,；;]")
_CALLED = re.compile(r"^(?:又名|又叫|也叫|俗称|别名|原名|旧称|曾用名|老地名)[:：]?")


def names_of_place(area: str) -> tuple[str, ...]:
    """西关村（老供销社、老槐树） or 西关村／老供销社: the official name first, then what people call it."""
    return tuple(name for part in _ALSO_CALLED.split(area) if len(name := _CALLED.sub("", part.strip())) > 1)


@lru_cache(maxsize=256)
def find_place(text: str, names: frozenset[str]) -> str | None:
    """The place a text names, as it names it; the directory's names win. Of one message it is asked several times."""
    known = _gazetteer(names).first_in(text) if names else None
    if known:
        return known
    return next(_named(text), None) or next(_beside(text), None)


@lru_cache(maxsize=16)
def _gazetteer(names: frozenset[str]) -> WordList:
    return WordList(name for name in names if len(name) > 1)


def _named(text: str) -> Iterator[str]:
    for pattern in (_ROAD_NUMBER, _FAMILY_PLACE):
        yield from (match[0] for match in pattern.finditer(text))
    for ending in _ENDING.finditer(text):
        if _OTHER_WORD.match(text, ending.start()):
            continue
        name = _BUILDING.sub("", _name_before(text, ending.start()))
        if _is_name(name, ending[0]):
            yield name + ending[0] + _longer(text, ending.end())


def _longer(text: str, end: int) -> str:
    """李庄 followed by 镇 is 李庄镇, 县医院 by 后门 its back door: what follows at once belongs to the same name."""
    further = None if _OTHER_WORD.match(text, end) else _BESIDE.match(text, end) or _ENDING.match(text, end)
    return further[0] if further else ""


def _beside(text: str) -> Iterator[str]:
    for match in _BESIDE.finditer(text):
        name = _name_before(text, match.start())
        if len(name) > 1 and not _VAGUE_NEIGHBOUR.fullmatch(name) and not name[-1].isdigit():
            yield name + match[0]


def _name_before(text: str, end: int) -> str:
    """What can be a name right before `end`: no mark, no pronoun, no verb of going in it."""
    name = _NAME.search(text, max(end - _PREFIX_REACH, 0), end)
    start = name.start() if name else end
    for stop in _STOPS.finditer(text, start, end):
        start = stop.end()
    return text[start:end]


def _is_name(name: str, ending: str) -> bool:
    if not name:
        return ending in _ALONE
    if _VAGUE_NAME.fullmatch(name) or name[-1].isdigit() or name + ending == "人民政府":
        return False
    return len(name) > 1 or ending in _ONE_WORD_WILL_DO
