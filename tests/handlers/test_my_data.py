"""我的数据 and 删除我的数据: told in plain words, asked once, gone what may go, kept and named what must stay."""

from datetime import timedelta

import pytest
from sqlalchemy import Table, insert, select

from handlers.my_data import unlink_erased
from storage.tables.chat import chat_media, chat_messages
from storage.tables.media import media
from storage.tables.messages import outbox
from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    LAMP,
    LI,
    OFFICE,
    WANG,
    ZHANG,
    ZHAO,
    cases,
    dispatched,
    everything,
    fault,
    hears,
    number_in,
    play,
    released,
    reported,
    status,
)

PHONE = "13812345678"
SAID = f"{LAMP}，电话 {PHONE}"


def closed(office: Office, who: str = ZHANG) -> str:
    number = released(office, who, SAID)
    office.say(who, f"满意 {number}")
    assert status(office, number) == "closed"
    office.pass_time(minutes=20)
    return number


def erase(office: Office, who: str = ZHANG) -> str:
    assert "确认删除" in office.say(who, "删除我的数据")
    return office.say(who, "确认删除")


def vault_bytes(office: Office) -> list[bytes]:
    return [row[5] for row in everything(office)["vault"]]


def sweep(office: Office) -> None:
    with office.engine.begin() as connection:
        unlink_erased(office.desk(connection))


def test_what_is_kept_is_told_in_plain_words(office: Office) -> None:
    number = dispatched(office, text=SAID)
    office.say(CITY, f"查 {number}")
    told = office.say(ZHANG, "我的数据")
    for words in ("1件", "在办1件", "2026年11月23日", "138****5678", "城市管理局2次", "删除我的数据"):
        assert words in told
    assert PHONE not in told
    assert "王强" not in told


def test_who_said_nothing_is_told_so(office: Office) -> None:
    play(office, [(WANG, "我的数据", "没有记下"), (LI, "我的数据", "没有记下", "名单")])


def test_a_sealed_case_is_not_counted_for_whoever_holds_the_telephone(office: Office) -> None:
    office.say(ZHANG, f"举报西关村支书贪污危房改造款，电话 {PHONE}")
    assert office.say(ZHANG, "我的数据") == office.say(WANG, "我的数据")


def test_erasing_is_asked_once_and_only_for_ten_minutes(office: Office) -> None:
    closed(office)
    assert "请先发" in office.say(ZHANG, "确认删除")
    office.say(ZHANG, "删除我的数据")
    office.pass_time(minutes=11)
    assert "请先发" in office.say(ZHANG, "确认删除")
    assert "请先发" in office.say(ZHANG, "确认删除")
    assert all(vault_bytes(office))


def test_what_may_go_goes_and_the_history_still_holds(office: Office) -> None:
    number = closed(office)
    answer = erase(office)
    assert "已删除个人信息1项" in answer
    assert "归档" in answer
    assert not any(vault_bytes(office))
    assert fault(office, number) is None
    assert everything(office)["erasures"][0][3]["items"] == 1
    for who in (ZHAO, CITY):
        play(office, [(who, f"查 {number}", "反映人已要求删除个人信息", "〔电话1〕", f"!{PHONE}", "路灯")])
    assert PHONE not in str(everything(office))


def test_what_is_in_hand_stays_and_the_person_still_hears_of_it(office: Office) -> None:
    number = dispatched(office, text=SAID)
    hears(office, CITY)
    assert "在办的1件" in erase(office)
    assert all(vault_bytes(office))
    play(office, [(CITY, f"查 {number}", PHONE, "反映人已要求删除个人信息"), (CITY, f"答复 {number} A 修好了", number)])
    hears(office, ZHANG)
    office.say(ZHAO, f"通过 {number}")
    assert "修好了" in hears(office, ZHANG)
    assert "记下" in office.say(ZHANG, "满意")


@pytest.mark.parametrize("swept", [True, False], ids=["swept", "at their next word"])
def test_who_has_nothing_in_hand_cannot_be_traced_any_more(office: Office, swept: bool) -> None:
    number = closed(office)
    erase(office)
    if swept:
        sweep(office)
        assert "gone" not in str([row[2] for row in everything(office)["accounts"]])
        office.pass_time(minutes=11)
        sweep(office)
        assert "gone" in str([row[2] for row in everything(office)["accounts"]])
    before = len(everything(office)["accounts"])
    play(
        office, [(ZHANG, f"查 {number}", "没有找到"), (ZHANG, "我的件", "没有正在办"), (ZHANG, "我的数据", "没有记下")]
    )
    assert len(everything(office)["accounts"]) == before + 1
    assert "姓名电话不公开" in office.say(ZHANG, LAMP)


def test_deputies_stay_in_the_directory_and_are_told_so(office: Office) -> None:
    closed(office, LI)
    assert "名单" in erase(office, LI)
    assert not any(vault_bytes(office))
    sweep(office)
    play(office, [(LI, "我的件", "没有正在办"), (OFFICE, "查 1", "反映人已要求删除个人信息")])
    assert len([row for row in everything(office)["accounts"] if row[2].startswith("gone")]) == 0


def test_what_is_under_seal_stays_and_nobody_is_told_that_there_is_something(office: Office) -> None:
    office.say(ZHANG, f"举报西关村支书贪污危房改造款，电话 {PHONE}")
    office.say(WANG, "你好")
    assert erase(office) == erase(office, WANG)
    office.pass_time(minutes=11)
    sweep(office)
    assert all(vault_bytes(office))
    assert "支书" in office.say("demo-zhengbao", "查 1")
    office.say("demo-zhengbao", "接手 1")
    assert cases(office) == 1


def test_a_person_in_danger_is_not_let_go(office: Office) -> None:
    office.say(ZHANG, f"我不想活了，电话{PHONE}")
    assert "现在还不能删除" in office.say(ZHANG, "删除我的数据")
    office.say(ZHANG, "我在河边")
    assert all(vault_bytes(office))
    assert cases(office) == 1


def test_a_later_case_of_the_same_deputy_is_not_marked(office: Office) -> None:
    closed(office, LI)
    erase(office, LI)
    office.pass_time(days=1)
    number = number_in(office.say(LI, "东街社区门口的井盖没了"))
    play(office, [(OFFICE, f"查 {number}", "!反映人已要求删除")])
    assert reported(office) != number


FILE = "{:032x}.jpg"


def sends_photo(office: Office, number: int, who: str = ZHANG) -> str:
    name = FILE.format(number)
    office.send(who, kind="photo", media=[{"kind": "photo", "reference": name, "url": "", "format": "jpg"}])
    return name


def to_unlink(office: Office) -> set[str]:
    return {row[1] for row in everything(office)["discards"]}


def states(office: Office) -> dict[str, str]:
    columns = media.c.keys()
    rows = [dict(zip(columns, row, strict=True)) for row in everything(office)["media"]]
    return {row["name"]: row["state"] for row in rows}


def test_photos_of_what_is_over_go_and_those_of_what_is_in_hand_stay(office: Office) -> None:
    number = reported(office)
    gone = sends_photo(office, 1)
    office.say(ZHAO, f"直答 {number} 已修好")
    office.say(ZHANG, f"满意 {number}")
    office.pass_time(minutes=20)
    reported(office, text="东街社区门口的井盖没了")
    kept = sends_photo(office, 2)
    assert "照片和录音1个" in erase(office)
    assert states(office) == {gone: "gone", kept: "waiting"}
    assert to_unlink(office) == {gone}
    assert [row[2:4] for row in everything(office)["removals"]] == [("media", 1)]


def test_what_others_sent_to_the_same_case_stays(office: Office) -> None:
    first, second = reported(office), reported(office, WANG)
    theirs = sends_photo(office, 1, WANG)
    office.say(OFFICE, f"合并 {second} {first}")
    office.say(OFFICE, f"直答 {first} 已修好")
    for who in (ZHANG, WANG):
        office.say(who, f"满意 {first}")
    office.pass_time(minutes=20)
    erase(office)
    assert not to_unlink(office)
    erase(office, WANG)
    assert to_unlink(office) == {theirs}


def test_pictures_under_seal_are_evidence(office: Office) -> None:
    office.say(ZHANG, "我不想活了")
    name = sends_photo(office, 1)
    office.say("demo-zhengbao", "接手 1")
    office.say("demo-zhengbao", "直答 1 人已安全")
    office.pass_time(days=3)
    erase(office)
    assert not to_unlink(office)
    assert states(office) == {name: "waiting"}


def chat_row(table: Table, office: Office, **values: object) -> None:
    with office.engine.begin() as connection:
        connection.execute(insert(table), values)


def test_the_chat_and_letters_that_were_sent_go_but_not_those_about_what_is_in_hand(office: Office) -> None:
    closed(office)
    reported(office, text="东街社区门口的井盖没了")
    mine = next(row[3] for row in everything(office)["reports"])
    for at in (office.now, office.now):
        line = {"conversation": f"bot:{ZHANG}", "message_key": str(at) + str(len(everything(office)["chat_messages"]))}
        chat_row(chat_messages, office, **line, sender="", body=b"x", at=at)
    upload = {"account": ZHANG, "conversation": f"bot:{ZHANG}", "kind": "photo", "content_type": "image/jpeg"}
    chat_row(chat_media, office, **upload, name=FILE.format(7), size=1, created_at=office.now)
    letter = {"channel": "webchat", "account_id": mine, "lane": "a", "purpose": "notice", "due_at": office.now}
    for case_id, settled in ((1, office.now), (2, office.now), (None, office.now), (1, None)):
        rest = {"case_id": case_id, "settled_at": settled, "created_at": office.now, "body": b"x", "delivery": "sent"}
        chat_row(outbox, office, **letter, **rest)
    assert "聊天和消息记录4条" in erase(office)
    assert to_unlink(office) == {FILE.format(7)}
    with office.engine.begin() as connection:
        bodies = connection.execute(select(outbox.c.case_id, outbox.c.body).order_by(outbox.c.id)).all()
    assert [tuple(row) for row in bodies] == [(1, b""), (2, b"x"), (None, b""), (1, b"x")]


def test_the_request_itself_goes_when_its_answer_has_arrived(office: Office) -> None:
    closed(office)
    erase(office)
    account = next(row[3] for row in everything(office)["reports"])
    line = {"conversation": f"bot:{ZHANG}", "body": b"x"}
    chat_row(chat_messages, office, **line, message_key="asked", sender=ZHANG, at=office.now)
    chat_row(chat_messages, office, **line, message_key="told", sender="", at=office.now + timedelta(seconds=2))
    answer = {"channel": "webchat", "account_id": account, "lane": "a", "purpose": "answer", "due_at": office.now}
    chat_row(outbox, office, **answer, created_at=office.now, settled_at=office.now, body=b"x", delivery="sent")
    new = {**line, "message_key": "new", "sender": ZHANG, "at": office.now + timedelta(seconds=30)}
    chat_row(chat_messages, office, **new)
    office.pass_time(seconds=30)
    office.say(ZHANG, "你好")
    assert [row[2] for row in everything(office)["chat_messages"]] == ["new"]
    with office.engine.begin() as connection:
        assert connection.execute(select(outbox.c.body)).scalars().all() == [b""]
