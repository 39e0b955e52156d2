"""What stands in a template's fields is cut to what each kind of field takes; nothing is ever refused for its length (47003)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.template_fields import Template, brief, filled, fitted
from tests.platforms.official_account import refuse_fields

KINDS = ["thing", "phrase", "name", "character_string", "number", "phone_number", "time", "keyword"]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("thing1", "西关村村口的路灯坏了", "西关村村口的路灯坏了"),
        ("thing1", "西关村村口的路灯坏了半个月，晚上没法走，请来修", "西关村村口的路灯坏了半个月，晚上没法走…"),
        ("thing2", "两行\n合成一行", "两行 合成一行"),
        ("thing3", "", "无"),
        ("phrase4", "已经答复，请评价", "已经答复请"),
        ("phrase4", "A类", "类"),
        ("character_string5", "2026-0012号", "2026-0012"),
        ("number6", "12件", "12"),
        ("keyword1", "城市管理局", "城市管理局"),
    ],
)
def test_a_value_is_cut_to_its_field(name: str, value: str, shown: str) -> None:
    assert fitted(name, value) == shown


@given(st.sampled_from(KINDS), st.text(max_size=300))
def test_no_value_is_refused(kind: str, value: str) -> None:
    assert refuse_fields({f"{kind}1": {"value": fitted(f"{kind}1", value)}}) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("您反映的2026-0012《路灯坏了》，城管局答复：\n修好了", "城管局答复： 修好了"),
        ("2026-0012《路灯坏了》记下了", "记下了"),
        ("还差一句：在哪里？", "还差一句：在哪里？"),
    ],
)
def test_the_case_s_own_name_has_fields_of_its_own(text: str, said: str) -> None:
    assert brief(text) == said


def test_it_is_known_whether_all_the_words_are_told() -> None:
    template = Template("t", "template", {"thing1": "{text}", "thing2": "{title}"})
    assert filled(template, "修好了", {"title": "路灯"}) == ({"thing1": "修好了", "thing2": "路灯"}, True)
    assert not filled(template, "路灯已经全部更换，线路也检修过了，请大家放心", {})[1]
    assert not filled(Template("t", "template", {"thing1": "请看答复"}), "修好了", {})[1]
