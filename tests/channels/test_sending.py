"""What goes out to people and groups, and what delivery is told when it does not."""

import asyncio

import aiohttp
import pytest

from bot.channels.aibot_socket import WecomAibotSocket
from bot.channels.base import Channel, NotNow, Outbound, OverLimit, Receipt, RefusedForNow
from bot.channels.memory import MemoryChannel
from bot.channels.official_account_out import OfficialAccount
from bot.channels.platform_client import PlatformClient
from bot.channels.platform_tokens import stable_token
from bot.channels.transport import Transport
from bot.channels.wecom_group import WecomGroup
from tests.channels.calling import (
    StandingClock,
    everything_said_of,
    group_line,
    message,
    official_account_line,
    outcome,
    wecom_line,
)
from tests.platforms.faults import (
    BAD_GATEWAY,
    CUT_AFTER_TAKING,
    CUT_BEFORE_READING,
    HANG,
    NOT_JSON,
    Fault,
    answer,
    error_code,
)
from tests.platforms.official_account import OfficialAccountPlatform
from tests.platforms.wecom import WecomPlatform


async def test_a_voter_gets_the_words_as_a_service_message() -> None:
    platform = OfficialAccountPlatform()
    async with official_account_line(platform) as line:
        await line.channel.send(message("o-1", "您的意见已登记 🙏"))
    expected = {"touser": "o-1", "msgtype": "text", "text": {"content": "您的意见已登记 🙏"}}
    assert [sent.payload for sent in platform.sent] == [expected]


async def test_an_officer_gets_the_words_through_the_app() -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        receipt = await line.channel.send(message("zhangsan", "新件待签收"))
    assert receipt.platform_id
    expected = {"touser": "zhangsan", "msgtype": "text", "agentid": 1000002, "text": {"content": "新件待签收"}}
    assert [sent.payload for sent in platform.sent] == [expected]


async def test_a_group_gets_the_words_through_its_webhook_and_its_people_are_called() -> None:
    platform = WecomPlatform()
    async with group_line(platform) as channel:
        await channel.send(message("key-1", "今日待办 3 件", mentions=("zhangsan", "lisi")))
    expected = {"content": "今日待办 3 件", "mentioned_list": ["zhangsan", "lisi"]}
    assert [(sent.to, sent.payload["text"]) for sent in platform.sent] == [("key-1", expected)]


FAILURES: dict[str, tuple[Fault, str, str]] = {
    "busy": (error_code(-1), "RefusedForNow", "-1"),
    "too many at once": (error_code(45033), "RefusedForNow", "45033"),
    "too many a minute": (error_code(45011), "RefusedForNow", "45011"),
    "quota": (error_code(45009), "RefusedForNow", "45009"),
    "address not listed": (error_code(40164), "RefusedForNow", "40164"),
    "address not trusted": (error_code(60020), "RefusedForNow", "60020"),
    "no permission": (error_code(48001), "RefusedForNow", "48001"),
    "unknown app": (error_code(40013), "RefusedForNow", "40013"),
    "window over": (error_code(45015), "NotNow", "45015"),
    "five used": (error_code(45047), "NotNow", "45047"),
    "not following": (error_code(43004), "Unreachable", "43004"),
    "blocked": (error_code(43019), "Unreachable", "43019"),
    "no such person": (error_code(40003), "Unreachable", "40003"),
    "no such user": (error_code(46004), "Unreachable", "46004"),
    "no such member": (error_code(60111), "Unreachable", "60111"),
    "out of range": (error_code(50002), "Unreachable", "50002"),
    "nobody valid": (error_code(81013), "Unreachable", "81013"),
    "no privilege": (error_code(301002), "Unreachable", "301002"),
    "too long": (error_code(45002), "TooLong", "45002"),
    "never heard of": (error_code(987654), "Rejected", "987654"),
    "a gateway in the way": (BAD_GATEWAY, "RefusedForNow", "http_502"),
    "JSON from a gateway": (answer('{"errcode": 0}', 503), "RefusedForNow", "http_503"),
    "a login page": (NOT_JSON, "RefusedForNow", "not_json"),
    "nothing": (answer(""), "RefusedForNow", "not_json"),
    "a list": (answer("[0]"), "RefusedForNow", "not_json"),
    "an object of others": (answer('{"status": "ok"}'), "RefusedForNow", "not_json"),
    "a word for a number": (answer('{"errcode": "0"}'), "RefusedForNow", "not_json"),
    "another place": (answer("", 302), "RefusedForNow", "not_json"),
    "cut before it was read": (CUT_BEFORE_READING, "OutcomeUnknown", "cut"),
    "cut after it was taken": (CUT_AFTER_TAKING, "OutcomeUnknown", "cut"),
}


@pytest.mark.parametrize(("fault", "kind", "code"), FAILURES.values(), ids=FAILURES)
async def test_delivery_is_told_what_to_do_next(fault: Fault, kind: str, code: str) -> None:
    platform = WecomPlatform()
    platform.faults.once(fault)
    async with wecom_line(platform) as line:
        assert await outcome(line.channel.send(message("zhangsan"))) == (kind, code)
        assert await outcome(line.channel.send(message("zhangsan"))) is None


@pytest.mark.parametrize(("fault", "kind", "code"), FAILURES.values(), ids=FAILURES)
async def test_a_group_fails_in_the_same_words(fault: Fault, kind: str, code: str) -> None:
    """But for the limit of one robot, which is no trouble of the others."""
    platform = WecomPlatform()
    platform.faults.once(fault)
    async with group_line(platform) as channel:
        expected = "OverLimit" if code == "45009" else kind
        assert await outcome(channel.send(message("key-1"))) == (expected, code)


async def test_a_robot_that_has_said_too_much_waits_longer_than_the_platforms_minute() -> None:
    platform = WecomPlatform()
    platform.faults.once(error_code(45009))
    async with group_line(platform) as channel:
        with pytest.raises(OverLimit) as caught:
            await channel.send(message("key-1"))
    assert caught.value.retry_after == 65


async def test_a_call_without_an_answer_is_of_unknown_outcome() -> None:
    platform = OfficialAccountPlatform()
    platform.faults.once(HANG)
    async with official_account_line(platform, seconds=0.2) as line:
        await line.tokens.get()
        assert await outcome(line.channel.send(message())) == ("OutcomeUnknown", "timeout")


async def test_an_answer_that_is_not_even_http_is_a_refusal() -> None:
    async def babble(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write("路灯坏了\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(babble, "127.0.0.1", 0) as server, aiohttp.ClientSession() as session:
        port = server.sockets[0].getsockname()[1]
        channel = WecomGroup(Transport(session, f"http://127.0.0.1:{port}"))
        assert await outcome(channel.send(message("key-1"))) == ("RefusedForNow", "not_http")
        assert "key-1" not in (await everything_said_of(channel.send(message("key-1"))))[0]


async def test_a_platform_that_is_down_takes_nothing() -> None:
    async with aiohttp.ClientSession() as session:
        transport = Transport(session, "http://127.0.0.1:9")
        tokens = stable_token(transport, "wx1", "s", StandingClock())
        channel = OfficialAccount(PlatformClient(transport, tokens))
        assert await outcome(channel.send(message())) == ("RefusedForNow", "connect")


async def test_a_platform_that_went_down_takes_nothing_from_the_second_try_on() -> None:
    """The first try may still be written to a line that was open before, and nobody can say what became of it."""
    platform = OfficialAccountPlatform()
    async with aiohttp.ClientSession() as session:
        async with platform.serve() as base:
            transport = Transport(session, base)
            tokens = stable_token(transport, platform.app_id, platform.secret, StandingClock())
            channel = OfficialAccount(PlatformClient(transport, tokens))
            await channel.send(message())
        assert await outcome(channel.send(message())) in {("OutcomeUnknown", "cut"), ("RefusedForNow", "connect")}
        assert await outcome(channel.send(message())) == ("RefusedForNow", "connect")
    assert len(platform.sent) == 1


@pytest.mark.parametrize(("code", "seconds"), [(45011, 60), (-1, 5), (40164, 60)])
async def test_a_pause_is_as_long_as_the_reason_for_it(code: int, seconds: float) -> None:
    platform = WecomPlatform()
    platform.faults.once(error_code(code))
    async with group_line(platform) as channel:
        with pytest.raises(RefusedForNow) as caught:
            await channel.send(message("key-1"))
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize("account", ["a|b", "@all"])
async def test_an_address_of_many_is_never_written_to(account: str) -> None:
    platform = WecomPlatform()
    async with wecom_line(platform) as line:
        assert await outcome(line.channel.send(message(account))) == ("Rejected", "account")
    assert platform.calls == []


async def test_a_success_that_names_the_receiver_as_invalid_is_none() -> None:
    platform = WecomPlatform()
    platform.invalid_users, platform.unlicensed_users = {"ZhangSan"}, {"LiSi"}
    async with wecom_line(platform) as line:
        assert await outcome(line.channel.send(message("ZhangSan"))) == ("Unreachable", "invaliduser")
        assert await outcome(line.channel.send(message("LiSi"))) == ("Unreachable", "unlicenseduser")


async def test_a_webhook_that_was_removed_is_unreachable() -> None:
    platform = WecomPlatform()
    platform.webhook_keys = {"key-1"}
    async with group_line(platform) as channel:
        assert await outcome(channel.send(message("key-9"))) == ("Unreachable", "93000")


async def test_groups_are_not_written_to_through_a_channel_of_persons() -> None:
    to_group = Outbound(key="1", account="g-1", text="好", is_group=True)
    async with official_account_line(OfficialAccountPlatform()) as line:
        assert await outcome(line.channel.send(to_group)) == ("Rejected", "group")


async def test_no_key_or_token_shows_in_an_error() -> None:
    platform = OfficialAccountPlatform()
    platform.faults.once(error_code(48001), BAD_GATEWAY, NOT_JSON, error_code(40164))
    async with official_account_line(platform) as line:
        shown = [words for _ in range(4) for words in await everything_said_of(line.channel.send(message()))]
    assert not [words for words in shown if platform.secret in words or "127.0.0.1" in words or "hint" in words]


async def test_every_channel_has_a_name_and_can_be_closed() -> None:
    channels: list[Channel] = [WecomAibotSocket(StandingClock()), MemoryChannel()]
    async with (
        official_account_line(OfficialAccountPlatform()) as voters,
        wecom_line(WecomPlatform()) as staff,
        group_line(WecomPlatform()) as group,
    ):
        channels += [voters.channel, staff.channel, group]
        for channel in channels:
            await channel.close()
    names = ["wecom_aibot", "memory", "official_account", "wecom_app", "wecom_group"]
    assert [channel.name for channel in channels] == names


async def test_the_memory_channel_keeps_what_it_takes() -> None:
    channel = MemoryChannel()
    assert await channel.send(message("o-1", "一")) == Receipt("1")
    await channel.send(message("o-2", "二"))
    assert channel.texts_to("o-1") == ["一"]
    assert [sent.account for sent in channel.sent] == ["o-1", "o-2"]


async def test_the_memory_channel_can_be_told_to_fail() -> None:
    channel = MemoryChannel(refuse=lambda sent: NotNow("45015") if sent.account == "o-1" else None)
    assert await outcome(channel.send(message("o-1"))) == ("NotNow", "45015")
    assert await outcome(channel.send(message("o-2"))) is None
    assert [sent.account for sent in channel.sent] == ["o-2"]
