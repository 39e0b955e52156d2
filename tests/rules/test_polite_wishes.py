"""Thanks at the end of a wish are good manners; thanks for what was done are no matter."""

import pytest

from handlers.rules.speech import Gazetteer, hear

COUNTY = Gazetteer(frozenset({"石桥村"}))


@pytest.mark.parametrize(
    "said",
    [
        "石桥村小学门口电线垂得很低，离地不到两米，希望有人管一管，谢谢",
        "请在路口装个红绿灯，谢谢",
        "请尽快清理一下河边，谢谢领导",
        "盼着早点修路，谢谢",
        "希望增加班次，谢谢！",
        "想加装电梯，多谢各位",
    ],
)
def test_whoever_asks_politely_brings_a_matter(said: str) -> None:
    assert hear(said, COUNTY).has_matter


@pytest.mark.parametrize(
    "said",
    [
        "路灯亮了，谢谢",
        "路修得真好，谢谢",
        "谢谢领导，希望你们工作顺利",
        "希望以后越来越好，谢谢",
        "感谢政府给我们修路",
        "谢谢你们给村里装上了路灯",
    ],
)
def test_whoever_only_thanks_brings_none(said: str) -> None:
    assert not hear(said, COUNTY).has_matter
