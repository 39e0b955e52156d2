"""Whether words carry a matter, and whether they carry several: what is wrong, what is wished, what is asked."""

import re
from functools import lru_cache

from handlers.rules.quick_pattern import quick

# every alternative begins with a plain character: `re` then passes over all others at once
_WRONG = re.compile(
    r"坏|不亮|不通|不热|不走|不动|不好(?:走|使|用|办)|不行了|不能用|不管(?!怎|如|什)|不作为|不给|不让|不发|不开|不修|不达标|不合理|不规范|不安全|不方便|不到位|不公|不及时|不够|不来|不见|不足|"
    r"停水|停电|停气|停暖|停工|停运|停发|停了|又停|没水|没电|没气|没路|没灯|没网|没信号|没暖|没人(?:管|修|理|问|收|拉|来|扫|清|打扫|负责|解决)|没法|没地方|没处|没给|没发|没到|没修|"
    r"没有(?!了?$|事|问题|意见|需要)|没了|没通|没装|"
    r"堵|漏|渗水|塌|陷|裂|倒了|倒塌|倒在|要倒|快倒|歪|断了|断头|断裂|被断|断水|断电|断网|掉(?!以)|脱落|破损|破了|破烂|磨|烂(?!漫)|坑|洼|泥|积水|淹|内涝|浑|黄水|发黄|有味|冲空|冲垮|冲毁|"
    r"脏|臭|异味|恶臭|乱(?:停|倒|扔|放|收|搭|建|摆|贴|涨|象|糟)|垃圾|污水|污染|冒烟|黑烟|浓烟|黄烟|粉尘|扬尘|灰尘|油烟|焚烧|烧秸秆|死鱼|苍蝇|老鼠|"
    r"吵|噪音|噪声|扰民|睡不着|睡不好|太响|震动|"
    r"缺|丢了|被偷|偷|盗|抢|骗|打人|被打|打架|咬|撞|摔|伤|死了|失踪|威胁|家暴|赌博|"
    r"拖欠|欠薪|欠|扣(?!除)|克扣|罚|乱收费|收费|涨价|太贵|太高|太低|太少|太慢|太差|太挤|太窄|太远|太黑|太乱|太短|太长时间|贵得|坑人|强拆|强占|侵占|占道|占用|霸占|挤占|违建|违法|违规|违章|"
    r"挖|拆(?!分)|烂尾|延期交|逾期交|难(?!道|怪|忘|得|免|为)|假的|假药|假种|不出苗|绝收|减产|困难|危险|隐患|危房|安全问题|问题|矛盾|纠纷|推诿|踢皮球|扯皮|态度|蛮横|等了|拖了|迟迟|"
    r"至今|多年|一直没|还没|总是|老是|天天|"
    r"自杀|轻生|不想活|活不(?:下去|成)|寻死|跳楼|跳河|跳桥|不(?<=[打用喝走报办领看听吃住通过交找退补]不)(?:了|到|着|出|上|清|见|成|开)|贵(?!姓|局|单位|县|市|处|公司|州|阳|镇|地|客)|"
    r"涨(?!势)|啃|糟蹋|没人接|跑了.{0,3}[趟回次]|过期|变质|是黑的|是臭的|被.{0,4}(?:打|骂|骗|咬|撞|偷|占|拆|扣|坑)|锁门|关门|猪瘟|鸡瘟|摆满|堆满|挡住|堵住|压坏|泡了|旱|"
    r"咋整|"
    r"质疑|反对|不正常|未(?:缴|发|办|交|批|到|修|通|完|按|经|给)|"
    r"爆了|爆管|漏气|漏电|触电|着火|起火|火灾|溺水|中毒|头晕|晕倒|受灾|受潮|滑坡|泥石流|病死|野猪|野狗|流浪狗|狗|蛇|"
    r"报销不了|办不了|办不成|办不下来|查不到|打不通|登不上|进不去|出不去|过不去|走不了|喝不上|用不上|上不了|取不了|领不到|拿不到|要不回|联系不上|退不了"
)
_WISH = re.compile(
    r"希望|盼望|盼着|盼|期盼|期待|恳请|恳求|请求|请(?!问好|客|假|安|柬)|要求|建议|提议|呼吁|能不能|能否|可不可以|可否|是否可以|可以.{0,12}吗|能.{0,12}(?:吗|不)|"
    r"该.{0,6}了|应该|最好|"
    r"反映|反应一下|投诉|举报|求助|求救|救命|帮忙|帮帮|解决|处理|整治|治理|清理|疏通|维修|抢修|修一下|修一修|修好|要修|翻修|重修|修路|修桥|硬化|"
    r"装(?:个|一|上|灯|路灯|减速带|护栏|红绿灯|摄像头|电梯)|加装|增设|增加|加个|设个|设置|安(?:个|一|上)|新建|修建|建(?:个|一|座|所)|改造|扩建|延伸|取缔|查处|严查|查一查|管管|"
    r"管一管|管一下"
)
_QUESTION = re.compile(
    r"请问|想问|问一下|问下|咨询|打听|了解一下|想知道|怎么办|咋办|咋弄|怎么弄|怎么(?:申请|办理|报|交|缴|领|查|补|买|走|还|才)|咋(?:申请|办理|报|交|领|还)|如何(?:申请|办理|办)|"
    r"哪里(?:办|申请|交|报|能|可以)|哪儿(?:办|申请|交|能)|到哪|去哪|找谁|归谁|谁管|"
    r"什么时候(?!吃|打|聚|见)|啥时候(?!吃|打|聚|见)|何时|多久|多少钱|什么条件|啥条件|什么材料|啥材料|什么手续|啥手续|为什么|为啥|凭什么|凭啥|怎么回事|咋回事|是不是该|有没有政策|"
    r"符合.{0,8}吗|算不算"
)
_SUBJECT = re.compile(
    r"路灯|井盖|庄稼|地里|机井|吃水|下水道|排水|自来水|饮水|红绿灯|公交|班车|校车|停车位|充电桩|低保|五保|医保|社保|养老金|高龄补贴|残疾|补贴|补偿款|工资|宅基地|征地|拆迁|安置房|房产证|物业|"
    r"电梯|暖气|燃气|宽带|信号|快递|厕所|学区|学位|水渠|机耕路|护栏|减速带"
)
# good news and thanks speak of matters without bringing one
_GOOD_NEWS = quick(
    r"(?:已经?|都|终于|总算)?(?:修好|解决|办好|处理好|弄好|整好|疏通|清理干净|装好|装上|安上|通车|通水|来电|来水|恢复)了|(?:已经?|都|终于|总算)(?:亮|通|好|干净|解决|恢复|修通)了?|"
    r"没(?:有)?(?:什么|啥)?(?:问题|事|意见|困难|需要)了?|不(?:客气|用谢|麻烦|着急|好意思)|没关系|问题(?:不大|解决了?)|打扰了|给.{0,4}添麻烦"
)
_PRAISE = re.compile(r"感谢|谢谢|多谢|点赞|表扬|好评|锦旗|给力|真好|很好|挺好|太好了|好样的|辛苦")
_ASKS_FOR_MORE = re.compile(
    r"能不能|能否|可不可以|可否|建议|恳请|请求|要求|再给|就是|但是|不过|只是|最好|反映|投诉|举报|求助|帮忙|帮帮|麻烦.{0,6}(?:修|看|处理|解决)|希望.{0,10}(?:修|装|建|通|解决|处理|加)"
)
_GREETING_ONLY = re.compile(
    r"问候|请安|请问好|请多关照|请放心|请查收|请知悉|希望.{0,6}(?:越来越好|工作顺利|身体健康|再接再厉)"
)
# who asks politely thanks at the end: 请装个红绿灯，谢谢 is no praise
_CLOSING_THANKS = re.compile(
    r"(?<=[，,。；;！!\s])(?:谢谢|多谢|感谢)(?:了|啦|啊|您|你们|领导|大家|各位)*[。！!～~\s]*$"
)

_TOPICS = (
    ("路灯", r"路灯|灯"),
    ("路面", r"路面|坑洼|路基|公路|马路|道路|修路|硬化|泥坑|坑|水泥路|路(?!灯|口|边|上|人|过)|桥"),
    ("井盖", r"井盖|窨井"),
    ("交通", r"红绿灯|信号灯|堵车|拥堵|违停|乱停|停车|斑马线|减速带|摄像头|逆行|超速|大货车|天天堵"),
    ("公交", r"公交|班车|站牌|客车|出租车"),
    ("垃圾", r"垃圾|环卫|保洁|脏乱|卫生差"),
    ("供水", r"停水|没水|自来水|饮水|水压|水浑|水费|水管|水表|用水|喝水"),
    ("排水", r"下水道|排水|积水|内涝|污水|化粪池|臭水"),
    ("供电", r"停电|没电|电压|电费|变压器|电线|电线杆|跳闸"),
    ("燃气", r"燃气|天然气|煤气|漏气"),
    ("暖气", r"暖气|供暖|供热|不热"),
    ("通信", r"信号|宽带|网络|没网|基站"),
    ("噪音", r"噪音|噪声|吵|广场舞|扰民"),
    ("污染", r"污染|异味|黑烟|冒烟|粉尘|废气|养猪场|焚烧|油烟"),
    ("学校", r"学校|食堂|校车|老师|入学|学区|学位|补课|幼儿园|小学|中学"),
    ("医疗", r"医院|看病|卫生室|医生|药|挂号"),
    ("医保", r"医保|报销|新农合"),
    ("养老", r"低保|五保|高龄|养老|残疾|救助|老年卡|补助"),
    ("社保", r"社保|养老金|退休"),
    ("工资", r"工资|欠薪|工钱|讨薪"),
    ("房屋", r"物业|电梯|漏雨|房产证|烂尾|交房|安置房|公租房|拆迁|违建"),
    ("土地", r"宅基地|征地|占地|耕地|土地|承包地"),
    ("农业", r"水渠|灌溉|机井|种子|化肥|农药|野猪|秸秆|农补"),
    ("治安", r"偷|诈骗|打架|赌博|狗"),
    ("快递", r"快递|驿站"),
    ("厕所", r"公厕|厕所|旱厕"),
    ("文体", r"健身器材|篮球场|文化广场|书屋|图书馆"),
)  # fmt: skip
_ANY_TOPIC = re.compile("|".join(words for _, words in _TOPICS))
_TOPIC = re.compile("|".join(f"(?P<t{index}>{words})" for index, (_, words) in enumerate(_TOPICS)))

_MARKER = re.compile(
    r"[①-⑨][、.]?|[（(][1-9一二三四五六七八九][)）][、.]?|(?:(?<=[\s:：。；;，,、！!？?])|^)(?:[1-9][、.．)）:：](?![0-9])|"
    r"[一二三四五六七八九][、.．)）](?![一二三四五六七八九])|"
    r"第[一二三四五六七八九][件个点]?(?:事|是)?[，,、:：]|其?[一二三四五]是|[一二三四]来(?=[^了往]))"
)
_JOINT = re.compile(
    r"(?:(?<=[\s。；;，,！!？?])|^)(?:另外|此外|再就是|再一个|再有|还有一?(?:个|件)?事?|还有就是|其次|顺便(?:说|反映|问|提)?一?下?|还想反映|再反映|再说一?(?:个|"
    r"件)事|对了)[，,:：\s]*"
)
_MOST_MATTERS = 9
# Said before the matters themselves: 我想反映两件事.
_COUNTED = re.compile(
    r"^\W*(?:我们?|俺们?)?(?:今天)?(?:想|要|来)?(?:反映|反应|说|讲|问)(?:一下)?(?:[两俩二三四几0-9]+)(?:件|个|点)(?:事情?|问题|意见)?[，,。：:\s]"
)


@lru_cache(maxsize=256)
def carries_matter(text: str) -> bool:
    """Whether something is wrong, wished or asked; thanks and good news alone are no matter. Of one clause it is asked often."""
    said = _GREETING_ONLY.sub("", _GOOD_NEWS.sub("", text))
    if _WRONG.search(said) or _QUESTION.search(said):
        return True
    asked = _CLOSING_THANKS.sub("", said)
    if _PRAISE.search(asked):
        return bool(_ASKS_FOR_MORE.search(said))
    return bool(_WISH.search(asked) or (asked == said and _SUBJECT.search(said)))


def tells_trouble(text: str) -> bool:
    """A narrower question than `carries_matter`: something is plainly wrong or wished for."""
    said = _GOOD_NEWS.sub("", text)
    return bool(_WRONG.search(said) or _WISH.search(said))


def names_topic(text: str) -> bool:
    return _ANY_TOPIC.search(text) is not None


def topics(text: str) -> frozenset[str]:
    return frozenset(_TOPICS[int(match.lastgroup[1:])][0] for match in _TOPIC.finditer(text) if match.lastgroup)


def several_matters(text: str) -> tuple[str, ...]:
    """The parts that are matters of their own; fewer than two when the text brings one."""
    listed = _listed(text)
    if len(listed) > 1:
        return listed
    joined = _joined(text)
    return joined if len(joined) > 1 else ()


def _listed(text: str) -> tuple[str, ...]:
    marks = list(_MARKER.finditer(text))
    if len(marks) < 2:
        return ()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = (_trim(text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True))
    return tuple(part for part in parts if part and carries_matter(part))[:_MOST_MATTERS]


def _joined(text: str) -> tuple[str, ...]:
    """另外, 还有 open a new matter only when what follows is about something else."""
    joints = list(_JOINT.finditer(text))
    if not joints:
        return ()
    starts, ends = [0, *(joint.end() for joint in joints)], [*(joint.start() for joint in joints), len(text)]
    matters: list[str] = []
    known: frozenset[str] = frozenset()
    for start, end in zip(starts, ends, strict=True):
        part = _trim(text[start:end])
        about = topics(part)
        if carries_matter(part) and (not matters or about - known):
            matters.append(part)
        elif matters:
            matters[-1] = f"{matters[-1]}，{part}" if part else matters[-1]
        known |= about
    return tuple(matters)[:_MOST_MATTERS]


def _trim(part: str) -> str:
    return _COUNTED.sub("", part).strip(" \t\r\n，,。；;：:、")
