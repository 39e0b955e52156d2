"""What a line asks the office to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.commands import (
    GRAMMAR,
    Answer,
    CaseRef,
    Command,
    Form,
    Verb,
    format_number,
    likeliest_commands,
    parse_command,
    parse_number,
    short_answer,
    two_part_rating,
)
from handlers.rules.numerals import in_chinese


def bare(*numbers: int) -> tuple[CaseRef, ...]:
    return tuple(CaseRef(None, number) for number in numbers)


TWELVE = bare(12)
FULL = (CaseRef(2026, 12),)

CONTRACT = [
    ("帮助", Verb.HELP, (), ""),
    ("帮助！", Verb.HELP, (), ""),
    (" 帮 助 ", Verb.HELP, (), ""),
    ("查 12", Verb.STATUS, TWELVE, ""),
    ("查12号", Verb.STATUS, TWELVE, ""),
    ("查2026-0012", Verb.STATUS, FULL, ""),
    ("查 2026－0012", Verb.STATUS, FULL, ""),
    ("查 2026年第12件", Verb.STATUS, FULL, ""),
    ("查 第十二件", Verb.STATUS, TWELVE, ""),
    ("查十二", Verb.STATUS, TWELVE, ""),
    ("查询12。", Verb.STATUS, TWELVE, ""),
    ("查一下 12", Verb.STATUS, TWELVE, ""),
    ("查 12 怎么样了", Verb.STATUS, TWELVE, ""),
    ("查", Verb.STATUS, (), ""),
    ("咋样了", Verb.STATUS, (), ""),
    ("咋样了？", Verb.STATUS, (), ""),
    ("12号咋样了", Verb.STATUS, TWELVE, ""),
    ("12号到哪了", Verb.STATUS, TWELVE, ""),
    ("12号办好了吗", Verb.STATUS, TWELVE, ""),
    ("12有消息没", Verb.STATUS, TWELVE, ""),
    ("我的件", Verb.MINE, (), ""),
    ("人工", Verb.HUMAN, (), ""),
    ("绑定 12345678", Verb.BIND, (), "12345678"),
    ("绑定１２３４５６７８", Verb.BIND, (), "12345678"),
    ("绑定：1234 5678", Verb.BIND, (), "12345678"),
    ("绑定", Verb.BIND, (), ""),
    ("补充 12 还有一盏", Verb.ADD, TWELVE, "还有一盏"),
    ("补充：路口也坏了", Verb.ADD, (), "路口也坏了"),
    ("补充一下，路口也坏了", Verb.ADD, (), "路口也坏了"),
    ("我再补充一点：晚上也堵", Verb.ADD, (), "晚上也堵"),
    ("补充 5天没水了", Verb.ADD, (), "5天没水了"),
    ("补充 12 天了没人来", Verb.ADD, (), "12 天了没人来"),
    ("补充 13800001111", Verb.ADD, (), "13800001111"),
    ("撤回 12", Verb.WITHDRAW, TWELVE, ""),
    ("撤回12，已经修好了", Verb.WITHDRAW, TWELVE, "已经修好了"),
    ("撤回", Verb.WITHDRAW, (), ""),
    ("满意", Verb.SATISFIED, (), ""),
    ("满意。", Verb.SATISFIED, (), ""),
    ("满意 12", Verb.SATISFIED, TWELVE, ""),
    ("12 满意", Verb.SATISFIED, TWELVE, ""),
    ("第12件满意", Verb.SATISFIED, TWELVE, ""),
    ("＃12 满意", Verb.SATISFIED, TWELVE, ""),
    ("2026-0012 满意", Verb.SATISFIED, FULL, ""),
    ("很满意，谢谢", Verb.SATISFIED, (), "谢谢"),
    ("基本满意", Verb.BASICALLY, (), ""),
    ("12 基本满意 慢了点", Verb.BASICALLY, TWELVE, "慢了点"),
    ("不满意", Verb.DISSATISFIED, (), ""),
    ("不满意，路还是坏的", Verb.DISSATISFIED, (), "路还是坏的"),
    ("不满意路还是坏的", Verb.DISSATISFIED, (), "路还是坏的"),
    ("12号不满意，路还是坏的", Verb.DISSATISFIED, TWELVE, "路还是坏的"),
    ("不满意 12 路还是坏的", Verb.DISSATISFIED, TWELVE, "路还是坏的"),
    ("不满意 12 天了没人来", Verb.DISSATISFIED, (), "12 天了没人来"),
    ("过程满意 结果不满意", Verb.TWO_PART, (), "过程满意 结果不满意"),
    ("12 过程满意，结果不满意 路还坏", Verb.TWO_PART, TWELVE, "过程满意 结果不满意 路还坏"),
    ("结果基本满意 过程满意 12", Verb.TWO_PART, TWELVE, "过程满意 结果基本满意"),
    ("附议 12", Verb.SUPPORT, TWELVE, ""),
    ("联名 12 孙晓芸", Verb.INVITE, TWELVE, "孙晓芸"),
    ("提交建议 12 已核对", Verb.SUBMIT, TWELVE, "已核对"),
    ("改建议 12 建议：换灯", Verb.REVISE_DRAFT, TWELVE, "建议：换灯"),
    ("没有落实 12 只修了一半", Verb.DENY_PROMISE, TWELVE, "只修了一半"),
    ("面商 12 村部 看了现场", Verb.MEET, TWELVE, "村部 看了现场"),
    ("转为建议 12", Verb.CONVERT, TWELVE, ""),
    ("写建议 关于修路", Verb.DRAFT, (), "关于修路"),
    ("同意联名 12", Verb.COSIGN, TWELVE, ""),
    ("不联名 12", Verb.NO_COSIGN, TWELVE, ""),
    ("待办", Verb.WORKLIST, (), ""),
    ("受理 12", Verb.ACCEPT_CASE, TWELVE, ""),
    ("受理 12，13和14", Verb.ACCEPT_CASE, bare(12, 13, 14), ""),
    ("交办 12 城管局", Verb.DISPATCH, TWELVE, "城管局"),
    ("交办12城管局", Verb.DISPATCH, TWELVE, "城管局"),
    ("交办 12 城管局 协办 住建局", Verb.DISPATCH, TWELVE, "城管局 协办 住建局"),
    ("转办 12、13 城管局", Verb.DISPATCH, bare(12, 13), "城管局"),
    ("交办 12、13号城管局", Verb.DISPATCH, bare(12, 13), "城管局"),
    ("转交 12 110指挥中心", Verb.DISPATCH, TWELVE, "110指挥中心"),
    ("转交 2026-0012 住建", Verb.DISPATCH, FULL, "住建"),
    ("派 12 城管", Verb.DISPATCH, TWELVE, "城管"),
    ("交办 12 12315", Verb.DISPATCH, TWELVE, "12315"),
    ("交 办 12 城管局", Verb.DISPATCH, TWELVE, "城管局"),
    ("合并 15 12", Verb.MERGE, bare(15, 12), ""),
    ("合并 2026-0015 2026-0012", Verb.MERGE, (CaseRef(2026, 15), CaseRef(2026, 12)), ""),
    ("合并 15 到 12", Verb.MERGE, bare(15, 12), ""),
    ("撤销合并 15", Verb.UNMERGE, bare(15), ""),
    ("拆分 12", Verb.SPLIT, TWELVE, ""),
    ("不受理 12 不归本县管", Verb.REJECT, TWELVE, "不归本县管"),
    ("退回补充 12 缺地点", Verb.ASK_MORE, TWELVE, "缺地点"),
    ("转出 12 纪委", Verb.REFER, TWELVE, "纪委"),
    ("直答 12 已问清", Verb.ANSWER_DIRECT, TWELVE, "已问清"),
    ("登记 张大爷 138 0000 0000 门口路灯", Verb.REGISTER, (), "张大爷 138 0000 0000 门口路灯"),
    ("登记张大爷13800000000路灯坏", Verb.REGISTER, (), "张大爷13800000000路灯坏"),
    ("整理 12 西关村路灯不亮", Verb.SUMMARISE, TWELVE, "西关村路灯不亮"),
    ("回 12 已转城管局", Verb.MESSAGE, TWELVE, "已转城管局"),
    ("特急 12", Verb.CRITICAL, TWELVE, ""),
    ("紧急１２", Verb.URGENT, TWELVE, ""),
    ("一般 12", Verb.NORMAL, TWELVE, ""),
    ("接手 12", Verb.TAKE_OVER, TWELVE, ""),
    ("通过 12", Verb.RELEASE, TWELVE, ""),
    ("退改 12 没写日期", Verb.SEND_BACK, TWELVE, "没写日期"),
    ("催办 12 13、14", Verb.REMIND, bare(12, 13, 14), ""),
    ("催办 12 请抓紧", Verb.REMIND, TWELVE, "请抓紧"),
    ("逾期", Verb.OVERDUE, (), ""),
    ("统计", Verb.FIGURES, (), ""),
    ("督办 12", Verb.SUPERVISE, TWELVE, ""),
    ("会商 12 由镇里牵头", Verb.SETTLE, TWELVE, "由镇里牵头"),
    ("会商 2026-0012 年内改造", Verb.SETTLE, (CaseRef(2026, 12),), "年内改造"),
    ("分办 12 城管局：换灯；住建局：修路", Verb.SHARE, TWELVE, "城管局：换灯；住建局：修路"),
    ("评估 12 专家看过", Verb.EVALUATE, TWELVE, "专家看过"),
    ("同意退办 12 住建局", Verb.ALLOW_RETURN, TWELVE, "住建局"),
    ("不同意退办 12 属你局职责", Verb.REFUSE_RETURN, TWELVE, "属你局职责"),
    ("同意延期 12", Verb.ALLOW_EXTENSION, TWELVE, ""),
    ("不同意延期 12 已延过", Verb.REFUSE_EXTENSION, TWELVE, "已延过"),
    ("签收 12", Verb.ACCEPT, TWELVE, ""),
    ("签收 2026-10012", Verb.ACCEPT, (CaseRef(2026, 10012),), ""),
    ("申退 12 不是城市道路", Verb.REQUEST_RETURN, TWELVE, "不是城市道路"),
    ("退办12", Verb.REQUEST_RETURN, TWELVE, ""),
    ("退件 12 应为 住建局", Verb.REQUEST_RETURN, TWELVE, "应为 住建局"),
    ("不归我们 12 应为 住建局", Verb.REQUEST_RETURN, TWELVE, "应为 住建局"),
    ("延期 12 5天 等材料", Verb.REQUEST_EXTENSION, TWELVE, "5天 等材料"),
    ("延期 12 五天 等材料", Verb.REQUEST_EXTENSION, TWELVE, "五天 等材料"),
    ("进展 12：已派人", Verb.PROGRESS, TWELVE, "已派人"),
    ("进展 12 个别路段已修", Verb.PROGRESS, TWELVE, "个别路段已修"),
    ("答复 12 A 已更换灯泡", Verb.REPLY, TWELVE, "A 已更换灯泡"),
    ("答复12A已修好", Verb.REPLY, TWELVE, "A已修好"),
    ("答复 12 B 2027-06-30 重铺", Verb.REPLY, TWELVE, "B 2027-06-30 重铺"),
    ("落实 12 2027-06-30修好", Verb.KEEP_PROMISE, TWELVE, "2027-06-30修好"),
    ("确认落实 12", Verb.CONFIRM_PROMISE, TWELVE, ""),
    ("今天", Verb.TODAY, (), ""),
    ("本周", Verb.WEEK, (), ""),
    ("今天谁值班？", Verb.DUTY, (), ""),
    ("我的数据", Verb.MY_DATA, (), ""),
    ("每日一学", Verb.STUDY, (), ""),
    ("全部暂停", Verb.PAUSE_ALL, (), ""),
    ("代班 何秀兰 3天", Verb.STAND_IN, (), "何秀兰 3天"),
    ("代班何秀兰3天", Verb.STAND_IN, (), "何秀兰3天"),
    ("代班 取消", Verb.STAND_IN, (), "取消"),
    ("解除绑定 李梅", Verb.UNBIND, (), "李梅"),
    ("解除绑定李梅", Verb.UNBIND, (), "李梅"),
    ("取消绑定 李梅", Verb.UNBIND, (), "李梅"),
    ("解除绑定", Verb.UNBIND, (), ""),
    ("绑定名单", Verb.BINDINGS, (), ""),
    ("绑定名单！", Verb.BINDINGS, (), ""),
    ("代班 李梅 11-24", Verb.STAND_IN, (), "李梅 11-24"),
    ("新建学习 宪法日", Verb.NEW_STUDY, (), "宪法日"),
    ("更正 12 日期写错", Verb.CORRECT, (), "12 日期写错"),
    ("直答 12 知识3", Verb.ANSWER_DIRECT, TWELVE, "知识3"),
    ("登记张大爷13812345678西关村路灯坏了", Verb.REGISTER, (), "张大爷13812345678西关村路灯坏了"),
    ("已告知 12", Verb.TOLD, TWELVE, ""),
    ("已电话告知2026-0012", Verb.TOLD, FULL, ""),
    ("代评 12 不满意 还是不亮", Verb.RATE_FOR, TWELVE, "不满意 还是不亮"),
    ("拆分 12 2", Verb.SPLIT, TWELVE, "2"),
    ("关联 12 12345工单GD2026112300017", Verb.LINK, TWELVE, "12345工单GD2026112300017"),
    ("转群 12", Verb.TO_GROUP, TWELVE, ""),
    ("已发 3", Verb.POSTED, bare(3), ""),
    ("今日转群", Verb.DAY_NOTICES, (), ""),
    ("知识", Verb.SAVED_ANSWERS, (), ""),
    (
        "新建知识 高龄补贴｜满80岁可申领｜民政局｜2027-06-30",
        Verb.SAVE_ANSWER,
        (),
        "高龄补贴｜满80岁可申领｜民政局｜2027-06-30",
    ),
    ("存知识：高龄补贴|满80岁", Verb.SAVE_ANSWER, (), "高龄补贴|满80岁"),
    ("删知识3", Verb.DROP_ANSWER, (), "3"),
]


@pytest.mark.parametrize(("said", "verb", "cases", "rest"), CONTRACT, ids=[row[0] for row in CONTRACT])
def test_a_command_is_read_with_its_cases_and_its_words(
    said: str, verb: Verb, cases: tuple[CaseRef, ...], rest: str
) -> None:
    assert parse_command(said) == Command(verb, cases, rest)


SPEECH = [
    "没有落实",
    "联系代表",
    "面商",
    "查查那个水的事",
    "查一下那个水的事",
    "回家的路上12号路灯坏了",
    "回",
    "派",
    "派出所的人不来",
    "派3个人来修路",
    "派 3 个人来修路",
    "紧急！幼儿园门口电线掉了",
    "紧急 12号楼着火了",
    "通过12号楼的路坏了",
    "特急，桥塌了",
    "一般来说12号没水",
    "一般 12 点之后停电",
    "对你们的工作不满意，路灯坏了三天",
    "满意度调查什么时候做",
    "满意吗？",
    "不满意的是路还没修",
    "补充耕地指标不够",
    "已发",
    "已发3张照片",
    "关联交易没人管",
    "知识产权被侵犯了",
    "转群众工作部",
    "登记结婚要什么材料",
    "绑定手机号怎么弄",
    "写建议要什么格式",
    "今天谁去开会",
    "今天停水了",
    "本周停电三次",
    "帮助一下老人吧",
    "人工费太高",
    "统计局在哪里",
    "待办事项太多",
    "落实 2027-06-30修好",  # a date is not a case
    "进展一切顺利",
    "答复5日内给出",
    "不归我们管",
    "签收快递要跑五里路",
    "受理 12 路灯坏了",  # nothing but a courtesy follows where no words belong
    "附议12号楼的意见",
    "延期交房半年了",
    "合并村小学大家不同意",
    "12号路灯坏了",
    "城关镇建设路路灯坏了三天了",
    "",
    "。。。",
    "@@@",
]


@pytest.mark.parametrize("said", SPEECH)
def test_speech_is_not_taken_for_a_command(said: str) -> None:
    assert parse_command(said) is None


def test_the_rest_is_verbatim() -> None:
    command = parse_command("补充 １２　张三 １３８００００１１１１，  两个空格；ＡＢＣ")
    assert command == Command(Verb.ADD, TWELVE, "张三 １３８００００１１１１，  两个空格；ＡＢＣ")


def test_line_breaks_inside_the_words_are_kept() -> None:
    assert parse_command("答复 12 A\n一、已修\n二、已查") == Command(Verb.REPLY, TWELVE, "A\n一、已修\n二、已查")


def test_every_verb_has_its_grammar_and_its_canonical_word_first() -> None:
    assert set(GRAMMAR) == set(Verb)
    assert all(grammar.words[0] == verb.value for verb, grammar in GRAMMAR.items())


def test_no_word_belongs_to_two_verbs() -> None:
    words = [word for grammar in GRAMMAR.values() for word in grammar.words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("verb", [verb for verb, grammar in GRAMMAR.items() if grammar.whole_message_only])
def test_a_word_without_argument_is_a_command_only_alone(verb: Verb) -> None:
    assert parse_command(f"{verb.value}。 ") == Command(verb)
    assert parse_command(f"{verb.value}我们村停水了") is None


WITH_CASE = [(word, verb) for verb, grammar in GRAMMAR.items() if grammar.takes_case for word in grammar.words]


@pytest.mark.parametrize(("word", "verb"), WITH_CASE, ids=[word for word, _ in WITH_CASE])
@given(seq=st.integers(min_value=1, max_value=99_999), year=st.integers(min_value=2020, max_value=2099))
def test_a_case_is_the_same_however_its_number_is_written(word: str, verb: Verb, seq: int, year: int) -> None:
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    number = format_number(year, seq)
    for form in (number, number.translate(wide), f"{number}号", f"＃{number}"):
        assert parse_command(f"{word} {form}") == Command(verb, (CaseRef(year, seq),))
    for form in (str(seq), f"{seq}号", f"第{seq}件", f"第{in_chinese(seq)}件", str(seq).translate(wide)):
        assert parse_command(f"{word} {form}") == Command(verb, bare(seq))
        assert parse_command(f"{word}{form}") == Command(verb, bare(seq))


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    parse_command(text)
    parse_number(text)
    short_answer(text)
    first, second = likeliest_commands(text)
    assert first is not second


PIECES = [word for grammar in GRAMMAR.values() for word in grammar.words] + [
    "12",
    "2026-0012",
    "十二",
    " ",
    "，",
    "号",
    "第",
    "件",
    "天",
    "路",
    "A",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_no_mixture_of_words_and_numbers_is_an_error(pieces: list[str]) -> None:
    said = "".join(pieces)
    command = parse_command(said)
    if command and command.verb is not Verb.TWO_PART and command.verb is not Verb.BIND:
        assert command.rest in said
        assert GRAMMAR[command.verb].takes_rest or not command.rest


@given(st.integers(min_value=2000, max_value=2099), st.integers(min_value=1, max_value=9_999_999))
def test_a_full_number_is_read_back(year: int, seq: int) -> None:
    assert parse_number(format_number(year, seq)) == CaseRef(year, seq)


@pytest.mark.parametrize(
    "said", ["2026-12-05", "12天", "12号楼", "12.5", "", "0", "2026-0000", "138000011112", "一下", "12路"]
)
def test_dates_and_quantities_are_no_case_numbers(said: str) -> None:
    assert parse_number(said) is None


def test_small_numbers_are_written_with_four_digits() -> None:
    assert format_number(2026, 12) == "2026-0012"
    assert format_number(2026, 10012) == "2026-10012"


@pytest.mark.parametrize(
    ("said", "process", "result"),
    [
        ("过程满意 结果不满意", Verb.SATISFIED, Verb.DISSATISFIED),
        ("过程基本满意 结果满意 很快", Verb.BASICALLY, Verb.SATISFIED),
    ],
)
def test_a_two_part_rating_has_two_verdicts(said: str, process: Verb, result: Verb) -> None:
    assert two_part_rating(said) == (process, result)


@pytest.mark.parametrize("said", ["嗯", "嗯嗯", "好", "好的", "好的，谢谢", "OK", "ok!", "👍", "👍🏻", "[强]", "[OK]", "[好的]", "是", "是的呢", "对", "行", "可以", "要", "同意", "好好好", "中", "没问题"])  # fmt: skip
def test_a_short_yes(said: str) -> None:
    assert short_answer(said) is Answer.YES


@pytest.mark.parametrize(
    "said", ["不", "不用", "不用了", "不是", "不要", "不行", "算了", "没有", "没有了", "不用，谢谢", "no"]
)
def test_a_short_no(said: str) -> None:
    assert short_answer(said) is Answer.NO


@pytest.mark.parametrize(
    "said",
    [
        "谢谢",
        "你好",
        "路灯",
        "好路灯坏了",
        "不好意思",
        "西关村",
        "",
        "。",
        "不满意",
        "满意",
        "[微笑]",
        "好的那就这样明天再说吧",
    ],
)
def test_more_than_yes_or_no_is_no_short_answer(said: str) -> None:
    assert short_answer(said) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("把12派给城管", Verb.DISPATCH),
        ("12已经修好了", Verb.REPLY),
        ("收到", Verb.ACCEPT),
        ("这个不是我们的", Verb.REQUEST_RETURN),
        ("受理一下那个路灯的", Verb.ACCEPT_CASE),
        ("有哪些逾期了", Verb.OVERDUE),
        ("值班是谁", Verb.DUTY),
    ],
)
def test_staff_are_offered_the_command_they_meant(said: str, meant: Verb) -> None:
    assert meant in likeliest_commands(said)


def test_words_that_tell_nothing_lead_to_help_and_the_worklist() -> None:
    assert likeliest_commands("asdf") == (Verb.HELP, Verb.WORKLIST)


def test_a_rating_takes_no_case_slot_of_the_grammar_but_a_form_of_its_own() -> None:
    assert GRAMMAR[Verb.SATISFIED].form is Form.OWN
    assert GRAMMAR[Verb.REMIND].several_cases


def test_an_answer_keeps_its_own_last_full_stop() -> None:
    command = parse_command("答复 12 A 已修好。请放心。")
    assert command is not None
    assert command.rest == "A 已修好。请放心。"
