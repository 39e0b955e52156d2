"""What a person must read first is found, what only sounds like it is not, and a mixed message is split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.safety.measuring import looks_of, messages
from handlers.rules.look_first import Danger, Look, look, split_mixed
from handlers.rules.look_first_delicate import DELICATE
from handlers.rules.look_first_emergencies import EMERGENCIES
from handlers.rules.look_first_families import FAMILIES


def kinds(text: str) -> set[Danger]:
    return {seen.kind for seen in look(text)}


FOUND = [
    ("机密★10年 关于全县维稳工作的通报", Danger.SECRET),
    ("机 密 ★ 1 年", Danger.SECRET),
    ("内部明电，县里昨晚才下来的", Danger.SECRET),
    ("我要举报我们村支书王某贪污低保款", Danger.ACCUSATION),
    ("村主任优亲厚友，低保都给了他小舅子一家", Danger.ACCUSATION),
    ("判决书下来两年了对方不给钱，法院也不执行", Danger.COURT),
    ("请代表给法院打个招呼，下周三开庭", Danger.COURT),
    ("我不想活了，活着没意思", Danger.SELF_HARM),
    ("开发商欠我三年工钱，再不给我就从塔吊上跳下去", Danger.SELF_HARM),
    ("家暴，我不敢回家", Danger.VIOLENCE),
    ("业主们商量好了周六堵国道", Danger.CROWD),
    ("法轮功的传单塞到门缝里了", Danger.RELIGION),
    ("贿选没人管吗", Danger.ELECTION),
    ("学生在校门口被车撞了", Danger.MINOR_HURT),
    ("学校食堂吃了饭好几个孩子上吐下泻", Danger.FOOD_POISONING),
    ("楼道里一股煤气味", Danger.GAS),
    ("我家着火了", Danger.FIRE),
    ("化工园那边冒黄烟！味道很呛，好几个人头晕，快来人", Danger.CHEMICAL),
    ("老房子塌了，里面有人", Danger.COLLAPSE),
    ("河堤决口了", Danger.FLOOD),
    ("电梯里困了三个人，半个小时没人来", Danger.MISSING_OR_TRAPPED),
    ("群里传明天要地震，真的假的", Danger.RUMOUR),
    ("回民和汉民为坟地要打起来", Danger.ETHNIC),
    ("镇里打电话逼我给满意", Danger.PRESSURE_ON_RATING),
    ("有人找我", Danger.PRESSURE_ON_RATING),
    ("能不能给我儿子在城管局安排个工作", Danger.FAVOUR),
]


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_each_kind_is_found(text: str, kind: Danger) -> None:
    assert kind in kinds(text)


ORDINARY = [
    "",
    "哈哈笑死我了，那个路灯白天亮晚上不亮",
    "气炸了，物业三天不收垃圾",
    "累死了，跑了三趟还没办成",
    "县委办王秘书态度很好，特此表扬",
    "前员工泄露我们的商业秘密，找哪个部门",
    "公司让我签保密协议，不给赔偿，劳动局管不管",
    "法院门口的路灯坏了",
    "消防栓锈了拧不开",
    "去年的火灾已经解决了，谢谢",
    "上次塌方修好了，感谢",
    "走失的老人已经找到了，谢谢大家",
    "村务不公开，低保名单三年没贴了",
    "窗口工作人员态度差，爱答不理",
    "举报养猪场往河里排粪水",
    "民族路堵车严重",
    "西关村涵洞塌陷，车过不去",
    "西关村的涵洞塌了",
    "西关村涵洞塌陷三天没人管",
    "水渠塌了一段，地里灌不上水",
    "我上次反映那个水的事咋样了？",
    "不满意，路还是坏的",
    "找人工",
    "电话联系我",
    "三号楼门前的下水道堵了，污水漫到路上",
    "大车不敢走，校车也绕路，孩子们早上要早起半小时",
    "今晚谁去打篮球？",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_what_only_sounds_like_danger_is_ordinary(text: str) -> None:
    assert look(text) == ()


def test_an_old_accident_that_came_back_counts() -> None:
    assert kinds("去年塌过的那面墙又塌了，砸着一个人") >= {Danger.COLLAPSE}


def test_only_accusations_secrets_and_danger_to_oneself_are_sealed() -> None:
    duties = {kind: next(seen.duty for seen in look(text) if seen.kind is kind) for text, kind in FOUND}
    assert {kind: duty for kind, duty in duties.items() if duty} == {
        Danger.ACCUSATION: "accusation",
        Danger.SECRET: "secrecy",
        Danger.SELF_HARM: "crisis",
    }


def test_a_form_teacher_is_no_official() -> None:
    assert not any(one.duty for one in look("孩子在实验小学，班主任打人"))
    assert any(one.duty == "accusation" for one in look("村主任打人还收好处费"))


def test_the_strongest_comes_first() -> None:
    found = look("官司打输了我也不想活了")
    assert [seen.kind for seen in found] == [Danger.SELF_HARM, Danger.COURT]


@pytest.mark.parametrize("text", ["我家着火了", "我不想活了", "老房子塌了，里面有人", "楼道里一股煤气味"])
def test_what_threatens_life_now_is_critical(text: str) -> None:
    assert any(seen.threatens_life for seen in look(text))


@pytest.mark.parametrize("text", ["我要举报村支书贪污", "担心房子要塌了", "业主们商量好了周六堵国道"])
def test_what_is_feared_or_planned_is_not_critical(text: str) -> None:
    assert look(text)
    assert not any(seen.threatens_life for seen in look(text))


def test_the_words_that_spoke_for_it_are_told() -> None:
    assert look("我不想活了") == (Look(Danger.SELF_HARM, ("不想活",), "crisis", is_now=True),)


# --- mixed messages ------------------------------------------------------------------------------------------------

MIXED = [
    ("西关村口路灯坏了半个月没人修。另外我举报支书王某把修路的钱装自己兜里了", "西关村口路灯坏了半个月没人修。", "另外我举报支书王某把修路的钱装自己兜里了"),
    ("村里自来水三天没来了，村主任还把打井的钱贪了", "村里自来水三天没来了", "村主任还把打井的钱贪了"),
    ("西关村路灯坏了。村支书贪污低保款。他还把地卖了。请修一下路灯。", "西关村路灯坏了。请修一下路灯。", "村支书贪污低保款。他还把地卖了。"),
    ("开发商拖欠我工资三年，再不给我就从楼上跳下去", "开发商拖欠我工资三年", "再不给我就从楼上跳下去"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ordinary", "sealed"), MIXED)
def test_the_road_stays_ordinary_and_the_accusation_is_sealed(text: str, ordinary: str, sealed: str) -> None:
    assert split_mixed(text, look(text)) == (ordinary, sealed)


@pytest.mark.parametrize(
    "text",
    [
        "我不想活了",
        "实名举报我们村支书张某某把危房改造款分给他小舅子，有银行流水",
        "机密★10年 路灯坏了",
    ],
)
def test_what_cannot_be_told_apart_is_sealed_whole(text: str) -> None:
    assert split_mixed(text, look(text)) == ("", text)


@pytest.mark.parametrize("text", ["法院门口的路灯坏了", "我家着火了", "判决书下来两年了，法院也不执行"])
def test_what_is_not_sealed_stays_whole(text: str) -> None:
    assert split_mixed(text, look(text)) == (text, "")


SENTENCES = [
    "西关村路灯坏了。",
    "水又停了，",
    "我举报支书贪污，",
    "他把钱装自己兜里了。",
    "我不想活了。",
    "开发商欠我工钱三年，",
    "谢谢。",
    "另外学校门口没有减速带。",
    "低保都给了他小舅子！",
]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6))
def test_nothing_sealed_is_left_in_the_ordinary_part(sentences: list[str]) -> None:
    text = "".join(sentences)
    ordinary, sealed = split_mixed(text, look(text))
    assert not any(seen.duty for seen in look(ordinary))
    if any(seen.duty for seen in look(text)):
        assert sealed
    else:
        assert (ordinary, sealed) == (text, "")


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    found = look(text)
    split_mixed(text, found)
    assert len({seen.kind for seen in found}) == len(found)
    assert all(seen.words for seen in found)


@given(st.lists(st.sampled_from([text for text, _ in FOUND]), min_size=1, max_size=3))
def test_danger_is_found_in_any_company(texts: list[str]) -> None:
    said = "。".join(texts)
    expected = {kind for text, kind in FOUND if text in texts}
    assert expected <= kinds(said)


# --- measured --------------------------------------------------------------------------------------------------------


def test_the_invented_messages_hold_the_promised_recall_and_precision() -> None:
    rows = messages("messages")
    assert len(rows) >= 330
    tuned = looks_of(rows)["tuned"].total
    assert tuned.recall >= 0.97
    assert tuned.precision >= 0.85


def test_every_rule_can_be_heard() -> None:
    for rule in (*EMERGENCIES, *DELICATE, *FAMILIES):
        assert rule.pattern.groups >= 0
        assert rule.figures.groups >= 0
