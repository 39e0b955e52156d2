"""What people ask for beside their matter: to be called, not to be named, to be heard for somebody else."""

import re

from handlers.rules.quick_pattern import quick

_NOT_WORD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_ME = r"(?:我|俺|咱)"
_SOMEBODY = r"(?:个|一个|位|一位|几个)?(?:人|工作人员|活人|真人|干部|同志|领导|负责人|管事的)"
_WANTS_CALL = quick(
    rf"(?:用)?(?:打)?电话(?:来)?(?:联系|找|通知|告诉|跟|和|答复|回复){_ME}(?:说|讲|联系)?"
    rf"|(?:给|跟|和|往){_ME}(?:这儿|这里|家)?(?:回|打|来|挂|通)(?:个|一个)?电话|(?:回|打|来)(?:个|一个)?电话(?:给|跟){_ME}(?:说|讲)?"
    rf"|(?:回|打){_ME}(?:的)?(?:个)?(?:电话|手机)|(?:想|要|能不能|可以)(?:跟|和|与)?(?:你们|人|工作人员)?(?:通|打)(?:个)?(?:电话|话)"
    rf"|(?:找|派|叫|让|安排|有没有|来){_SOMEBODY}(?:来)?(?:(?:跟|和|同|给|陪|听|与|联系|找){_ME}(?:当面)?(?:们)?(?:来)?(?:说说|说|讲讲|讲|聊聊|聊|谈谈|谈|联系|打电话|回电话|解释|解答)?(?:一下|话)?)"
    rf"|(?:找|想找|要找|转|接|换)(?:一下|个|一个)?(?:工作人员|真人|活人|人工客服|人工服务|人工|客服)"
    rf"|(?:不会|不想|不愿)(?:打字|写字|用这个)[，,\s]*(?:找{_SOMEBODY}|打电话)?"
    rf"|^(?:请|麻烦|让[^，。]{{0,6}})?(?:尽快|快|赶紧)?联系(?:一下)?{_ME}(?:吧|一下)?[。！!]*$"
    rf"|{_ME}(?:要|想)(?:当面)?(?:跟|和)(?:真人|活人|人|工作人员)(?:说|讲|聊|谈)(?:话)?"
)
_NOT_ME = re.compile(
    r"(?:不|没|没人|老是|总是|天天|经常)(?:给|回|打|接|联系)|(?:他们?|她|骗子|对方|陌生人|中介|推销|银行|物业|老板|客服|诈骗)[^。！!；;，,]{0,6}(?:打|来|回)"
)
_FILLS = re.compile(
    r"请|麻烦|劳驾|能不能|可不可以|可以|能|让|你们|您|你|领导|代表|同志|工作人员|谢谢|吗|吧|啊|呢|一下|好吗|行吗|我的?|俺的?|电话|手机|号码?|是|尽快|快|赶紧|"
    r"上午|下午|晚上|早上|明天|今天|有空|有时间|的时候|时候|最好|还是|就|直接|想|要|的|了|说不清楚?|打字慢|眼神不好|年纪大了?|岁数大了?|不识字|不会打字|看不见字"
)
_CONTACT = re.compile(r"〔(?:电话|微信号|邮箱)[0-9]+〕")
_LEAST_MATTER = 4

_WORRY = quick(
    r"(?:怕|担心|害怕|会不会|别给|不会)[^。！!；;，,]{0,6}(?:惹麻烦|惹事|得罪|报复|穿小鞋|找(?:我|俺)?(?:的)?(?:麻烦|事|后账)|知道是(?:我|俺)|牵连|连累|添麻烦)"
    rf"|(?:别|不要|不能|千万别|可别|能不能不|可不可以不)(?:让[^。！!；;，,]{{0,6}}知道|公开|写|露|透露|说出去|说)(?:是|出)?{_ME}?(?:说的|反映的|讲的|的?(?:名字|姓名|名|电话|身份))"
    rf"|(?:别|不要|千万别|可别)(?:说|提)(?:是)?{_ME}(?:说|反映|讲|提)?的?|保密(?!协议|文件|局)|匿名|不(?:想|愿意?)(?:留|露|说)(?:名|姓名|名字)|会(?:不会)?(?:泄露|公开)"
)

_KIN = (
    r"(?:爸妈|爸爸|爸|妈妈|妈|爹|娘|父亲|母亲|父母|爷爷奶奶|爷爷|奶奶|姥姥|姥爷|外公|外婆|公公|婆婆|岳父|岳母|老丈人|丈母娘|老伴|老公|老婆|媳妇|爱人|对象|儿子|闺女|女儿|孙子|孙女|"
    r"哥|姐|弟|妹|叔|婶|舅|姑|姨|大伯|大爷|大娘|大妈|邻居|街坊|同事|朋友|家人|家里老人|老人|老乡)"
)
_FOR_WHOM = quick(
    rf"(?:我|俺)?(?:是)?(?:替|帮|代|给)(?:着)?(?P<whom>(?:我|俺|咱)(?:们)?(?:家)?(?:的)?{_KIN}|{_KIN}|(?:他|她|[\u4e00-\u9fff]{{1,3}}(?:大爷|大妈|大娘|大婶|奶奶|爷爷|叔|婶)))(?:来)?(?:说|问|反映|讲|写|发|打字|投诉|提)"
    rf"|(?:我|俺)(?:是|就是)(?P<of>他|她|这家|号主|机主|老人|老人家|张大爷|[\u4e00-\u9fff]{{1,3}}(?:大爷|大妈|大娘|奶奶|爷爷|叔|婶))(?:家)?(?:的)?(?:大|小|二|三)?{_KIN}"
    rf"|(?:这是|用的是|拿的是)(?P<phone>(?:我|俺)(?:家)?{_KIN})的(?:手机|微信|号)"
)


def wants_call(text: str) -> bool:
    """电话联系我, 找个人跟我说: wishes to talk to a person."""
    return _WANTS_CALL.search(text) is not None and _NOT_ME.search(text) is None


def besides_call(text: str) -> str:
    """What such a message says beyond the wish and the contact; empty when it is only that. Personal items are cut."""
    left = _CONTACT.sub("，", _WANTS_CALL.sub("，", text))
    bare = _NOT_WORD.sub("", _FILLS.sub("", left))
    return left.strip(" ，,。.！!") if len(bare) >= _LEAST_MATTER else ""


def is_bare_contact(text: str) -> bool:
    """Nothing but a number to be called at. Personal items are cut."""
    return _CONTACT.search(text) is not None and not _NOT_WORD.sub("", _FILLS.sub("", _CONTACT.sub("", text)))


def worries(text: str) -> bool:
    """Afraid of being named, or of making trouble."""
    return _WORRY.search(text) is not None


def besides_worry(text: str) -> str:
    left = _WORRY.sub("，", text)
    bare = _NOT_WORD.sub("", _FILLS.sub("", left))
    return left.strip(" ，,。.！!") if len(bare) >= _LEAST_MATTER else ""


def speaks_for(text: str) -> str:
    """For whom somebody else is writing, in their own words: 我爸, 他; empty when they speak for themselves."""
    found = _FOR_WHOM.search(text)
    return next(filter(None, found.groups()), "") if found else ""


def besides_speaking_for(text: str) -> str:
    """What is said beyond for whom; empty when it is only that."""
    bare = _NOT_WORD.sub("", _FILLS.sub("", _FOR_WHOM.sub("", text)))
    return bare if len(bare) >= _LEAST_MATTER else ""
