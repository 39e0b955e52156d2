"""What people send to the official account and the WeCom app, and what the service reads in it."""

from datetime import datetime

import pytest

from bot.channels.base import CallbackChannel, Inbound, Media, MessageKind
from tests.channels.accounts import MP, MP_PLAIN, WECOM, official_account, wecom_app
from tests.channels.samples import NOW, TENCENT_RECEIVER, refusal
from tests.platforms.callback_request import CallbackRequest
from tests.platforms.official_account import Mode, OfficialAccountPlatform


def read(asked: CallbackRequest, channel: CallbackChannel | None = None, now: datetime = NOW) -> Inbound:
    inbound = (channel or official_account()).open(asked.query, asked.body, now).inbound
    assert inbound is not None
    return inbound


def test_a_voters_words_arrive_with_who_and_when() -> None:
    assert read(MP.text("o-1", "反映：路灯坏了", now=NOW, msg_id="77")) == Inbound(
        channel="official_account",
        message_key="77",
        account="o-1",
        kind=MessageKind.TEXT,
        sent_at=NOW,
        text="反映：路灯坏了",
    )


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_of_the_account_says_the_same(mode: Mode) -> None:
    asked = OfficialAccountPlatform(mode=mode).text("o-1", "路灯坏了", now=NOW, msg_id="77")
    channel = official_account(key="") if mode is Mode.PLAIN else official_account()
    inbound = read(asked, channel)
    assert (inbound.account, inbound.text, inbound.message_key) == ("o-1", "路灯坏了", "77")


def test_a_message_for_the_wecom_app_is_read() -> None:
    inbound = read(WECOM.text("ZhangSan", "签收 DB-2026-0001", now=NOW, msg_id="78"), wecom_app())
    expected = Inbound("wecom_app", "78", "ZhangSan", MessageKind.TEXT, NOW, text="签收 DB-2026-0001")
    assert inbound == expected


def test_recognised_speech_is_the_text_and_is_marked_as_heard() -> None:
    spoken = read(MP.voice("o-1", "路灯坏了。", now=NOW, media_id="v-1"))
    assert (spoken.kind, spoken.text, spoken.recognised) == (MessageKind.VOICE, "路灯坏了。", True)
    assert spoken.media == (Media(MessageKind.VOICE, "v-1", format="amr"),)
    silent = read(MP.voice("o-1", "", now=NOW))
    assert (silent.kind, silent.text, silent.recognised) == (MessageKind.VOICE, "", False)
    assert read(WECOM.voice("zhangsan", now=NOW), wecom_app()).kind is MessageKind.VOICE


def test_a_photo_is_named_by_its_media_id() -> None:
    photo = read(MP.photo("o-1", now=NOW, media_id="p-1"))
    assert photo.kind is MessageKind.PHOTO
    assert photo.media == (Media(MessageKind.PHOTO, "p-1", url="http://mmbiz.qpic.cn/photo-1/0"),)
    assert read(WECOM.photo("zhangsan", now=NOW), wecom_app()).media[0].reference == "photo-1"


def test_a_place_has_its_label_and_its_degrees() -> None:
    place = read(MP.location("o-1", "23.134521", "113.358803", "幸福路 12 号", now=NOW))
    assert (place.kind, place.text) == (MessageKind.LOCATION, "幸福路 12 号")
    assert (place.latitude, place.longitude) == (23.134521, 113.358803)


@pytest.mark.parametrize("degrees", ["", "north", "nan", "inf"])
def test_a_place_without_degrees_is_still_a_place(degrees: str) -> None:
    place = read(MP.location("o-1", degrees, degrees, "幸福路", now=NOW))
    assert (place.text, place.latitude, place.longitude) == ("幸福路", None, None)


@pytest.mark.parametrize(
    ("message_type", "fields", "kind", "text"),
    [
        ("video", {"MediaId": "v-1", "ThumbMediaId": "t-1"}, MessageKind.VIDEO, ""),
        ("shortvideo", {"MediaId": "v-1", "ThumbMediaId": "t-1"}, MessageKind.VIDEO, ""),
        ("link", {"Title": "一篇报道", "Description": "…", "Url": "https://e.cn/1"}, MessageKind.LINK, "一篇报道"),
        ("file", {"Title": "清单.xlsx", "MediaId": "f-1"}, MessageKind.FILE, "清单.xlsx"),
        ("miniprogrampage", {"Title": "小程序"}, MessageKind.UNKNOWN, ""),
        ("hologram", {"Content": "?"}, MessageKind.UNKNOWN, ""),
        ("", {}, MessageKind.UNKNOWN, ""),
        ("TEXT", {"Content": "大写"}, MessageKind.TEXT, "大写"),
        ("text", {}, MessageKind.TEXT, ""),
    ],
)
def test_every_type_of_message_has_a_kind(message_type: str, fields: dict[str, str], kind: str, text: str) -> None:
    inbound = read(MP.message("o-1", message_type, now=NOW, **fields))
    assert (inbound.kind, inbound.text) == (kind, text)


@pytest.mark.parametrize(
    ("event", "key", "name", "scene"),
    [
        ("subscribe", "", "subscribe", ""),
        ("subscribe", "qrscene_station-7", "subscribe", "station-7"),
        ("SCAN", "station-7", "scan", "station-7"),
        ("SCAN", "qrscene_station-7", "scan", "qrscene_station-7"),  # only a first scan carries the prefix
        ("CLICK", "menu-report", "click", "menu-report"),
        ("unsubscribe", "", "unsubscribe", ""),
        ("VIEW", "https://e.cn/public", "view", "https://e.cn/public"),
        ("TEMPLATESENDJOBFINISH", "", "delivered", ""),
        ("something_new", "", "something_new", ""),
    ],
)
def test_events_of_the_official_account_are_named(event: str, key: str, name: str, scene: str) -> None:
    inbound = read(MP.event("o-1", event, key, now=NOW))
    assert (inbound.kind, inbound.event, inbound.scene) == (MessageKind.EVENT, name, scene)


@pytest.mark.parametrize(
    ("event", "name"),
    [("subscribe", "subscribe"), ("enter_agent", "enter"), ("click", "click"), ("unsubscribe", "unsubscribe")],
)
def test_events_of_the_wecom_app_are_named(event: str, name: str) -> None:
    assert read(WECOM.event("zhangsan", event, "k-1", now=NOW), wecom_app()).event == name


def test_what_became_of_a_template_message_names_it() -> None:
    told = read(MP.template_report("o-1", 200163836, "failed:user block", now=NOW))
    assert (told.event, told.task, told.choice) == ("delivered", "200163836", "failed:user block")


@pytest.mark.parametrize(("code", "choice"), [(0, "success"), (43108, "user refuse")])
def test_what_became_of_a_subscription_message_names_it(code: int, choice: str) -> None:
    told = read(MP.subscription_report("o-1", 17, code, now=NOW))
    assert (told.event, told.task, told.choice) == ("delivered", "17", choice)


def test_what_somebody_allows_is_read_from_the_list_inside() -> None:
    allowed, refused = (read(MP.allow("o-1", "tpl-1", word, now=NOW)) for word in ("accept", "reject"))
    assert (allowed.event, allowed.scene) == ("consent", "accept:tpl-1")
    assert refused.scene == "reject:tpl-1"
    assert allowed.message_key != refused.message_key


def test_reports_of_two_messages_in_one_second_are_two() -> None:
    told = [read(MP.template_report("o-1", number, "success", now=NOW)) for number in (1, 2)]
    assert told[0].message_key != told[1].message_key


def test_a_word_of_a_menu_message_names_the_message() -> None:
    chosen = read(MP.message("o-1", "text", now=NOW, Content="满意", bizmsgmenuid="17-0"))
    assert (chosen.kind, chosen.text, chosen.task) == (MessageKind.TEXT, "满意", "17-0")


def test_two_events_of_one_second_are_two() -> None:
    asked = [MP.event("o-1", "CLICK", key, now=NOW) for key in ("menu-1", "menu-2")]
    asked += [MP.event("o-1", "SCAN", "menu-1", now=NOW), MP.event("o-2", "SCAN", "menu-1", now=NOW)]
    assert len({read(each).message_key for each in asked}) == 4


def test_a_repeated_event_has_the_same_key() -> None:
    first, second = (MP.event("o-1", "CLICK", "menu-1", now=NOW) for _ in range(2))
    assert first.path_query != second.path_query
    assert read(first).message_key == read(second).message_key == "o-1:1795397400:CLICK:menu-1"


def test_a_very_long_key_is_kept_short_and_still_its_own() -> None:
    keys = {read(MP.event("o-1", "SCAN", "x" * 1000 + end, now=NOW)).message_key for end in "12"}
    assert [len(key) for key in keys] == [64, 64]


@pytest.mark.parametrize("created", ["", "yesterday", "-5", "99999999999999999999", "１２３"])
def test_a_message_of_no_readable_time_was_sent_now(created: str) -> None:
    asked = MP_PLAIN.deliver("o-1", {"CreateTime": created, "MsgType": "text", "MsgId": 5}, now=NOW)
    assert read(asked, official_account(key="")).sent_at == NOW


@pytest.mark.parametrize("openid", ["", "o" * 129])
def test_a_message_from_nobody_is_refused(openid: str) -> None:
    asked = MP.text(openid, "路灯坏了", now=NOW)
    assert refusal(lambda: official_account().open(asked.query, asked.body, NOW)) == (400, "body")


def test_the_address_check_gives_the_platform_its_words_back() -> None:
    for platform, channel in ((MP, official_account()), (MP_PLAIN, official_account(key=""))):
        answer = channel.check_url(platform.check_url("5838479218127813673", now=NOW).query, NOW)
        assert (answer.body, answer.content_type) == (b"5838479218127813673", "text/plain")


def test_the_address_check_of_wecom_shows_what_was_decrypted() -> None:
    answer = wecom_app().check_url(WECOM.check_url("1288432023552776189", now=NOW).query, NOW)
    assert (answer.body, answer.content_type) == (b"1288432023552776189", "text/plain")
    stranger = wecom_app(TENCENT_RECEIVER)
    assert refusal(lambda: stranger.check_url(WECOM.check_url(now=NOW).query, NOW)) == (403, "receiver")


def test_a_plus_that_arrived_as_a_space_is_read_as_a_plus() -> None:
    checks = (WECOM.check_url(f"echo {number}", now=NOW).query for number in range(100))
    query = next(query for query in checks if "+" in query["echostr"])
    spaced = {**query, "echostr": query["echostr"].replace("+", " ")}
    assert wecom_app().check_url(spaced, NOW) == wecom_app().check_url(query, NOW)


def test_an_address_check_without_words_is_refused() -> None:
    query = {name: value for name, value in MP.check_url(now=NOW).query.items() if name != "echostr"}
    assert refusal(lambda: official_account().check_url(query, NOW)) == (400, "body")
    assert refusal(lambda: wecom_app().check_url({}, NOW)) == (400, "body")
