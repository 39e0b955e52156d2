"""What the empty form says: its examples, the choices it offers, remarks on its headings, and its notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.directory_files.headings import DEPARTMENTS, STATIONS


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down list. Not strict where a cell may hold several."""

    formula: str
    is_strict: bool = True


def _one_of(*words: str, is_strict: bool = True) -> Choice:
    return Choice(f'"{",".join(words)}"', is_strict)


_YES_NO = _one_of("是", "否")
_ROLES = (
    *("代表", "联络站工作人员", "代表工委", "政府督查室", "承办单位经办人"),
    *("承办单位负责人", "领导", "保密员", "管理员"),
)

REQUIRED: Mapping[str, frozenset[str]] = {
    "stations": frozenset({"code", "name"}),
    "departments": frozenset({"code", "name"}),
    "people": frozenset({"name", "role"}),
    "groups": frozenset({"name", "audience", "channel", "address"}),
}

CHOICES: Mapping[str, Mapping[str, Choice]] = {
    "stations": {"active": _YES_NO},
    "departments": {
        "form": _one_of("交办", "函转", "转送", "不得交办"),
        "level": _one_of("县级", "乡镇", "市", "村", is_strict=False),
        "active": _YES_NO,
    },
    "people": {
        "role": _one_of(*_ROLES, is_strict=False),
        "station": Choice(f"={STATIONS.sheet}!$B$2:$B$500", is_strict=False),
        "department": Choice(f"={DEPARTMENTS.sheet}!$B$2:$B$500", is_strict=False),
        "congress": _one_of("县级", "乡镇", "市", is_strict=False),
        "duties": _one_of("检举控告", "涉密", "危机", is_strict=False),
        "active": _YES_NO,
    },
    "groups": {
        "audience": _one_of("代表", "机关", is_strict=False),
        "channel": _one_of("企业微信群", "网页聊天"),
        "active": _YES_NO,
    },
}

EXAMPLES: Mapping[str, Sequence[Mapping[str, str]]] = {
    "stations": (
        {
            "code": "ST01",
            "name": "城关镇代表联络站",
            "township": "城关镇",
            "areas": "东街社区、西关村",
            "hours": "工作日 8:30-17:30，每月15日代表接待",
            "telephone": "0000-1234567",
            "active": "是",
        },
    ),
    "departments": (
        {
            "code": "CG",
            "name": "城市管理局",
            "aliases": "城管局、城管",
            "matters": "路灯不亮、井盖丢失",
            "keywords": "路灯、井盖、占道",
            "level": "县级",
            "form": "交办",
            "active": "是",
        },
        {
            "code": "GD",
            "name": "供电公司",
            "aliases": "电力局、供电所",
            "matters": "停电频繁、电压低",
            "keywords": "停电、电线杆",
            "level": "县级",
            "form": "函转",
            "active": "是",
        },
    ),
    "people": (
        {
            "name": "赵敏",
            "role": "联络站工作人员",
            "station": "城关镇代表联络站",
            "accounts.wecom": "zhaomin",
            "active": "是",
        },
        {
            "name": "王强",
            "role": "承办单位经办人",
            "department": "城市管理局",
            "accounts.wecom": "wangqiang",
            "active": "是",
        },
        {
            "name": "李梅",
            "role": "代表",
            "station": "ST01",
            "congress": "县级",
            "district": "第三选区",
            "accounts": "wecom limei；公众号 oLM01",
            "active": "是",
        },
        {"name": "郑宝", "role": "保密员", "duties": "涉密、危机", "active": "是"},
    ),
    "groups": (
        {"name": "县人大代表交流群", "audience": "代表", "channel": "企业微信群", "address": "WEBHOOK-KEY"},
        {"name": "机关工作群", "audience": "机关", "channel": "企业微信群", "address": "WEBHOOK-KEY-2"},
    ),
}

_CODE = "自己定的短编号，字母和数字，不能有空格，定了以后不要改"
_LIST = "多项之间用顿号或分号隔开"
REMARKS: Mapping[str, Mapping[str, str]] = {
    "stations": {
        "code": f"必填。{_CODE}，二维码里用的就是它",
        "name": "必填",
        "areas": f"站点覆盖的村和社区，{_LIST}；老地名写在括号里，如 西关村（老供销社）",
        "hours": "印在二维码页上给群众看，如 工作日 8:30-17:30，每月15日代表接待；可以不填",
        "telephone": "联络站的办公电话，印在二维码页上，是公开的，不要填个人手机；可以不填",
    },
    "departments": {
        "code": f"必填。{_CODE}",
        "name": "必填，写全称",
        "aliases": f"大家平时怎么叫它，{_LIST}",
        "matters": f"它管的事，照群众的说法写，{_LIST}",
        "keywords": f"一提到就多半归它管的词，{_LIST}",
        "form": "不填为 交办。水电气等企业和垂直管理单位选 函转；纪委、法院、检察院、党委部门选 转送；村（居）委会选 不得交办",
    },
    "people": {
        "name": "必填",
        "role": f"必填。可以有几个角色，{_LIST}",
        "station": "联络站的名称或编号，代表和联络站工作人员要填",
        "department": "承办单位的名称或编号，经办人和负责人要填",
        "duties": "谁能看到受限件：检举控告、涉密、危机",
        "accounts.wecom": "企业微信通讯录里的账号，可以先不填",
        "accounts.official_account": "公众号的 openid，一般不知道，可以不填，以后让本人用绑定码绑定",
        "accounts": "也可以都写在这里，写成“渠道 账号”，如 wecom zhaomin",
        "active": "填 否，此人即退出；不在表里的人不受影响",
    },
    "groups": {
        "name": "必填",
        "audience": "必填。代表 或 机关",
        "channel": "必填",
        "address": "必填。企业微信群填群机器人的 key，网页聊天填群名。请当密码保管",
        "robot": "同一个群机器人进了几个群的，每个群都写它的名字：平台的每分钟20条是合起来算的；一群一个的可以不填",
    },
}

WIDTHS: Mapping[str, float] = {
    **{
        "code": 10,
        "name": 22,
        "township": 14,
        "areas": 40,
        "hours": 34,
        "telephone": 16,
        "aliases": 32,
        "matters": 48,
        "keywords": 40,
    },
    **{"level": 8, "form": 10, "role": 20, "station": 20, "department": 20, "congress": 10, "district": 12},
    **{
        "duties": 16,
        "accounts": 28,
        "audience": 10,
        "channel": 12,
        "address": 40,
        "robot": 14,
        "active": 8,
        "note": 22,
    },
}

NOTES: Sequence[str] = (
    "填写说明",
    "1. 一共四张表：联络站、承办单位、人员、群。用不到的表可以空着，也可以删掉。",
    "2. 橙色栏目必填，其余可以不填。栏目的先后可以换，名称不要改；鼠标放在栏目上有说明。",
    "3. 灰色的示例行在“备注”里写着“示例”，导入时会跳过；照着填完后删掉即可。",
    "4. 一格里要写几项的，用顿号、逗号或分号隔开。",
    "5. 可以反复导入：内容一样就什么都不变；改过的按新的来；表里没有的人保持原样。要让人退出，把“在用”填成 否。",
    "6. 一个账号只能属于一个人。账号可以先不填，以后发绑定码，由本人扫码或发“绑定 12345678”。",
    "7. 有一行不对，整个文件都不会导入，系统会说明是哪一张表、第几行、哪一栏、为什么。",
    "8. 这张表里有个人信息和群机器人的 key，请勿发到群里，用完妥善保管。",
)
