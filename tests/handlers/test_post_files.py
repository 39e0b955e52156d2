"""Pictures and attachments of cards: sent before, with or after the words; seen by whoever agrees; gone with what is not to be had."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.post_files import MOST, lost
from storage.engine import make_engine
from storage.media import Kept, MediaBook
from storage.retention import Ages, choose, kinds, let_go
from storage.store import Store
from storage.tables.posts import post_versions
from tests.handlers.office import Office, open_office

ZHAO, CHEN, LIU, LIMEI = "demo-zhaomin", "demo-chenzhiyuan", "demo-liufang", "demo-limei"
OFFICE_GROUP = "机关工作群"
CARD = "新建学习 代表法第五十一条｜代表建议应当自交办之日起三个月内答复。｜中国人大网"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    yield open_office(tmp_path, engine)
    engine.dispose()


def send_file(office: Office, who: str, kind: str = "photo", title: str = "", *, channel: str = "webchat") -> str:
    """What is answered to a photo, or a file with this name."""
    sent = ({"kind": kind, "reference": f"m-{office.now.timestamp()}"},)
    return office.send(who, kind=kind, media=sent, text=title, channel=channel)


def fetch(office: Office) -> None:
    """Everything that was sent is here now."""
    with office.engine.begin() as connection:
        book = MediaBook(connection, office.keys)
        for item in book.due(office.now, 50):
            assert book.kept(item.id, Kept("image/jpeg", 5))


def lose(office: Office, why: str) -> None:
    """What was sent last cannot be had."""
    with office.engine.begin() as connection:
        desk = office.desk(connection)
        *_, item = desk.store.media.due(office.now, 50)
        desk.store.media.lost(item.id, why)
        lost(desk, item.id, why)
        office.deliver(desk)


def media_of(office: Office, post: int) -> list[str]:
    with office.engine.begin() as connection:
        found = Store(connection, office.keys).posts.find(post)
    assert found is not None
    return list(found.media)


def test_a_photo_sent_after_a_card_goes_with_it_to_whoever_agrees_and_to_the_group(office: Office) -> None:
    office.say(CHEN, CARD)
    assert send_file(office, CHEN) == "第1条《代表法第五十一条》附：照片1（正在取回）。"
    assert send_file(office, CHEN, "file", "解读.pdf").endswith("附：照片1（正在取回）、《解读.pdf》（正在取回）。")
    files = media_of(office, 1)
    assert "还在取回" in office.say(CHEN, "送审 1")
    assert office.heard(LIU) == []
    fetch(office)
    office.say(CHEN, "送审 1")
    (asked,) = [letter for letter in office.boxes.pop(LIU) if "【请审】" in letter.text]
    assert "附：照片1、《解读.pdf》" in asked.text
    assert list(asked.media) == files
    office.say(LIU, "同意发布 1")
    office.pass_time(hours=24)
    (post,) = office.boxes[OFFICE_GROUP]
    assert list(post.media) == files
    assert "附：" not in post.text  # the files themselves follow


def test_photos_sent_first_go_with_the_card_that_is_written_next(office: Office) -> None:
    assert "要配给哪一条" in send_file(office, CHEN)
    send_file(office, CHEN)
    assert "附：照片1（正在取回）、照片2（正在取回）" in office.say(CHEN, CARD)
    assert len(media_of(office, 1)) == 2
    office.pass_time(minutes=31)
    assert "要配给哪一条" in send_file(office, CHEN)  # not for a card of this morning


def test_a_photo_waits_to_be_told_for_which_card(office: Office) -> None:
    office.say(CHEN, CARD)
    office.pass_time(minutes=31)
    send_file(office, CHEN)
    assert office.answer is not None
    assert office.answer.buttons == (("配给第1条", "配图 1"),)
    assert "附：照片1" in office.say(CHEN, "配图 1")
    assert "附：照片1（正在取回）、照片2" in send_file(office, CHEN)


def test_an_agreed_card_with_another_picture_is_agreed_to_again(office: Office) -> None:
    office.say(CHEN, CARD)
    office.say(CHEN, "送审 1")
    office.say(LIU, "同意发布 1")
    office.say(CHEN, "配图 1")
    assert "要重新送审" in send_file(office, CHEN)
    fetch(office)
    office.pass_time(hours=24)
    assert office.heard(OFFICE_GROUP) == []
    with office.engine.begin() as connection:
        versions = connection.execute(select(post_versions.c.version, post_versions.c.media)).all()
    assert [(version, len(files)) for version, files in versions] == [(1, 0), (2, 1)]


def test_files_are_taken_off_again(office: Office) -> None:
    office.say(CHEN, CARD)
    for _ in range(2):
        send_file(office, CHEN)
    first, _ = media_of(office, 1)
    assert "附：照片1（正在取回）。" in office.say(CHEN, "去掉附件 1 2")
    assert media_of(office, 1) == [first]
    assert "只有1个附件" in office.say(CHEN, "去掉附件 1 3")
    assert "没有附件了" in office.say(CHEN, "去掉附件 1")
    assert "没有附件。" in office.say(CHEN, "去掉附件 1")


def test_there_is_room_for_so_many(office: Office) -> None:
    office.say(CHEN, CARD)
    for _ in range(MOST):
        send_file(office, CHEN)
    assert f"最多带{MOST}个" in send_file(office, CHEN)
    assert len(media_of(office, 1)) == MOST


@pytest.mark.parametrize(("why", "said"), [("expired", "请重发一次"), ("not_taken", "只收照片、PDF、Word、Excel、PPT")])
def test_what_cannot_be_had_leaves_the_card_and_its_sender_is_told(office: Office, why: str, said: str) -> None:
    office.say(CHEN, CARD)
    send_file(office, CHEN, "file", "解读.pdf")
    lose(office, why)
    (told,) = office.heard(CHEN)[-1:]
    assert told.startswith("第1条的《解读.pdf》")
    assert said in told
    assert media_of(office, 1) == []
    assert "已送" in office.say(CHEN, "送审 1")  # nothing is waited for any more


def test_the_preview_and_todays_card_show_the_files_themselves(office: Office) -> None:
    office.say(CHEN, CARD)
    send_file(office, CHEN)
    fetch(office)
    office.heard(CHEN)
    office.say(CHEN, "预览 1")
    (shown,) = office.boxes.pop(CHEN)
    assert list(shown.media) == media_of(office, 1)


def test_in_ordinary_groups_words_and_pictures_are_pasted_by_hand(office: Office) -> None:
    office.add_groups({"name": "老代表微信群", "audience": "机关", "channel": "微信群", "address": "老代表微信群"})
    office.say(CHEN, CARD)
    send_file(office, CHEN)
    fetch(office)
    office.say(CHEN, "送审 1")
    office.say(LIU, "同意发布 1")
    office.heard(CHEN)
    office.pass_time(hours=24)
    (asked,) = [letter for letter in office.boxes[CHEN] if "老代表微信群" in letter.text]
    assert "连同后面的1个照片或附件" in asked.text
    assert list(asked.media) == media_of(office, 1)


def test_a_deputys_photo_stays_a_matter_and_a_clerks_opens_none(office: Office) -> None:
    assert "2026-" in send_file(office, LIMEI)
    assert "2026-" not in send_file(office, ZHAO)


def test_what_nobody_claimed_goes_after_a_day(office: Office) -> None:
    send_file(office, CHEN)
    office.say(CHEN, CARD)
    office.pass_time(minutes=31)
    send_file(office, CHEN)
    (kind,) = [one for one in kinds(Ages()) if one.name == "post_files"]
    office.pass_time(hours=25)
    assert kind.age is not None
    before = office.now - kind.age
    with office.engine.begin() as connection:
        chosen = choose(connection, kind, before, 10)
        assert let_go(connection, office.keys, kind, chosen, before, office.now) == 1
    assert len(media_of(office, 1)) == 1
    assert "附：照片1" in office.say(CHEN, "改学习 1 来源：人民日报")


@pytest.mark.parametrize("said", ["配图 99", "去掉附件 99"])
def test_a_card_that_is_not_there_is_said_so(office: Office, said: str) -> None:
    assert "没有第99条" in office.say(CHEN, said)


def test_what_is_out_is_changed_no_more(office: Office) -> None:
    office.say(CHEN, CARD)
    office.say(CHEN, "送审 1")
    office.say(LIU, "同意发布 1")
    office.pass_time(hours=24)
    assert "已经发出" in office.say(CHEN, "配图 1")
    assert "已经发出" in office.say(CHEN, "去掉附件 1")
    assert "要配给哪一条" in send_file(office, CHEN)
