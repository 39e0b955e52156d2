"""Who is refused at the door, and for what: the first check that fails answers, in the same order on every channel."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import CallbackChannel
from tests.channels.accounts import AIBOT, MP, MP_PLAIN, WECOM, official_account, wecom_aibot, wecom_app
from tests.channels.samples import NOW, refusal
from tests.platforms.callback_request import CallbackRequest
from tests.platforms.official_account import AES_KEY, TOKEN, Mode, OfficialAccountPlatform
from tests.platforms.wechat_xml import Sealer, write_xml

Spoilt = Mapping[str, str | None]


@dataclass(frozen=True)
class Door:
    """A channel and a good delivery to it, of which a test spoils one thing after another."""

    channel: CallbackChannel
    good: CallbackRequest
    signature: str = "msg_signature"

    def tried(self, *, body: bytes | None = None, minutes: float = 0, query: Spoilt | None = None) -> object:
        asked = {**self.good.query, **(query or {})}
        kept = {name: value for name, value in asked.items() if value is not None}
        sent = self.good.body if body is None else body
        return refusal(lambda: self.channel.open(kept, sent, NOW + timedelta(minutes=minutes)))


DOORS = {
    "公众号 安全": Door(official_account(), MP.text("o-1", "路灯坏了", now=NOW)),
    "公众号 明文": Door(official_account(key=""), MP_PLAIN.text("o-1", "路灯坏了", now=NOW), "signature"),
    "企业微信": Door(wecom_app(), WECOM.text("zhangsan", "路灯坏了", now=NOW)),
    "智能机器人": Door(wecom_aibot(), AIBOT.text("zhangsan", "路灯坏了", now=NOW)),
}
every_door = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
sealed_doors = pytest.mark.parametrize("name", [name for name in DOORS if "明文" not in name])


@every_door
def test_a_good_delivery_is_taken(door: Door) -> None:
    assert door.tried() is None


@every_door
def test_the_first_failing_check_answers(door: Door) -> None:
    """Each row spoils one thing more than the next; the earliest in the contract's order is the one answered."""
    bad_signature: Spoilt = {door.signature: "0" * 40}
    assert door.tried(body=b"x" * (1024 * 1024 + 1), minutes=11, query=bad_signature) == (413, "size")
    assert door.tried(body=b"<xml", minutes=11, query=bad_signature) == (400, "body")
    assert door.tried(minutes=11, query=bad_signature) == (403, "signature")
    assert door.tried(minutes=11) == (403, "timestamp")
    assert door.tried(minutes=-11) == (403, "timestamp")
    assert door.tried(minutes=9) is None


@every_door
@pytest.mark.parametrize("missing", ["signature", "timestamp", "nonce"])
def test_a_delivery_without_what_is_signed_is_refused(door: Door, missing: str) -> None:
    name = door.signature if missing == "signature" else missing
    assert door.tried(query={name: None}) == (403, "signature")


@every_door
def test_a_changed_body_or_query_is_refused(door: Door) -> None:
    assert door.tried(query={"nonce": "1"}) == (403, "signature")
    assert door.tried(query={"timestamp": str(int(NOW.timestamp()) + 1)}) == (403, "signature")


@sealed_doors
def test_a_body_without_ciphertext_is_refused_before_its_signature_is_read(name: str) -> None:
    body = json.dumps({"msgtype": "text"}) if name == "智能机器人" else write_xml(FromUserName="o-1", Content="路灯")
    assert DOORS[name].tried(body=body.encode(), query={"msg_signature": "0"}) == (400, "body")
    empty = json.dumps({"encrypt": ""}) if name == "智能机器人" else write_xml(Encrypt="")
    assert DOORS[name].tried(body=empty.encode()) == (400, "body")


@sealed_doors
@pytest.mark.parametrize("ciphertext", ["A", "!!!!", "AAAA", "A" * 44, "路灯坏了"])
def test_a_signed_body_that_cannot_be_decrypted_is_refused(name: str, ciphertext: str) -> None:
    assert tried_signed(name, ciphertext) == (400, "ciphertext")


@sealed_doors
def test_a_letter_to_another_account_is_refused(name: str) -> None:
    assert tried_signed(name, Sealer(TOKEN, AES_KEY, "wx-of-others").seal("<xml/>")) == (403, "receiver")


@sealed_doors
@pytest.mark.parametrize(
    "plain",
    [
        "",
        "路灯坏了",
        "<xml>",
        "[]",
        "{",
        "<xml><ToUserName>gh_0123456789ab</ToUserName></xml>",
        "{}",
        '{"msgtype": 1, "from": []}',
    ],
)
def test_a_letter_that_holds_no_message_is_refused(name: str, plain: str) -> None:
    receiver = {"公众号 安全": MP.app_id, "企业微信": WECOM.corp_id, "智能机器人": ""}[name]
    assert tried_signed(name, Sealer(TOKEN, AES_KEY, receiver).seal(plain)) == (400, "body")


def tried_signed(name: str, ciphertext: str) -> object:
    """A body with this ciphertext and a signature that fits it."""
    door = DOORS[name]
    query = door.good.query
    signature = Sealer(TOKEN, AES_KEY, "").signature(query["timestamp"], query["nonce"], ciphertext)
    sealed = json.dumps({"encrypt": ciphertext}) if name == "智能机器人" else write_xml(Encrypt=ciphertext)
    return door.tried(body=sealed.encode(), query={"msg_signature": signature})


def test_with_a_key_the_plain_words_beside_the_ciphertext_are_not_read() -> None:
    compatible = OfficialAccountPlatform(mode=Mode.COMPATIBLE)
    asked = compatible.text("o-1", "路灯坏了", now=NOW)
    forged = asked.body.replace("路灯坏了".encode(), "我是别人".encode()).replace(b"o-1", b"o-9")
    inbound = official_account().open(asked.query, forged, NOW).inbound
    assert inbound is not None
    assert (inbound.account, inbound.text) == ("o-1", "路灯坏了")


def test_with_a_key_a_plaintext_delivery_is_refused_however_well_signed() -> None:
    plain = MP_PLAIN.text("o-1", "路灯坏了", now=NOW)
    assert refusal(lambda: official_account().open(plain.query, plain.body, NOW)) == (400, "body")


@pytest.mark.parametrize("key", ["", AES_KEY])
def test_a_message_of_another_official_account_is_refused(key: str) -> None:
    other = OfficialAccountPlatform(account_id="gh_other", mode=Mode.SAFE if key else Mode.PLAIN)
    asked = other.text("o-1", "路灯坏了", now=NOW)
    assert refusal(lambda: official_account(key=key).open(asked.query, asked.body, NOW)) == (403, "receiver")


def test_no_window_takes_a_delivery_of_any_age() -> None:
    asked = MP.text("o-1", "路灯坏了", now=NOW)
    much_later = NOW + timedelta(days=400)
    assert official_account(window=0).open(asked.query, asked.body, much_later).inbound is not None


@every_door
def test_the_same_delivery_is_taken_again(door: Door) -> None:
    """No nonce is refused: the platform repeats what was not answered in time."""
    assert [door.tried(), door.tried()] == [None, None]


TEXTS = st.text(max_size=60)
QUERIES: st.SearchStrategy[Mapping[str, str]] = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("signature", "msg_signature", "timestamp", "nonce", "echostr"), TEXTS)
)


@every_door
@given(query=QUERIES, body=st.binary(max_size=300))
def test_nothing_a_stranger_sends_does_more_than_be_refused(door: Door, query: Mapping[str, str], body: bytes) -> None:
    assert refusal(lambda: door.channel.open(query, body, NOW)) is not None
    assert refusal(lambda: door.channel.check_url(query, NOW)) is not None


@sealed_doors
@given(plain=st.text(max_size=200), wrap=st.booleans())
def test_nothing_a_signed_letter_holds_does_more_than_be_refused(name: str, plain: str, wrap: bool) -> None:
    encodable = plain.encode("utf-8", "replace").decode()
    receiver = {"公众号 安全": MP.app_id, "企业微信": WECOM.corp_id, "智能机器人": ""}[name]
    letter = write_xml(FromUserName="o-1", ToUserName=MP.account_id, MsgType=encodable, CreateTime=encodable)
    outcome = tried_signed(name, Sealer(TOKEN, AES_KEY, receiver).seal(letter if wrap else encodable))
    assert outcome in (None, (400, "body"), (403, "receiver"))


def test_a_delivery_of_the_largest_size_is_read() -> None:
    door = DOORS["公众号 明文"]
    padded = door.good.body.ljust(1024 * 1024)
    assert replace(door, good=replace(door.good, body=padded)).tried() is None
