"""A card as it is typed: title, text and source in their order, the rest told by its form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.post_drafts import PostDraft, read_day, read_post

TOWNS = ("城关镇", "河西镇")


@pytest.mark.parametrize(
    ("said", "draft"),
    [
        ("标题｜正文｜人民日报", PostDraft("标题", "正文", "人民日报")),
        ("标题|正文|人民日报|代表", PostDraft("标题", "正文", "人民日报", audience="deputies")),
        (
            "标题｜正文｜人民日报｜https://npc.example/a｜2026-12-01｜河西镇",
            PostDraft("标题", "正文", "人民日报", "https://npc.example/a", date(2026, 12, 1), audience="河西镇"),
        ),
        ("标题\n第一段\n第二段\n来源：求是", PostDraft("标题", "第一段\n第二段", "求是")),
        ("来源：求是｜标题：甲｜正文：乙｜标签：法律、履职", PostDraft("甲", "乙", "求是", tags=("法律", "履职"))),
        (
            "标题｜正文｜求是｜系列：代表法｜休息日也发",
            PostDraft("标题", "正文", "求是", on_day_off=True, series="代表法"),
        ),
        ("标题｜正文｜求是｜2026-02-30", PostDraft("标题", "正文", "求是", wrong_date="2026-02-30")),
        (
            "接待日｜内容｜代表｜活动日期：2026-12-18｜邀请",
            PostDraft("接待日", "内容", "", audience="deputies", event_on=date(2026, 12, 18), invites=True),
        ),
        ("", PostDraft()),
    ],
)
def test_parts_are_told_by_label_form_and_order(said: str, draft: PostDraft) -> None:
    assert read_post(said, TOWNS) == draft


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026年12月1日", date(2026, 12, 1)),
        ("２０２６-12-1", date(2026, 12, 1)),
        ("2026-02-30", None),
        ("明天", None),
    ],
)
def test_a_day_is_a_day_that_exists(said: str, day: date | None) -> None:
    assert read_day(said) == day


@given(st.text(alphabet=st.sampled_from("标题正文｜|\n：: 来源日期2026-12代表"), max_size=60))
def test_any_words_are_read(said: str) -> None:
    assert isinstance(read_post(said, TOWNS), PostDraft)
