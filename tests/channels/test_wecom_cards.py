"""The WeCom app's way out: cards and what changes them, one person's failures, repeats, files, the menu."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Attachment, Button, Form, MessageKind, Outbound
from bot.channels.capabilities import CAPABILITIES
from bot.channels.forms import fit
from bot.channels.menus import MenuWord
from bot.channels.wecom_app import WecomApp
from bot.channels.wecom_cards import template_card
from tests.channels.accounts import WECOM, wecom_app
from tests.channels.calling import Line, message, outcome, wecom_line
from tests.channels.samples import NOW
from tests.platforms.faults import CUT_AFTER_TAKING, error_code
from tests.platforms.wecom import WecomPlatform
from tests.platforms.wecom_cards import trouble_of

CAN = CAPABILITIES["wecom_app"]
ACCEPT, RETURN = Button("签收", "签收 2026-0012"), Button("申退", "申退 2026-0012")
FACTS = (("编号", "2026-0012"), ("单位", "城市管理局"), ("期限", "2026-12-08"))
SLIP = Outbound(
    "out-7-6923a1b2",
    "wangqiang",
    "【转办单】2026-0012《西关村涵洞塌陷》\n昨夜大雨后塌了半边。",
    buttons=(ACCEPT, RETURN),
    facts=FACTS,
)


def app(line: Line) -> WecomApp:
    assert isinstance(line.channel, WecomApp)
    return line.channel


async def test_a_message_with_buttons_is_a_card() -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        receipt = await line.channel.send(SLIP)
    assert receipt.ticket.startswith("RC-")
    assert platform.sent[0].payload["template_card"] == {
        "card_type": "button_interaction",
        "task_id": "out-7-6923a1b2",
        "main_title": {"title": "【转办单】2026-0012《西关村涵洞塌陷》"},
        "sub_title_text": "昨夜大雨后塌了半边。",
        "horizontal_content_list": [
            {"keyname": "编号", "value": "2026-0012"},
            {"keyname": "单位", "value": "城市管理局"},
            {"keyname": "期限", "value": "2026-12-08"},
        ],
        "button_list": [
            {"text": "签收", "style": 1, "key": "签收 2026-0012"},
            {"text": "申退", "style": 2, "key": "申退 2026-0012"},
        ],
    }


WORDS = st.text(alphabet="西关村涵洞塌陷a1 。\n《》", max_size=400)
BUTTONS = st.lists(
    st.builds(Button, st.text("签收申退交办", min_size=1, max_size=14), WORDS.filter(str.strip)), max_size=9
)


@given(text=WORDS.filter(str.strip), buttons=BUTTONS, facts=st.lists(st.tuples(WORDS, WORDS), max_size=8))
def test_no_card_breaks_a_limit_and_nothing_is_lost(
    text: str, buttons: list[Button], facts: list[tuple[str, str]]
) -> None:
    whole = Outbound("out-1-a", "zhaomin", text, buttons=tuple(buttons), facts=tuple(facts))
    parts = fit(whole, CAN)
    for part in parts:
        if part.buttons:
            card = template_card(part)
            assert trouble_of(card) == 0, card
        assert 0 < len(part.text.encode()) <= 2048
    shown = [button for part in parts for button in part.buttons]
    said = "".join(part.text for part in parts)
    assert all(button in shown or button.command in said for button in buttons)
    last = parts[-1]
    if last.buttons and len(parts) == 1:
        card = template_card(last)
        title = card["main_title"]
        assert isinstance(title, dict)
        below = str(card.get("sub_title_text", ""))
        first, _, rest = last.text.strip().partition("\n")
        assert (title["title"], below) == (first, rest.strip()) or below == last.text.strip()


async def test_a_card_that_the_platform_will_not_have_becomes_words() -> None:
    platform = WecomPlatform()
    platform.faults.once(error_code(42014))
    async with wecom_line(platform) as line:
        assert (await line.channel.send(SLIP)).ticket == ""
    assert platform.texts_to("wangqiang") == [f"{SLIP.text}\n可发：签收 2026-0012｜申退 2026-0012"]


async def test_a_code_changes_a_card_once_and_for_three_days() -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        first = await line.channel.send(SLIP)
        second = await line.channel.send(replace(SLIP, key="out-8-6923a1b2"))
        change = Outbound("out-9-1", "wangqiang", "已签收", purpose="card", ticket=first.ticket)
        assert await outcome(line.channel.send(change)) is None
        assert [card.label for card in platform.deck.cards] == ["已签收", ""]
        assert await outcome(line.channel.send(replace(change, text="已申退"))) is None
        assert platform.deck.cards[0].label == "已签收"
        platform.pass_time(hours=72)
        assert await outcome(line.channel.send(replace(change, ticket=second.ticket))) is None
        assert platform.deck.cards[1].label == ""
    assert platform.calls.count("/cgi-bin/message/update_template_card") == 3


async def test_a_change_waits_for_a_platform_that_is_down() -> None:
    platform = WecomPlatform()
    platform.faults.once(error_code(-1), CUT_AFTER_TAKING)
    async with wecom_line(platform) as line:
        change = Outbound("out-9-1", "wangqiang", "已签收", purpose="card", ticket="RC-0")
        assert await outcome(line.channel.send(change)) == ("RefusedForNow", "-1")
        assert await outcome(line.channel.send(change)) == ("OutcomeUnknown", "cut")


@pytest.mark.parametrize("buttons", [(), (ACCEPT,)])
async def test_one_receiver_who_is_gone_or_has_no_licence_is_no_success(buttons: tuple[Button, ...]) -> None:
    """Each call is to one person: those beside them are other calls."""
    platform = WecomPlatform()
    platform.invalid_users, platform.unlicensed_users = {"ZhangSan"}, {"LiSi"}
    async with wecom_line(platform) as line:
        for place, account in enumerate(("ZhangSan", "LiSi", "wangqiang")):
            sent = Outbound(f"out-{place}-a", account, "新件", buttons=buttons)
            expected = {"ZhangSan": ("Unreachable", "invaliduser"), "LiSi": ("Unreachable", "unlicenseduser")}
            assert await outcome(line.channel.send(sent)) == expected.get(account)
    assert [sent.to for sent in platform.sent] == ["wangqiang"]


NUMBERED = "【催办】2026-0012《西关村涵洞塌陷》请抓紧办理。"


@pytest.mark.parametrize(
    ("purpose", "text", "times"),
    [
        ("notice", NUMBERED, 1),
        ("reminder", NUMBERED, 1),
        ("list", NUMBERED, 1),
        ("reply", NUMBERED, 1),
        ("answer", NUMBERED, 2),
        ("question", NUMBERED, 2),
        ("notice", "有一位选民想和您说话。", 2),
    ],
)
async def test_repeats_of_what_names_a_case_are_checked_and_answers_never(purpose: str, text: str, times: int) -> None:
    """A second try whose first had arrived is swallowed; two equal answers, or two voters who call, are both told."""
    platform = WecomPlatform()
    sent = replace(message("wangqiang", text), purpose=purpose)
    platform.faults.once(CUT_AFTER_TAKING)
    async with wecom_line(platform) as line:
        assert await outcome(line.channel.send(sent)) == ("OutcomeUnknown", "cut")
        assert await outcome(line.channel.send(sent)) is None
        assert platform.texts_to("wangqiang") == [text] * times
        await line.channel.send(replace(sent, text=text.replace("0012", "0013")))
        platform.pass_time(minutes=3)
        await line.channel.send(sent)
    assert len(platform.texts_to("wangqiang")) == times + 2


async def test_marks_are_shown_where_there_are_no_buttons() -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        await line.channel.send(replace(message("zhaomin", "**本周** 3 件"), form=Form.MARKDOWN))
        card = replace(SLIP, text="**本周**\n> 3 件", form=Form.MARKDOWN)
        await line.channel.send(card)
    assert platform.sent[0].payload["markdown"] == {"content": "**本周** 3 件"}
    assert platform.texts_to("wangqiang")[0].startswith("本周\n3 件")


async def test_beyond_a_members_limit_the_platform_drops_in_silence() -> None:
    """Why our own limiter stays below it: nothing in the answer tells."""
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        for number in range(31):
            assert await outcome(line.channel.send(message("zhaomin", f"第{number}条"))) is None
    assert (len(platform.sent), len(platform.dropped)) == (30, 1)
    most = {allowance.seconds: allowance.most for allowance in line.channel.allowances(message("zhaomin"))}
    assert most[60] < 30
    assert most[3600] < 1000


async def test_an_address_that_is_not_trusted_holds_everything_until_an_operator_acts() -> None:
    platform = WecomPlatform()
    platform.is_trusted = False
    async with wecom_line(platform) as line:
        assert await outcome(line.channel.send(SLIP)) == ("RefusedForNow", "60020")
        platform.is_trusted = True
        assert await outcome(line.channel.send(SLIP)) is None


PHOTO = Attachment(MessageKind.PHOTO, '路灯 "坏".jpg', "image/jpeg", b"\xff\xd8\xff\xe0photo")


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (PHOTO, "image"),
        (Attachment(MessageKind.VOICE, "a.amr", "audio/amr", b"#!AMR\n12345"), "voice"),
        (Attachment(MessageKind.VOICE, "a.mp3", "audio/mpeg", b"ID3-12345"), "file"),
        (Attachment(MessageKind.PHOTO, "a.gif", "image/gif", b"GIF89a-12345"), "file"),
        (Attachment(MessageKind.VIDEO, "a.mp4", "video/mp4", b"ftypisom-12345"), "video"),
        (Attachment(MessageKind.FILE, "答复函.pdf", "application/pdf", b"%PDF-12345"), "file"),
    ],
)
async def test_a_file_goes_as_what_the_platform_can_show(file: Attachment, kind: str) -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        await line.channel.send(replace(message("zhaomin", ""), media=(file,)))
    payload = platform.sent[0].payload
    assert payload["msgtype"] == kind
    (kept,) = platform.media.values()
    assert (kept.kind, kept.content) == (kind, file.content)
    assert kept.name == file.name.replace('"', "_")


async def test_a_picture_for_ten_people_is_put_there_once_and_again_after_three_days() -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        for number in range(10):
            await line.channel.send(replace(message(f"u{number}", ""), media=(PHOTO,)))
        assert platform.calls.count("/cgi-bin/media/upload") == 1
        line.clock.seconds += 3 * 86_400
        platform.pass_time(days=3)
        await line.channel.send(replace(message("u1", ""), media=(PHOTO,)))
    assert platform.calls.count("/cgi-bin/media/upload") == 2
    assert len(platform.sent) == 11


async def test_an_id_that_the_platform_has_forgotten_is_made_anew() -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        await line.channel.send(replace(message("u1", ""), media=(PHOTO,)))
        platform.media.clear()
        await line.channel.send(replace(message("u2", ""), media=(PHOTO,)))
    assert [sent.to for sent in platform.sent] == ["u1", "u2"]


async def test_a_file_that_could_not_be_put_there_is_tried_again_later() -> None:
    platform = WecomPlatform()
    platform.faults.once(CUT_AFTER_TAKING)
    async with wecom_line(platform) as line:
        sent = replace(message("u1", ""), media=(PHOTO,))
        assert await outcome(line.channel.send(sent)) == ("RefusedForNow", "cut")
        assert await outcome(line.channel.send(sent)) is None


async def test_the_apps_menu_is_what_people_type() -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        await app(line).put_menu([MenuWord(word, word) for word in ("待办", "今天", "帮助")])
    assert platform.menu is not None
    assert [(one["type"], one["name"], one["key"]) for one in platform.menu["button"]] == [
        ("click", word, word) for word in ("待办", "今天", "帮助")
    ]


@pytest.mark.parametrize("event", ["template_card_event", "template_card_menu_event"])
async def test_a_press_is_read_as_what_was_pressed_on_which_card(event: str) -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        await line.channel.send(SLIP)
    (card,) = platform.deck.cards
    pressed = WECOM.press("WangQiang", "签收", card, now=NOW, event=event)
    delivery = wecom_app().open(pressed.query, pressed.body, NOW)
    heard = delivery.inbound
    assert heard is not None
    assert (heard.event, heard.task, heard.choice) == ("card", "out-7-6923a1b2", "签收 2026-0012")
    assert heard.ticket.startswith("RC-")
    assert heard.message_key == f"WangQiang:{int(NOW.timestamp())}:out-7-6923a1b2:签收 2026-0012"
    assert wecom_app().answer(delivery, "这句话不能在这里说", NOW).body == b""
