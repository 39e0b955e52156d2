"""What free words hold: place, matter, small talk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.speech import Gazetteer, Heard, group_address, hear, strip_mention, title_of
from handlers.rules.titles import LONGEST_TITLE

COUNTY = Gazetteer(frozenset({"城关镇", "河西镇", "东街社区", "西关村", "城关镇代表联络站"}))
NOWHERE = Gazetteer(frozenset())

WITH_PLACE = [
    ("西关村涵洞塌了", "西关村"),
    ("城关镇北大街路灯坏了三天了", "城关镇"),
    ("东街社区的下水道又堵了，臭得很", "东街社区"),
    ("人民路井盖没了", "人民路"),
    ("县医院后门井盖翻了", "县医院后门"),
    ("老汽车站门口天天堵车", "老汽车站门口"),
    ("大柳树村机井打不出水", "大柳树村"),
    ("阳光小区3号楼电梯坏了一个礼拜", "阳光小区"),
    ("刘家湾停水两天了", "刘家湾"),
    ("107国道那个大坑谁来补", "107国道"),
    ("和平路整条路都黑着", "和平路"),
    ("向阳路施工半年不完工", "向阳路"),
    ("王庄的桥裂了个大口子", "王庄"),
    ("张家屯垃圾堆成山没人拉", "张家屯"),
    ("实验小学门口没有斑马线，孩子过马路危险", "实验小学门口"),
    ("幸福家园物业不管事", "幸福家园"),
    ("XX路修了八百年了还是烂泥坑，你们都是吃干饭的！", "XX路"),
    ("化工园那边冒黄烟", "化工园那边"),
    ("信用社旁边摆摊的把路占了", "信用社旁边"),
    ("李庄镇卫生院没有医生", "李庄镇"),
    ("我是河东村的，村里自来水发黄", "河东村"),
    ("红旗水库漏水", "红旗水库"),
    ("南关市场脏得下不去脚", "南关市场"),
    ("各位领导，马坡村到镇上的路基叫水冲空了", "马坡村"),
    ("中山街夜市油烟大，窗户都不敢开", "中山街"),
    ("希望在文化广场装几个健身器材", "文化广场"),
    ("人民医院停车难", "人民医院"),
    ("石门桥栏杆断了", "石门桥"),
    ("县医院挂号要排一上午", "县医院"),
    ("御景苑半夜施工吵得睡不着", "御景苑"),
    ("高新区几路公交车老是不来", "高新区"),
    ("西关村有人乱倒建筑垃圾", "西关村"),
    ("河西镇能不能通个公交", "河西镇"),
    ("盛世公寓消防通道停满了车", "盛世公寓"),
    ("东风渠里都是死鱼", "东风渠"),
    ("新华街红绿灯不亮", "新华街"),
]

WITHOUT_PLACE = [
    "水又停了",
    "就这儿，路灯坏了",
    "这里垃圾没人管",
    "我们村的路坏了",
    "村口的路没法走",
    "俺村吃水难",
    "我家门口的路灯不亮",
    "学校门口天天堵",
    "自来水黄，喝不成",
    "路灯又不亮了",
    "请问农村建房要去哪里办手续",
    "我妈的高龄补贴停了两个月",
    "养老金还没发",
    "老板拖欠工钱三个月了",
    "医药费报不了",
    "老百姓看病贵",
    "猪瘟了咋整",
    "路太烂",
    "天黑看不见路",
    "孩子上学太远，能不能派个校车",
    "希望多修几盏灯",
    "低保评得不公平",
    "种子是假的，不出苗",
    "野猪把苞谷都拱了，没人管",
    "坐12路公交老是等不到",
    "马路上全是泥",
    "楼上天天半夜吵",
    "快递不送到村里",
    "信号差，电话打不出去",
    "暖气不热，屋里十几度",
    "我想投诉物业",
    "医保卡丢了怎么办",
    "残疾证咋办理",
    "公路坑坑洼洼",
    "请帮忙解决一下吃水问题",
    "电压低，空调带不动",
    "狗咬人了没人管",
    "我不想活了",
    "宅基地证什么时候能办",
    "村里账目不公开",
    "老李家的猪把庄稼啃了",
    "学生放学没人接送",
    "给老人办个事跑了五趟",
    "小卖部卖过期奶",
    "孩子被老师打了",
    "厂里排的水是黑的",
    "街上狗多",
    "下雨屋里漏",
    "六十岁了咋还没领到养老钱",
    "有人吗？路灯坏了",
    "谢谢！路灯还是不亮",
]

SMALL_TALK = [
    "你好",
    "您好！",
    "在吗",
    "在吗？",
    "有人吗",
    "谢谢",
    "谢谢领导",
    "谢谢你们，辛苦了",
    "辛苦了",
    "收到",
    "知道了",
    "好的，谢谢",
    "[微笑]",
    "[强][强]",
    "👍",
    "👍👍👍",
    "🌹",
    "。。。",
    "？",
    "!!!",
    "……",
    "哈哈哈",
    "早上好",
    "你是谁",
    "您是真人吗？",
    "你能干啥",
    "各位领导早上好",
    "晚安",
    "节日快乐",
    "新年快乐，万事如意",
    "路灯修好了，感谢政府",
    "感谢党和政府，给我们修了路",
    "太好了，谢谢小联",
    "点赞",
    "吃了吗",
    "测试",
    "再见",
    "没事了",
    "嗯",
    "1",
]

OWN_CASE = [
    "咋样了",
    "咋样了？",
    "怎么样了",
    "有结果了吗",
    "有消息了吗？",
    "我上次反映那个水的事咋样了？",
    "上回说的路灯，有进展没有，结果呢",
    "之前反映的问题处理得怎么样了",
    "我反映的事有回音了吗",
    "我那件事办到哪一步了",
    "前几天报的那个井盖有人处理了吗",
    "我那个事咋样了",
    "办好了吗",
    "处理了吗？",
    "进度怎么样了",
    "多久能办好",
    "什么时候答复我",
]

PLACE_ONLY = [
    ("西关村", "西关村"),
    ("在西关村", "西关村"),
    ("东街社区这边", "东街社区"),
    ("我是河西镇的", "河西镇"),
    ("阳光小区", "阳光小区"),
    ("建设路", "建设路"),
]

NEITHER = ["图片", "我是老王", "那个", "我跟你说个事"]


@pytest.mark.parametrize(("said", "place"), WITH_PLACE, ids=[said for said, _ in WITH_PLACE])
def test_a_place_and_a_matter_are_heard(said: str, place: str) -> None:
    assert hear(said, COUNTY) == Heard(
        place, has_matter=True, is_small_talk=False, asks_own_case=False, matters=(said,)
    )


@pytest.mark.parametrize("said", WITHOUT_PLACE)
def test_a_matter_is_heard_where_no_place_is_said(said: str) -> None:
    assert hear(said, COUNTY) == Heard(None, has_matter=True, is_small_talk=False, asks_own_case=False, matters=(said,))


@pytest.mark.parametrize("said", SMALL_TALK)
def test_small_talk_is_no_matter(said: str) -> None:
    assert hear(said, COUNTY) == Heard(None, has_matter=False, is_small_talk=True, asks_own_case=False, matters=())


@pytest.mark.parametrize("said", OWN_CASE)
def test_a_question_about_ones_own_case_opens_nothing(said: str) -> None:
    assert hear(said, COUNTY) == Heard(None, has_matter=False, is_small_talk=False, asks_own_case=True, matters=())


@pytest.mark.parametrize(("said", "place"), PLACE_ONLY, ids=[said for said, _ in PLACE_ONLY])
def test_a_place_alone_is_no_matter(said: str, place: str) -> None:
    heard = hear(said, COUNTY)
    assert (heard.place, heard.has_matter, heard.is_small_talk) == (place, False, False)


@pytest.mark.parametrize("said", NEITHER)
def test_words_that_tell_nothing_yet(said: str) -> None:
    heard = hear(said, COUNTY)
    assert (heard.place, heard.has_matter, heard.asks_own_case) == (None, False, False)


@pytest.mark.parametrize("said", ["今晚谁去打篮球？", "明天聚餐去不去", "天气真好", "一起打牌吧"])
def test_a_groups_chatter_is_no_matter(said: str) -> None:
    assert not hear(said, COUNTY).has_matter


def test_a_name_of_the_directory_wins_over_what_only_sounds_like_a_place() -> None:
    assert hear("马家沟那边的石桥断了", Gazetteer(frozenset({"石桥"}))).place == "石桥"
    assert hear("马家沟那边的石桥断了", NOWHERE).place == "马家沟"


def test_the_longer_name_of_the_directory_wins() -> None:
    assert hear("城关镇代表联络站门口路灯坏了", COUNTY).place == "城关镇代表联络站"


def test_a_new_matter_beside_a_question_about_the_old_one_is_heard() -> None:
    heard = hear("我上次反映的水咋样了？另外西关村路灯坏了", COUNTY)
    assert heard.has_matter
    assert heard.place == "西关村"
    assert not heard.asks_own_case


SEVERAL = [
    (
        "反映几个事：1、老车站门口天天堵；2、学校食堂涨价没通知；3、我妈的高龄补贴停了两个月。",
        ("老车站门口天天堵", "学校食堂涨价没通知", "我妈的高龄补贴停了两个月"),
    ),
    ("一是西关村路灯不亮，二是垃圾没人拉", ("西关村路灯不亮", "垃圾没人拉")),
    ("①路灯坏了②下水道堵了", ("路灯坏了", "下水道堵了")),
    ("（1）路灯坏了（2）自来水停了", ("路灯坏了", "自来水停了")),
    ("第一件，路灯不亮。第二件，公交车不来", ("路灯不亮", "公交车不来")),
    ("一、路灯坏了\n二、垃圾成堆", ("路灯坏了", "垃圾成堆")),
    ("西关村路灯坏了，另外东街社区下水道堵了", ("西关村路灯坏了", "东街社区下水道堵了")),
    ("自来水浑得很，还有个事，村里垃圾没人清", ("自来水浑得很", "村里垃圾没人清")),
    ("我想反映两件事，西关村路灯坏了，还有东街社区下水道堵了", ("西关村路灯坏了", "东街社区下水道堵了")),
    ("广场舞太吵。再一个，公厕没人打扫", ("广场舞太吵", "公厕没人打扫")),
]


@pytest.mark.parametrize(("said", "matters"), SEVERAL, ids=[said[:12] for said, _ in SEVERAL])
def test_several_matters_are_told_apart(said: str, matters: tuple[str, ...]) -> None:
    assert hear(said, COUNTY).matters == matters


@pytest.mark.parametrize(
    "said",
    [
        "西关村路灯坏了，另外还有两盏也不亮",
        "路灯坏了，还有，一共三盏灯都坏了",
        "1.5米深的坑没人填",
        "路灯坏了，谢谢，另外祝领导工作顺利",
        "水停了三天，老人小孩都没水喝",
        "昨天停电，今天又停电",
    ],
)
def test_one_matter_told_at_length_stays_one(said: str) -> None:
    assert hear(said, COUNTY).matters == (said,)


def test_praise_and_wish_in_one_breath_is_a_matter() -> None:
    heard = hear("感谢政府去年给河西镇装了路灯，就是能不能再往王庄延伸延伸", COUNTY)
    assert heard.has_matter
    assert not heard.is_small_talk


TITLES = [
    ("城关镇建设路路灯坏了三天了", "城关镇建设路路灯坏了三天了"),
    ("各位领导好，西关村涵洞塌了，请尽快处理", "西关村涵洞塌了"),
    ("就这儿，县医院后门，井盖没了", "县医院后门井盖没了"),
    ("我想反映一下东街社区下水道堵了！！！", "东街社区下水道堵了"),
    ("你们都是吃干饭的！人民路修了三年还是烂泥坑", "人民路修了三年还是烂泥坑"),
    ("我电话〔电话1〕，西关村停水", "西关村停水"),
    ("您好，请问高龄补贴怎么申请？", "高龄补贴怎么申请"),
    ("水又停了", "水又停了"),
    ("好久了还没人来修路灯", "好久了还没人来修路灯"),
    ("咱们镇上赶集没个厕所", "镇上赶集没个厕所"),
    ("路口那个灯老是红的", "路口那个灯老是红的"),
    ("他妈的路灯又坏了", "路灯又坏了"),
    ("一是西关村路灯不亮，二是垃圾没人拉", "西关村路灯不亮"),
    ("你好", ""),
    ("。。。", ""),
    ("", ""),
]


@pytest.mark.parametrize(("said", "title"), TITLES, ids=[said[:12] for said, _ in TITLES])
def test_a_title_names_place_and_matter(said: str, title: str) -> None:
    assert title_of(said) == title


def test_a_long_title_keeps_the_place_and_is_cut() -> None:
    title = title_of("今年夏天连着下了好几场大雨以后石桥往东的那一段路基叫山水给冲空了车都不敢走")
    assert len(title) <= LONGEST_TITLE
    assert "石桥" in title


@given(st.text(max_size=200))
def test_no_text_is_an_error(text: str) -> None:
    heard = hear(text, COUNTY)
    assert not (heard.is_small_talk and heard.has_matter)
    assert not (heard.asks_own_case and heard.has_matter)
    assert bool(heard.matters) is heard.has_matter
    assert len(title_of(text)) <= LONGEST_TITLE
    assert "〔" not in title_of("〔电话1〕" + text.replace("〔", ""))


MIXED = st.lists(
    st.sampled_from(
        ["西关村", "路灯", "坏了", "1、", "2、", "另外", "谢谢", "，", "。", "我上次反映", "咋样了", "建设路", "[微笑]"]
    ),
    max_size=10,
)


@given(MIXED)
def test_every_matter_heard_is_part_of_what_was_said(pieces: list[str]) -> None:
    said = "".join(pieces)
    heard = hear(said, COUNTY)
    assert heard.place is None or heard.place in said
    assert all(part in said.replace("[微笑]", " ") or "，" in part for part in heard.matters)


ADDRESSED = [
    ("@小联 路灯坏了", "路灯坏了"),
    ("@小联\u2005查 12", "查 12"),
    ("＠小联 帮助", "帮助"),
    ("@小联\n路灯坏了", "路灯坏了"),
    ("@小联", ""),
    ("反映：西关村停水", "西关村停水"),
    ("反映:西关村停水", "西关村停水"),
    ("反映 西关村停水", "西关村停水"),
    ("反映\n西关村停水", "西关村停水"),
    ("反映一下，西关村停水", "西关村停水"),
    ("反映一下路灯坏了", "路灯坏了"),
]


@pytest.mark.parametrize(("said", "meant"), ADDRESSED)
def test_a_group_message_to_the_bot_is_heard(said: str, meant: str) -> None:
    assert group_address(said, "小联") == meant


@pytest.mark.parametrize(
    "said",
    [
        "路灯坏了",
        "@小联合会 开会",
        "@小李 路灯坏了",
        "我找@小联 说过了",
        "反映情况要实事求是",
        "大家反映：路不好",
        "@小联路灯坏了",
        "",
    ],
)
def test_other_talk_of_a_group_is_not_the_bots(said: str) -> None:
    assert group_address(said, "小联") is None


@pytest.mark.parametrize(
    ("said", "left"),
    [("@小联 查 12", "查 12"), ("查 12 ", "查 12"), ("@小李 查 12", "@小李 查 12"), ("@小联\u2005", "")],
)
def test_a_leading_mention_is_taken_off(said: str, left: str) -> None:
    assert strip_mention(said, "小联") == left
