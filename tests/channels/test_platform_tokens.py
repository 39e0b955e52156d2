"""The pass to a platform: asked for once by many, renewed before it ends, and never more often than is wise."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from bot.channels.base import RefusedForNow
from bot.channels.platform_client import PlatformClient
from bot.channels.platform_tokens import stable_token
from bot.channels.scene_codes import SceneCodes
from bot.channels.transport import Transport
from tests.channels.calling import (
    StandingClock,
    everything_said_of,
    message,
    official_account_line,
    outcome,
    wecom_line,
)
from tests.platforms.faults import BAD_GATEWAY, CUT_AFTER_TAKING, HANG, NOT_JSON, Fault, answer, error_code
from tests.platforms.official_account import OfficialAccountPlatform
from tests.platforms.wecom import WecomPlatform

SEND = "/cgi-bin/message/custom/send"
TOKEN = "/cgi-bin/stable_token"
CORP_TOKEN = "/cgi-bin/gettoken"


async def test_ten_who_need_a_token_at_once_ask_once() -> None:
    platform = OfficialAccountPlatform()
    async with official_account_line(platform) as line:
        tokens = await asyncio.gather(*(line.tokens.get() for _ in range(10)))
    assert set(tokens) == {platform.access_token}
    assert platform.calls == [TOKEN]


async def test_a_code_with_a_scene_is_fetched_although_its_answer_has_no_number() -> None:
    platform = OfficialAccountPlatform()
    async with platform.serve() as base, aiohttp.ClientSession() as session:
        transport = Transport(session, base)
        tokens = stable_token(transport, platform.app_id, platform.secret, StandingClock())
        codes = SceneCodes(PlatformClient(transport, tokens))
        first = await codes.permanent("ST01")
        platform.invalidate_token()
        second = await codes.temporary("bind-12345678", timedelta(days=400))
        platform.code_faults.always(error_code(45009))
        for fault, code in ((error_code(45009), "45009"), (answer("{}"), "not_json")):
            platform.code_faults.always(fault)
            with pytest.raises(RefusedForNow) as refused:
                await codes.permanent("ST02")
            assert refused.value.code == code
    assert [(code.scene, code.url, code.seconds) for code in platform.codes] == [
        ("ST01", first, None),
        ("bind-12345678", second, 2_592_000),
    ]


async def test_ten_who_find_the_token_stale_renew_it_once() -> None:
    platform = OfficialAccountPlatform()
    async with official_account_line(platform) as line:
        await line.channel.send(message())
        platform.invalidate_token()
        platform.calls.clear()
        await asyncio.gather(*(line.channel.send(message(f"o-{number}")) for number in range(10)))
    assert platform.calls.count(TOKEN) == 1
    assert len(platform.sent) == 11


async def test_who_gives_up_waiting_does_not_spoil_it_for_the_others() -> None:
    platform = OfficialAccountPlatform()
    async with official_account_line(platform) as line:
        hasty, patient = (asyncio.create_task(line.tokens.get()) for _ in range(2))
        await asyncio.sleep(0)
        hasty.cancel()
        assert await patient == platform.access_token
    assert hasty.cancelled()
    assert platform.calls == [TOKEN]


async def test_a_token_is_kept_until_five_minutes_before_its_end() -> None:
    platform = OfficialAccountPlatform()
    async with official_account_line(platform) as line:
        await line.tokens.get()
        line.clock.seconds += 7200 - 301
        await line.tokens.get()
        assert platform.calls == [TOKEN]
        line.clock.seconds += 2
        await line.tokens.get()
        assert platform.calls == [TOKEN, TOKEN]


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_token_ended_early_is_renewed_and_the_message_goes(code: int) -> None:
    platform = OfficialAccountPlatform()
    platform.faults.once(error_code(code))
    async with official_account_line(platform) as line:
        assert await outcome(line.channel.send(message())) is None
    assert platform.texts_to("o-1") == ["已登记。"]


async def test_a_renewal_is_forced_only_where_the_platform_gives_the_refused_token_again() -> None:
    platform = OfficialAccountPlatform()
    async with official_account_line(platform) as line:
        first = await line.tokens.get()
        platform.invalidate_token()
        second = await line.tokens.renew(first)
        assert platform.calls == [TOKEN] * 2  # the platform had another one already
        third = await line.tokens.renew(second)
        assert platform.calls == [TOKEN] * 4  # asked, given the same, asked by force
        assert await line.tokens.renew(second) == third
        assert platform.calls == [TOKEN] * 4  # somebody renewed it since
        await line.tokens.renew(third)
        assert platform.calls == [TOKEN] * 5  # no second force within thirty seconds
        line.clock.seconds += 31
        await line.tokens.renew(third)
        assert platform.calls == [TOKEN] * 7


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_token_refused_for_ever_costs_two_sends_a_message_and_loses_nothing(code: int) -> None:
    platform = OfficialAccountPlatform()
    platform.faults.always(error_code(code))
    async with official_account_line(platform) as line:
        for _ in range(3):
            assert await outcome(line.channel.send(message())) == ("RefusedForNow", str(code))
    assert platform.calls.count(SEND) == 6
    assert platform.calls.count(TOKEN) <= 5
    assert platform.sent == []


async def test_wecom_gives_a_new_token_where_the_old_one_was_ended() -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        await line.channel.send(message("zhangsan"))
        platform.invalidate_token()
        await line.channel.send(message("zhangsan"))
    assert platform.calls.count(CORP_TOKEN) == 2
    assert len(platform.sent) == 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (error_code(40164), "40164"),
        (error_code(40125), "40125"),
        (error_code(45009), "45009"),
        (error_code(40003), "40003"),  # a nonsense there, and still no reason to drop the message
        (BAD_GATEWAY, "http_502"),
        (NOT_JSON, "not_json"),
        (CUT_AFTER_TAKING, "cut"),
        (answer("[]"), "not_json"),
        (answer("{}"), "no_token"),
        (answer('{"access_token": 5, "expires_in": 7200}'), "no_token"),
        (answer('{"access_token": "", "expires_in": 7200}'), "no_token"),
    ],
)
async def test_without_a_token_the_message_waits_whatever_the_reason(fault: Fault, code: str) -> None:
    platform = OfficialAccountPlatform()
    platform.token_faults.always(fault)
    async with official_account_line(platform) as line:
        assert await outcome(line.channel.send(message())) == ("RefusedForNow", code)
        platform.token_faults.clear()
        line.clock.seconds += 1
        assert await outcome(line.channel.send(message())) is None
    assert len(platform.sent) == 1


async def test_a_token_that_never_comes_is_not_waited_for() -> None:
    platform = OfficialAccountPlatform()
    platform.token_faults.always(HANG)
    async with official_account_line(platform, seconds=0.2) as line:
        assert await outcome(line.channel.send(message())) == ("RefusedForNow", "timeout")


async def test_a_token_of_unknown_life_is_taken_for_the_usual() -> None:
    platform = OfficialAccountPlatform()
    platform.token_faults.once(answer('{"access_token": "pass-of-no-date"}'))
    async with official_account_line(platform) as line:
        assert await line.tokens.get() == "pass-of-no-date"
        line.clock.seconds += 6800
        assert await line.tokens.get() == "pass-of-no-date"


async def test_no_secret_shows_in_what_is_raised_or_printed() -> None:
    platform = OfficialAccountPlatform()
    for fault in (error_code(40125), BAD_GATEWAY, NOT_JSON, CUT_AFTER_TAKING):
        platform.token_faults.once(fault)
    shown: list[str] = []
    async with official_account_line(platform) as line:
        for _ in range(4):
            shown += await everything_said_of(line.tokens.get())
            line.clock.seconds += 60
        shown.append(repr(line.tokens) + repr(line.channel))
    async with aiohttp.ClientSession() as session:
        nowhere = stable_token(Transport(session, "http://127.0.0.1:9"), "wx1", platform.secret, StandingClock())
        shown += await everything_said_of(nowhere.get())
    assert len(shown) == 6
    assert not [words for words in shown if platform.secret in words or "127.0.0.1" in words]
