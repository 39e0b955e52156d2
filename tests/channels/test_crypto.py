"""The envelope against Tencent's own vectors and two implementations that are no relations of ours."""

import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto
from werobot.crypto import PrpCrypto as WeRobotCrypto

from bot.channels.base import CallbackRefused
from bot.channels.crypto import Envelope, sign
from tests.channels.samples import NOW, TENCENT_KEY, TENCENT_RECEIVER, TENCENT_TOKEN, refusal
from tests.platforms.official_account import AES_KEY

TENCENT = Envelope(TENCENT_TOKEN, TENCENT_KEY, TENCENT_RECEIVER)
ECHO = "fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA=="
POSTED = (
    "Kl7kjoSf6DMD1zh7rtrHjFaDapSCkaOnwu3bqLc5tAybhhMl9pFeK8NslNPVdMwmBQTNoW4mY7AIjeLvEl3NyeTkAgGzBhzTtRLNshw2AEew+kkYcD"
    "+Fq72Kt00fT0WnN87hGrW8SqGc+NcT3mu87Ha3dz1pSDi6GaUA6A0sqfde0VJPQbZ9U+3JWcoD4Z5jaU0y9GSh010wsHF8KZD24YhmZH4ch4Ka7ilEb"
    "jbfvhKkNL65HHL0J6EYJIZUC2pFrdkJ7MhmEbU2qARR4iQHE7wy24qy0cRX3Mfp6iELcDNfSsPGjUQVDGxQDCWjayJOpcwocugux082f49HKYg84EpH"
    "SGXAyh+/oxwaWbvL6aSDPOYuPDGOCI8jmnKiypE+"
)
AES = base64.b64decode(AES_KEY + "=")
PEERS = [pytest.param(PrpCrypto(AES), id="wechatpy"), pytest.param(WeRobotCrypto(AES), id="WeRoBot")]
LENGTHS = [*range(34), 63, 64, 65, 500, 1000, 2047, 2048, 4999, 5000]


def opinion(length: int) -> str:
    return ("幸福路东段路灯坏了，晚上老人出门看不清路。" * (length // 20 + 1))[:length]


def test_tencents_own_address_check_is_read() -> None:
    TENCENT.verify("012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb", "1476416373", "47744683", ECHO)
    assert TENCENT.decrypt(ECHO) == b"1288432023552776189"


def test_tencents_own_message_is_read() -> None:
    TENCENT.verify("0c3914025cb4b4d68103f6bfc8db550f79dcf48e", "1476422779", "1597212914", POSTED)
    message = TENCENT.decrypt(POSTED).decode()
    assert "<FromUserName>ChenJiaShun</FromUserName>" in message
    assert "<Content>你好</Content>" in message


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("receiver", ["wx0123456789abcdef", "ww1436e0e65a779aee", ""])
def test_letters_of_any_length_pass_both_ways(peer: PrpCrypto, receiver: str) -> None:
    envelope = Envelope("token", AES_KEY, receiver)
    for length in LENGTHS:
        text = opinion(length)
        read = peer.decrypt(envelope.encrypt(text, os.urandom(16)), receiver)
        assert (read if isinstance(read, str) else read.decode()) == text
        assert envelope.decrypt(peer.encrypt(text, receiver).decode()).decode() == text


@given(st.text(max_size=400), st.binary(min_size=16, max_size=16), st.text(max_size=30))
def test_what_is_sealed_is_read_again(text: str, random16: bytes, receiver: str) -> None:
    encodable = text.encode("utf-8", "ignore").decode()
    envelope = Envelope("token", AES_KEY, receiver.encode("utf-8", "ignore").decode())
    assert envelope.decrypt(envelope.encrypt(encodable, random16)).decode() == encodable


@given(st.data())
def test_a_tampered_letter_is_refused_or_read_never_a_crash(data: st.DataObject) -> None:
    envelope = Envelope("token", AES_KEY, "wx1")
    letter = bytearray(base64.b64decode(envelope.encrypt(opinion(40), b"r" * 16)))
    for _ in range(data.draw(st.integers(1, 4))):
        letter[data.draw(st.integers(0, len(letter) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(letter)))
    for changed in (letter, letter[:cut]):
        try:
            envelope.decrypt(base64.b64encode(changed).decode())
        except CallbackRefused as refused:
            assert (refused.status, refused.reason) in {(400, "ciphertext"), (403, "receiver")}


@given(st.text(max_size=200))
def test_words_that_are_no_letter_at_all_are_refused(text: str) -> None:
    assert refusal(lambda: Envelope("token", AES_KEY, None).decrypt(text)) == (400, "ciphertext")


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        (b"r" * 16 + b"\x00\x00\x00\x02" + b"okwx1" + b"\x07" * 7, b"ok"),
        (b"r" * 16 + b"\x00\x00\x00\x02" + b"okwx1" + b"\x06" + b"\x07" * 6, (400, "ciphertext")),  # uneven padding
        (b"r" * 16 + b"\x00\x00\x00\x02" + b"okwx1" + b"\x00" * 7, (400, "ciphertext")),  # padding of nothing
        (b"r" * 16 + b"\x00\x00\x00\x02" + b"okwx1" + b"\x21" * 7, (400, "ciphertext")),  # more than a block
        (b"r" * 16 + b"\x00\x00\x00\x06" + b"okwx1" + b"\x07" * 7, (400, "ciphertext")),  # longer than the letter
        (b"r" * 16 + b"\xff\xff\xff\xff" + b"okwx1" + b"\x07" * 7, (400, "ciphertext")),
        (b"\x20" * 32, (400, "ciphertext")),  # padding and nothing else
        (b"r" * 16 + b"\x00\x00\x00\x02" + b"okwx2" + b"\x07" * 7, (403, "receiver")),
        (b"r" * 16 + b"\x00\x00\x00\x02" + b"ok" + b"\x0a" * 10, (403, "receiver")),  # names nobody
        (b"", (400, "ciphertext")),
        (b"r" * 15, (400, "ciphertext")),
    ],
)
def test_padding_length_and_receiver_are_all_looked_at(plain: bytes, expected: object) -> None:
    encryptor = PrpCrypto(AES).cipher.cipher.encryptor()
    letter = base64.b64encode(encryptor.update(plain.ljust(-len(plain) % 16 + len(plain), b"\x07"))).decode()
    if len(plain) % 16:
        letter = base64.b64encode(plain).decode()
    envelope = Envelope("token", AES_KEY, "wx1")
    assert (refusal(lambda: envelope.decrypt(letter)) or envelope.decrypt(letter)) == expected


def test_a_letter_to_nobody_is_taken_only_by_who_expects_it_or_takes_all() -> None:
    named, unnamed = (Envelope("t", AES_KEY, name).encrypt("好", b"r" * 16) for name in ("wx1", ""))
    assert refusal(lambda: Envelope("t", AES_KEY, "").decrypt(named)) == (403, "receiver")
    assert Envelope("t", AES_KEY, "").decrypt(unnamed).decode() == "好"
    assert {Envelope("t", AES_KEY, None).decrypt(letter).decode() for letter in (named, unnamed)} == {"好"}


@pytest.mark.parametrize("signature", ["", "0" * 40, "签名", "\ud800", sign("token", "1", "2", "c").upper()])
def test_a_wrong_signature_is_refused_whatever_it_is_made_of(signature: str) -> None:
    envelope = Envelope("token", AES_KEY, None)
    assert refusal(lambda: envelope.verify(signature, "1", "2", "c")) == (403, "signature")


@pytest.mark.parametrize("key", ["", "short", AES_KEY + "a", AES_KEY[:-1] + "-", "钥" * 43])
def test_a_key_that_is_none_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ValueError, match="EncodingAESKey") as caught:
        Envelope("token", key, None)
    assert not key or key not in str(caught.value)


def test_an_account_without_a_token_is_refused() -> None:
    with pytest.raises(ValueError, match="token"):
        Envelope("", AES_KEY, None)


def test_every_last_letter_of_a_key_is_read_as_the_peers_read_it() -> None:
    """Two bits of the last letter are unused; a strict decoder refuses three keys of four."""
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789":
        key = AES_KEY[:-1] + letter
        peer = PrpCrypto(base64.b64decode(key + "="))
        assert peer.decrypt(Envelope("t", key, "wx1").encrypt("好", b"r" * 16), "wx1") == "好"


def test_the_window_of_time_is_the_same_both_ways() -> None:
    envelope = Envelope("token", AES_KEY, None)
    sealed = envelope.encrypt("好", b"r" * 16)

    def tried(offset: int, window: int) -> tuple[int, str] | None:
        timestamp = str(int(NOW.timestamp()) + offset)
        query = {"timestamp": timestamp, "nonce": "1", "msg_signature": envelope.sign(timestamp, "1", sealed)}
        return refusal(lambda: envelope.unseal(query, sealed, NOW, window))

    assert [tried(offset, 10) for offset in (-600, 0, 600)] == [None, None, None]
    assert [tried(offset, 10) for offset in (-601, 601)] == [(403, "timestamp")] * 2
    assert tried(-1_000_000, 0) is None


@pytest.mark.parametrize("timestamp", ["", "now", "1.5", "-1", "١٢٣", "9" * 5000])
def test_a_signed_time_that_is_none_is_refused(timestamp: str) -> None:
    envelope = Envelope("token", AES_KEY, None)
    query = {"timestamp": timestamp, "nonce": "1", "msg_signature": envelope.sign(timestamp, "1", "c")}
    assert refusal(lambda: envelope.unseal(query, "c", NOW, 10)) == (403, "timestamp")
