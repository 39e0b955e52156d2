"""Pasted talk: nicknames and times go, the problem stays, and how many spoke is known."""

import pytest

from handlers.rules.forwarded import forwarded, problem_of

TALK = [
    (
        "张三: 西关村村口路灯不亮了\n李四 10:21\n是啊，晚上都看不见\n王五 10:22\n我昨天还摔了一跤",
        "西关村村口路灯不亮了\n是啊，晚上都看不见\n我昨天还摔了一跤",
        3,
    ),
    (
        "【聊天记录】\n张三 2026/11/20 10:20\n西关村村口的路灯坏了半个月\n李四 2026/11/20 10:21\n对，我家门口也是",
        "西关村村口的路灯坏了半个月\n对，我家门口也是",
        2,
    ),
    (
        "群聊的聊天记录\n—————  2026-11-20  —————\n\n老李  下午3:20\n水又停了\n\n小芳🌸  下午3:21\n柳林村也停了",
        "水又停了\n柳林村也停了",
        2,
    ),
    ("王大姐:\n西关村的路灯坏了\n老李:\n我家门口也不亮", "西关村的路灯坏了\n我家门口也不亮", 2),
    ("张三(10:20)：路灯坏了\n李四(10:21)：对", "路灯坏了\n对", 2),
    ("[聊天记录]\n张三：井盖没了", "井盖没了", 1),
    ("张三 昨天 18:05\n路灯坏了\n张三 昨天 18:06\n一个月了", "路灯坏了\n一个月了", 1),
]
NO_TALK = [
    "西关村的路灯坏了",
    "地点：西关村\n问题：路灯坏了",
    "西关村的路灯坏了\n晚上7:30就看不见了",
    "8:30 到 9:00 停水\n天天这样",
    "我早上8:10\n到车站，等了两个小时没有班车",
    "领导好：\n我们村路灯坏了\n此致：\n敬礼",
    "姓名：张三\n电话：13800000000\n事情：低保停了",
    "1：路灯坏了\n2：井盖没了",
    "",
]


@pytest.mark.parametrize(("text", "said", "speakers"), TALK)
def test_talk_is_its_problem_and_its_speakers(text: str, said: str, speakers: int) -> None:
    found = forwarded(text)
    assert found is not None
    assert (found.said, found.speakers) == (said, speakers)
    assert problem_of(text) == said


@pytest.mark.parametrize("text", NO_TALK)
def test_what_only_looks_like_talk_stays_as_it_is(text: str) -> None:
    assert forwarded(text) is None
    assert problem_of(text) == text
