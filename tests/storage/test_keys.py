"""The ring of keys: what it seals opens only with it, for the same use, and unchanged."""

import base64
import os
import stat
from collections import deque
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import KEY_BYTES, NONCE_BYTES, KeyFault, Keyring, KeyringError

OLD = ("k1", b"o" * 32)
NEW = ("k2", b"n" * 32)
RING = Keyring([OLD])


def line(key_id: str, key: bytes) -> str:
    return f"{key_id}:{base64.b64encode(key).decode()}\n"


def key_file(folder: Path, content: str, mode: int = 0o600) -> Path:
    path = folder / "liaison.key"
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)
    return path


def fault_of(path: Path) -> KeyFault:
    with pytest.raises(KeyringError) as refused:
        Keyring.load_or_create(path)
    assert str(path) in str(refused.value)
    return refused.value.fault


@given(st.binary(max_size=300), st.text(max_size=20))
def test_what_was_sealed_opens_again(plain: bytes, context: str) -> None:
    assert RING.open(RING.seal(plain, context), context) == plain


@given(st.binary(max_size=60), st.data())
def test_any_changed_byte_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = RING.seal(plain, "account")
    place = data.draw(st.integers(0, len(sealed) - 1))
    changed = bytes([sealed[place] ^ data.draw(st.integers(1, 255))])
    with pytest.raises(KeyringError):
        RING.open(sealed[:place] + changed + sealed[place + 1 :], "account")


@given(st.binary(max_size=60), st.data())
def test_a_cut_item_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = RING.seal(plain, "account")
    with pytest.raises(KeyringError):
        RING.open(sealed[: data.draw(st.integers(0, len(sealed) - 1))], "account")


@given(st.binary(max_size=200))
def test_what_nobody_sealed_does_not_open(noise: bytes) -> None:
    with pytest.raises(KeyringError):
        RING.open(noise, "account")


@given(st.text(max_size=10), st.text(max_size=10))
def test_an_item_opens_only_for_the_use_it_was_sealed_for(context: str, other: str) -> None:
    sealed = RING.seal(b"oLM01", context)
    if context != other:
        with pytest.raises(KeyringError):
            RING.open(sealed, other)


def test_the_same_item_never_looks_the_same_twice() -> None:
    assert RING.seal(b"oLM01", "account") != RING.seal(b"oLM01", "account")


def test_an_error_shows_nothing_of_what_was_sealed() -> None:
    sealed = Keyring([NEW]).seal(b"oLM01-canary", "account")
    with pytest.raises(KeyringError) as refused:
        RING.open(sealed, "account")
    assert refused.value.fault is KeyFault.UNKNOWN_KEY
    assert "canary" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_after_a_rotation_old_items_open_and_new_ones_need_the_new_key() -> None:
    rotated = Keyring([NEW, OLD])
    assert rotated.open(RING.seal(b"oLM01", "account"), "account") == b"oLM01"
    with pytest.raises(KeyringError):
        RING.open(rotated.seal(b"oLM01", "account"), "account")


def test_index_and_mac_stay_the_same_after_a_rotation() -> None:
    rotated = Keyring([NEW, OLD])
    assert rotated.index("wecom", "limei") == RING.index("wecom", "limei")
    assert rotated.mac(b"row") == RING.mac(b"row")


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_two_accounts_share_an_index_only_if_they_are_one(space: str, name: str, space2: str, name2: str) -> None:
    is_same = RING.index(space, name) == RING.index(space2, name2)
    assert is_same == ((space, name) == (space2, name2))


def test_index_and_mac_have_keys_of_their_own() -> None:
    assert RING.index("", "row") != RING.mac(b"row") != RING.mac(b"0::row")
    assert RING.index("", "row") != RING.mac(b"0::row")


def test_a_missing_key_file_is_made_with_its_folder_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "liaison.key"
    made = Keyring.load_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["liaison.key"]
    assert Keyring.load_or_create(path).open(made.seal(b"oLM01", "account"), "account") == b"oLM01"


def test_many_who_come_at_once_get_one_and_the_same_key(tmp_path: Path) -> None:
    rings: list[Keyring] = []
    threads = [Thread(target=lambda: rings.append(Keyring.load_or_create(tmp_path / "liaison.key"))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({ring.index("wecom", "limei") for ring in rings}) == 1


def test_the_first_line_seals_and_the_others_only_open(tmp_path: Path) -> None:
    path = key_file(tmp_path, "# rotated\n" + line(*NEW) + "\n" + line(*OLD))
    ring = Keyring.load_or_create(path)
    assert Keyring([NEW]).open(ring.seal(b"oLM01", "account"), "account") == b"oLM01"
    assert ring.open(RING.seal(b"oLM01", "account"), "account") == b"oLM01"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    assert fault_of(key_file(tmp_path, line(*OLD), mode)) is KeyFault.WRONG_MODE


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# nothing but a remark\n",
        "not a key",
        "k1:AAAA",  # too short
        line(*OLD) + line("k1", b"n" * 32),  # one id twice
        line(*OLD) + line("k2", OLD[1]),  # one key twice
        line(*OLD) + "rubbish\n",
        "密钥\n",
    ],
)
def test_a_file_that_holds_no_good_keys_is_refused(tmp_path: Path, content: str) -> None:
    assert fault_of(key_file(tmp_path, content)) is KeyFault.MALFORMED


def test_a_folder_in_the_key_files_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "liaison.key").mkdir(mode=0o700)
    assert fault_of(tmp_path / "liaison.key") is KeyFault.UNREADABLE


def test_a_key_file_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    assert fault_of(tmp_path / "var" / "liaison.key") is KeyFault.UNREADABLE


def test_randomness_comes_from_outside(tmp_path: Path) -> None:
    asked: list[int] = []

    def random_bytes(count: int) -> bytes:
        asked.append(count)
        return os.urandom(count)

    Keyring.load_or_create(tmp_path / "liaison.key", random_bytes).seal(b"oLM01", "account")
    assert asked[0] == KEY_BYTES
    assert all(count % NONCE_BYTES == 0 for count in asked[1:])


def test_no_two_items_share_a_nonce_whichever_thread_seals_them() -> None:
    ring, sealed = Keyring([OLD]), deque[bytes]()

    def seal_many() -> None:
        for _ in range(1000):
            sealed.append(ring.seal(b"oLM01", "account"))

    threads = [Thread(target=seal_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    front = 1 + len("k1")
    assert len({item[front : front + NONCE_BYTES] for item in sealed}) == len(sealed) == 4000
