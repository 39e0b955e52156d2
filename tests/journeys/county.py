"""The small county of the stories: two stations, four bodies, and everybody who works there, with their accounts."""

from typing import Any

PEOPLE: list[dict[str, Any]] = [
    {"name": "赵敏", "role": "liaison_officer", "station": "ST01", "accounts": {"wecom": "zhaomin"}},
    {"name": "何秀兰", "role": "liaison_officer", "station": "ST02", "accounts": {"wecom": "hexiulan"}},
    {"name": "陈志远", "role": "commission", "accounts": {"wecom": "chenzhiyuan"}},
    {"name": "高明", "role": "supervision", "accounts": {"wecom": "gaoming"}},
    {"name": "王强", "role": "case_officer", "department": "CG", "accounts": {"wecom": "wangqiang"}},
    {"name": "张立新", "role": "case_officer", "department": "ZJ", "accounts": {"wecom": "zhanglixin"}},
    {"name": "何勇", "role": "case_officer", "department": "JT", "accounts": {"wecom": "heyong"}},
    {"name": "江涛", "role": "case_officer", "department": "SL", "accounts": {"wecom": "jiangtao"}},
    {"name": "李梅", "role": "deputy", "station": "ST01", "accounts": {"wecom": "limei", "webchat": "demo-limei"}},
    {"name": "孙晓芸", "role": "deputy", "station": "ST02", "accounts": {"wecom": "sunxiaoyun"}},
    {"name": "郑宝", "role": "secrecy_officer", "duties": ["secrecy", "crisis"], "accounts": {"wecom": "zhengbao"}},
]

COUNTY: dict[str, list[dict[str, Any]]] = {
    "stations": [
        {
            "code": "ST01",
            "name": "城关镇代表联络站",
            "township": "城关镇",
            "areas": ["东街社区", "西关村（老供销社）", "柳林村"],
        },
        {"code": "ST02", "name": "河西镇代表联络站", "township": "河西镇", "areas": ["河湾社区", "上营村"]},
    ],
    "departments": [
        {
            "code": "CG",
            "name": "城市管理局",
            "aliases": ["城管局", "城管"],
            "matters": ["路灯不亮"],
            "keywords": ["路灯", "垃圾", "占道", "井盖"],
        },
        {
            "code": "ZJ",
            "name": "住房和城乡建设局",
            "aliases": ["住建局"],
            "matters": ["市政道路与排水"],
            "keywords": ["下水道", "漏水", "物业"],
        },
        {
            "code": "JT",
            "name": "交通运输局",
            "aliases": ["交通局"],
            "matters": ["农村公路硬化与养护"],
            "keywords": ["涵洞", "公交", "班车", "桥"],
        },
        {
            "code": "SL",
            "name": "水利局",
            "aliases": ["水务局"],
            "matters": ["农村饮水安全与停水"],
            "keywords": ["自来水", "停水", "水渠"],
        },
    ],
    "people": PEOPLE,
    "groups": [],
}
