"""Callbacks of the 公众号 and the 企业微信 app, sealed and read by Tencent's own code (npm @wecom/crypto)."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.crypto import Envelope
from tests.journeys.people import Via
from tests.journeys.story import telling
from tests.peers.tencent import TencentSealer, tencents_crypto
from tests.platforms.official_account import AES_KEY

LENGTHS = [*range(1, 34), 63, 64, 65, 2047, 2048, 5000]


@pytest.fixture
def tencent() -> Iterator["subprocess.Popen[str]"]:
    with tencents_crypto() as process:
        yield process


@pytest.mark.parametrize("receiver", ["wx0123456789abcdef", "ww1436e0e65a779aee", ""])
def test_letters_of_any_length_pass_both_ways(tencent: "subprocess.Popen[str]", receiver: str) -> None:
    ours, theirs = Envelope("token", AES_KEY, receiver), TencentSealer(tencent, "token", AES_KEY, receiver)
    for length in LENGTHS:
        text = ("幸福路东段路灯坏了🙏" * (length // 10 + 1))[:length]
        assert ours.decrypt(theirs.seal(text)).decode() == text
        sealed = ours.encrypt(text, b"0123456789abcdef")
        assert theirs.unseal(sealed) == text
        assert theirs.signature("1", "2", sealed) == ours.sign("1", "2", sealed)


async def test_a_voter_and_a_clerk_speak_through_tencents_own_envelope(
    tencent: "subprocess.Popen[str]", sqlite_url: str, tmp_path: Path
) -> None:
    async with telling(tmp_path, sqlite_url) as story:
        account, wecom = story.platforms.official_account, story.platforms.wecom
        account.sealer = TencentSealer(tencent, account.token, account.aes_key, account.app_id)
        wecom.sealer = TencentSealer(tencent, wecom.token, wecom.aes_key, wecom.corp_id)
        zhang, zhaomin = story.voter("oZhang"), story.wecom("zhaomin")
        number = (await zhang.says("西关村村口的路灯坏了半个月🙏").hears("收到了，编号", via=Via.PASSIVE)).number
        await zhaomin.says(f"交办 {number} 城管局").hears(f"已转{number}", via=Via.PASSIVE)
        checked = await story.caller.bring(wecom.check_url("5838479218127813673", now=story.clock.now()))
        assert (checked.status, checked.body) == (200, b"5838479218127813673")
