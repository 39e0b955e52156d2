"""Opinions as voters tell them: each complete with place and matter, no two alike."""

_PLACES = ("东街社区", "北关社区", "南门社区", "西关村", "柳林村", "河湾社区", "上营村", "下营村", "石桥村", "杏花村")
_SPOTS = ("小学门口", "{n}号楼前", "卫生室旁边", "村口第{n}个路灯那里", "菜市场后面", "{n}组的机耕路上")
_MATTERS = (
    "路灯坏了三天了，晚上老人走路看不见",
    "的下水道堵了，污水流到路上，味道很大",
    "垃圾没人拉，已经堆了一个星期",
    "停水两天没有通知，家里有老人和孩子",
    "路面坑坑洼洼，下雨全是积水，孩子上学摔了好几次",
    "建议装个减速带，大货车开得太快",
    "夜里施工到十二点，吵得睡不着",
    "电线垂得很低，离地不到两米",
    "想问一下低保怎么申请，要什么材料",
    "公交车一个小时才来一趟，希望增加班次",
    "水渠塌了一段，地里灌不上水",
)
_ENDINGS = ("", "，请尽快处理", "，希望有人管一管，谢谢", "。我的电话是138{phone:08d}，随时可以联系我")


def opinion(number: int) -> str:
    """The text of this number; the lists have no common length, so that all their combinations come."""
    place = _PLACES[number % len(_PLACES)]
    spot = _SPOTS[(number // 3) % len(_SPOTS)].format(n=number % 9973 + 1)
    ending = _ENDINGS[(number // 7) % len(_ENDINGS)].format(phone=number % 10**8)
    return f"{place}{spot}（{number % 10**7}）{_MATTERS[number % len(_MATTERS)]}{ending}"
