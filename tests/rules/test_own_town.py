"""A complaint about one's own town or station is told apart from a matter that lies near its door."""

import pytest

from handlers.rules.own_town import complains_of_own


@pytest.mark.parametrize(
    "text",
    [
        "城关镇政府不作为，路坏了半年不管",
        "我找镇政府三次，镇政府推来推去",
        "镇里的干部态度恶劣，办低保还刁难人",
        "镇长不接待群众",
        "联络站没人接待，去了三次都关门，联络站不理人",
        "投诉城关镇政府",
        "我要投诉镇政府工作人员",
        "乡里截留了我们的补贴",
    ],
)
def test_a_complaint_about_ones_own_town_or_station(text: str) -> None:
    assert complains_of_own(text)


@pytest.mark.parametrize(
    "text",
    [
        "城关镇政府门口的路灯坏了没人管",
        "镇政府对面的井盖没了",
        "联络站门口积水",
        "西关村村口的路灯坏了半个月",
        "镇政府路上的垃圾没人处理",
        "请镇里给修修路",
        "城关镇西关村水渠堵了",
        "反映镇政府旁边的工地噪音",
        "交通局不管这条路",
        "",
    ],
)
def test_a_matter_near_its_door_is_none(text: str) -> None:
    assert not complains_of_own(text)
