"""Proofing points at what is wrong, says what should stand there, and leaves good sentences alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.proofing_lexicon import lexicon_of
from handlers.rules.proofing.finding import Finding, Kind
from handlers.rules.proofing.lexicon import Officeholder
from handlers.rules.proofing.proofer import Proofer

OFFICE = (Officeholder("李国栋", "县人大常委会主任"), Officeholder("王秀英", "县人大常委会副主任"))
PROOFER = Proofer(lexicon_of(("示范县代表之家",), OFFICE))

WRONG = [
    ("坚决拥挤“两个确立”", "坚决拥挤", "坚决拥护", Kind.POLITICAL),
    ("发展全过程人民民族", "发展全过程人民民族", "发展全过程人民民主", Kind.POLITICAL),
    ("中国特色社会注义制度", "中国特色社会注义制度", "中国特色社会主义制度", Kind.POLITICAL),
    ("人民赋予的权利", "人民赋予的权利", "人民赋予的权力", Kind.POLITICAL),
    ("人民检查院", "人民检查院", "人民检察院", Kind.TITLE),
    (
        "《中华人民共和国地方各级人民代表大会和各级人民政府组织法》",
        "中华人民共和国地方各级人民代表大会和各级人民政府组织法",
        "中华人民共和国地方各级人民代表大会和地方各级人民政府组织法",
        Kind.TITLE,
    ),
    ("经济建设、文化建设、政治建设", "经济建设、文化建设、政治建设", "经济建设、政治建设、文化建设", Kind.ORDER),
    (
        "道路自信、制度自信、理论自信、文化自信",
        "道路自信、制度自信、理论自信、文化自信",
        "道路自信、理论自信、制度自信、文化自信",
        Kind.ORDER,
    ),
    ("财政支岀", "岀", "出", Kind.LOOKALIKE),
    ("工作巳完成", "巳", "已", Kind.LOOKALIKE),
    ("进―步加强", "―", "一", Kind.LOOKALIKE),
    ("工作布署", "工作布署", "工作部署", Kind.HOMOPHONE),
    ("统筹推近", "统筹推近", "统筹推进", Kind.HOMOPHONE),
    ("截止目前", "截止", "截至", Kind.HOMOPHONE),
    ("反应群众意见", "反应", "反映", Kind.HOMOPHONE),
    ("示范县代表之佳", "示范县代表之佳", "示范县代表之家", Kind.HOMOPHONE),
    ("县人大常委会主任李国动", "李国动", "李国栋", Kind.NAME),
    ("县人大常委会主任王秀英", "王秀英", "李国栋", Kind.NAME),
    ("依法履职,接受监督", ",", "，", Kind.WIDTH),
    ("共收到１２件", "１２", "12", Kind.WIDTH),
    ("认真进行进行整改", "进行进行", "进行", Kind.DOUBLED),
    ("群众的的意见", "的的", "的", Kind.DOUBLED),
    ("整改到位。，", "。，", "，", Kind.DOUBLED),
    ("“两个确立的决定性意义", "“", "", Kind.UNBALANCED),
    ("学习《代表法", "《", "", Kind.UNBALANCED),
    ("双提升'取得实效", "'", "", Kind.UNBALANCED),
    ("2026年2月30日", "2026年2月30日", "", Kind.DATE),
    ("2026年11月27日（星期四）", "四", "五", Kind.DATE),
    ("二〇二六年十一月三十一日", "二〇二六年十一月三十一日", "", Kind.DATE),
]


@pytest.mark.parametrize(("text", "wrong", "right", "kind"), WRONG)
def test_a_slip_is_found_where_it_stands(text: str, wrong: str, right: str, kind: Kind) -> None:
    column = text.index(wrong) + 1
    assert Finding(1, column, wrong, right, kind) in PROOFER.check(text)


@pytest.mark.parametrize(
    "text",
    [
        "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻落实党的二十大精神。",
        "坚决维护党中央权威和集中统一领导，坚决拥护“两个确立”，坚决做到“两个维护”。",
        "三个多月未答复的，由督查室催办；长期未解决的，列入重点督办。",
        "引进人全部到岗，资深人士参加座谈，全年分三批组织视察。",  # 进人, 深人, 年分 stand in other words
        "现在在全县推开；为了了解民意，的的确确走访了一件一件的事。",
        "2026年11月27日（星期五）上午9:00，详见 https://example.org/a,b?c=1。",
        "（一）加强学习；（二）改进作风。1）抓落实，2）抓督办。",
        "《示范县人大代表履职管理办法》和《代表法》",
        "应急反应迅速，群众反映良好，作出积极贡献，发挥主体作用。",
        "2024年2月29日",
        "县人大常委会主任李国栋、副主任王秀英出席会议。",
        "创新、协调、绿色、开放、共享的新发展理念；民主、法治",
        "统一的制度和政策，请到信访举报网反映。",  # the last character of a short phrase is the next word's
        "建档立卡户、大堤养护、项目可研、联席会议、乡级人民政府",  # words of offices that no dictionary has
    ],
)
def test_good_sentences_are_left_alone(text: str) -> None:
    assert PROOFER.check(text) == []


def test_lines_and_columns_count_from_one_in_reading_order() -> None:
    found = PROOFER.check("依法履职。\n支岀预算，髙度重视")
    assert [(one.line, one.column, one.wrong) for one in found] == [(2, 2, "岀"), (2, 6, "髙")]


@given(st.text(alphabet=st.sampled_from("人大代表建议的，。“”《》（）()\"' 2026年13月巳己岀惯彻\n、和"), max_size=80))
def test_what_is_pointed_out_stands_there_and_nothing_twice(text: str) -> None:
    lines = text.splitlines()
    taken: set[tuple[int, int]] = set()
    for one in PROOFER.check(text):
        assert lines[one.line - 1][one.column - 1 :].startswith(one.wrong)
        places = {(one.line, one.column + offset) for offset in range(len(one.wrong))}
        assert one.wrong and not places & taken
        taken |= places
