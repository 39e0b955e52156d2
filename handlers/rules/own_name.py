"""The name somebody gives as their own: 我叫王小明. Other people's names are part of the matter and stay."""

import re
from collections.abc import Iterator

from handlers.rules.personal_items import Found, ItemKind

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊"
    "秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉蓝路游辛靳管柴蒙鲍华喻祁房屈饶解牟艾尤时穆农古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬邝师仇栾隋阎"
)
_NAME = (
    rf"(?P<name>(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}?)"
    r"(?<![村镇乡庄屯湾沟家生师人民户主长员工的区县市路街里机婚民兵警])"
)
_ENDS = r"(?=[\s，,。.！!、；;：:（()）〔]|$|电话|手机|身份证|联系|住在?|家住|家在|是[^，,。]{1,8}[村镇乡组人]|今年|男|女|[，,]?[0-9０-９])"
_OWN = re.compile(
    rf"(?:我(?:的名字|姓名)?(?:叫做?|名叫)|俺叫|本人(?:姓名|叫|是)?|(?:姓名|名字)(?:是|叫|[:：])?|我是|俺是|我[:：])\s*{_NAME}{_ENDS}"
)
_TRIGGER = re.compile(r"我叫|我的名字|我姓名|名叫|俺叫|本人|姓名|名字|[我俺]是|我[:：]")


def gives_a_name(text: str) -> bool:
    return _TRIGGER.search(text) is not None


def find_own_names(said: str) -> Iterator[Found]:
    for match in _OWN.finditer(said):
        yield Found(ItemKind.NAME, *match.span("name"))
