"""Whether somebody complains of their own town's government or of the liaison station itself: its clerk is no judge of that."""

from handlers.rules.quick_pattern import quick

_TOWN = r"(?:镇|乡|街道)(?:人民)?(?:政府|党委|办事处|人大|领导|干部|长|书记|里|上)"
_STATION = r"(?:代表)?联络站|代表之家"
_NOT_PLACE = r"(?!门口|门前|门外|旁|对面|附近|大院|院|路|街|广场|后面|前面|食堂|楼|边|北|南|东|西|往)"
_WRONGS = (
    r"不管|不理|不作为|不办|不给办|不给解决|不解决|不处理|不接待|不接电话|没人接待|没人理|推诿|推来推去|踢皮球|敷衍|糊弄|应付|拖着|"
    r"态度(?:很|太|非常|特别)?(?:差|恶劣|不好|蛮横)|乱收费|吃拿卡要|截留|克扣|挪用|扣着|不公|偏袒|包庇|说话不算|骗|强拆|强占|打人|骂人|刁难|欺负|欺压|形式主义"
)
_COMPLAINT = quick(
    rf"(?:{_TOWN}|{_STATION}){_NOT_PLACE}[^。！!？?；;\n]{{0,16}}?(?:{_WRONGS})"
    rf"|(?:投诉|告|举报|反映)(?:一下)?[^。！!？?；;，,\n]{{0,8}}?(?:{_TOWN}|{_STATION}){_NOT_PLACE}(?=[^\u4e00-\u9fff]|$|的(?:人|干部|领导|工作人员)|工作人员|干部|人员)"
)


def complains_of_own(text: str) -> bool:
    """西关村归镇政府管，镇政府推来推去: yes. 镇政府门口的路灯坏了: no."""
    return _COMPLAINT.search(text) is not None
