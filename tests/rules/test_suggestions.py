"""How a 代表建议 is read from what a deputy types, and what may not be one."""

import pytest

from handlers.rules.suggestions import Draft, Unfit, is_bill, is_checked, of_opinion, read_draft, stored, unfit

WHOLE = Draft("关于西关村路灯的建议", "路灯坏了半年", "请城管局更换并定期检修")


@pytest.mark.parametrize(
    ("said", "draft"),
    [
        ("关于西关村路灯的建议｜路灯坏了半年｜请城管局更换并定期检修", WHOLE),
        ("关于西关村路灯的建议 | 路灯坏了半年 |请城管局更换并定期检修", WHOLE),
        ("标题：关于西关村路灯的建议｜建议：请城管局更换并定期检修｜案由：路灯坏了半年", WHOLE),
        ("关于西关村路灯的建议", Draft(title="关于西关村路灯的建议")),
        ("西关村路灯坏了半年，夜里看不见路。", Draft(grounds="西关村路灯坏了半年，夜里看不见路。")),
        ("", Draft(grounds="")),
    ],
)
def test_a_new_draft(said: str, draft: Draft) -> None:
    assert read_draft(said) == draft


@pytest.mark.parametrize(
    ("said", "draft"),
    [
        ("请换太阳能路灯", Draft(WHOLE.title, WHOLE.grounds, "请换太阳能路灯")),
        ("案由：坏了一年", Draft(WHOLE.title, "坏了一年", WHOLE.proposal)),
        ("标题：路灯", Draft("路灯", WHOLE.grounds, WHOLE.proposal)),
        ("建议路灯换新的", Draft(WHOLE.title, WHOLE.grounds, "建议路灯换新的")),
    ],
)
def test_what_is_not_said_anew_stays(said: str, draft: Draft) -> None:
    assert read_draft(said, WHOLE) == draft


@pytest.mark.parametrize("draft", [WHOLE, Draft("题", "第一行\n第二行", "也是\n两行"), Draft("题", "案由", "")])
def test_a_draft_is_read_back_as_it_was_kept(draft: Draft) -> None:
    assert stored(draft.title, draft.wording) == draft


def test_what_a_draft_lacks() -> None:
    assert [
        Draft().lacks,
        Draft("题").lacks,
        Draft("题", "由").lacks,
        Draft("题", "由", "请修").lacks,
        WHOLE.lacks,
    ] == [
        "标题",
        "案由",
        "建议",
        "建议",
        None,
    ]


def test_an_opinion_gives_its_matter_and_nobody_s_telephone() -> None:
    draft = of_opinion("西关村路灯不亮", "路灯坏了，找我〔电话1〕\n晚上看不见")
    assert draft == Draft("关于西关村路灯不亮的建议", "路灯坏了，找我；晚上看不见")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("请给我儿子的工作安排一下", Unfit.OWN),
        ("我家的宅基地一直没批", Unfit.OWN),
        ("代群众转交来信一封", Unfit.FORWARDED),
        ("控告某局长违纪", Unfit.ACCUSATION),
        ("请求法院对（2026）示01民初12号改判", Unfit.COURT),
        ("这个工程应让宏达公司中标", Unfit.TENDER),
        ("请全县学校采购我公司的净水机", Unfit.PRODUCT),
        ("政府采购只准本地企业参加", Unfit.COMPETITION),
        ("附机密文件内容", Unfit.SECRET),
        ("西关村路灯坏了半年，请城管局更换", None),
        ("建议公布举报电话，加强噪声管理", None),
        ("我家门口的路坑洼不平，全村都走这条路", None),
        ("建议法院多开巡回法庭，方便群众", None),
        ("提高农村养老金标准", None),
        ("请公开招标情况，接受监督", None),
    ],
)
def test_what_is_no_suggestion(said: str, kind: Unfit | None) -> None:
    assert unfit(said) is kind


def test_a_bill_is_told_apart_and_a_deputy_stands_by_the_words() -> None:
    assert is_bill("写建议 关于修订条例的议案")
    assert is_bill("写议案 关于路灯")
    assert not is_bill("写建议 关于路灯的建议")
    assert is_checked("已核对")
    assert is_checked("是一件事")
    assert not is_checked("")
