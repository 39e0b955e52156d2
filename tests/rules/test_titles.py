"""Who begins far away comes to it in the end: title and suggestion are taken from the matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.titles import LONGEST_TITLE, matter_of, title_of

LAMP = (
    "您好代表，最近天气冷了，大家身体都还好吧，我家孙子今年上小学了，成绩还可以，每天是我老婆子接送，路上要走二十来分钟，我腿脚也不好，去年刚做的手术，医生让少走路，可是没办法，"
    "他爸妈都在广东，说了这么多，主要就是想说学校门口那条路没有路灯，天一黑啥也看不见"
)
RAMBLING = [
    (
        "领导你好，我是西关村的老张，今年七十二了，老伴前年走的，儿子在外头打工一年回来一趟，家里就我一个人，平时也不爱给政府添麻烦，前几天跟老李头唠嗑他说可以跟你们说说，我寻思了好几天，"
        "也不知道该不该讲，就是我们村口那个涵洞，下雨就积水，三轮车过不去，孩子上学都得绕路",
        "西关村村口那个涵洞下雨就积水",
    ),
    (LAMP, "学校门口那条路没有路灯"),
    (
        "你好啊，我是柳林村三组的，我姓王，我们家在村里住了四十年了，以前村里可热闹了，现在年轻人都出去打工了，就剩下我们这些老家伙，昨天我老姐妹还跟我说这日子过得真快，唉，"
        "我说这些你别嫌烦，其实我就是想问问，我们这儿的自来水一到晚上就没水，接不上水做不了饭，都快一个月了",
        "柳林村自来水一到晚上就没水",
    ),
    (
        "领导，我也不是爱告状的人，我当过兵，退伍三十多年了，年轻时候在部队修过路架过桥，吃苦受累都不怕，回来种地也没麻烦过组织，今年收成不好，花生卖不上价，这些就不说了，"
        "我想反映的是上营村那条灌溉的水渠，去年让挖掘机挖断了，到现在没人修，三百多亩地浇不上水",
        "上营村那条灌溉的水渠去年让挖掘机挖断了",
    ),
    (
        "我这个人文化不高，说话啰嗦，您多担待，我老伴去年得了病，花了不少钱，家里两个孩子都在上学，我一个人种着五亩地，农闲的时候打点零工，一个月也就千把块钱，村里说我家不够格，"
        "可是隔壁老刘家条件比我们好都吃上了低保，我就想问问低保到底咋申请，要啥条件",
        "低保到底咋申请",
    ),
    (
        "喂你好啊，今天我去赶集，路上碰见好几个熟人，大家都在说这个事，我也听了半天，我觉得吧应该跟你们说一声，不然出了事就晚了，你们看是不是该管管，就是城关镇中心小学门口，"
        "放学的时候大货车一辆接一辆，也没个红绿灯也没人管，孩子过马路吓死人",
        "城关镇中心小学门口也没个红绿灯也没人管",
    ),
]


@pytest.mark.parametrize(("said", "title"), RAMBLING, ids=[title for _, title in RAMBLING])
def test_the_title_of_a_rambling_is_its_matter(said: str, title: str) -> None:
    assert title_of(said) == title


def test_what_stands_before_the_matter_suggests_nothing() -> None:
    assert "手术" not in matter_of(LAMP)
    assert "路灯" in matter_of(LAMP)


@pytest.mark.parametrize(
    "said", ["西关村的路灯坏了", "西关村的路灯坏了，半个月了，没人修，晚上看不见，老人摔了，请来人看看", ""]
)
def test_a_short_text_is_its_own_matter(said: str) -> None:
    assert matter_of(said) == said


@pytest.mark.parametrize(("said", "title"), [("就这儿", ""), ("看照片", ""), ("就这儿\n井盖没了", "井盖没了")])
def test_a_finger_on_a_photo_is_no_title(said: str, title: str) -> None:
    assert title_of(said) == title


@given(st.text(alphabet="，。西关村路灯坏了我想反映的是那个就是主要\n ,.", min_size=80, max_size=200))
def test_any_rambling_has_a_title_that_fits(text: str) -> None:
    assert len(title_of(text)) <= LONGEST_TITLE
    assert matter_of(text) or not text.strip("，。\n ,.")
